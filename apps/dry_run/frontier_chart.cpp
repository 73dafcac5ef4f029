// SPDX-License-Identifier: MIT
#include "apps/dry_run/frontier_chart.hpp"

#include <algorithm>

#include "apps/dry_run/frontier_words.hpp"
#include "apps/dry_run/words.hpp"
#include "apps/report/text.hpp"

namespace ballast::apps {
namespace {

constexpr std::int64_t kBpsUnit = 100;  // of ES99, which is hundredths
constexpr int kLabelsMost = 6;          // along the LTV, as many as a phone holds

void add_spot(const FrontierSpot& spot, ChartSeries& series, bool numbered) {
    series.points.push_back({{spot.ltv.count()}, spot.es99});
    series.labels.push_back(numbered && spot.number > 0 ? std::to_string(spot.number) : "");
}

std::vector<ChartSeries> frontier_series(const FrontierCaseNote& a_case) {
    ChartSeries edge{.name = "on the frontier", .colour = 1, .mark = Mark::dot};
    ChartSeries others{.name = "other variants", .colour = 6, .mark = Mark::ring};
    ChartSeries proposed{.name = "the proposed policy's form", .colour = 2, .mark = Mark::diamond};
    ChartSeries current{.name = "the current policy's form", .colour = 3, .mark = Mark::square};
    for (const FrontierSpot& spot : a_case.spots) {
        add_spot(spot, spot.edge ? edge : others, true);
        if (spot.proposed) add_spot(spot, proposed, false);
        if (spot.current) add_spot(spot, current, false);
    }
    std::vector<ChartSeries> all = {std::move(edge), std::move(others), std::move(proposed),
                                    std::move(current)};
    std::erase_if(all, [](const ChartSeries& series) { return series.points.empty(); });
    return all;
}

/// The numbers in words, for whoever does not see the marks.
std::string described(const FrontierCaseNote& a_case) {
    std::string text;
    for (const FrontierSpot& spot : a_case.spots) {
        if (spot.number == 0) continue;
        const auto cells = frontier_cells(spot);
        text += "Number " + cells[1] + ", " + cells[0] + ", " + cells[2] + ": mean LTV " +
                cells[3] + ", ES99 " + cells[6] + " bps. ";
    }
    return text;
}

}  // namespace

Chart frontier_chart(const FrontierCaseNote& a_case, std::size_t k) {
    Chart chart{.id = "frontier-" + std::to_string(k + 1),
                .title = short_name(a_case.title) + ": ES99 of bad debt, in bps, by mean LTV",
                .description = described(a_case),
                .series = frontier_series(a_case)};
    engine::Bps low = a_case.spots.front().ltv;
    engine::Bps high = low;
    for (const FrontierSpot& spot : a_case.spots) {
        low = std::min(low, spot.ltv);
        high = std::max(high, spot.ltv);
        chart.most = std::max(chart.most, spot.es99);
    }
    // Room for marks and their numbers at both ends.
    const std::int64_t room = 50 + (high - low).count() / 12;
    chart.from = {low.count() - room};
    chart.to = {high.count() + room};
    chart.most = std::max(chart.most, 2 * kBpsUnit);
    chart.unit = kBpsUnit;
    chart.value_label = [](std::int64_t hundredths) { return grouped(hundredths / kBpsUnit); };
    chart.position_step = {tick_step(chart.to.count - chart.from.count, 10, kLabelsMost)};
    chart.position_label = [](std::int64_t bps) {
        return engine::format_decimal(bps, 2) + "\xc2\xa0%";
    };
    chart.height = 240;
    return chart;
}

}  // namespace ballast::apps
