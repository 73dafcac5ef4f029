// SPDX-License-Identifier: MIT
#include "engine/data_time.hpp"

#include <algorithm>

namespace ballast::engine {
namespace {

void take_older(std::optional<UnixSeconds>& oldest, UnixSeconds when) {
    oldest = oldest ? std::min(*oldest, when) : when;
}

}  // namespace

void DataTime::add(const SeenPrice& price, const MarketState& state, Action action) {
    const bool confirmed = price.status == PriceStatus::confirmed;
    if (confirmed) take_older(confirmed_, price.observed_at);
    if (action != Action::none)
        take_older(entries_, confirmed ? price.observed_at : state.last_price_at);
}

UnixSeconds DataTime::of_report(UnixSeconds at, const Current& current) const {
    UnixSeconds observed = entries_ ? *entries_ : confirmed_.value_or(at);
    for (const PublishedMarket& market : current.markets)
        observed = std::max(observed, market.as_of);
    return std::min(observed, at);
}

}  // namespace ballast::engine
