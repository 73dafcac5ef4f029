// SPDX-License-Identifier: MIT
#include "apps/dry_run/impact.hpp"

#include <algorithm>

namespace ballast::apps {
namespace {

using engine::Bps;
using stress::Leg;

constexpr std::int32_t kWallStep = 100;
constexpr std::int32_t kWallEnd = 5'000;

/// Prices and thresholds of one question, as Book::assets.
struct Terms {
    std::vector<std::int64_t> price;  ///< 1e-8 USD, after the fall
    std::vector<std::int32_t> now;
    std::vector<std::int32_t> after;
};

Terms terms_of(const ThresholdChange& change, std::optional<std::size_t> asset, Bps fall) {
    Terms terms;
    const auto& assets = change.book.assets();
    for (std::size_t a = 0; a < assets.size(); ++a) {
        const bool falls = asset ? a == *asset : change.now[a].count() > 0;
        const std::int32_t left = engine::kBpsOne - (falls ? fall.count() : 0);
        terms.price.push_back(static_cast<std::int64_t>(
            mul_div_down(assets[a].price.count(), left, engine::kBpsOne)));
        const bool changes = !asset || a == *asset;
        terms.now.push_back(change.now[a].count());
        terms.after.push_back((changes ? change.recommended : change.now)[a].count());
    }
    return terms;
}

bool holds(const stress::PositionView& position, std::optional<std::size_t> asset) {
    return !asset || std::any_of(position.collaterals.begin(), position.collaterals.end(),
                                 [&](const Leg& leg) { return leg.asset == *asset; });
}

/// Four legs of 1e18 times 9e14 times 1e4 stay under 2^127.
Int128 weighted(const stress::PositionView& position, const Terms& terms,
                const std::vector<std::int32_t>& lt) {
    Int128 sum = 0;
    for (const Leg& leg : position.collaterals)
        sum += Int128{leg.amount} * terms.price[leg.asset] * lt[leg.asset];
    return sum;
}

Int128 owed(const stress::PositionView& position, const Terms& terms) {
    Int128 sum = 0;
    for (const Leg& leg : position.debts)
        sum += Int128{leg.amount} * terms.price[leg.asset];
    return sum;
}

engine::Usd whole_usd(Int128 value) {
    return engine::Usd::saturated(div_down(value, stress::kValueOne));
}

}  // namespace

ThresholdImpact impact_of(const ThresholdChange& change, std::optional<std::size_t> asset,
                          Bps fall) {
    const Terms terms = terms_of(change, asset, fall);
    ThresholdImpact impact{.fall = fall, .debt = {}, .debt_anyway = {}};
    Int128 debt = 0;
    Int128 debt_anyway = 0;
    for (std::size_t i = 0; i < change.book.size(); ++i) {
        const stress::PositionView position = change.book[i];
        if (!holds(position, asset)) continue;
        const Int128 owes = owed(position, terms);
        if (weighted(position, terms, terms.now) < owes * engine::kBpsOne) {
            ++impact.accounts_anyway;
            debt_anyway += owes;
        } else if (weighted(position, terms, terms.after) < owes * engine::kBpsOne) {
            ++impact.accounts;
            debt += owes;
        }
    }
    impact.debt = whole_usd(debt);
    impact.debt_anyway = whole_usd(debt_anyway);
    return impact;
}

std::vector<WallAt> wall_of(const ThresholdChange& change, std::size_t asset) {
    const ThresholdChange after{change.book, change.now, change.now};
    ThresholdChange recommended = after;
    recommended.now[asset] = change.recommended[asset];
    std::vector<WallAt> wall;
    for (std::int32_t fall = 0; fall <= kWallEnd; fall += kWallStep)
        wall.push_back({Bps::of(fall), impact_of(after, asset, Bps::of(fall)).debt_anyway,
                        impact_of(recommended, asset, Bps::of(fall)).debt_anyway});
    return wall;
}

engine::Usd debt_of(const stress::Book& book) {
    Int128 sum = 0;
    for (std::size_t a = 0; a < book.assets().size(); ++a)
        sum += Int128{book.debt(a)} * book.assets()[a].price.count();
    return whole_usd(sum);
}

}  // namespace ballast::apps
