// SPDX-License-Identifier: MIT
#include "stress/block.hpp"

namespace ballast::stress {
namespace {

void add_to(std::vector<std::int64_t>& sums, const std::vector<std::int64_t>& more) {
    for (std::size_t i = 0; i < sums.size(); ++i)
        sums[i] += more[i];
}

}  // namespace

StressWeights::StressWeights(const std::vector<BookAsset>& assets, const PriceTable& prices)
    : scenarios(prices.size()),
      collateral(assets.size() * scenarios),
      net(assets.size() * scenarios),
      price(assets.size() * scenarios),
      relative_price(assets.size() * scenarios),
      relative_net(assets.size() * scenarios) {
    for (std::size_t a = 0; a < assets.size(); ++a) {
        const BookAsset& asset = assets[a];
        const auto today = static_cast<double>(asset.price.count());
        const std::int64_t lt = asset.lt.count();
        // Without an LT it is nobody's collateral, and its net price is not read.
        const double over_lt = lt > 0 ? engine::kBpsOne / (today * static_cast<double>(lt)) : 0;
        for (std::size_t s = 0; s < scenarios; ++s) {
            const std::size_t at = a * scenarios + s;
            price[at] = prices[s][a];
            collateral[at] = price[at] * lt;
            net[at] = net_price(price[at], asset.bonus);
            relative_price[at] = static_cast<float>(static_cast<double>(price[at]) / today);
            relative_net[at] = static_cast<float>(static_cast<double>(net[at]) * over_lt);
        }
    }
}

StressSums::StressSums(std::size_t assets, std::size_t scenarios)
    : count(scenarios),
      debt(assets * scenarios),
      bad_debt(assets * scenarios),
      bad_collateral(assets * scenarios) {}

void StressSums::add(const StressSums& other) {
    add_to(count, other.count);
    add_to(debt, other.debt);
    add_to(bad_debt, other.bad_debt);
    add_to(bad_collateral, other.bad_collateral);
}

void StressSums::add_pair(const PairList& pair, const StressWeights& weights) {
    for (std::size_t s = 0; s < weights.scenarios; ++s) {
        const std::size_t held = pair.collateral() * weights.scenarios + s;
        const std::size_t owed = pair.debt() * weights.scenarios + s;
        const std::int64_t price = weights.price[owed];
        const std::size_t liquidatable =
            pair.under(weights.collateral[held], price * engine::kBpsOne);
        if (liquidatable == 0) continue;
        count[s] += static_cast<std::int64_t>(liquidatable);
        debt[owed] += pair.sums(liquidatable).debt;
        const std::size_t bad = std::min(liquidatable, pair.under(weights.net[held], price));
        bad_debt[owed] += pair.sums(bad).debt;
        bad_collateral[held] += pair.sums(bad).collateral;
    }
}

StressRow StressSums::row(const StressWeights& weights, std::size_t scenario) const {
    StressRow row;
    row.liquidatable = count[scenario];
    for (std::size_t at = scenario; at < debt.size(); at += weights.scenarios) {
        row.debt += Int128{debt[at]} * weights.price[at];
        row.bad_debt += Int128{bad_debt[at]} * weights.price[at];
        row.bad_debt -= Int128{bad_collateral[at]} * weights.net[at];
    }
    return row;
}

StressBlock::StressBlock(std::size_t assets)
    : assets_(assets),
      price_(assets * kBlockScenarios),
      net_(assets * kBlockScenarios),
      price_low_(assets * kLanes),
      price_high_(assets * kLanes),
      numbers_(kBlockScenarios),
      count_(kBlockScenarios),
      debt_(assets * kBlockScenarios),
      bad_debt_(assets * kBlockScenarios),
      bad_collateral_(assets * kBlockScenarios) {}

void StressBlock::fill(const StressWeights& weights, std::span<const std::uint32_t> numbers) {
    for (std::size_t place = 0; place < kBlockScenarios; ++place)
        numbers_[place] = numbers[std::min(place, numbers.size() - 1)];
    for (std::size_t a = 0; a < assets_; ++a) {
        float* price = price_.data() + a * kBlockScenarios;
        float* net = net_.data() + a * kBlockScenarios;
        for (std::size_t place = 0; place < kBlockScenarios; ++place) {
            price[place] = weights.relative_price[a * weights.scenarios + numbers_[place]];
            net[place] = weights.relative_net[a * weights.scenarios + numbers_[place]];
        }
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const float* span = price + lane * kSpanScenarios;
            const auto [low, high] = std::minmax_element(span, span + kSpanScenarios);
            price_low_[a * kLanes + lane] = *low;
            price_high_[a * kLanes + lane] = *high;
        }
    }
    count_.clear();
    debt_.clear();
    bad_debt_.clear();
    bad_collateral_.clear();
}

void StressBlock::scatter(std::span<const std::uint32_t> numbers, std::size_t scenarios,
                          StressSums& sums) const {
    for (std::size_t place = 0; place < numbers.size(); ++place)
        sums.count[numbers[place]] += count_.data()[place];
    const auto scatter_row = [&](const AlignedArray<std::int64_t>& from, std::size_t asset,
                                 std::vector<std::int64_t>& to) {
        const std::int64_t* row = from.data() + asset * kBlockScenarios;
        // Mostly nothing happened: in calm scenarios, and to assets that the family does not hold.
        std::int64_t any = 0;
        for (std::size_t place = 0; place < kBlockScenarios; ++place)
            any |= row[place];
        if (any == 0) return;
        for (std::size_t place = 0; place < numbers.size(); ++place)
            to[asset * scenarios + numbers[place]] += row[place];
    };
    for (std::size_t a = 0; a < assets_; ++a) {
        scatter_row(debt_, a, sums.debt);
        scatter_row(bad_debt_, a, sums.bad_debt);
        scatter_row(bad_collateral_, a, sums.bad_collateral);
    }
}

void StressBlock::run(const LeafTable& table, const LeafFamily& family,
                      const StressWeights& weights, std::span<const std::uint32_t> numbers,
                      void (*kernel)(const LeafTask&), StressSums& sums) {
    fill(weights, numbers);
    const LeafTask task{table.leaves.data() + family.first,
                        family.count,
                        table.weights.data(),
                        table.health.data(),
                        table.amounts.data(),
                        price_.data(),
                        net_.data(),
                        price_low_.data(),
                        price_high_.data(),
                        weights.collateral.data(),
                        weights.net.data(),
                        weights.price.data(),
                        weights.scenarios,
                        numbers_.data(),
                        count_.data(),
                        debt_.data(),
                        bad_debt_.data(),
                        bad_collateral_.data()};
    kernel(task);
    scatter(numbers, weights.scenarios, sums);
}

}  // namespace ballast::stress
