// SPDX-License-Identifier: MIT
#include "simulation/stress_block.hpp"

#include <algorithm>

namespace ballast::simulation {

StressBlock::StressBlock(const std::vector<BookAsset>& assets)
    : assets_(assets),
      price_(assets.size() * kBlockScenarios),
      net_(assets.size() * kBlockScenarios),
      price_low_(assets.size() * kLanes),
      price_high_(assets.size() * kLanes),
      exact_collateral_(assets.size() * kBlockScenarios),
      exact_net_(assets.size() * kBlockScenarios),
      exact_price_(assets.size() * kBlockScenarios),
      count_(kBlockScenarios),
      debt_(assets.size() * kBlockScenarios),
      bad_debt_(assets.size() * kBlockScenarios),
      bad_collateral_(assets.size() * kBlockScenarios) {}

void StressBlock::fill(const PriceTable& prices, std::span<const std::uint32_t> numbers) {
    size_ = numbers.size();
    std::vector<std::int64_t> of_asset(kBlockScenarios);
    for (std::size_t a = 0; a < assets_.size(); ++a) {
        for (std::size_t place = 0; place < kBlockScenarios; ++place)
            of_asset[place] = prices[numbers[std::min(place, size_ - 1)]][a];
        fill_asset(a, of_asset);
    }
    count_.clear();
    debt_.clear();
    bad_debt_.clear();
    bad_collateral_.clear();
}

void StressBlock::fill_asset(std::size_t asset, std::span<const std::int64_t> prices) {
    const BookAsset& terms = assets_[asset];
    const auto today = static_cast<double>(terms.price.count());
    // Without an LT it is nobody's collateral, and its net price is not read.
    const double over_lt = terms.lt.count() > 0 ? engine::kBpsOne / (today * terms.lt.count()) : 0;
    for (std::size_t place = 0; place < kBlockScenarios; ++place) {
        const std::size_t at = asset * kBlockScenarios + place;
        const std::int64_t net = net_price(prices[place], terms.bonus);
        exact_price_[at] = prices[place];
        exact_net_[at] = net;
        exact_collateral_[at] = prices[place] * terms.lt.count();
        price_[at] = static_cast<float>(static_cast<double>(prices[place]) / today);
        net_[at] = static_cast<float>(static_cast<double>(net) * over_lt);
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const float* from = price_.data() + asset * kBlockScenarios + lane * kSpanScenarios;
        const auto [low, high] = std::minmax_element(from, from + kSpanScenarios);
        price_low_[asset * kLanes + lane] = *low;
        price_high_[asset * kLanes + lane] = *high;
    }
}

void StressBlock::add_pairs(const std::vector<PairList>& pairs) {
    for (const PairList& pair : pairs)
        for (std::size_t place = 0; place < size_; ++place)
            add_pair(pair, place);
}

void StressBlock::add_pair(const PairList& pair, std::size_t place) {
    const std::size_t held = pair.collateral() * kBlockScenarios + place;
    const std::size_t owed = pair.debt() * kBlockScenarios + place;
    const std::int64_t price = exact_price_[owed];
    const std::size_t liquidatable = pair.under(exact_collateral_[held], price * engine::kBpsOne);
    if (liquidatable == 0) return;
    count_[place] += static_cast<std::int64_t>(liquidatable);
    debt_[owed] += pair.sums(liquidatable).debt;
    const PairSums& bad = pair.sums(std::min(liquidatable, pair.under(exact_net_[held], price)));
    bad_debt_[owed] += bad.debt;
    bad_collateral_[held] += bad.collateral;
}

void StressBlock::add_leaves(const LeafTable& leaves, void (*run)(const LeafTask&)) {
    const LeafTask task{leaves.leaves.data(),  leaves.leaves.size(), leaves.weights.data(),
                        leaves.amounts.data(), price_.data(),        net_.data(),
                        price_low_.data(),     price_high_.data(),   exact_collateral_.data(),
                        exact_net_.data(),     exact_price_.data(),  count_.data(),
                        debt_.data(),          bad_debt_.data(),     bad_collateral_.data()};
    run(task);
}

StressRow StressBlock::row(std::size_t place) const {
    StressRow row;
    row.liquidatable = count_[place];
    for (std::size_t a = 0; a < assets_.size(); ++a) {
        const std::size_t at = a * kBlockScenarios + place;
        row.debt += Int128{debt_[at]} * exact_price_[at];
        row.bad_debt += Int128{bad_debt_[at]} * exact_price_[at];
        row.bad_debt -= Int128{bad_collateral_[at]} * exact_net_[at];
    }
    return row;
}

}  // namespace ballast::simulation
