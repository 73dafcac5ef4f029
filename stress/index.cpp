// SPDX-License-Identifier: MIT
#include "stress/index.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>

#include "stress/block.hpp"

namespace ballast::stress {
namespace {

/// Numbers of the scenarios, those that are worst for a family's average position first:
/// neighbours are then alike to it, and bounds over them narrow. Any order gives the same rows.
std::vector<std::uint32_t> by_severity(const LeafFamily& family, const StressWeights& weights) {
    std::vector<double> held(weights.scenarios);
    std::vector<double> owed(weights.scenarios);
    for (std::size_t a = 0; a < family.collateral_shares.size(); ++a) {
        const float* price = &weights.relative_price[a * weights.scenarios];
        for (std::size_t s = 0; s < weights.scenarios; ++s) {
            held[s] += family.collateral_shares[a] * static_cast<double>(price[s]);
            owed[s] += family.debt_shares[a] * static_cast<double>(price[s]);
        }
    }
    for (std::size_t s = 0; s < weights.scenarios; ++s)
        held[s] = owed[s] > 0 ? held[s] / owed[s] : 0;
    std::vector<std::uint32_t> order(weights.scenarios);
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&held](std::uint32_t a, std::uint32_t b) {
        return held[a] != held[b] ? held[a] < held[b] : a < b;
    });
    return order;
}

/// One call of StressIndex::run: families and lists are handed out one by one.
class Run {
  public:
    Run(const StressIndex& index, const PriceTable& prices, LeafWay way)
        : index_(index), weights_(index.assets(), prices), kernel_(leaf_kernels(way).run) {}

    /// Takes jobs until there are none. Threads may call it at the same time.
    [[nodiscard]] StressSums work() {
        StressSums sums(index_.assets().size(), weights_.scenarios);
        StressBlock block(index_.assets().size());
        const std::size_t families = index_.leaves().families.size();
        const std::size_t jobs = families + index_.pairs().size();
        for (std::size_t job = next_++; job < jobs; job = next_++) {
            if (job < families)
                add_family(index_.leaves().families[job], block, sums);
            else
                sums.add_pair(index_.pairs()[job - families], weights_);
        }
        return sums;
    }

    [[nodiscard]] std::vector<StressRow> rows(const StressSums& sums) const {
        std::vector<StressRow> rows;
        for (std::size_t s = 0; s < weights_.scenarios; ++s)
            rows.push_back(sums.row(weights_, s));
        return rows;
    }

  private:
    void add_family(const LeafFamily& family, StressBlock& block, StressSums& sums) const {
        const std::vector<std::uint32_t> order = by_severity(family, weights_);
        for (std::size_t from = 0; from < order.size(); from += kBlockScenarios) {
            const std::size_t count = std::min(kBlockScenarios, order.size() - from);
            block.run(index_.leaves(), family, weights_, std::span(order).subspan(from, count),
                      kernel_, sums);
        }
    }

    const StressIndex& index_;
    const StressWeights weights_;
    void (*const kernel_)(const LeafTask&);
    std::atomic<std::size_t> next_{0};
};

}  // namespace

Result<StressIndex> StressIndex::from(const Book& book) {
    if (const Status sound = book.check_terms(); !sound) return fail(sound.error());
    StressIndex index;
    index.assets_ = book.assets();
    index.pairs_ = pair_lists(book);
    index.leaves_ = leaf_table(book);
    for (std::size_t a = 0; a < book.assets().size(); ++a)
        index.collateral_.push_back(book.collateral(a));
    return index;
}

std::vector<StressRow> StressIndex::run(const PriceTable& prices, unsigned threads,
                                        LeafWay way) const {
    BALLAST_CHECK(prices.assets() == assets_.size() && threads >= 1);
    Run run(*this, prices, way);
    std::vector<StressSums> parts(threads - 1, StressSums(0, 0));
    std::vector<std::thread> helpers;
    for (StressSums& part : parts)
        helpers.emplace_back([&run, &part] { part = run.work(); });
    StressSums sums = run.work();
    for (std::size_t i = 0; i < helpers.size(); ++i) {
        helpers[i].join();
        sums.add(parts[i]);
    }
    return run.rows(sums);
}

}  // namespace ballast::stress
