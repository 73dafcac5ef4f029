// SPDX-License-Identifier: MIT
#include "keeper/depth_watch.hpp"

#include <gtest/gtest.h>

#include "keeper/depth_feeds.hpp"
#include "tests/support/simulated_clock.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::keeper {
namespace {

using engine::DepthCurve;
using engine::Usd;

constexpr UnixSeconds kNow{1'751'932'800};
constexpr engine::Price kBtc = engine::Price::of(10'000'000'000'000);  // 100,000 USD

feeds::DepthDeclaration declared(std::size_t quorum) {
    feeds::DepthDeclaration made;
    made.asset = "BTC";
    made.quorum = quorum;
    made.interval = Seconds{300};
    for (const char* name : {"a", "b", "c"}) {
        feeds::DepthSource source;
        source.name = source.upstream = name;
        source.venue = feeds::DepthVenue::coinbase;
        source.market = "BTC-USD";
        made.sources.push_back(source);
    }
    return made;
}

books::SellableDepth flat(std::int64_t usd) {
    books::SellableDepth depth;
    depth.curve.fill(Usd::of(usd));
    return depth;
}

/// One that has nothing while others have much has an empty page, not a market without buyers.
TEST(DepthWatch, AVenueWithNothingIsLeftOutWhileAnotherTellsMore) {
    DepthWatch watch({declared(2)}, {}, nullptr);
    watch.told_depth({0, 0}, flat(0), kNow);
    watch.told_depth({0, 1}, flat(50), kNow);
    watch.settle(kNow);
    EXPECT_FALSE(watch.liquidity("BTC"));  // one upstream is no quorum of two
    watch.told_depth({0, 2}, flat(50), kNow);
    watch.settle(kNow);
    ASSERT_TRUE(watch.liquidity("BTC"));
    EXPECT_EQ(watch.liquidity("BTC")->depth, flat(100).curve);
    EXPECT_EQ(watch.memory("BTC")->low(kNow), flat(100).curve);
}

TEST(DepthWatch, OnlyWhereAllHaveNothingIsItADrain) {
    DepthWatch watch({declared(2)}, {}, nullptr);
    for (const std::size_t venue : {0U, 1U, 2U})
        watch.told_depth({0, venue}, flat(0), kNow);
    watch.settle(kNow);
    ASSERT_TRUE(watch.liquidity("BTC"));
    EXPECT_EQ(watch.liquidity("BTC")->depth, DepthCurve{});
    EXPECT_EQ(watch.memory("BTC")->low(kNow), DepthCurve{});
}

/// A chain whose clock runs ahead would be recent for as long as it is ahead.
TEST(DepthWatch, WhatWasToldInTheFutureDoesNotCount) {
    for (const std::int64_t ahead : {120, 121}) {
        DepthWatch watch({declared(1)}, {}, nullptr);
        watch.told_depth({0, 0}, flat(50), kNow + Seconds{ahead});
        watch.settle(kNow);
        EXPECT_EQ(watch.liquidity("BTC").has_value(), ahead == 120);
    }
}

/// Each set of venues has hours of its own: what was declared for a day costs the others nothing.
TEST(DepthWatch, OtherVenuesKeepOtherHours) {
    const test::TemporaryFolder folder;
    const auto low_of = [&](const feeds::DepthDeclaration& venues, std::int64_t told) {
        DepthWatch watch({venues}, folder.path(), nullptr);
        watch.restore();
        for (const std::size_t venue : {0U, 1U})
            watch.told_depth({0, venue}, flat(told), kNow);
        if (told > 0) watch.settle(kNow);
        watch.save();
        return watch.memory("BTC")->low(kNow);
    };
    feeds::DepthDeclaration other = declared(2);
    other.sources[2].market = "BTC-EUR";
    EXPECT_EQ(low_of(declared(2), 50), flat(100).curve);
    EXPECT_EQ(low_of(other, 70), flat(140).curve);
    EXPECT_EQ(low_of(declared(2), 0), flat(100).curve);
    EXPECT_EQ(low_of(other, 0), flat(140).curve);
}

/// One exchange's book with the middle of its spread at `middle` dollars.
feeds::Fetched book_at(std::int64_t middle) {
    const std::string bid = std::to_string(middle - 1);
    const std::string ask = std::to_string(middle + 1);
    providers::Answer answer;
    answer.status = 200;
    answer.body = R"({"bids":[[")" + bid + R"(","1",1]],"asks":[[")" + ask +
                  R"(","1",1]],"sequence":1,"auction_mode":false})";
    answer.fetched_at = kNow;
    return {0, feeds::Captured{std::move(answer), {}}};
}

/// Another asset's book, or one in another currency, is no depth of this one.
TEST(DepthFeeds, ABookFarFromTheAssetsPriceIsRefused) {
    for (const std::int64_t middle : {110'000, 110'001, 90'000, 89'999, 100'000}) {
        test::SimulatedClock clock{kNow};
        DepthFeeds feeds({declared(1)}, {}, clock, nullptr);
        ASSERT_TRUE(feeds.open([](const std::string&) { return nullptr; }));
        std::string missed;
        const auto miss = [&](const auto&, const auto&, const std::string& reason, const auto&) {
            missed = reason;
        };
        feeds.take(0, book_at(middle), {}, miss);
        feeds.settle(kNow);
        EXPECT_FALSE(feeds.watch().liquidity("BTC"));  // no price: not told, and no fault of theirs
        EXPECT_EQ(missed, "");
        feeds.take(0, book_at(middle), {{"BTC", kBtc}}, miss);
        feeds.settle(kNow);
        const bool near = middle <= 110'000 && middle >= 90'000;
        EXPECT_EQ(feeds.watch().liquidity("BTC").has_value(), near) << middle;
        EXPECT_EQ(missed, near ? "" : "format") << middle;
    }
}

}  // namespace
}  // namespace ballast::keeper
