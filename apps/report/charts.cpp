// SPDX-License-Identifier: MIT
#include "apps/report/charts.hpp"

#include <algorithm>
#include <array>

#include "apps/report/findings.hpp"
#include "apps/report/text.hpp"
#include "apps/report/words.hpp"

namespace ballast::apps {
namespace {

using engine::Bps;
using engine::Wad;

std::vector<ChartMarker> markers(const Run& run) {
    std::vector<ChartMarker> out;
    const bool alone = run.scenario.falls.size() == 1;
    for (std::size_t i = 0; i < run.scenario.falls.size(); ++i) {
        const auto& fall = run.scenario.falls[i];
        out.push_back({fall.at, alone ? "fall" : std::to_string(i + 1),
                       moment_text(fall.at) + ": " + fall.sentence});
    }
    return out;
}

Chart empty_chart(const Run& run, std::string id, std::string title) {
    return {.id = std::move(id),
            .title = std::move(title),
            .markers = markers(run),
            .from = run.epochs.front().report.at,
            .to = run.epochs.back().report.at};
}

/// Returns one point for each epoch.
template <class F>
std::vector<ChartPoint> points(const Run& run, F&& value) {
    std::vector<ChartPoint> out;
    for (const EpochOutcome& epoch : run.epochs)
        out.push_back({epoch.report.at, value(epoch)});
    return out;
}

std::string range_words(const ChartSeries& series, std::string (*text)(std::int64_t)) {
    const auto [low, high] =
        std::minmax_element(series.points.begin(), series.points.end(),
                            [](const auto& a, const auto& b) { return a.value < b.value; });
    return series.name + ": " + text(series.points.front().value) + " at first, between " +
           text(low->value) + " and " + text(high->value) + ", " +
           text(series.points.back().value) + " at the end. ";
}

std::string describe(const Chart& chart, std::string (*text)(std::int64_t)) {
    std::string out;
    for (const ChartSeries& series : chart.series)
        if (!series.points.empty()) out += range_words(series, text);
    return out + "From " + moment_text(chart.from) + " to " + moment_text(chart.to) + ".";
}

std::string price_words(std::int64_t value) {
    return price_text(engine::Price::saturated(value));
}

std::string bps_words(std::int64_t value) {
    return percent_text(Bps::saturated(value));
}

/// An axis needs no more decimals than its ticks have: 73 %, 73.5 %.
std::string bps_tick(std::int64_t value) {
    return engine::format_decimal(value, 2) + "\xc2\xa0%";
}

std::string score_words(std::int64_t value) {
    return score_text(Wad::saturated(value));
}

std::string score_tick(std::int64_t value) {
    return engine::format_decimal(value / (engine::kWadOne / 10), 1);
}

std::vector<ChartPoint> shadow_points(const Run& run, const ShadowRun& shadow, std::size_t market,
                                      Bps PublishedPoint::*value) {
    std::vector<ChartPoint> out;
    const std::size_t epochs = std::min(run.epochs.size(), shadow.published.size());
    for (std::size_t i = 0; i < epochs; ++i)
        out.push_back({run.epochs[i].report.at, (shadow.published[i].at(market).*value).count()});
    return out;
}

/// The policy's own value is drawn first and thickest, so that a line that lies on it shows as its
/// dashes.
void add_values(Chart& chart, const Run& run, std::size_t market, Bps PublishedPoint::*value,
                engine::Target engine::MarketDecision::*target) {
    constexpr std::array kStrokes = {Stroke::dashed, Stroke::dash_dot, Stroke::dotted};
    chart.series.push_back({.name = run.policy.name + ", in force",
                            .colour = 1,
                            .points = points(run, [&](const EpochOutcome& epoch) {
                                return (epoch.published.at(market).*value).count();
                            })});
    chart.series.push_back({.name = "its target",
                            .colour = 6,
                            .stroke = Stroke::dotted,
                            .thin = true,
                            .points = points(run, [&](const EpochOutcome& epoch) {
                                return (epoch.report.markets.at(market).*target).value.count();
                            })});
    for (std::size_t i = 0; i < run.shadows.size(); ++i)
        chart.series.push_back({.name = run.shadows[i].policy,
                                .colour = 2 + static_cast<int>(i % 4),
                                .stroke = kStrokes[i % kStrokes.size()],
                                .points = shadow_points(run, run.shadows[i], market, value)});
    chart.unit = 50;
    chart.value_label = bps_tick;
    chart.description = describe(chart, bps_words);
}

Chart score_chart(const Run& run, std::string id, std::string title, std::vector<ChartPoint> score,
                  int colour) {
    Chart chart = empty_chart(run, std::move(id), std::move(title));
    chart.series.push_back(
        {.name = "score", .colour = colour, .filled = true, .points = std::move(score)});
    chart.most = engine::kWadOne;
    chart.unit = engine::kWadOne / 2;
    chart.reference_lines = {kFires.count()};
    chart.value_label = score_tick;
    chart.description = describe(chart, score_words);
    chart.height = 60;
    return chart;
}

std::string id_of(std::string_view kind, std::size_t index) {
    return std::string(kind) + "-" + std::to_string(index + 1);
}

}  // namespace

Chart price_chart(const Run& run, std::size_t index) {
    Chart chart =
        empty_chart(run, id_of("price", index), run.policy.assets.at(index).asset + " price, USD");
    chart.series.push_back({.name = "median price",
                            .colour = 6,
                            .stepped = false,
                            .points = points(run, [&](const EpochOutcome& epoch) {
                                return epoch.snapshot.markets.at(index).price.count();
                            })});
    auto& known = chart.series.front().points;
    std::erase_if(known, [](const ChartPoint& point) { return point.value == 0; });
    chart.least = known.empty() ? 0 : known.front().value;
    chart.most = known.empty() ? 1 : chart.least;
    chart.unit = 1'000'000;
    chart.value_label = price_words;
    chart.description = describe(chart, price_words);
    chart.height = 150;
    return chart;
}

Chart ltv_chart(const Run& run, std::size_t index) {
    Chart chart =
        empty_chart(run, id_of("ltv", index), run.policy.assets.at(index).asset + " loan-to-value");
    add_values(chart, run, index, &PublishedPoint::ltv, &engine::MarketDecision::ltv_target);
    return chart;
}

Chart lt_chart(const Run& run, std::size_t index) {
    Chart chart = empty_chart(run, id_of("lt", index),
                              run.policy.assets.at(index).asset + " liquidation threshold");
    add_values(chart, run, index, &PublishedPoint::lt_now, &engine::MarketDecision::lt_target);
    return chart;
}

Chart regime_chart(const Run& run) {
    return score_chart(
        run, "regime", "Regime score S",
        points(run, [](const EpochOutcome& epoch) { return epoch.report.regime.score.count(); }),
        1);
}

Chart channel_chart(const Run& run, std::size_t index) {
    const auto& name = run.policy.regime.channels.at(index).name;
    Chart chart =
        score_chart(run, id_of("channel", index), channel_label(name) + " score",
                    points(run,
                           [&](const EpochOutcome& epoch) {
                               const auto& channels = epoch.report.regime.channels;
                               return index < channels.size() ? channels[index].score.count() : 0;
                           }),
                    4);
    // Stacked under each other: the days stand under the last.
    chart.time_labels = index + 1 == run.policy.regime.channels.size();
    return chart;
}

}  // namespace ballast::apps
