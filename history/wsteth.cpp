// SPDX-License-Identifier: MIT
#include "history/wsteth.hpp"

#include "history/sources.hpp"

namespace ballast::history {
namespace {

using engine::Price;

constexpr UnixSeconds kFrom{1'622'505'600};  // 2021-06-01

/// The ratio of `mid` to ETH at its moment, between the bar's open and close. Rounded to nearest.
Result<Price> ratio_in_bar(const PricePoint& mid, UnixSeconds opened, const Ohlcv& bar) {
    const Int128 past = (mid.at - opened).count;
    const Int128 eth = bar.open.count() +
                       div_down((Int128{bar.close.count()} - bar.open.count()) * past, kHour.count);
    return Price::from(div_down(Int128{mid.price.count()} * engine::kLevelOne + eth / 2, eth));
}

Result<PriceSeries> ratios(const PriceSeries& mids, const PriceSeries& eth) {
    PriceSeries pair{
        .source = mids.source + " / " + eth.source, .spacing = kHour, .points = {}, .bars = {}};
    std::size_t i = 0;
    for (const PricePoint& mid : mids.points) {
        while (i < eth.points.size() && eth.points[i].at < mid.at)
            ++i;
        if (i == eth.points.size()) break;
        const UnixSeconds opened = eth.points[i].at - kHour;
        if (mid.at < kFrom || opened > mid.at) continue;
        const auto ratio = ratio_in_bar(mid, opened, eth.bars[i]);
        if (!ratio) return fail_in(pair.source + " at " + format_utc(mid.at), ratio.error());
        pair.points.push_back({mid.at, *ratio});
    }
    return pair;
}

}  // namespace

Result<PriceSeries> read_steth_ratio(const std::filesystem::path& folder) {
    const auto mids = read_mids(folder / "stethusd_1h.csv");
    if (!mids) return fail(mids.error());
    const auto eth = read_hourly(folder, "ETH");
    if (!eth) return fail(eth.error());
    const auto pair = ratios(*mids, *eth);
    if (!pair) return fail(pair.error());
    return trailing_median(on_the_hour(*pair), kDay);
}

Result<PriceSeries> read_wsteth(const std::filesystem::path& folder) {
    const auto pair = read_steth_ratio(folder);
    if (!pair) return fail(pair.error());
    const auto eth = read_hourly(folder, "ETH");
    if (!eth) return fail(eth.error());
    return product(*pair, *eth);
}

}  // namespace ballast::history
