// SPDX-License-Identifier: MIT
#include "apps/report/svg_chart.hpp"

#include <gmock/gmock.h>

namespace ballast::apps {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr UnixSeconds kFrom{1'722'470'400};

/// 436 px wide less the margins of 52 and 12 leaves 372; 100 px high.
Chart small_chart() {
    return {.id = "small",
            .title = "A title",
            .description = "What it shows",
            .series = {{.name = "value",
                        .points = {{kFrom, 0}, {kFrom + kHour, 50}, {kFrom + Seconds{7200}, 50}}}},
            .from = kFrom,
            .to = kFrom + Seconds{7200},
            .least = 0,
            .most = 100,
            .value_label = [](std::int64_t value) { return std::to_string(value); },
            .height = 100};
}

TEST(SvgChart, StepsAreDrawnWhereTheValueChanges) {
    // 0 stands at the bottom, y = 16 + 100; 50 in the middle; the second hour starts at the middle.
    EXPECT_THAT(svg(small_chart(), 436), HasSubstr("d=\"M52.0 116.0H238.0V66.0H424.0\""));
}

TEST(SvgChart, StraightLines) {
    Chart chart = small_chart();
    chart.series[0].stepped = false;
    EXPECT_THAT(svg(chart, 436), HasSubstr("d=\"M52.0 116.0L238.0 66.0L424.0 66.0\""));
}

TEST(SvgChart, AreaIsClosedAtTheAxis) {
    Chart chart = small_chart();
    chart.series[0].filled = true;
    EXPECT_THAT(svg(chart, 436),
                HasSubstr("class=\"area s1\" d=\"M52.0 116.0H238.0V66.0H424.0V116.0H52.0Z\""));
}

TEST(SvgChart, IsNamedForScreenReaders) {
    const std::string text = svg(small_chart(), 436);
    EXPECT_THAT(text, HasSubstr("role=\"img\""));
    EXPECT_THAT(text, HasSubstr("aria-labelledby=\"small-436-title small-436-desc\""));
    EXPECT_THAT(text, HasSubstr("<title id=\"small-436-title\">A title</title>"));
    EXPECT_THAT(text, HasSubstr("<desc id=\"small-436-desc\">What it shows</desc>"));
}

TEST(SvgChart, MarkersStandAtTheirTimeAndOutsideOnesAreLeftOut) {
    Chart chart = small_chart();
    chart.markers = {{kFrom + kHour, "1", "it <fell>"}, {kFrom + kDay, "2", "too late"}};
    const std::string text = svg(chart, 436);
    EXPECT_THAT(text, HasSubstr("<title>it &lt;fell&gt;</title><path class=\"mark\" "
                                "d=\"M238.0 16.0L238.0 116.0\"/>"));
    EXPECT_THAT(text, Not(HasSubstr("too late")));
}

TEST(SvgChart, EverySeriesHasADashOfItsOwn) {
    Chart chart = small_chart();
    for (const Stroke stroke : {Stroke::dashed, Stroke::dotted, Stroke::dash_dot})
        chart.series.push_back({.name = "<x>", .stroke = stroke, .points = chart.series[0].points});
    const std::string text = svg(chart, 436) + legend(chart);
    for (const char* dash : {"\"7 4\"", "\"2 3\"", "\"9 3 2 3\""})
        EXPECT_THAT(text, HasSubstr(std::string("stroke-dasharray=") + dash));
    EXPECT_THAT(text, HasSubstr("</svg>&lt;x&gt;</li>"));
}

TEST(SvgChart, FlatSeriesHasRoomAboveAndBelow) {
    Chart chart = small_chart();
    chart.series[0].points = {{kFrom, 7800}, {kFrom + Seconds{7200}, 7800}};
    chart.least = chart.most = 0;
    chart.unit = 50;
    EXPECT_THAT(svg(chart, 436), HasSubstr("d=\"M52.0 66.0H424.0\""));
}

/// Each kind has a shape of its own, without a line, also in the legend.
TEST(SvgChart, MarksStandAtTheirPointsWithTheirWords) {
    Chart chart = small_chart();
    ChartSeries& series = chart.series[0];
    series.mark = Mark::dot;
    series.labels = {"", "<7>"};
    const std::string dots = svg(chart, 436);
    EXPECT_THAT(dots, Not(HasSubstr("class=\"line")));
    EXPECT_THAT(dots, HasSubstr("<circle class=\"f1\" cx=\"238.0\" cy=\"66.0\" r=\"4\"/>"
                                "<text class=\"mark-word\" x=\"249.0\" y=\"70.0\">&lt;7&gt;"));
    series.mark = Mark::ring;
    EXPECT_THAT(svg(chart, 436), HasSubstr("<text class=\"mark-word left\" x=\"227.0\""));
    series.mark = Mark::diamond;
    EXPECT_THAT(svg(chart, 436), HasSubstr("d=\"M238.0 57.0l9 9l-9 9l-9-9Z\""));
    series.mark = Mark::square;
    EXPECT_THAT(svg(chart, 436), HasSubstr("d=\"M231.0 59.0h14v14h-14Z\""));
    EXPECT_THAT(legend(chart), AllOf(HasSubstr("h14v14h-14Z"), Not(HasSubstr("class=\"line"))));
}

TEST(SvgChart, LargestValuesStayInTheFrame) {
    Chart chart = small_chart();
    chart.series[0].points = {{kFrom, 0}, {kFrom + kHour, 10'000'000'000'000'000}};
    EXPECT_THAT(svg(chart, 436), HasSubstr("d=\"M52.0 116.0H238.0V16.0H238.0\""));
}

TEST(TickStep, IsRoundAndCutsIntoFewEnough) {
    EXPECT_EQ(tick_step(0, 1, 4), 1);
    EXPECT_EQ(tick_step(4, 1, 4), 1);
    EXPECT_EQ(tick_step(5, 1, 4), 2);
    EXPECT_EQ(tick_step(17, 1, 4), 5);
    EXPECT_EQ(tick_step(21, 1, 4), 10);
    EXPECT_EQ(tick_step(1000, 50, 5), 250);
    EXPECT_EQ(tick_step(1'000'000'000'000'000'000, 500'000'000'000'000'000, 2),
              500'000'000'000'000'000);
}

TEST(TimeStep, IsWholeHoursOrDays) {
    EXPECT_EQ(time_step(Seconds{4 * 3600}, 6), kHour);
    EXPECT_EQ(time_step(Seconds{19 * 86400}, 7), Seconds{3 * 86400});
    EXPECT_EQ(time_step(Seconds{400 * 86400}, 7).count % kDay.count, 0);
}

}  // namespace
}  // namespace ballast::apps
