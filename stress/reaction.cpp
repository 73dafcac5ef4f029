// SPDX-License-Identifier: MIT
#include "stress/reaction.hpp"

#include <algorithm>
#include <cmath>

#include "base/check.hpp"
#include "statistics/random.hpp"

namespace ballast::stress {
namespace {

double health(const Book& book, std::size_t i, std::span<const std::int64_t> prices) {
    double held = 0;
    double owed = 0;
    for (const Leg& leg : book[i].collaterals)
        held += static_cast<double>(leg.amount) * static_cast<double>(prices[leg.asset]) *
                book.assets()[leg.asset].lt.count();
    for (const Leg& leg : book[i].debts)
        owed += static_cast<double>(leg.amount) * static_cast<double>(prices[leg.asset]);
    return owed > 0 ? held / (owed * engine::kBpsOne) : kReactsToHealth;
}

void repay(Book& book, std::size_t i, double part_left) {
    for (std::size_t k = 0; k < book[i].debts.size(); ++k) {
        const std::int64_t owed = book[i].debts[k].amount;
        const double left = std::ceil(static_cast<double>(owed) * part_left);
        book.lower_debt(i, k, std::clamp(static_cast<std::int64_t>(left), std::int64_t{1}, owed));
    }
}

}  // namespace

PricePath straight_path(const Book& book, std::span<const std::int64_t> prices, std::size_t steps) {
    PricePath path;
    for (std::size_t step = 1; step <= steps; ++step) {
        std::vector<std::int64_t>& now = path.steps.emplace_back();
        for (std::size_t a = 0; a < prices.size(); ++a) {
            const std::int64_t today = book.assets()[a].price.count();
            const Int128 moved = mul_div_down(Int128{prices[a]} - today, static_cast<Int128>(step),
                                              static_cast<Int128>(steps));
            now.push_back(static_cast<std::int64_t>(today + moved));
        }
    }
    return path;
}

Book react(const Book& book, const PricePath& path, engine::Bps elasticity, std::uint64_t seed) {
    BALLAST_CHECK(elasticity.count() >= 0 && elasticity.count() <= engine::kBpsOne);
    const statistics::Random random(seed);
    Book after = book;
    for (std::size_t step = 0; step + 1 < path.steps.size(); ++step)
        for (std::size_t i = 0; i < after.size(); ++i) {
            const double now = health(after, i, path.steps[step]);
            if (now < 1 || now >= kReactsBelowHealth) continue;
            statistics::Random draw = random.stream(i).stream(step);
            if (draw.uniform() * engine::kBpsOne < elasticity.count())
                repay(after, i, now / kReactsToHealth);
        }
    return after;
}

}  // namespace ballast::stress
