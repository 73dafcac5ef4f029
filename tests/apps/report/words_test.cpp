// SPDX-License-Identifier: MIT
#include "apps/report/words.hpp"

#include <gmock/gmock.h>

#include <array>

#include "tests/apps/report/sample_run.hpp"

namespace ballast::apps {
namespace {

using engine::Attribution;
using engine::Bps;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::int64_t kHalf = engine::kWadOne / 2;

/// The sentences with plain spaces, as a reader sees them.
std::string plain(std::string text) {
    for (std::size_t at = text.find("\xc2\xa0"); at != std::string::npos;
         at = text.find("\xc2\xa0"))
        text.replace(at, 2, " ");
    return text;
}

Run run_with_falls(std::int64_t epochs, const std::vector<std::int64_t>& falls) {
    auto run = calm_run(epochs);
    for (const std::int64_t fall : falls)
        run.scenario.falls.push_back({epoch_at(fall), "It fell."});
    return run;
}

std::string verdict(const Run& run, std::size_t fall = 0) {
    return plain(words(run).falls.at(fall).verdict);
}

std::string channel(const Run& run, std::size_t index) {
    return plain(words(run).channels.at(index));
}

TEST(Words, ChannelThatFiresBeforeTheFallAndStaysOn) {
    auto run = run_with_falls(100, {60});
    set_score(run, 0, 12, 100, kHalf);
    EXPECT_EQ(channel(run, 0),
              "VIX first fired at 1 Aug 2024, 12:00 UTC and was on in 88 of 100 epochs. It first "
              "fired 48 h before the fall (3 Aug 2024, 12:00 UTC) and was on from then until it "
              "came. Highest rank: 95.0 %, of its one-day change, at 1 Aug 2024, 12:00 UTC.");
    EXPECT_THAT(verdict(run), StartsWith("On when it came: VIX (for 48 h). Had not fired: USD/JPY "
                                         "volatility."));
}

TEST(Words, ScoreUnderOneHalfDoesNotFire) {
    auto run = run_with_falls(100, {60});
    set_score(run, 0, 12, 100, kHalf - 1);
    EXPECT_THAT(channel(run, 0), StartsWith("VIX did not fire. Highest rank: "));
}

TEST(Words, ChannelThatFiresAfterTheFall) {
    auto run = run_with_falls(100, {60});
    set_score(run, 0, 61, 100, kHalf);
    EXPECT_THAT(channel(run, 0), HasSubstr("It did not fire before the fall"));
    EXPECT_THAT(verdict(run), StartsWith("No macro channel fired before it: there was no macro "
                                         "lead."));
}

TEST(Words, ChannelThatFiresAtTheTimeOfTheFallIsNoLead) {
    auto run = run_with_falls(100, {60});
    set_score(run, 0, 60, 100, kHalf);
    EXPECT_THAT(verdict(run), HasSubstr("there was no macro lead"));
    set_score(run, 0, 59, 60, kHalf);
    EXPECT_THAT(verdict(run), HasSubstr("On when it came: VIX (for 1 h)."));
}

TEST(Words, ChannelThatNeverFires) {
    const auto run = run_with_falls(10, {5});
    EXPECT_EQ(channel(run, 1),
              "USD/JPY volatility did not fire. No change of it had a rank above 0.");
}

TEST(Words, AlarmThatIsOverByTheFallIsNoLead) {
    auto run = run_with_falls(100, {60});
    set_score(run, 1, 10, 20, kHalf);
    EXPECT_THAT(verdict(run),
                StartsWith("No macro channel was on when it came: there was no macro lead. Fired "
                           "earlier, but off by then: USD/JPY volatility (last on 41 h before). "
                           "Had not fired: VIX."));
    EXPECT_THAT(channel(run, 1), HasSubstr("but was off when it came, last on 41 h before."));
}

TEST(Words, SecondEpisodeIsTheOneThatWasOn) {
    auto run = run_with_falls(100, {60});
    set_score(run, 0, 10, 20, kHalf);
    set_score(run, 0, 54, 70, kHalf);
    EXPECT_THAT(channel(run, 0), HasSubstr("It first fired 50 h before the fall (3 Aug 2024, 12:00 "
                                           "UTC); when it came it was on, since 6 h."));
    EXPECT_THAT(verdict(run), StartsWith("On when it came: VIX (for 6 h)."));
}

TEST(Words, TwoFallsAreJudgedEachByItself) {
    auto run = run_with_falls(100, {30, 60});
    set_score(run, 0, 40, 100, kHalf);
    EXPECT_EQ(plain(words(run).falls[0].title), "Fall 1, 2 Aug 2024, 06:00 UTC");
    EXPECT_THAT(verdict(run, 0), HasSubstr("there was no macro lead"));
    EXPECT_THAT(verdict(run, 1), StartsWith("On when it came: VIX (for 20 h)."));
    EXPECT_THAT(channel(run, 0),
                HasSubstr("It did not fire before fall 1 (2 Aug 2024, 06:00 UTC). It first fired "
                          "20 h before fall 2 (3 Aug 2024, 12:00 UTC)"));
}

TEST(Words, LeadFromTheFirstEpochIsALowerBound) {
    auto run = run_with_falls(100, {60});
    set_score(run, 0, 0, 100, kHalf);
    EXPECT_THAT(channel(run, 0), HasSubstr("its lead is at least what is said here"));
}

TEST(Words, ChannelWithoutAPrintSaysNothing) {
    auto run = run_with_falls(10, {5});
    for (EpochOutcome& epoch : run.epochs)
        epoch.report.regime.channels[0].status = engine::IndicatorStatus::missing;
    EXPECT_EQ(channel(run, 0), "VIX had no print in this run and says nothing.");
}

TEST(Words, PolicyWithoutChannels) {
    auto run = run_with_falls(10, {5});
    run.policy.regime.channels.clear();
    EXPECT_THAT(verdict(run), StartsWith("This policy has no macro channel."));
}

TEST(Words, OwnVolatilityAndMacroAreToldApart) {
    auto run = run_with_falls(100, {60});
    set_ltv(run, 0, 50, 7200, {.start = Bps::of(7800), .macro = Bps::of(-100)});
    set_ltv(run, 0, 62, 6900,
            {.start = Bps::of(7800), .volatility = Bps::of(-290), .macro = Bps::of(-110)});
    for (std::size_t i = 50; i < run.epochs.size(); ++i)
        run.shadows[0].published[i][0].ltv = Bps::of(i < 62 ? 7300 : 7010);
    const Words said = words(run);
    EXPECT_EQ(plain(said.markets.at(0)),
              "BTC: own volatility first moved its LTV at 3 Aug 2024, 14:00 UTC, from 72.00 % to "
              "69.00 %. Of 2 cuts, own volatility led 1 (3.00 points) and macro led 1 (1.00 "
              "point). At its lowest, 69.00 % at 3 Aug 2024, 14:00 UTC, the macro channels account "
              "for 1.10 points of the 4.00 points it had come down.");
    EXPECT_THAT(verdict(run), EndsWith("What they had done to LTV by then: BTC 1.00 point lower."));
    EXPECT_EQ(plain(said.shadows.at(0)),
              "macro_blind on BTC: LTV up to 1.10 points higher (at 3 Aug 2024, 14:00 UTC), "
              "different in 50 of 100 epochs; LT shows no difference.");
}

TEST(Words, NoDifferenceIsSaidPlainly) {
    auto run = run_with_falls(100, {60});
    set_ltv(run, 0, 62, 6900, {.start = Bps::of(7800), .volatility = Bps::of(-290)});
    const Words said = words(run);
    EXPECT_EQ(said.shadows.at(0),
              "macro_blind on BTC: LTV shows no difference; LT shows no difference.");
    EXPECT_THAT(said.markets.at(0), HasSubstr("they did none of the work."));
    EXPECT_THAT(verdict(run), EndsWith("By then they had changed no LTV."));
}

TEST(Words, StepIntoTheFirstEpochCountsFromTheChain) {
    auto run = run_with_falls(10, {5});
    run.epochs[0].report.markets[0].expected_ltv = Bps::of(7400);
    const Words said = words(run);
    EXPECT_THAT(plain(said.markets.at(0)), HasSubstr("the first decision led 1 (1.00 point)"));
    EXPECT_THAT(plain(said.headline.at(0)), HasSubstr("cut its LTV from 74.00 % to 73.00 %"));
}

TEST(Words, HeadlineNamesPeakAndTrough) {
    auto run = calm_run(4);
    const std::array<std::int64_t, 4> dollars = {60'000, 64'000, 48'000, 50'000};
    for (std::size_t i = 0; i < dollars.size(); ++i)
        run.epochs[i].snapshot.markets[0].price =
            engine::Price::of(Int128{dollars[i]} * 100'000'000);
    EXPECT_EQ(plain(words(run).headline.at(0)),
              "BTC fell 25.00 %, from 64,000 (1 Aug 2024, 01:00 UTC) to 48,000 (1 Aug 2024, 02:00 "
              "UTC). Ballast left its LTV at 73.00 % and left its LT at 78.00 %.");
}

TEST(Words, RunWithoutEpochs) {
    const Words said = words(calm_run(0));
    EXPECT_EQ(said.headline, std::vector<std::string>{"This run has no epoch."});
    EXPECT_TRUE(said.falls.empty());
}

TEST(Words, ScenarioTextIsPassedOnUnchanged) {
    auto run = run_with_falls(10, {5});
    run.scenario.falls[0].sentence = "<b>It & fell</b>";
    EXPECT_EQ(words(run).falls.at(0).event, "<b>It & fell</b>");
    EXPECT_THAT(words(run).falls.at(0).verdict, Not(HasSubstr("<")));
}

TEST(Words, ChannelLabels) {
    EXPECT_EQ(channel_label("jgb40_volatility"), "JGB 40Y volatility");
    EXPECT_EQ(channel_label("move"), "MOVE");
    EXPECT_EQ(channel_label("removed_"), "removed");
    EXPECT_EQ(channel_label(""), "");
}

}  // namespace
}  // namespace ballast::apps
