// SPDX-License-Identifier: MIT
#include "apps/report/suggestions.hpp"

#include <gmock/gmock.h>

#include "apps/report/suggestions_section.hpp"
#include "tests/apps/report/sample_run.hpp"

namespace ballast::apps {
namespace {

using engine::Alarm;
using engine::Reason;
using ::testing::HasSubstr;
using ::testing::Not;

Run with_caps(std::int64_t epochs) {
    auto run = calm_run(epochs);
    run.policy.assets[0].cap_depth = engine::Wad::of(engine::kWadOne);
    return run;
}

TEST(Suggestions, ARunWithoutEpochsHasNone) {
    EXPECT_TRUE(find_suggestions(with_caps(0)).empty());
    EXPECT_EQ(suggestions_section(with_caps(0)), "");
}

TEST(Suggestions, APolicyWithoutCapsShowsNone) {
    auto run = calm_run(2);
    set_caps(run, 0, 0, 1'000, Reason::cap_depth);
    EXPECT_FALSE(find_suggestions(run)[0].caps);
    EXPECT_EQ(suggestions_section(run), "");
}

TEST(Suggestions, CapsBeginWhereDepthIsFirstKnown) {
    auto run = with_caps(4);
    EXPECT_FALSE(find_suggestions(run)[0].caps) << "never known";
    set_caps(run, 0, 1, 300, Reason::cap_depth);
    set_caps(run, 0, 2, 0, Reason::cap_threshold);
    set_caps(run, 0, 3, 200, Reason::cap_depth);
    const auto found = find_suggestions(run);
    ASSERT_TRUE(found[0].caps);
    EXPECT_EQ(found[0].caps->debt_cap.first, 300);
    EXPECT_EQ(found[0].caps->debt_cap.lowest, 0) << "0 with a reason is a cap";
    EXPECT_EQ(found[0].caps->debt_cap.last, 200);
    EXPECT_EQ(found[0].caps->position_limit.last, 20);
    EXPECT_EQ(found[0].caps->lowest_at, epoch_at(2));
    EXPECT_EQ(found[0].caps->at_lowest, Reason::cap_threshold);
    EXPECT_EQ(found[0].caps->at_last, Reason::cap_depth);
}

TEST(Suggestions, ACapOfZeroThatTheThresholdSetIsNotAbsent) {
    auto run = with_caps(1);
    set_caps(run, 0, 0, 0, Reason::cap_threshold);
    EXPECT_TRUE(find_suggestions(run)[0].caps);
}

TEST(Suggestions, CascadeCountsTheEpochsInWhichItIsKnown) {
    auto run = calm_run(5);
    EXPECT_FALSE(find_suggestions(run)[0].cascade);
    set_cascade(run, 0, 1, Alarm::none, 0);
    set_cascade(run, 0, 2, Alarm::red, 9'000);
    set_cascade(run, 0, 3, Alarm::amber, 6'000);
    const auto cascade = find_suggestions(run)[0].cascade;
    ASSERT_TRUE(cascade);
    EXPECT_EQ(cascade->known, 3);
    EXPECT_EQ(cascade->amber, 1);
    EXPECT_EQ(cascade->red, 1);
    EXPECT_EQ(cascade->last, Alarm::amber);
    EXPECT_EQ(cascade->worst_at, epoch_at(2));
    EXPECT_EQ(cascade->fall.count(), 1'400);
}

TEST(SuggestionsSection, NamesAmountsAlarmAndReasons) {
    const std::string section = suggestions_section(showcase_run());
    for (const char* text :
         {"<span class=\"n\">600,000</span> → <span class=\"n\">150,000</span> → ",
          "$600.0\xc2\xa0M</span> → <span class=\"n\">$150.0\xc2\xa0M</span> → ",
          "$60.0\xc2\xa0M</span> → <span class=\"n\">$15.0\xc2\xa0M</span> → ",
          "red in 60 of 456 epochs, none at the end",
          "at the lowest, more debt would need a lower LT than the published one; at the end, "
          "what the market can absorb sets the cap",
          "What held a rise at the end: it has not been quiet for long enough; a cap rises by a "
          "part of itself a day.",
          "The contract carries none of these"})
        EXPECT_THAT(section, HasSubstr(text)) << text;
    EXPECT_THAT(section, HasSubstr(">BTC</th>"));
    EXPECT_THAT(section, HasSubstr(">ETH</th>"));
}

TEST(SuggestionsSection, WhatIsNotKnownIsAbsentNotZero) {
    auto run = with_caps(1);
    set_caps(run, 0, 0, 1'000, Reason::cap_depth);
    EXPECT_THAT(suggestions_section(run), HasSubstr("<caption>Caps:"));
    EXPECT_THAT(suggestions_section(run), Not(HasSubstr("<caption>Cascade")));
    run.policy.assets[0].cap_depth = {};
    set_cascade(run, 0, 0, Alarm::none, 100);
    EXPECT_THAT(suggestions_section(run), Not(HasSubstr("<caption>Caps:")));
    EXPECT_THAT(suggestions_section(run), HasSubstr("none in 1 epoch<"));
}

TEST(SuggestionsSection, AHostileAssetStaysText) {
    auto run = with_caps(1);
    set_caps(run, 0, 0, 1'000, Reason::cap_depth);
    run.policy.assets[0].asset = "<script>";
    EXPECT_THAT(suggestions_section(run), Not(HasSubstr("<script")));
}

}  // namespace
}  // namespace ballast::apps
