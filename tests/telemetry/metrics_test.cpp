// SPDX-License-Identifier: MIT
#include "telemetry/metrics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <thread>

#include "base/bytes.hpp"
#include "base/file.hpp"
#include "base/utf8.hpp"
#include "telemetry/metric_catalogue.hpp"
#include "tests/telemetry/metrics_document.hpp"
#include "tests/telemetry/sample_metrics.hpp"

namespace ballast::telemetry {
namespace {

std::string sample_text() {
    Metrics metrics("0.1.0", "0xabc");
    test::fill(metrics);
    return metrics.text();
}

/// Returns the sample of that series, or "none".
std::string value_of(const std::string& text, const std::string& series) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(series + ' ')) return line.substr(series.size() + 1);
    return "none";
}

TEST(Metrics, EveryMetricOfTheCatalogueHasSamplesHelpAndType) {
    const std::string text = sample_text();
    for (const MetricRow& row : metric_catalogue()) {
        const std::string name(row.name);
        EXPECT_NE(text.find("# HELP " + name + ' ' + std::string(row.help) + '\n'),
                  std::string::npos)
            << name;
        EXPECT_NE(text.find("# TYPE " + name + ' ' + std::string(kind_name(row.kind)) + '\n'),
                  std::string::npos)
            << name;
    }
}

TEST(Metrics, Units) {
    const std::string text = sample_text();
    EXPECT_EQ(value_of(text, "ballast_gas_balance_ether{chain=\"ethereum\"}"), "1.5");
    EXPECT_EQ(value_of(text, "ballast_feed_value{feed=\"vix\"}"), "15.23");
    EXPECT_EQ(value_of(text, "ballast_cycle_duration_seconds_sum"), "0.42");
    EXPECT_EQ(value_of(text,
                       "ballast_market_parameter_ratio{market=\"WETH\",parameter=\"ltv\","
                       "stage=\"onchain\"}"),
              "0.805");
    EXPECT_EQ(value_of(text, "ballast_build_info{code_hash=\"0xabc\",version=\"0.1.0\"}"), "1");
}

TEST(Metrics, AStateIsOneAndTheOthersNone) {
    Metrics metrics("0", "0");
    metrics.mode(Mode::shadow);
    metrics.mode(Mode::paused);
    const std::string text = metrics.text();
    EXPECT_EQ(value_of(text, "ballast_mode{mode=\"paused\"}"), "1");
    EXPECT_EQ(value_of(text, "ballast_mode{mode=\"shadow\"}"), "0");
}

TEST(Metrics, ACounterBeginsAtZero) {
    Metrics metrics("0", "0");
    const std::string series = "ballast_updates_total{chain=\"base\",status=\"reverted\"}";
    EXPECT_EQ(value_of(metrics.text(), series), "none");
    metrics.expect_chain("base");
    EXPECT_EQ(value_of(metrics.text(), series), "0");
    metrics.update("base", UpdateStatus::reverted);
    EXPECT_EQ(value_of(metrics.text(), series), "1");
}

TEST(Metrics, AHostileNameStaysInItsLabel) {
    const std::string text = sample_text();
    EXPECT_EQ(value_of(text, "ballast_ready"), "1");
    EXPECT_NE(text.find(R"(feed="evil\"} 1\nballast_ready 0\\)"), std::string::npos);
    EXPECT_TRUE(is_utf8(as_bytes(text)));
}

TEST(Metrics, SeriesAreBounded) {
    Metrics metrics("0", "0");
    for (int i = 0; i < 600; ++i)
        metrics.feed_value("feed" + std::to_string(i), 1);
    metrics.feed_value("feed0", 200'000'000);  // one that is known goes on
    const std::string text = metrics.text();
    EXPECT_EQ(value_of(text, "ballast_series_dropped_total"), "88");
    EXPECT_EQ(value_of(text, "ballast_feed_value{feed=\"feed0\"}"), "2");
    EXPECT_EQ(value_of(text, "ballast_feed_value{feed=\"feed599\"}"), "none");
    metrics.feed_value(std::string(5000, 'x'), 1);
    EXPECT_LT(metrics.text().size(), 100'000U);
}

TEST(Metrics, WhatIsForgottenGoesAndMayComeBack) {
    Metrics metrics("0", "0");
    test::fill(metrics);
    metrics.forget("market", "WETH");
    EXPECT_EQ(metrics.text().find("WETH"), std::string::npos);
    EXPECT_NE(metrics.text().find("feed=\"vix\""), std::string::npos);
    metrics.market_limited("WETH", true);
    EXPECT_EQ(value_of(metrics.text(), "ballast_market_limited{market=\"WETH\"}"), "1");
}

TEST(Metrics, SeveralThreadsCountExactly) {
    Metrics metrics("0", "0");
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            for (int i = 0; i < 1000; ++i) {
                metrics.fee_bump("chain" + std::to_string(i % 7));
                if (i % 100 == 0) {
                    EXPECT_FALSE(metrics.text().empty());
                }
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(value_of(metrics.text(), "ballast_fee_bumps_total{chain=\"chain0\"}"), "572");
}

TEST(MetricsDocument, SaysWhatTheRegistryHas) {
    const auto document = read_file("docs/metrics.md").value();
    EXPECT_EQ(test::differences(document, metric_catalogue()), std::vector<std::string>());
}

TEST(MetricsDocument, TheComparisonFails) {
    const auto document = read_file("docs/metrics.md").value();
    const auto planted = [&](const std::string& from, const std::string& to) {
        std::string changed = document;
        const std::size_t at = changed.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        changed.replace(at, from.size(), to);
        return test::differences(changed, metric_catalogue());
    };
    EXPECT_EQ(planted("`ballast_ready`", "`ballast_raedy`").size(), 2U);
    EXPECT_EQ(planted("`ballast_alarms` | gauge", "`ballast_alarms` | counter").size(), 1U);
    EXPECT_EQ(planted("gauge | bytes", "gauge | seconds").size(), 1U);
    EXPECT_EQ(planted("`market` `parameter` `stage`", "`market` `stage`").size(), 1U);
    EXPECT_EQ(planted("| `ballast_alarms`", "| ballast_alarms").size(), 1U);
}

}  // namespace
}  // namespace ballast::telemetry
