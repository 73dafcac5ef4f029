// SPDX-License-Identifier: MIT
#include "keeper/clock_watch.hpp"

#include <gtest/gtest.h>

namespace ballast::keeper {
namespace {

constexpr UnixSeconds kNow{1'722'816'000};
constexpr Seconds kSkew{30};

TEST(JudgeClock, TakesTheMedianOfTheServers) {
    const ClockWitnesses one_liar{kNow, {kNow, kNow - kDay, kNow + Seconds{3}}};
    EXPECT_FALSE(judge_clock(kNow, one_liar, kSkew).fault);
    const ClockWitnesses all{kNow, {kNow + kHour, kNow + kHour, kNow}};
    EXPECT_EQ(judge_clock(kNow, all, kSkew).fault, ClockFault::against_http);
    EXPECT_EQ(judge_clock(kNow, all, kSkew).ahead, Seconds{-3'600});
}

TEST(JudgeClock, ABlockOfTheFutureMeansThatTheClockIsBehind) {
    EXPECT_EQ(judge_clock(kNow, {kNow + Seconds{31}, {kNow}}, kSkew).fault,
              ClockFault::behind_chain);
    EXPECT_FALSE(judge_clock(kNow, {kNow + Seconds{30}, {}}, kSkew).fault);
}

TEST(JudgeClock, AnOldBlockIsNotBelievedForEver) {
    EXPECT_FALSE(judge_clock(kNow, {kNow - kHeadAgeMax, {}}, kSkew).fault);
    EXPECT_EQ(judge_clock(kNow, {kNow - kHour, {}}, kSkew).fault, ClockFault::ahead_of_chain);
    // The sources' word may be from before a jump.
    EXPECT_EQ(judge_clock(kNow, {kNow - kHour, {kNow}}, kSkew).fault, ClockFault::ahead_of_chain);
    EXPECT_FALSE(judge_clock(kNow, {kNow - kHeadAgeMax, {kNow}}, kSkew).fault);
}

TEST(ClockWatch, SeesJumpsAndStandstills) {
    ClockWatch watch;
    EXPECT_FALSE(watch.look(kNow, {0}, kSkew));
    EXPECT_FALSE(watch.look(kNow + Seconds{10}, {10'000}, kSkew));
    EXPECT_EQ(watch.look(kNow + kHour, {20'000}, kSkew), ClockFault::jumped);
    EXPECT_FALSE(watch.look(kNow + kHour + Seconds{1}, {21'000}, kSkew));
    EXPECT_FALSE(watch.look(kNow + kHour + Seconds{1}, {40'000}, kSkew));
    EXPECT_EQ(watch.look(kNow + kHour + Seconds{1}, {52'000}, kSkew), ClockFault::frozen);
    EXPECT_EQ(watch.look(kNow, {53'000}, kSkew), ClockFault::jumped);
}

}  // namespace
}  // namespace ballast::keeper
