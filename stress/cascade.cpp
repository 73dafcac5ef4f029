// SPDX-License-Identifier: MIT
#include "stress/cascade.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>

#include "base/check.hpp"
#include "base/threads.hpp"
#include "stress/cascade_batch.hpp"

namespace ballast::stress {
namespace {

/// Numbers of the scenarios by the value of all collateral: those of a batch are then alike, look
/// at the same tiles and need as many rounds. Any order gives the same rows.
std::vector<std::uint32_t> by_value(const StressIndex& index, const PriceTable& prices) {
    std::vector<double> value(prices.size());
    for (std::size_t s = 0; s < prices.size(); ++s)
        for (std::size_t a = 0; a < prices.assets(); ++a)
            value[s] +=
                static_cast<double>(index.collateral()[a]) * static_cast<double>(prices[s][a]);
    std::vector<std::uint32_t> order(prices.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&value](std::uint32_t a, std::uint32_t b) {
        return value[a] != value[b] ? value[a] < value[b] : a < b;
    });
    return order;
}

}  // namespace

std::vector<CascadeRow> cascade(const StressIndex& index, std::span<const ImpactCurve> impacts,
                                const PriceTable& prices, unsigned threads, LeafWay way) {
    BALLAST_CHECK(prices.assets() == index.assets().size() && impacts.size() == prices.assets() &&
                  threads >= 1);
    const std::vector<std::uint32_t> order = by_value(index, prices);
    std::vector<CascadeRow> rows(prices.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        CascadeBatch batch(index, impacts, way);
        while (true) {
            const std::size_t from = next.fetch_add(kLanes);
            if (from >= order.size()) return;
            const std::size_t count = std::min(kLanes, order.size() - from);
            batch.solve(prices, std::span(order).subspan(from, count), rows);
        }
    };
    on_threads(threads, work);
    return rows;
}

}  // namespace ballast::stress
