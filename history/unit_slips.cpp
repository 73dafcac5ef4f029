// SPDX-License-Identifier: MIT
#include "history/unit_slips.hpp"

#include <algorithm>

#include "engine/pair.hpp"

namespace ballast::history {
namespace {

bool is_slip(const PricePoint& before, const PricePoint& after) {
    const engine::SeenPrice seen{
        .status = engine::PriceStatus::confirmed, .price = after.price, .observed_at = after.at};
    return without_unit_slip(seen, before.price).status != engine::PriceStatus::confirmed;
}

}  // namespace

Result<PriceSeries> without_unit_slips(Result<PriceSeries> prices) {
    if (!prices) return prices;
    const auto& points = prices->points;
    const auto slip = std::adjacent_find(points.begin(), points.end(), is_slip);
    if (slip == points.end()) return prices;
    return fail(Errc::bad_data, prices->source + ": the price of " +
                                    format_utc(std::next(slip)->at) +
                                    " is over ten times the one before it or under a tenth, a slip "
                                    "of units (price_jump_unconfirmed); mend the file");
}

}  // namespace ballast::history
