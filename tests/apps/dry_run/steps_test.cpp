// SPDX-License-Identifier: MIT
#include "apps/dry_run/steps.hpp"

#include <gmock/gmock.h>

#include "oracle/default_limits.hpp"

namespace ballast::apps {
namespace {

using engine::Bps;
using ::testing::HasSubstr;

/// From LTV 70 %, LT 78 %; the oracle takes LTV of 50 to 75 % and LT of 55 to 80 %.
VerdictFinding way_to(std::int32_t ltv, std::int32_t lt) {
    static const engine::OracleLimits limits = oracle::default_limits({.ltv_min = Bps::of(5000),
                                                                       .ltv_max = Bps::of(7500),
                                                                       .lt_min = Bps::of(5500),
                                                                       .lt_max = Bps::of(8000),
                                                                       .gap = Bps::of(300)});
    return judge_way(
        {.held = {.ltv = Bps::of(7000), .lt = Bps::of(7800), .changed_at = {}},
         .goal = {.ltv = Bps::of(ltv), .lt = Bps::of(lt), .ramp = {}, .gap = Bps::of(300)},
         .limits = limits,
         .at = {1'722'816'000}});
}

TEST(DryRunWay, NothingToDo) {
    EXPECT_EQ(way_to(7000, 7800).verdict, Verdict::no_change);
}

TEST(DryRunWay, FiftyBpsFitTheStewardAndFiftyOneDoNot) {
    EXPECT_EQ(way_to(6950, 7750).verdict, Verdict::fits);
    const VerdictFinding more = way_to(6950, 7749);
    EXPECT_EQ(more.verdict, Verdict::steps);
    EXPECT_EQ(more.reason,
              "Needs 2 steps, from 5\xc2\xa0"
              "Aug\xc2\xa0"
              "2024 to 8\xc2\xa0"
              "Aug\xc2\xa0"
              "2024");
    ASSERT_EQ(more.plan.steps.size(), 2U);
    EXPECT_EQ(more.plan.steps[1].lt, Bps::of(7749));
}

TEST(DryRunWay, OutsideTheBandsOnlyAVoteHelps) {
    const VerdictFinding found = way_to(7000, 8100);
    EXPECT_EQ(found.verdict, Verdict::proposal);
    EXPECT_THAT(found.reason, HasSubstr("outside the oracle's band"));
    EXPECT_EQ(way_to(4900, 7800).verdict, Verdict::proposal);
}

TEST(DryRunWay, WhatTheGapForbidsIsNeverReached) {
    const VerdictFinding found = way_to(7500, 7700);
    EXPECT_EQ(found.verdict, Verdict::proposal);
    EXPECT_THAT(found.reason, HasSubstr("can never reach"));
}

}  // namespace
}  // namespace ballast::apps
