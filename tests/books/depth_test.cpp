// SPDX-License-Identifier: MIT
#include "books/depth.hpp"

#include <gtest/gtest.h>

namespace ballast::books {
namespace {

VenueDepth venue(const std::string& upstream, std::int64_t usd, bool complete = true) {
    VenueDepth made{upstream, upstream, {{}, complete}, engine::Usd::of(10 * usd)};
    for (std::size_t i = 0; i < made.depth.curve.size(); ++i)
        made.depth.curve[i] = engine::Usd::of(usd * static_cast<std::int64_t>(i + 1));
    return made;
}

TEST(MergedDepth, NoVenueIsNoDepth) {
    const MarketDepth merged = merge_depth({});
    EXPECT_EQ(merged.curve[4].count(), 0);
    EXPECT_EQ(merged.upstreams, 0U);
    EXPECT_FALSE(merged.complete);
}

TEST(MergedDepth, OneVenueCountsWhole) {
    const MarketDepth merged = merge_depth({venue("binance", 100)});
    EXPECT_EQ(merged.curve[4].count(), 500);
    EXPECT_EQ(merged.daily_volume.count(), 1000);
}

TEST(MergedDepth, DifferentUpstreamsAreAdded) {
    const MarketDepth merged = merge_depth({venue("a", 100), venue("b", 80), venue("c", 60)});
    EXPECT_EQ(merged.curve[0].count(), 240);
    EXPECT_EQ(merged.upstreams, 3U);
    EXPECT_TRUE(merged.complete);
}

TEST(MergedDepth, OneUpstreamReadTwiceCountsOnceAndTheLeastOfIt) {
    const MarketDepth merged =
        merge_depth({venue("a", 100), venue("pool", 90), venue("pool", 70, false)});
    EXPECT_EQ(merged.curve[0].count(), 2 * 70);
    EXPECT_EQ(merged.upstreams, 2U);
    EXPECT_FALSE(merged.complete);
}

/// A contract tells no volume of a day: that is not a volume of 0.
TEST(MergedDepth, WhoTellsNoVolumeIsLeftOutOfItsSum) {
    VenueDepth pool = venue("pool", 90);
    pool.daily_volume.reset();
    EXPECT_EQ(merge_depth({venue("a", 100), pool}).daily_volume.count(), 1000);
    EXPECT_EQ(merge_depth({venue("a", 100), venue("b", 80), pool}).daily_volume.count(), 1600);
    EXPECT_EQ(merge_depth({pool}).daily_volume.count(), 0);
    EXPECT_EQ(merge_depth({pool}).curve[0].count(), 90);
}

TEST(MergedDepth, AVenueThatLiesCanNoMoreThanDoubleTheRest) {
    const MarketDepth merged =
        merge_depth({venue("a", 100), venue("b", 50), venue("liar", 1'000'000'000)});
    EXPECT_EQ(merged.curve[0].count(), 300);
    EXPECT_EQ(merged.daily_volume.count(), 3000);
    for (std::size_t i = 1; i < merged.curve.size(); ++i)
        EXPECT_GE(merged.curve[i], merged.curve[i - 1]);
}

}  // namespace
}  // namespace ballast::books
