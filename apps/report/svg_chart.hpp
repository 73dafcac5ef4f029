// SPDX-License-Identifier: MIT
// A small static chart: integers in, the same bytes out on every machine. Colours and strokes come
// from the page's style sheet by class (`s1` to `s6`); every series also has a dash of its own, so
// that no meaning hangs on colour.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace ballast::apps {

/// How a line is drawn.
enum class Stroke { solid, dashed, dotted, dash_dot };

/// How points are drawn that no line joins: each with a shape of its own, as lines with a dash.
enum class Mark { none, dot, ring, diamond, square };

/// A value that holds from its time until the next.
struct ChartPoint {
    UnixSeconds at;
    std::int64_t value = 0;
};

struct ChartSeries {
    std::string name;
    int colour = 1;  ///< 1 to 6: the style sheet's classes s1 to s6
    Stroke stroke = Stroke::solid;
    bool thin = false;
    bool filled = false;             ///< shaded down to the axis: for one series alone
    bool stepped = true;             ///< false: straight lines between points
    std::vector<ChartPoint> points;  ///< ascending in time
    Mark mark = Mark::none;          ///< another: no line
    /// Short words beside its marks, as the points; empty: none.
    std::vector<std::string> labels;
};

/// A vertical line with a short label.
struct ChartMarker {
    UnixSeconds at;
    std::string label;        ///< "1"
    std::string description;  ///< for the pointer and for screen readers
};

struct Chart {
    std::string id;           ///< unique on its page; letters, digits and hyphens
    std::string title;        ///< what is drawn
    std::string description;  ///< what a person who does not see it should know
    std::vector<ChartSeries> series;
    std::vector<ChartMarker> markers;
    UnixSeconds from;  ///< the time axis; from < to
    UnixSeconds to;
    std::int64_t unit = 1;   ///< values of one step of the finest tick: 1, 100 ...
    std::int64_t least = 0;  ///< the value axis spans at least [least, most] where least < most
    std::int64_t most = 0;
    std::vector<std::int64_t> reference_lines;  ///< drawn across, dotted
    std::function<std::string(std::int64_t)> value_label;
    int height = 190;         ///< of the plot, in px
    bool time_labels = true;  ///< false: ticks without words, for stacked charts
    /// Where the horizontal axis is no time: its labels, a step apart. The points' seconds are then
    /// any other integer.
    std::function<std::string(std::int64_t)> position_label;
    Seconds position_step;
};

/// Returns the chart as one <svg> element `width` px wide by its viewBox, with <title> and <desc>.
/// Ids get the width as suffix, so that a page may hold one chart in two widths. All text is
/// escaped. Requires a value_label and at least one point.
[[nodiscard]] std::string svg(const Chart& chart, int width);

/// Returns a <ul> of the series' names, each with a swatch of its stroke.
[[nodiscard]] std::string legend(const Chart& chart);

/// Returns the round step (1, 2 or 5 times a power of ten, at least `unit`) that cuts `span` into
/// at most `most` parts. Requires span >= 0, unit >= 1, most >= 1.
[[nodiscard]] std::int64_t tick_step(std::int64_t span, std::int64_t unit, int most);

/// Returns the step between time ticks (whole hours or days) that gives at most `most` of them.
[[nodiscard]] Seconds time_step(Seconds span, std::int64_t most);

}  // namespace ballast::apps
