// SPDX-License-Identifier: MIT
#include "simulation/stress_index.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>

#include "simulation/stress_block.hpp"

namespace ballast::simulation {
namespace {

bool has_avx2() {
#if defined(BALLAST_LEAVES_AVX2)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    return false;
#endif
}

auto leaf_kernel(LeafWay way) -> void (*)(const LeafTask&) {
    return way == LeafWay::fastest && has_avx2() ? run_leaves_avx2 : run_leaves_portable;
}

/// How much each asset's relative price matters: the LT-weighted collateral it is, in USD.
std::vector<double> severity_weights(const Book& book) {
    std::vector<double> weights;
    for (std::size_t a = 0; a < book.assets().size(); ++a)
        weights.push_back(static_cast<double>(book.collateral(a)) * book.assets()[a].lt.count());
    return weights;
}

/// Numbers of the scenarios, those with the lowest prices first: neighbours are alike, so their
/// bounds are narrow. Any order gives the same rows.
std::vector<std::uint32_t> by_severity(const PriceTable& prices,
                                       const std::vector<double>& weights) {
    std::vector<double> value(prices.size());
    for (std::size_t s = 0; s < prices.size(); ++s)
        for (std::size_t a = 0; a < weights.size(); ++a)
            value[s] += weights[a] * static_cast<double>(prices[s][a]);
    std::vector<std::uint32_t> order(prices.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return value[a] != value[b] ? value[a] < value[b] : a < b;
    });
    return order;
}

}  // namespace

Result<StressIndex> StressIndex::from(const Book& book) {
    if (const Status sound = book.check_terms(); !sound) return fail(sound.error());
    StressIndex index;
    index.assets_ = book.assets();
    index.pairs_ = pair_lists(book);
    index.leaves_ = leaf_table(book);
    index.severity_weights_ = severity_weights(book);
    return index;
}

std::vector<StressRow> StressIndex::run(const PriceTable& prices, unsigned threads,
                                        LeafWay way) const {
    BALLAST_CHECK(prices.assets() == assets_.size() && threads >= 1);
    const std::vector<std::uint32_t> order = by_severity(prices, severity_weights_);
    std::vector<StressRow> rows(order.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        StressBlock block(assets_);
        while (true) {
            const std::size_t from = next.fetch_add(kBlockScenarios);
            if (from >= order.size()) return;
            const auto numbers =
                std::span(order).subspan(from, std::min(kBlockScenarios, order.size() - from));
            block.fill(prices, numbers);
            block.add_pairs(pairs_);
            block.add_leaves(leaves_, leaf_kernel(way));
            for (std::size_t place = 0; place < numbers.size(); ++place)
                rows[numbers[place]] = block.row(place);
        }
    };
    std::vector<std::thread> helpers;
    for (unsigned i = 1; i < threads; ++i)
        helpers.emplace_back(work);
    work();
    for (std::thread& helper : helpers)
        helper.join();
    return rows;
}

}  // namespace ballast::simulation
