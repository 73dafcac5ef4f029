// SPDX-License-Identifier: MIT
#include "apps/dry_run/html_charts.hpp"

#include <algorithm>

#include "apps/dry_run/bar_chart.hpp"
#include "apps/dry_run/words.hpp"
#include "apps/report/charts.hpp"
#include "apps/report/text.hpp"

namespace ballast::apps {
namespace {

using engine::Bps;

constexpr int kWidePx = 520;
constexpr int kNarrowPx = 358;  // a phone of 390 px, less its margins

std::string two_widths(const std::string& wide, const std::string& narrow) {
    return "<div class=\"wide\">" + wide + "</div><div class=\"narrow\">" + narrow + "</div>";
}

std::string captioned(const std::string& title, const std::string& names,
                      const std::string& picture) {
    return "<figure><figcaption>" + escape_html(title) + names + "</figcaption>\n" + picture +
           "</figure>\n";
}

std::string bar_figure(const BarChart& chart) {
    return captioned(chart.title, "",
                     two_widths(bar_svg(chart, kWidePx), bar_svg(chart, kNarrowPx)));
}

ShadowRun as_shadow(const PolicyRun& run, const std::string& name) {
    ShadowRun shadow{.policy = name, .published = {}};
    for (const EpochOutcome& epoch : run.epochs)
        shadow.published.push_back(epoch.published);
    return shadow;
}

/// The run as the charts of `ballast demo` take it.
Run as_demo_run(const DryRun& run) {
    Run demo;
    demo.scenario = run.scenario;
    demo.policy.name = short_name(run.proposed.name) + " (proposed)";
    for (const AssetRow& row : run.assets)
        demo.policy.assets.push_back({.asset = short_name(row.asset)});
    demo.epochs = run.proposed.epochs;
    if (!run.current.epochs.empty())
        demo.shadows.push_back(as_shadow(run.current, short_name(run.current.name) + " (current)"));
    demo.shadows.push_back(as_shadow(run.without_macro, "proposed without macro"));
    return demo;
}

/// How an axis of money is cut and labelled: seven characters at the most.
struct MoneyAxis {
    std::int64_t one;       ///< USD of a unit of the label
    std::string_view word;  ///< its name
    bool tenths;

    [[nodiscard]] std::string label(std::int64_t usd) const {
        const std::int64_t count = usd / (one / 10);
        if (count == 0) return "$0";
        return "$" + std::to_string(count / 10) + (tenths ? "." + std::to_string(count % 10) : "") +
               " " + std::string(word);
    }
};

MoneyAxis money_axis(std::int64_t most) {
    constexpr std::int64_t kThousand = 1'000;
    constexpr std::int64_t kMillion = 1'000'000;
    constexpr std::int64_t kBillion = 1'000'000'000;
    const std::int64_t one = most >= 10 * kBillion ? kBillion
                             : most >= kMillion    ? kMillion
                                                   : kThousand;
    return {one, one == kBillion ? "bn" : one == kMillion ? "M" : "k", most < 10 * one};
}

std::string id_with(std::string_view kind, std::size_t k) {
    return std::string(kind) + "-" + std::to_string(k + 1);
}

Chart wall_chart(const AssetRow& row, std::size_t k) {
    Chart chart{.id = id_with("wall", k),
                .title = short_name(row.asset) +
                         " liquidation wall: debt liquidatable by the fall "
                         "of its price",
                .from = {0},
                .to = {row.wall.back().fall.count()}};
    ChartSeries now{.name = "under the current LT", .colour = 1, .stepped = false};
    ChartSeries recommended{.name = "under the recommended LT",
                            .colour = 2,
                            .stroke = Stroke::dashed,
                            .stepped = false};
    for (const WallAt& point : row.wall) {
        now.points.push_back({{point.fall.count()}, point.debt_now.count()});
        recommended.points.push_back({{point.fall.count()}, point.debt_recommended.count()});
    }
    chart.description = "Under the current LT " + usd_text(row.wall.front().debt_now) +
                        " without a fall and " + usd_text(row.wall.back().debt_now) +
                        " at 50 %; under the recommended one " +
                        usd_text(row.wall.front().debt_recommended) + " and " +
                        usd_text(row.wall.back().debt_recommended) + ".";
    chart.series = {std::move(now), std::move(recommended)};
    chart.most = std::max({std::int64_t{10'000}, row.wall.back().debt_now.count(),
                           row.wall.back().debt_recommended.count()});
    const MoneyAxis axis = money_axis(chart.most);
    chart.unit = axis.tenths ? axis.one / 10 : axis.one;
    chart.value_label = [axis](std::int64_t usd) { return axis.label(usd); };
    chart.position_label = [](std::int64_t bps) {
        return (bps == 0 ? "" : "−") + std::to_string(bps / 100) + " %";
    };
    chart.position_step = {1'000};
    chart.height = 150;
    return chart;
}

BarChart impact_bars(const AssetRow& row, std::size_t k) {
    BarChart chart{.id = id_with("impact", k),
                   .title = short_name(row.asset) + ": newly liquidatable by the change of LT"};
    for (const ThresholdImpact& impact : row.impact) {
        const std::string label = fall_text(impact.fall);
        const std::string value =
            counted(impact.accounts, "account") + ", " + usd_text(impact.debt);
        chart.bars.push_back({label, value, 0, impact.debt.count(), 2});
        chart.description += label;
        chart.description += ": ";
        chart.description += value;
        chart.description += ". ";
    }
    return chart;
}

BarChart attribution_bars(const AssetRow& row, std::size_t k, bool lt) {
    const engine::Target& target = lt ? row.decision.lt_target : row.decision.ltv_target;
    const Bps value = lt ? row.lt : row.ltv;
    const std::string what = lt ? "LT" : "LTV";
    BarChart chart{
        .id = id_with(lt ? "why-lt" : "why-ltv", k),
        .title = short_name(row.asset) + ": how " + what + " comes to " + percent_text(value)};
    std::int64_t at = target.attribution.start.count();
    chart.bars.push_back({lt ? "all of the collateral" : "the LT it hangs from",
                          percent_text(target.attribution.start), 0, at, 6});
    for (const AttributionPart& part : attribution_parts(target, value)) {
        const std::int64_t next = at + part.value.count();
        const std::string size = (part.value.count() < 0 ? "−" : "+") + points_text(part.value);
        chart.bars.push_back({part.name, size, at, next, part.name == "macro" ? 4 : 2});
        chart.description += part.name + " " + size + ". ";
        at = next;
    }
    chart.bars.push_back({"recommended " + what, percent_text(value), 0, value.count(), 1});
    chart.description += "Recommended: " + percent_text(value) + ".";
    return chart;
}

Chart steps_chart(const DryRun& run, std::size_t k) {
    const AssetRow& row = run.assets[k];
    Chart chart{.id = id_with("steps", k),
                .title = short_name(row.asset) + ": steps of the steward",
                .from = run.steps_from,
                .to = row.plan.steps.back().at + kDay};
    ChartSeries lt{.name = "LT", .colour = 1, .points = {{run.steps_from, row.lt_now.count()}}};
    ChartSeries ltv{.name = "LTV",
                    .colour = 2,
                    .stroke = Stroke::dashed,
                    .points = {{run.steps_from, row.ltv_now.count()}}};
    for (const engine::PlanStep& step : row.plan.steps) {
        lt.points.push_back({step.at, step.lt.count()});
        ltv.points.push_back({step.at, step.ltv.count()});
    }
    lt.points.push_back({chart.to, row.plan.steps.back().lt.count()});
    ltv.points.push_back({chart.to, row.plan.steps.back().ltv.count()});
    chart.description = row.verdict_reason + ": LT from " + percent_text(row.lt_now) + " to " +
                        percent_text(row.lt) + ", LTV from " + percent_text(row.ltv_now) + " to " +
                        percent_text(row.ltv) + ".";
    chart.series = {std::move(lt), std::move(ltv)};
    chart.unit = 50;
    chart.value_label = [](std::int64_t bps) {
        return engine::format_decimal(bps, 2) + "\xc2\xa0%";
    };
    chart.height = 150;
    return chart;
}

}  // namespace

std::string chart_figure(const Chart& chart) {
    return captioned(chart.title, chart.series.size() > 1 ? legend(chart) : "",
                     two_widths(svg(chart, kWidePx), svg(chart, kNarrowPx)));
}

std::string path_figures(const DryRun& run, std::size_t k) {
    if (run.proposed.epochs.size() < 2) return "";
    const Run demo = as_demo_run(run);
    return chart_figure(price_chart(demo, k)) + chart_figure(ltv_chart(demo, k)) +
           chart_figure(lt_chart(demo, k));
}

std::string regime_figure(const DryRun& run) {
    if (run.proposed.epochs.size() < 2) return "";
    return chart_figure(regime_chart(as_demo_run(run)));
}

std::string impact_figures(const DryRun& run, std::size_t k) {
    const AssetRow& row = run.assets[k];
    if (!row.in_book) return "<p>" + std::string(kNotInBook) + "</p>\n";
    return bar_figure(impact_bars(row, k)) +
           (row.wall.empty() ? "" : chart_figure(wall_chart(row, k)));
}

std::string attribution_figures(const DryRun& run, std::size_t k) {
    return bar_figure(attribution_bars(run.assets[k], k, true)) +
           bar_figure(attribution_bars(run.assets[k], k, false));
}

std::string steps_figure(const DryRun& run, std::size_t k) {
    if (run.assets[k].plan.steps.size() < 2) return "";
    return chart_figure(steps_chart(run, k));
}

}  // namespace ballast::apps
