// SPDX-License-Identifier: MIT
// The impact of a change beside the stress engine's own count of the same book, on random books.
#include <random>

#include "apps/dry_run/impact.hpp"
#include "stress/stress.hpp"
#include "tests/stress/random_book.hpp"
#include "tests/support/property.hpp"

namespace ballast::apps {
namespace {

using engine::Bps;

std::vector<Bps> thresholds_of(const stress::Book& book) {
    std::vector<Bps> values;
    for (const stress::BookAsset& asset : book.assets())
        values.push_back(asset.lt);
    return values;
}

/// What the stress engine says of the book with these thresholds, at a fall of all that have one.
stress::StressRow stressed(stress::Book book, const std::vector<Bps>& lt, Bps fall) {
    std::vector<std::int64_t> prices;
    for (std::size_t a = 0; a < book.assets().size(); ++a) {
        const std::int64_t price = book.assets()[a].price.count();
        const bool falls = book.assets()[a].lt.count() > 0;
        prices.push_back(falls ? static_cast<std::int64_t>(
                                     Int128{price} * (engine::kBpsOne - fall.count()) / 10'000)
                               : price);
        RC_ASSERT(book.set_terms(a, lt[a], book.assets()[a].bonus).has_value());
    }
    stress::PriceTable table(prices.size());
    RC_ASSERT(table.add(prices).has_value());
    return stress::stress_simple(book, table).front();
}

void agrees_with_the_stress_engine() {
    const std::uint64_t seed = test::drawn_seed();
    const stress::Book book = stress::test::random_book(seed, 1 + seed % 300);
    std::mt19937_64 random(seed);
    const std::vector<Bps> now = thresholds_of(book);
    std::vector<Bps> after = now;
    for (Bps& lt : after)
        if (lt.count() > 1)
            lt = Bps::of(
                1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(lt.count())));
    const Bps fall = kImpactFalls[seed % kImpactFalls.size()];
    const ThresholdImpact impact = impact_of({book, now, after}, std::nullopt, fall);
    const stress::StressRow before = stressed(book, now, fall);
    const stress::StressRow cut = stressed(book, after, fall);
    RC_ASSERT(impact.accounts_anyway == before.liquidatable);
    RC_ASSERT(impact.accounts_anyway + impact.accounts == cut.liquidatable);
    RC_ASSERT(impact.debt_anyway == engine::Usd::saturated(before.debt / stress::kValueOne));
    RC_ASSERT(impact.debt == engine::Usd::saturated((cut.debt - before.debt) / stress::kValueOne));
}

TEST(ImpactProperty, AgreesWithTheStressEngine) {
    test::check_property(agrees_with_the_stress_engine, 400);
}

}  // namespace
}  // namespace ballast::apps
