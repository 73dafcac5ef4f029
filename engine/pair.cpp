// SPDX-License-Identifier: MIT
#include "engine/pair.hpp"

#include <algorithm>

namespace ballast::engine {
namespace {

constexpr Int128 kPriceOne = 100'000'000;
constexpr Int128 kSlip = 10;

SeenPrice zero_is_missing(SeenPrice seen) {
    if (seen.status == PriceStatus::confirmed && seen.price.count() == 0)
        seen.status = PriceStatus::missing;
    return seen;
}

}  // namespace

SeenPrice own_price(const MarketObservation& market) {
    return zero_is_missing({market.price_status, market.price, market.observed_at});
}

SeenPrice pair_price(const MarketObservation& collateral, const MarketObservation& debt) {
    const SeenPrice above = own_price(collateral);
    const SeenPrice below = own_price(debt);
    SeenPrice pair{.status = std::max(above.status, below.status),
                   .price = {},
                   .observed_at = std::min(above.observed_at, below.observed_at)};
    if (below.price.count() > 0)
        pair.price =
            Price::saturated(mul_div_down(above.price.count(), kPriceOne, below.price.count()));
    return zero_is_missing(pair);
}

SeenPrice without_unit_slip(SeenPrice seen, Price last) {
    if (seen.status != PriceStatus::confirmed || last.count() == 0) return seen;
    const bool slip =
        kSlip * seen.price.count() < last.count() || seen.price.count() > kSlip * last.count();
    if (slip) seen.status = PriceStatus::jump_unconfirmed;
    return seen;
}

SeenPrice see_price(const MarketObservation& collateral, const MarketObservation* debt,
                    Price last) {
    const SeenPrice seen = debt == nullptr ? own_price(collateral) : pair_price(collateral, *debt);
    return without_unit_slip(seen, last);
}

Price next_usd_price(const MarketObservation& market, Price last) {
    const SeenPrice seen = without_unit_slip(own_price(market), last);
    return seen.status == PriceStatus::confirmed ? seen.price : last;
}

}  // namespace ballast::engine
