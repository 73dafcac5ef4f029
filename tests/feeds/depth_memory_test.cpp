// SPDX-License-Identifier: MIT
#include "feeds/depth_memory.hpp"

#include <gtest/gtest.h>

namespace ballast::feeds {
namespace {

using engine::DepthCurve;
using engine::Usd;

constexpr UnixSeconds kStart{1'751'932'800};

UnixSeconds hours(std::int64_t count, std::int64_t minutes = 0) {
    return kStart + Seconds{count * kHour.count + minutes * 60};
}

DepthCurve curve(std::int64_t first) {
    return {Usd::of(first), Usd::of(2 * first), Usd::of(3 * first), Usd::of(4 * first),
            Usd::of(5 * first)};
}

TEST(DepthMemory, OneBadMinuteIsNoDroughtAndOneGoodOneNoDepth) {
    DepthMemory memory;
    for (const std::int64_t minute : {0, 10, 20, 40, 50})
        ASSERT_TRUE(memory.note(hours(0, minute), curve(100)));
    ASSERT_TRUE(memory.note(hours(0, 55), curve(1)));
    EXPECT_EQ(memory.low(hours(1)), curve(100));
    for (const std::int64_t minute : {0, 10, 20})
        ASSERT_TRUE(memory.note(hours(1, minute), curve(40)));
    ASSERT_TRUE(memory.note(hours(1, 30), curve(9000)));
    EXPECT_EQ(memory.low(hours(1, 30)), curve(40));
}

TEST(DepthMemory, AnHourIsRememberedThirtyDays) {
    DepthMemory memory;
    EXPECT_EQ(memory.low(kStart), std::nullopt);
    ASSERT_TRUE(memory.note(hours(0), curve(10)));
    for (std::int64_t hour = 1; hour <= 720; ++hour)
        ASSERT_TRUE(memory.note(hours(hour), curve(100)));
    EXPECT_EQ(memory.low(hours(719)), curve(10));
    EXPECT_EQ(memory.low(hours(720)), curve(100));
    EXPECT_EQ(memory.hours_watched(hours(720)), 720);
    EXPECT_EQ(memory.hours_watched(hours(720 + 719)), 1);
    EXPECT_EQ(memory.low(hours(5000)), std::nullopt);
}

TEST(DepthMemory, RefusesWhatIsNoDepth) {
    DepthMemory memory;
    ASSERT_TRUE(memory.note(hours(2), curve(10)));
    EXPECT_FALSE(memory.note(hours(1), curve(10)));
    DepthCurve falling = curve(10);
    falling[3] = Usd::of(1);
    EXPECT_FALSE(memory.note(hours(2), falling));
    EXPECT_EQ(memory.hours_watched(hours(2)), 1);
}

/// The venues answered, and there is nothing: not the same as no answer.
TEST(DepthMemory, ADrainedPoolIsADrought) {
    DepthMemory memory;
    ASSERT_TRUE(memory.note(hours(1), curve(10)));
    for (const std::int64_t minute : {0, 10, 20})
        ASSERT_TRUE(memory.note(hours(2, minute), DepthCurve{}));
    EXPECT_EQ(memory.low(hours(3)), DepthCurve{});
}

/// Every five seconds is 720 samples: the last half hour counts as much as the first.
TEST(DepthMemory, AnHoursMedianMovesToItsEnd) {
    DepthMemory memory;
    for (std::int64_t i = 0; i < 720; ++i)
        ASSERT_TRUE(memory.note(hours(0) + Seconds{5 * i}, curve(i < 300 ? 100 : 10)));
    EXPECT_EQ(memory.low(hours(1)), curve(10));
}

/// Three deep samples before a restart and two shallow ones behind it: the median is deep.
TEST(DepthMemory, ARestartGoesOnWithTheSamplesOfTheHour) {
    DepthMemory memory;
    for (const std::int64_t minute : {0, 10, 20})
        ASSERT_TRUE(memory.note(hours(0, minute), curve(100)));
    auto again = DepthMemory::from_json(memory.to_json());
    ASSERT_TRUE(again) << again.error().what;
    for (const std::int64_t minute : {30, 40})
        ASSERT_TRUE(again->note(hours(0, minute), curve(10)));
    EXPECT_EQ(again->low(hours(1)), curve(100));
}

TEST(DepthMemory, AClockThatRanAheadIsForgiven) {
    DepthMemory memory;
    ASSERT_TRUE(memory.note(hours(1), curve(100)));
    ASSERT_TRUE(memory.note(hours(30), curve(50)));
    ASSERT_TRUE(memory.note(hours(2), curve(90)));
    EXPECT_EQ(memory.hours_watched(hours(30)), 2);
}

/// A clock that is years ahead for a moment does not cost the month.
TEST(DepthMemory, AYearAheadForgetsNothing) {
    DepthMemory memory;
    for (std::int64_t hour = 0; hour < 100; ++hour)
        ASSERT_TRUE(memory.note(hours(hour), curve(100)));
    ASSERT_TRUE(memory.note(hours(365 * 24), curve(50)));
    ASSERT_TRUE(memory.note(hours(100), curve(90)));
    EXPECT_EQ(memory.hours_watched(hours(100)), 101);
    EXPECT_EQ(memory.low(hours(100)), curve(90));
}

TEST(DepthMemory, ItsHoursAreBounded) {
    DepthMemory memory;
    for (std::int64_t hour = 0; hour < 2'000; ++hour)
        ASSERT_TRUE(memory.note(hours(hour), curve(100)));
    EXPECT_EQ((*array_member(memory.to_json(), "hours"))->size(), 1'500U);
}

TEST(DepthMemory, ARestartReadsItBack) {
    DepthMemory memory;
    for (std::int64_t hour = 0; hour < 50; ++hour)
        ASSERT_TRUE(memory.note(hours(hour), curve(100 + hour % 7)));
    const std::string text = write_json(memory.to_json());
    const auto again = DepthMemory::from_json(*parse_json(text));
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(write_json(again->to_json()), text);
    EXPECT_EQ(again->low(hours(50)), memory.low(hours(50)));
    for (const char* wrong :
         {R"({"hours":[{"depth_usd":["1"],"hour":"1"}]})",
          R"({"hours":[{"depth_usd":["5","4","3","2","1"],"hour":"1"}]})",
          R"({"hours":[{"depth_usd":["1","1","1","1","x"],"hour":"1"}]})",
          R"({"hours":[{"depth_usd":["1","1","1","1","1"],"hour":"-1"}]})", "{}"})
        EXPECT_FALSE(DepthMemory::from_json(*parse_json(wrong))) << wrong;
}

}  // namespace
}  // namespace ballast::feeds
