// SPDX-License-Identifier: MIT
#include "stress/cascade_batch.hpp"

#include <algorithm>

namespace ballast::stress {
namespace {

/// Calls call(lane) for each bit.
template <class Call>
void for_each_lane(std::size_t lanes, Call call) {
    for (; lanes != 0; lanes &= lanes - 1)
        call(static_cast<std::size_t>(__builtin_ctzll(lanes)));
}

/// How far ahead of its use a tile is fetched.
constexpr std::size_t kAhead = 6;

void prefetch(const LeafTable& table, std::uint32_t number) {
    const Leaf& leaf = table.leaves[number];
    __builtin_prefetch(&table.health[leaf.first]);
    for (std::size_t line = 0; line < 3; ++line)
        __builtin_prefetch(table.amounts.data() + leaf.row + line * 8);
}

}  // namespace

CascadeBatch::CascadeBatch(const StressIndex& index, std::span<const ImpactCurve> curves,
                           LeafWay way)
    : index_(index),
      kernels_(leaf_kernels(way)),
      lanes_(kLanes, CascadeLane(index, curves)),
      collateral_(index.assets().size() * kLanes),
      debt_(index.assets().size() * kLanes),
      opened_(index.leaves().leaves.size()),
      found_(index.leaves().leaves.size() + 1) {}

void CascadeBatch::move_pairs() {
    for (std::size_t i = 0; i < index_.pairs().size(); ++i)
        for_each_lane(active_, [&](std::size_t lane) {
            if (lanes_[lane].moved(index_.pairs()[i].collateral())) lanes_[lane].move_pair(i);
        });
}

void CascadeBatch::tell_prices() {
    for_each_lane(active_, [&](std::size_t lane) {
        const CascadePrices& prices = lanes_[lane].prices();
        for (std::size_t a = 0; a < index_.assets().size(); ++a) {
            collateral_[a * kLanes + lane] = static_cast<float>(prices.relative[a]);
            debt_[a * kLanes + lane] = static_cast<float>(prices.relative_debt[a]);
        }
    });
}

void CascadeBatch::open_tiles() {
    tell_prices();
    const std::vector<Leaf>& leaves = index_.leaves().leaves;
    LeafScan scan{leaves.data(), leaves.size(),  collateral_.data(), debt_.data(),
                  active_,       opened_.data(), found_.data(),      0};
    kernels_.scan(scan);
    for (std::size_t i = 0; i < scan.found_count; ++i) {
        prefetch(index_.leaves(), found_[std::min(i + kAhead, scan.found_count - 1)].leaf);
        opened_[found_[i].leaf] |= found_[i].lanes;
        for_each_lane(found_[i].lanes,
                      [&](std::size_t lane) { lanes_[lane].open_tile(leaves[found_[i].leaf]); });
    }
}

void CascadeBatch::solve(const PriceTable& prices, std::span<const std::uint32_t> numbers,
                         std::vector<CascadeRow>& rows) {
    std::fill(opened_.begin(), opened_.end(), 0U);
    active_ = (std::size_t{1} << numbers.size()) - 1;
    for_each_lane(active_, [&](std::size_t lane) { lanes_[lane].begin(prices[numbers[lane]]); });
    while (active_ != 0) {
        move_pairs();
        open_tiles();
        for_each_lane(active_, [&](std::size_t lane) {
            lanes_[lane].look_again();
            if (lanes_[lane].sell()) return;
            rows[numbers[lane]] = lanes_[lane].row();
            active_ &= ~(std::size_t{1} << lane);
        });
    }
}

}  // namespace ballast::stress
