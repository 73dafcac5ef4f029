// SPDX-License-Identifier: MIT
#include "feeds/plausibility.hpp"

#include <gtest/gtest.h>

#include "tests/feeds/sample_feeds.hpp"

namespace ballast::feeds {
namespace {

using test::kUnit;
using test::reading;

constexpr JumpLimit kFifth{true, engine::kWadOne / 5};
constexpr JumpLimit kHalfPoint{false, kUnit / 2};

TEST(Plausibility, AMoveIsMeasuredAlikeUpAndDown) {
    const auto size = [](std::int64_t from, std::int64_t to) {
        return size_of_move(kFifth, reading(from), reading(to));
    };
    EXPECT_EQ(size(100, 120), MoveSize::usual);
    EXPECT_EQ(size(120, 100), MoveSize::usual);
    EXPECT_EQ(size(100, 121), MoveSize::jump);
    EXPECT_EQ(size(121, 100), MoveSize::jump);
    EXPECT_EQ(size(100, 499), MoveSize::jump);
    EXPECT_EQ(size(100, 500), MoveSize::unbelievable);
    EXPECT_EQ(size(500, 100), MoveSize::unbelievable);
    // At the ends of what a reading can be nothing overflows.
    EXPECT_EQ(size(1, 10'000'000'000'000'000), MoveSize::unbelievable);
    EXPECT_EQ(size(9'000'000'000'000'000, 10'000'000'000'000'000), MoveSize::usual);
}

TEST(Plausibility, YieldsMoveInPointsAcrossZero) {
    const auto size = [](std::int64_t from, std::int64_t to) {
        return size_of_move(kHalfPoint, reading(from), reading(to));
    };
    EXPECT_EQ(size(-kUnit / 4, kUnit / 4), MoveSize::usual);
    EXPECT_EQ(size(-kUnit / 4, kUnit / 4 + 1), MoveSize::jump);
    EXPECT_EQ(size(kUnit, kUnit + 5 * kUnit / 2), MoveSize::jump);
    EXPECT_EQ(size(kUnit, kUnit + 5 * kUnit / 2 + 1), MoveSize::unbelievable);
}

TEST(Plausibility, AUsualMoveIsNoSlip) {
    // Near one a number and one over it are neighbours.
    EXPECT_EQ(find_slip(kFifth, reading(kUnit), reading(kUnit + kUnit / 10)), std::nullopt);
    EXPECT_EQ(find_slip(kFifth, reading(2 * kUnit), reading(kUnit / 2)), FeedReason::slip_inverse);
    EXPECT_EQ(find_slip(kHalfPoint, reading(kUnit / 1000), reading(kUnit / 10)), std::nullopt);
    EXPECT_EQ(find_slip(kHalfPoint, reading(-kUnit), reading(-100 * kUnit)),
              FeedReason::slip_hundredfold);
    EXPECT_EQ(find_slip(kFifth, reading(0), reading(kUnit)), std::nullopt);
    EXPECT_EQ(find_slip(kHalfPoint, reading(kUnit), reading(-100 * kUnit)), std::nullopt);
}

/// A stablecoin, a ratio of staked to unstaked, euros in dollars: all live near one.
TEST(Plausibility, NearOneAFallIsNoPairTurnedRound) {
    constexpr JumpLimit kTwentieth{true, engine::kWadOne / 20};
    for (const std::int64_t cents : {51, 60, 80, 88, 94, 106, 120, 199})
        EXPECT_EQ(find_slip(kTwentieth, reading(kUnit), reading(cents * kUnit / 100)), std::nullopt)
            << cents;
}

TEST(Plausibility, ASlipIsSeenThroughADaysMove) {
    for (const std::int64_t moved : {81, 100, 119})
        EXPECT_EQ(find_slip(kFifth, reading(kUnit * 3), reading(kUnit * 3 * moved)),
                  FeedReason::slip_hundredfold)
            << moved;
    EXPECT_EQ(find_slip(kFifth, reading(kUnit * 3), reading(kUnit * 3 * 10)), std::nullopt);
}

}  // namespace
}  // namespace ballast::feeds
