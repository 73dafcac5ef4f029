// SPDX-License-Identifier: MIT
#include "policies/scenario_document.hpp"

#include <gmock/gmock.h>

#include <ostream>

#include "tests/policies/document_text.hpp"

namespace ballast::policies {
namespace {

using test::kScenario;
using test::with;
using ::testing::HasSubstr;

std::string faults_of(const std::string& text) {
    const auto scenario = parse_scenario(text, "s.toml");
    if (scenario) return "";
    EXPECT_EQ(scenario.error().code, Errc::bad_data);
    return scenario.error().what;
}

UnixSeconds date(const char* text) {
    return *parse_date(text);
}

TEST(ScenarioDocument, MinimalScenarioLoads) {
    const auto scenario = parse_scenario(kScenario, "s.toml");
    ASSERT_TRUE(scenario) << scenario.error().what;
    EXPECT_EQ(scenario->epoch, Seconds{12 * kHour.count});
    ASSERT_EQ(scenario->indicators.size(), 2U);
    EXPECT_EQ(scenario->indicators[0].name, "jgb10");
    ASSERT_EQ(scenario->days.size(), 2U);
    EXPECT_EQ(scenario->days[0].prints[1], engine::Level::of(2'339'000'000));
    EXPECT_EQ(scenario->days[1].prints[1], std::nullopt);
    EXPECT_EQ(scenario->days[1].markets[0].closes[1], engine::Price::of(9'600'000'000));
    EXPECT_EQ(scenario->markets[0].synthetic.wall[1].debt_share, engine::Bps::of(9000));
}

TEST(ScenarioDocument, AnInventedOneSaysWhatItFollowsAndWhatIsExpected) {
    const auto recorded = parse_scenario(kScenario, "s.toml");
    ASSERT_TRUE(recorded);
    EXPECT_EQ(recorded->kind, ScenarioKind::recorded);
    EXPECT_EQ(recorded->invention, std::nullopt);

    // It need not be known for a fall.
    std::string text = with(kScenario, "\"recorded\"", "\"invented\"");
    text = with(text, "[[fall]]\nat = 2024-08-02T12:00:00Z\nsentence = \"BTC fell.\"\n",
                "[invented]\nafter = \"a seed\"\nexpected = \"nothing\"\n");
    const auto invented = parse_scenario(text, "s.toml");
    ASSERT_TRUE(invented) << invented.error().what;
    EXPECT_EQ(invented->kind, ScenarioKind::invented);
    EXPECT_EQ(invented->invention, (Invention{"a seed", "nothing"}));
    EXPECT_TRUE(invented->falls.empty());
}

TEST(ScenarioDocument, EventsAndWhatIsLeftOfTheDepth) {
    std::string text =
        with(kScenario, "epoch_hours = 12",
             "epoch_hours = 12\nevents = [2024-07-31T18:00:00Z, 2024-08-02T12:30:00Z]");
    text = with(text, "low_usd = 60 }", "low_usd = 60, depth_bps = [10000, 1000] }");
    const auto scenario = parse_scenario(text, "s.toml");
    ASSERT_TRUE(scenario) << scenario.error().what;
    ASSERT_EQ(scenario->events.size(), 2U);
    EXPECT_EQ(format_utc(scenario->events[1]), "2024-08-02T12:30:00Z");
    EXPECT_THAT(scenario->days[0].markets[0].depth,
                ::testing::ElementsAre(engine::Bps::of(10'000), engine::Bps::of(1'000)));
    EXPECT_TRUE(scenario->days[1].markets[0].depth.empty());
}

TEST(ScenarioDocument, KnowledgeTimes) {
    const auto scenario = parse_scenario(kScenario, "s.toml");
    ASSERT_TRUE(scenario);
    const ScenarioIndicator& jgb = scenario->indicators[0];
    const ScenarioIndicator& vix = scenario->indicators[1];
    EXPECT_EQ(format_utc(known_at(vix, date("2024-08-02"))), "2024-08-02T20:15:00Z");
    EXPECT_EQ(format_utc(known_at(jgb, date("2024-08-01"))), "2024-08-02T00:30:00Z");
    // Friday's yield waits for the weekend and the holiday of Monday.
    EXPECT_EQ(format_utc(known_at(jgb, date("2024-08-02"))), "2024-08-06T00:30:00Z");
    EXPECT_TRUE(is_closed(jgb, date("2024-08-05")));
    EXPECT_FALSE(is_closed(vix, date("2024-08-05")));
    EXPECT_TRUE(is_closed(vix, date("2024-08-04") + kHour));
}

struct Broken {
    const char* name;
    const char* from;
    const char* to;
    const char* fault;
};

std::ostream& operator<<(std::ostream& out, const Broken& broken) {
    return out << broken.name;
}

std::string case_name(const ::testing::TestParamInfo<Broken>& broken) {
    return broken.param.name;
}

class BrokenScenario : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenScenario, IsRefusedAtItsPlace) {
    const Broken& broken = GetParam();
    ASSERT_THAT(kScenario, HasSubstr(broken.from));
    EXPECT_EQ(faults_of(with(kScenario, broken.from, broken.to)), broken.fault);
}

INSTANTIATE_TEST_SUITE_P(
    ScenarioDocument, BrokenScenario,
    ::testing::Values(
        Broken{"unknown_key", "BTC = { closes_usd = [90, 80], ",
               "BTC = { closes_usd = [90, 80], high_usd = 1, ",
               "s.toml:48:32: day.BTC.high_usd: no such key here"},
        Broken{"unknown_market", "BTC = { closes_usd = [95", "ETH = { closes_usd = [95",
               "s.toml:50:1: day.BTC: expected this key, found nothing\ns.toml:52:1: day.ETH: "
               "no such key here"},
        Broken{"unknown_indicator", "vix = \"23.39\"", "vxx = \"23.39\"",
               "s.toml:49:33: day.indicators.vxx: no such key here"},
        Broken{"text_for_date", "date = 2024-08-03", "date = \"2024-08-03\"",
               "s.toml:7:6: fall.at: expected a time within the days, found "
               "2024-08-02T12:00:00Z\ns.toml:51:8: day.date: expected a date such as "
               "2024-08-05, found the text \"2024-08-03\""},
        Broken{"date_for_time", "at = 2024-08-02T12:00:00Z", "at = 2024-08-02",
               "s.toml:7:6: fall.at: expected a UTC time such as 2024-08-05T04:00:00Z, found "
               "the date 2024-08-02"},
        Broken{"time_of_another_zone", "12:00:00Z", "12:00:00+09:00",
               "s.toml:7:6: fall.at: expected a UTC time such as 2024-08-05T04:00:00Z, found "
               "the time 2024-08-02T12:00:00+09:00"},
        Broken{"local_time", "12:00:00Z", "12:00:00",
               "s.toml:7:6: fall.at: expected a UTC time such as 2024-08-05T04:00:00Z, found "
               "the time 2024-08-02T12:00:00"},
        Broken{"fall_outside", "at = 2024-08-02T", "at = 2024-08-04T",
               "s.toml:7:6: fall.at: expected a time within the days, found "
               "2024-08-04T12:00:00Z"},
        Broken{"float_price", "[90, 80]", "[90.5, 80]",
               "s.toml:48:23: day.BTC.closes_usd: expected an integer within 1 to 100000000 "
               "(a price), found the floating-point number 90.5"},
        Broken{"float_level", "\"23.39\"", "23.39",
               "s.toml:49:39: day.indicators.vix: expected a decimal in quotes, of at most 8 "
               "decimals, within -100000 to 100000 (an indicator's level), found the "
               "floating-point number 23.39"},
        Broken{"too_few_closes", "[90, 80]", "[90]",
               "s.toml:48:22: day.BTC.closes_usd: expected 2 items, found 1"},
        Broken{"low_over_close", "low_usd = 60", "low_usd = 81",
               "s.toml:48:42: day.BTC.low_usd: expected no more than the lowest close"},
        Broken{"gap_in_days", "date = 2024-08-03", "date = 2024-08-04",
               "s.toml:51:8: day.date: expected 2024-08-03, the day after the one before, "
               "found 2024-08-04"},
        Broken{"print_on_a_weekend", "low_usd = 80 }",
               "low_usd = 80 }\nindicators = { vix = \"20\" }",
               "s.toml:53:22: day.indicators.vix: expected no print: its market is closed on "
               "2024-08-03"},
        Broken{"epoch_no_divisor", "epoch_hours = 12", "epoch_hours = 5",
               "s.toml:5:15: epoch_hours: expected a divisor of 24, found 5\ns.toml:48:22: "
               "day.BTC.closes_usd: expected 4 items, found 2\ns.toml:52:22: "
               "day.BTC.closes_usd: expected 4 items, found 2"},
        Broken{"known_on", "\"same_day\"", "\"some_day\"",
               "s.toml:24:12: indicator.vix.known_on: expected same_day or next_trading_day, "
               "found \"some_day\""},
        Broken{"known_before_observed", "72900", "71999",
               "s.toml:25:23: indicator.vix.known_after_seconds: expected no less than "
               "observed_after_seconds"},
        Broken{"eve_is_in_the_event", "last_print = 2024-08-01\nlast_level = \"18.59\"",
               "last_print = 2024-08-02\nlast_level = \"18.59\"",
               "s.toml:26:14: indicator.vix.last_print: expected a day before the first, "
               "2024-08-02, found 2024-08-02"},
        Broken{"eve_on_a_weekend", "last_print = 2024-08-01", "last_print = 2024-07-28",
               "s.toml:18:14: indicator.jgb10.last_print: expected a day on which its market "
               "is open"},
        Broken{"last_levels_disagree", "\"16.36\", \"18.59\"", "\"16.36\", \"18.6\"",
               "s.toml:28:15: indicator.vix.last_levels: expected last_level as the last item"},
        Broken{"depth_falling", "[10, 20, 30, 40, 50]", "[10, 20, 30, 40, 39]",
               "s.toml:40:35: market.BTC.synthetic.calm_depth_usd: expected no less than at a "
               "smaller slippage"},
        Broken{"depth_too_short", "[10, 20, 30, 40, 50]", "[10, 20, 30, 40]",
               "s.toml:40:18: market.BTC.synthetic.calm_depth_usd: expected 5 items, found 4"},
        Broken{"wall_lengths", "[1000, 9000]", "[1000]",
               "s.toml:45:19: market.BTC.synthetic.debt_shares_bps: expected as many items as "
               "health_factors_bps, 2, found 1"},
        Broken{"wall_falling", "[1000, 9000]", "[1000, 900]",
               "s.toml:45:26: market.BTC.synthetic.debt_shares_bps: expected more than the "
               "one before it"},
        Broken{"wall_under_one", "[11000, 20000]", "[10000, 20000]",
               "s.toml:44:23: market.BTC.synthetic.health_factors_bps: expected an integer "
               "within 10001 to 1000000 (above 1 on the eve), found the integer 10000"},
        Broken{"ltv_over_lt", "ltv_start_bps = 7300", "ltv_start_bps = 7800",
               "s.toml:36:17: market.BTC.ltv_start_bps: expected less than lt_start_bps"},
        Broken{"kind", "\"recorded\"", "\"dreamt\"",
               "s.toml:3:8: kind: expected recorded or invented, found \"dreamt\""},
        Broken{"invented_without_its_table", "\"recorded\"", "\"invented\"",
               "s.toml:1:1: invented: expected this key, found nothing"},
        Broken{"recorded_with_an_invention", "[[fall]]", "[invented]\nafter = \"x\"\n[[fall]]",
               "s.toml:6:2: invented: no such key here"},
        Broken{"recorded_without_a_fall",
               "[[fall]]\nat = 2024-08-02T12:00:00Z\nsentence = \"BTC fell.\"\n", "",
               "s.toml:1:1: fall: expected this key, found nothing"},
        Broken{"event_is_a_date", "epoch_hours = 12", "epoch_hours = 12\nevents = [2024-08-02]",
               "s.toml:6:11: events: expected a UTC time such as 2024-08-05T04:00:00Z, found the "
               "date 2024-08-02"},
        Broken{"events_out_of_order", "epoch_hours = 12",
               "epoch_hours = 12\nevents = [2024-08-02T18:00:00Z, 2024-08-02T18:00:00Z]",
               "s.toml:6:33: events: expected a time after the one before it"},
        Broken{"event_of_another_year", "epoch_hours = 12",
               "epoch_hours = 12\nevents = [2023-08-02T18:00:00Z]",
               "s.toml:6:11: events: expected a time within a week of the days, found "
               "2023-08-02T18:00:00Z"},
        Broken{"depth_of_too_few_bars", "low_usd = 60 }", "low_usd = 60, depth_bps = [1000] }",
               "s.toml:48:58: day.BTC.depth_bps: expected 2 items, found 1"},
        Broken{"depth_over_all", "low_usd = 60 }", "low_usd = 60, depth_bps = [1000, 10001] }",
               "s.toml:48:65: day.BTC.depth_bps: expected an integer within 1 to 10000 (a part), "
               "found the integer 10001"},
        Broken{"missing_synthetic_label", "synthetic_notice = \"Synthetic.\"\n", "",
               "s.toml:1:1: synthetic_notice: expected this key, found nothing"}),
    case_name);

TEST(ScenarioDocument, ListsTheFolderInOrder) {
    const auto paths = list_scenarios("policies/scenarios");
    ASSERT_TRUE(paths) << paths.error().what;
    std::vector<std::string> names;
    for (const auto& path : *paths)
        names.push_back(path.filename().string());
    EXPECT_THAT(names, ::testing::ElementsAre(
                           "2020-03-12.toml", "2021-05-19.toml", "2022-06.toml", "2022-11.toml",
                           "2024-08-05.toml", "2025-02-03.toml", "2025-10-10.toml",
                           "2025-11-21.toml", "2026-01-20.toml", "capo-clamp-drill.toml",
                           "s0a-controlled-normalisation.toml", "s0b-disorderly-exit.toml",
                           "s0c-policy-reversal.toml", "s2a-sovereign-transition.toml",
                           "s2b-systemic-failure.toml", "s2c-breakthrough.toml"));
    EXPECT_EQ(list_scenarios("policies/no_such_folder").error().code, Errc::input_missing);
}

}  // namespace
}  // namespace ballast::policies
