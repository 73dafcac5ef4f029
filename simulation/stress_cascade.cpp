// SPDX-License-Identifier: MIT
#include "simulation/stress_cascade.hpp"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

#include "base/check.hpp"
#include "simulation/stress_block.hpp"
#include "simulation/stress_cascade_solver.hpp"

namespace ballast::simulation {
namespace {

/// Impacts up to here are prepared for; a scenario that goes beyond is solved again without limit.
constexpr std::int32_t kReachBps = 1'500;

/// Below this a price in units of 1e-8 loses more to rounding than the scan allows for.
constexpr std::int64_t kFinePrice = 1'000'000;

bool is_fine_grained(std::span<const std::int64_t> prices) {
    return std::all_of(prices.begin(), prices.end(),
                       [](std::int64_t price) { return price == 0 || price >= kFinePrice; });
}

/// Scenarios a batch: one a lane of the scan.
class Batch {
  public:
    Batch(const StressIndex& index, std::span<const ImpactCurve> curves)
        : index_(index),
          solver_(index, curves),
          price_(index.assets().size() * kLanes),
          found_(index.leaves().leaves.size() * kLanes),
          levels_(index.leaves().leaves.size() * kLanes) {}

    /// Fills rows[from] and up to kLanes - 1 after it.
    void solve(const PriceTable& prices, std::size_t from, std::vector<CascadeRow>& rows) {
        LeafScan scan = scan_from(prices, from);
        leaf_kernels(leaf_ways().back()).scan(scan);
        for (std::size_t s = from; s < std::min(from + kLanes, prices.size()); ++s) {
            const std::size_t lane = s - from;
            const std::size_t count = scan.counts[lane];
            std::optional<CascadeRow> row;
            if (is_fine_grained(prices[s]))
                row = solver_.solve(prices[s], {scan.found[lane], count},
                                    {scan.levels[lane], count}, kReachBps);
            rows[s] = row ? std::move(*row) : solver_.solve(prices[s]);
        }
    }

  private:
    LeafScan scan_from(const PriceTable& prices, std::size_t from);

    const StressIndex& index_;
    CascadeSolver solver_;
    AlignedArray<float> price_;
    std::vector<std::uint32_t> found_;
    std::vector<float> levels_;
};

LeafScan Batch::scan_from(const PriceTable& prices, std::size_t from) {
    const std::vector<Leaf>& leaves = index_.leaves().leaves;
    for (std::size_t a = 0; a < index_.assets().size(); ++a)
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const std::size_t s = std::min(from + lane, prices.size() - 1);
            price_[a * kLanes + lane] =
                static_cast<float>(static_cast<double>(prices[s][a]) /
                                   static_cast<double>(index_.assets()[a].price.count()));
        }
    LeafScan scan{};
    scan.leaves = leaves.data();
    scan.leaf_count = leaves.size();
    scan.price = price_.data();
    // What every price keeps at the reach, and a little less for its rounding.
    scan.least_level = 1 - static_cast<float>(kReachBps + 1) / engine::kBpsOne;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        scan.found[lane] = found_.data() + lane * leaves.size();
        scan.levels[lane] = levels_.data() + lane * leaves.size();
    }
    return scan;
}

}  // namespace

std::vector<CascadeRow> cascade(const StressIndex& index, std::span<const ImpactCurve> impacts,
                                const PriceTable& prices, unsigned threads) {
    BALLAST_CHECK(prices.assets() == index.assets().size() && impacts.size() == prices.assets() &&
                  threads >= 1);
    std::vector<CascadeRow> rows(prices.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        Batch batch(index, impacts);
        while (true) {
            const std::size_t from = next.fetch_add(kLanes);
            if (from >= prices.size()) return;
            batch.solve(prices, from, rows);
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
