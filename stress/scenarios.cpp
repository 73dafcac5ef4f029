// SPDX-License-Identifier: MIT
#include "stress/scenarios.hpp"

#include <algorithm>
#include <cmath>

#include "base/check.hpp"
#include "statistics/random.hpp"
#include "stress/book_shape.hpp"

namespace ballast::stress {
namespace {

constexpr double kLeastMultiplier = 0.01;

std::int64_t shocked(engine::Price price, double change) {
    const double factor = std::max(kLeastMultiplier, 1 + change);
    const double moved = std::floor(static_cast<double>(price.count()) * factor);
    return static_cast<std::int64_t>(std::min(moved, static_cast<double>(kBookPriceMax)));
}

}  // namespace

PriceTable generate_scenarios(std::span<const ShockedAsset> assets, std::size_t count,
                              std::uint64_t seed, ShockRange range) {
    const statistics::Random random(seed);
    PriceTable table(assets.size());
    std::vector<std::int64_t> prices(assets.size());
    for (std::size_t s = 0; s < count; ++s) {
        statistics::Random draws = random.stream(s);
        const double rank = draws.uniform() * (range == ShockRange::falls ? 0.5 : 1);
        const double market = shape_at(kFiveDayShape, rank);
        for (std::size_t a = 0; a < assets.size(); ++a) {
            const double own = shape_at(kFiveDayShape, draws.uniform());
            prices[a] = shocked(assets[a].price, assets[a].market * market + assets[a].own * own);
        }
        const Status added = table.add(prices);
        BALLAST_CHECK(added);
    }
    return table;
}

}  // namespace ballast::stress
