// SPDX-License-Identifier: MIT
#include "validation/backtest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/file.hpp"
#include "tests/validation/hourly_series.hpp"
#include "validation/backtest_report.hpp"

namespace ballast::validation {
namespace {

using statistics::TrafficLight;
using test::kFirst;

engine::Policy policy() {
    engine::Policy policy{.name = "test"};
    policy.volatility = test::symmetric();
    return policy;
}

const UnixSeconds kMiddle = kFirst + Seconds{600 * kDay.count};

Result<Backtest> run(const engine::AssetPolicy& asset, const history::PriceSeries& series) {
    return backtest(policy(), {{asset, series, std::nullopt}}, kMiddle,
                    [](std::size_t, std::size_t) {});
}

const CoverageRow& row_of(const Backtest& result, SigmaKind kind, Seconds horizon, int level) {
    return *std::find_if(result.coverage.begin(), result.coverage.end(), [&](const auto& row) {
        return row.sigma == kind && row.horizon == horizon && row.level.count() == level;
    });
}

TEST(Backtest, ATrueTailIsGreenAndItsCoverageIsAccepted) {
    const auto result = run(test::normal_asset(1.05), test::normal_series(1'200, .03, 5));
    ASSERT_TRUE(result);
    for (const Seconds horizon : {kHour, Seconds{6 * kHour.count}, kDay})
        for (const int level : {9'900, 9'950}) {
            const CoverageRow& row = row_of(*result, SigmaKind::plain, horizon, level);
            EXPECT_NE(row.light, TrafficLight::red);
            EXPECT_LE(row.hits_least, row.hits);
            EXPECT_GE(row.hits_most, row.hits);
            EXPECT_NEAR(row.expected, (1 - level / 1e4) * static_cast<double>(row.observations),
                        1e-9);
        }
    const CoverageRow& hourly = row_of(*result, SigmaKind::ewma_normal, kHour, 9'900);
    EXPECT_EQ(hourly.observations, (1'200 - 90) * 24 - 1);
    EXPECT_GT(hourly.kupiec_p, .01);
    EXPECT_GT(hourly.independence_p, .01);
    EXPECT_NEAR(hourly.z2, 0, .2);
    EXPECT_FALSE(hourly.against_benchmark);
}

TEST(Backtest, ATailThatIsTooThinIsRed) {
    const auto result = run(test::normal_asset(.6), test::normal_series(1'200, .03, 5));
    ASSERT_TRUE(result);
    const CoverageRow& row = row_of(*result, SigmaKind::plain, kDay, 9'900);
    EXPECT_EQ(row.light, TrafficLight::red);
    EXPECT_LT(row.kupiec_p, 1e-6);
    EXPECT_LT(row.z2, -.7);
    const CoverageRow& hourly = row_of(*result, SigmaKind::plain, kHour, 9'900);
    ASSERT_TRUE(hourly.against_benchmark);
    EXPECT_GT(hourly.against_benchmark->statistic, 3);  // it loses against the truth
}

TEST(Backtest, ATailThatIsTooWideIsGreenAndRejected) {
    const auto result = run(test::normal_asset(1.5), test::normal_series(1'200, .03, 5));
    ASSERT_TRUE(result);
    const CoverageRow& row = row_of(*result, SigmaKind::plain, kHour, 9'900);
    EXPECT_EQ(row.light, TrafficLight::green);
    EXPECT_LT(row.kupiec_p, 1e-6);
}

TEST(Backtest, JudgesEachSideOfTheCalibrationAndBothTogether) {
    const auto result = run(test::normal_asset(1), test::normal_series(1'200, .03, 5));
    ASSERT_TRUE(result);
    ASSERT_EQ(result->coverage.size(), 3U * 3 * 6);
    std::array<std::int64_t, 3> days{};
    for (std::size_t i = 0; i < 3; ++i)
        days.at(i) = result->coverage[i * 18 + 4].observations;
    EXPECT_EQ(result->coverage[4].horizon, kDay);
    EXPECT_EQ(days[0], 1'109);
    EXPECT_EQ(days[1], 510);
    EXPECT_EQ(days[2], 599);
    EXPECT_EQ(result->coverage[18].span, "before");
    EXPECT_EQ(result->coverage[36].span, "after");
}

TEST(Backtest, ASideWithoutHistoryHasNoRows) {
    const auto result = run(test::normal_asset(1), test::normal_series(400, .03, 5));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->coverage.size(), 2U * 3 * 6);
    for (const CoverageRow& row : result->coverage)
        EXPECT_NE(row.span, "after");
}

TEST(Backtest, OfATwoSidedPairEitherMayFall) {
    engine::AssetPolicy asset = test::normal_asset(1);
    asset.two_sided = true;
    // A steady climb: the collateral never falls, the debt does every hour.
    std::vector<double> prices{1};
    while (prices.size() < 200 * 24)
        prices.push_back(prices.back() * 1.0001);
    const auto result = run(asset, test::series_of(prices));
    ASSERT_TRUE(result);
    ASSERT_EQ(result->coverage.size(), 2U * 2 * 3 * 6);
    EXPECT_EQ(result->coverage.back().falling, Falling::debt);
    for (const CoverageRow& row : result->coverage)
        if (row.falling == Falling::collateral) {
            EXPECT_EQ(row.hits, 0);
        }
}

TEST(Backtest, APolicyWithoutTheTailIsAConfigurationToRepair) {
    engine::AssetPolicy asset = test::normal_asset(1);
    asset.tails.pop_back();
    const auto result = run(asset, test::normal_series(200, .03, 5));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::configuration);
    EXPECT_NE(result.error().what.find("BTC has no tail of 24 h at 9950 bps"), std::string::npos);
}

TEST(Backtest, ReportsProgressAndProcyclicality) {
    std::vector<std::size_t> heard;
    const AssetHistory history{test::normal_asset(1), test::normal_series(200, .03, 5), {}};
    const auto result = backtest(policy(), {history, history}, kMiddle,
                                 [&](std::size_t done, std::size_t) { heard.push_back(done); });
    ASSERT_TRUE(result);
    EXPECT_EQ(heard, (std::vector<std::size_t>{1, 2}));
    ASSERT_EQ(result->procyclicality.size(), 6U);
    const ProcyclicalityRow& row = result->procyclicality.front();
    EXPECT_EQ(row.haircut, "tail_published");
    EXPECT_NEAR(row.peak_to_trough, row.peak / row.trough, 1e-12);
    EXPECT_GE(row.rise_30d, 0);
    EXPECT_FALSE(row.moves_a_year);
}

TEST(BacktestReport, IsJsonWithTheFiguresOfTheRows) {
    const auto result = run(test::normal_asset(.6), test::normal_series(700, .03, 5));
    ASSERT_TRUE(result);
    const auto parsed = parse_json(write_json(backtest_json(*result)));
    ASSERT_TRUE(parsed);
    const auto* rows = parsed->find("coverage")->as_array();
    ASSERT_EQ(rows->size(), result->coverage.size());
    EXPECT_EQ(rows->front().find("hits")->as_number()->text,
              std::to_string(result->coverage.front().hits));
    EXPECT_EQ(*rows->front().find("traffic_light")->as_string(), "red");
    EXPECT_EQ(*parsed->find("calibrated_until")->as_string(), format_date(kMiddle - kDay));
    // Red rows are named once more, so that nobody has to search for them.
    const auto& red = *parsed->find("red")->as_array();
    EXPECT_NE(std::find(red.begin(), red.end(), Json("BTC all 1 h 9900 bps")), red.end());
    EXPECT_NE(backtest_text(*result).find("  red"), std::string::npos);
}

TEST(BacktestReport, CountsNoAlarmWithoutAnIndicator) {
    auto result = run(test::normal_asset(1), test::normal_series(300, .03, 5));
    ASSERT_TRUE(result);
    EXPECT_NE(backtest_json(*result).find("alarm_days"), nullptr);
    EXPECT_NE(backtest_text(*result).find("alarm on 0 of"), std::string::npos);
    result->without_prints = {"move"};
    EXPECT_EQ(backtest_json(*result).find("alarm_days"), nullptr);
    EXPECT_EQ(*backtest_json(*result).find("without_prints")->as_array(), JsonArray{Json("move")});
    const std::string text = backtest_text(*result);
    EXPECT_EQ(text.find("alarm on"), std::string::npos);
    EXPECT_NE(text.find("no print of move: nothing loosens (indicator_missing)"),
              std::string::npos);
}

TEST(Backtest, NamesTheIndicatorsWithoutAPrint) {
    const auto folder = std::filesystem::path(::testing::TempDir()) / "ballast_no_prints";
    ASSERT_TRUE(write_file(folder / "vix_daily.csv", "DATE,CLOSE\n2024-01-02,13.2\n"));
    ASSERT_TRUE(write_file(folder / "usdjpy_daily.csv", "date,value\n"));
    engine::Policy policy;
    for (const char* indicator : {"vix", "move", "usdjpy"})
        policy.regime.channels.push_back({.name = indicator, .indicator = indicator});
    EXPECT_EQ(indicators_without_prints(folder, policy),
              (std::vector<std::string>{"move", "usdjpy"}));
    ASSERT_TRUE(write_file(folder / "move_daily.csv", "date,value\n2024-01-02,NaN\n"));
    EXPECT_FALSE(indicators_without_prints(folder, policy));
    std::filesystem::remove_all(folder);
}

TEST(BacktestReport, IsTheSameTwice) {
    const auto text = [] {
        const auto result = run(test::normal_asset(1), test::normal_series(300, .03, 5));
        return result ? write_json(backtest_json(*result)) : "";
    };
    EXPECT_FALSE(text().empty());
    EXPECT_EQ(text(), text());
}

}  // namespace
}  // namespace ballast::validation
