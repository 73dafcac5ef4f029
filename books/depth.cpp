// SPDX-License-Identifier: MIT
#include "books/depth.hpp"

#include <algorithm>
#include <map>

namespace ballast::books {
namespace {

using engine::Usd;

struct Upstream {
    SellableDepth depth;
    std::optional<Usd> volume;
};

/// Of two readings of the same the smaller, figure by figure.
void take_least(Upstream& kept, const VenueDepth& other) {
    for (std::size_t i = 0; i < kept.depth.curve.size(); ++i)
        kept.depth.curve[i] = std::min(kept.depth.curve[i], other.depth.curve[i]);
    kept.depth.complete = kept.depth.complete && other.depth.complete;
    if (!kept.volume || (other.daily_volume && *other.daily_volume < *kept.volume))
        kept.volume = other.daily_volume;
}

/// The sum in which none is larger than the rest.
Usd bounded_sum(const std::vector<Int128>& values) {
    Int128 all = 0;
    Int128 largest = 0;
    for (const Int128 value : values) {
        all += value;
        largest = std::max(largest, value);
    }
    if (values.size() > 1) all = std::min(all, 2 * (all - largest));
    return Usd::from(std::min(all, engine::UsdTag::kMax)).value();
}

}  // namespace

MarketDepth merge_depth(const std::vector<VenueDepth>& venues) {
    std::map<std::string, Upstream> upstreams;
    for (const VenueDepth& venue : venues) {
        const auto [place, fresh] =
            upstreams.try_emplace(venue.upstream, Upstream{venue.depth, venue.daily_volume});
        if (!fresh) take_least(place->second, venue);
    }
    MarketDepth merged;
    merged.upstreams = upstreams.size();
    merged.complete = !upstreams.empty();
    std::vector<Int128> volumes;
    for (const auto& [name, upstream] : upstreams) {
        merged.complete = merged.complete && upstream.depth.complete;
        if (upstream.volume) volumes.emplace_back(upstream.volume->count());
    }
    merged.daily_volume = bounded_sum(volumes);
    for (std::size_t i = 0; i < merged.curve.size(); ++i) {
        std::vector<Int128> values;
        for (const auto& [name, upstream] : upstreams)
            values.emplace_back(upstream.depth.curve[i].count());
        merged.curve[i] = bounded_sum(values);
    }
    return merged;
}

}  // namespace ballast::books
