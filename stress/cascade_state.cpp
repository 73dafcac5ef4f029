// SPDX-License-Identifier: MIT
#include "stress/cascade_state.hpp"

#include <algorithm>

namespace ballast::stress {

CascadePrices::CascadePrices(const std::vector<BookAsset>& assets)
    : debt(assets.size()),
      collateral(assets.size()),
      net(assets.size()),
      relative(assets.size()),
      relative_debt(assets.size()),
      rounding(assets.size()),
      impacts(assets.size()),
      assets_(assets) {}

void CascadePrices::begin(std::span<const std::int64_t> prices) {
    scenario.assign(prices.begin(), prices.end());
    for (std::size_t a = 0; a < prices.size(); ++a) {
        debt[a] = prices[a] * engine::kBpsOne;
        set_impact(a, 0);
        relative_debt[a] = relative[a];
    }
}

void CascadePrices::set_impact(std::size_t asset, std::int32_t bps) {
    const BookAsset& terms = assets_[asset];
    const std::int64_t price = impacted_price(scenario[asset], bps);
    impacts[asset] = bps;
    collateral[asset] = price * terms.lt.count();
    net[asset] = net_price(price, terms.bonus);
    rounding[asset] = 4 / static_cast<double>(std::max<std::int64_t>(1, net[asset]));
    relative[asset] = static_cast<double>(price) / static_cast<double>(terms.price.count());
}

CascadeFlow::CascadeFlow(std::size_t assets)
    : assets_(assets),
      lost_(assets),
      whole_(assets),
      part_debt_(assets),
      part_before_(assets * assets) {}

void CascadeFlow::clear() {
    count_ = 0;
    debt_ = 0;
    lost_debt_ = 0;
    std::fill(lost_.begin(), lost_.end(), 0);
    std::fill(whole_.begin(), whole_.end(), 0);
    std::fill(part_debt_.begin(), part_debt_.end(), 0);
    std::fill(part_before_.begin(), part_before_.end(), 0);
}

void CascadeFlow::add(std::int64_t sign, std::int64_t positions, std::size_t stage,
                      std::span<const std::uint8_t> assets, const std::int64_t* amounts,
                      Int128 debt) {
    count_ += sign * positions;
    debt_ += sign * debt;
    const std::size_t before = stage - 1;
    for (std::size_t k = 0; k < before; ++k)
        whole_[assets[k]] += sign * amounts[k];
    if (before == assets.size()) {
        lost_debt_ += sign * debt;
        for (std::size_t k = 0; k < before; ++k)
            lost_[assets[k]] += sign * amounts[k];
        return;
    }
    const std::size_t part = assets[before];
    part_debt_[part] += sign * debt;
    for (std::size_t k = 0; k < before; ++k)
        part_before_[part * assets_ + assets[k]] += sign * amounts[k];
}

Int128 CascadeFlow::sold(std::size_t asset, const CascadePrices& prices) const {
    Int128 repaid = part_debt_[asset];
    for (std::size_t a = 0; a < assets_; ++a)
        repaid -= Int128{part_before_[asset * assets_ + a]} * prices.net[a];
    if (repaid == 0) return whole_[asset];
    return whole_[asset] + div_up(repaid, prices.net[asset]);
}

StressRow CascadeFlow::row(const CascadePrices& prices) const {
    StressRow row{count_, debt_, lost_debt_};
    for (std::size_t a = 0; a < assets_; ++a)
        row.bad_debt -= Int128{lost_[a]} * prices.net[a];
    return row;
}

}  // namespace ballast::stress
