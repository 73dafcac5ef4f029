// SPDX-License-Identifier: MIT
#include "apps/report/svg_chart.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "apps/report/text.hpp"
#include "base/check.hpp"
#include "base/int128.hpp"

namespace ballast::apps {
namespace {

constexpr std::int64_t kLeft = 52;
constexpr std::int64_t kRight = 12;
constexpr std::int64_t kTop = 16;
constexpr std::int64_t kBottom = 24;
constexpr int kPxPerValueTick = 38;
constexpr int kPxPerTimeTick = 62;

/// Tenths of a pixel as "12.3".
std::string px(std::int64_t tenths) {
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string attribute(std::string_view name, const std::string& value) {
    return " " + std::string(name) + "=\"" + value + "\"";
}

/// The plot's mapping from time and value to tenths of a pixel.
struct Frame {
    UnixSeconds from;
    UnixSeconds to;
    std::int64_t low = 0;
    std::int64_t high = 1;
    std::int64_t step = 1;
    std::int64_t width = 0;
    std::int64_t height = 0;

    [[nodiscard]] std::int64_t left() const { return kLeft * 10; }
    [[nodiscard]] std::int64_t right() const { return (width - kRight) * 10; }
    [[nodiscard]] std::int64_t top() const { return kTop * 10; }
    [[nodiscard]] std::int64_t bottom() const { return (kTop + height) * 10; }

    [[nodiscard]] std::int64_t x(UnixSeconds at) const {
        const Int128 along = std::clamp(at, from, to).count - from.count;
        return left() +
               static_cast<std::int64_t>(along * (right() - left()) / (to.count - from.count));
    }
    [[nodiscard]] std::int64_t y(std::int64_t value) const {
        const Int128 up = Int128{value} - low;
        return bottom() - static_cast<std::int64_t>(up * (bottom() - top()) / (high - low));
    }
};

std::int64_t floor_to(std::int64_t value, std::int64_t step) {
    return static_cast<std::int64_t>(div_down(value, step)) * step;
}

std::int64_t ceil_to(std::int64_t value, std::int64_t step) {
    return static_cast<std::int64_t>(div_up(value, step)) * step;
}

/// Spans every point and the asked-for range, and ends on ticks.
Frame frame_of(const Chart& chart, int width) {
    std::int64_t low = chart.least;
    std::int64_t high = chart.most;
    bool any = chart.least < chart.most;
    for (const ChartSeries& series : chart.series)
        for (const ChartPoint& point : series.points) {
            low = any ? std::min(low, point.value) : point.value;
            high = any ? std::max(high, point.value) : point.value;
            any = true;
        }
    BALLAST_CHECK(any && chart.from < chart.to);
    if (high - low < 2 * chart.unit) low -= chart.unit, high += chart.unit;
    const int ticks = std::max(2, chart.height / kPxPerValueTick);
    const std::int64_t step = tick_step(high - low, chart.unit, ticks);
    Frame frame{.from = chart.from, .to = chart.to, .step = step};
    frame.low = floor_to(low, step);
    frame.high = std::max(ceil_to(high, step), frame.low + step);
    frame.width = width;
    frame.height = chart.height;
    return frame;
}

std::string line(std::string_view type, std::int64_t x1, std::int64_t y1, std::int64_t x2,
                 std::int64_t y2) {
    return "<path" + attribute("class", std::string(type)) +
           attribute("d", "M" + px(x1) + " " + px(y1) + "L" + px(x2) + " " + px(y2)) + "/>";
}

std::string label(std::string_view type, std::int64_t x, std::int64_t y, const std::string& text) {
    return "<text" + attribute("class", std::string(type)) + attribute("x", px(x)) +
           attribute("y", px(y)) + ">" + escape_html(text) + "</text>";
}

std::string value_axis(const Chart& chart, const Frame& frame) {
    std::string out;
    for (std::int64_t value = frame.low; value <= frame.high; value += frame.step) {
        out += line("grid", frame.left(), frame.y(value), frame.right(), frame.y(value));
        out += label("tick y", frame.left() - 70, frame.y(value) + 40, chart.value_label(value));
    }
    for (const std::int64_t value : chart.reference_lines)
        out += line("threshold", frame.left(), frame.y(value), frame.right(), frame.y(value));
    return out;
}

std::string time_text(UnixSeconds at, Seconds step) {
    const bool midnight = at.count % kDay.count == 0;
    return step >= kDay || midnight ? short_day_text(at) : format_utc(at).substr(11, 5);
}

std::string time_axis(const Chart& chart, const Frame& frame) {
    const std::int64_t most =
        std::max<std::int64_t>(2, (frame.width - kLeft - kRight) / kPxPerTimeTick);
    const Seconds step =
        chart.position_label ? chart.position_step : time_step(frame.to - frame.from, most);
    std::string out = line("axis", frame.left(), frame.bottom(), frame.right(), frame.bottom());
    for (UnixSeconds at{ceil_to(frame.from.count, step.count)}; at <= frame.to; at = at + step) {
        const std::int64_t x = frame.x(at);
        out += line("axis", x, frame.bottom(), x, frame.bottom() + 40);
        // A label that would leave the picture is left out.
        if (chart.time_labels && x + 200 <= frame.width * 10)
            out +=
                label("tick x", x, frame.bottom() + 170,
                      chart.position_label ? chart.position_label(at.count) : time_text(at, step));
    }
    return out;
}

/// Only where a value changes: an hourly series that rests for days is one stroke.
std::string stepped_path(const ChartSeries& series, const Frame& frame) {
    const ChartPoint& first = series.points.front();
    std::string out = "M" + px(frame.x(first.at)) + " " + px(frame.y(first.value));
    std::int64_t y = frame.y(first.value);
    for (const ChartPoint& point : series.points) {
        if (frame.y(point.value) == y) continue;
        y = frame.y(point.value);
        out += "H" + px(frame.x(point.at)) + "V" + px(y);
    }
    return out + "H" + px(frame.x(series.points.back().at));
}

std::string straight_path(const ChartSeries& series, const Frame& frame) {
    std::string out;
    for (const ChartPoint& point : series.points)
        out += (out.empty() ? "M" : "L") + px(frame.x(point.at)) + " " + px(frame.y(point.value));
    return out;
}

std::string_view dash(Stroke stroke) {
    switch (stroke) {
        case Stroke::solid:
            return "";
        case Stroke::dashed:
            return "7 4";
        case Stroke::dotted:
            return "2 3";
        case Stroke::dash_dot:
            return "9 3 2 3";
    }
    return "";
}

std::string stroke_attributes(const ChartSeries& series) {
    const std::string type = "line s" + std::to_string(series.colour);
    std::string out = attribute("class", type + (series.thin ? " thin" : ""));
    if (series.stroke != Stroke::solid)
        out += attribute("stroke-dasharray", std::string(dash(series.stroke)));
    return out;
}

/// One mark around a place in tenths of a pixel.
std::string draw_mark(Mark mark, int colour, std::int64_t x, std::int64_t y) {
    const std::string number = std::to_string(colour);
    if (mark == Mark::dot || mark == Mark::ring)
        return "<circle" +
               attribute("class", mark == Mark::dot ? "f" + number : "outline s" + number) +
               attribute("cx", px(x)) + attribute("cy", px(y)) + " r=\"4\"/>";
    const std::string_view shape = mark == Mark::diamond ? "l9 9l-9 9l-9-9Z" : "h14v14h-14Z";
    const std::string from =
        mark == Mark::diamond ? px(x) + " " + px(y - 90) : px(x - 70) + " " + px(y - 70);
    return "<path" + attribute("class", "outline s" + number) +
           attribute("d", "M" + from + std::string(shape)) + "/>";
}

/// A label stands right of a dot and left of every other mark, so that two close ones are read.
std::string draw_marks(const ChartSeries& series, const Frame& frame) {
    std::string out;
    for (std::size_t i = 0; i < series.points.size(); ++i) {
        const std::int64_t x = frame.x(series.points[i].at);
        const std::int64_t y = frame.y(series.points[i].value);
        out += draw_mark(series.mark, series.colour, x, y);
        if (i >= series.labels.size() || series.labels[i].empty()) continue;
        const bool left = series.mark != Mark::dot;
        out += label(left ? "mark-word left" : "mark-word", left ? x - 110 : x + 110, y + 40,
                     series.labels[i]);
    }
    return out;
}

std::string draw(const ChartSeries& series, const Frame& frame) {
    if (series.points.empty()) return "";
    if (series.mark != Mark::none) return draw_marks(series, frame);
    const std::string path =
        series.stepped ? stepped_path(series, frame) : straight_path(series, frame);
    std::string out;
    if (series.filled)
        out += "<path" + attribute("class", "area s" + std::to_string(series.colour)) +
               attribute("d", path + "V" + px(frame.bottom()) + "H" +
                                  px(frame.x(series.points.front().at)) + "Z") +
               "/>";
    return out + "<path" + stroke_attributes(series) + attribute("d", path) + "/>";
}

std::string draw(const ChartMarker& marker, const Frame& frame) {
    if (marker.at < frame.from || marker.at > frame.to) return "";
    const std::int64_t x = frame.x(marker.at);
    return "<g class=\"fall\"><title>" + escape_html(marker.description) + "</title>" +
           line("mark", x, frame.top(), x, frame.bottom()) +
           label("mark-label", x, frame.top() - 50, marker.label) + "</g>";
}

std::string swatch(const ChartSeries& series) {
    if (series.mark != Mark::none)
        return "<svg class=\"swatch tall\" viewBox=\"0 0 34 20\" aria-hidden=\"true\">" +
               draw_mark(series.mark, series.colour, 170, 100) + "</svg>";
    return "<svg class=\"swatch\" viewBox=\"0 0 34 10\" aria-hidden=\"true\"><path" +
           stroke_attributes(series) + " d=\"M1 5H33\"/></svg>";
}

}  // namespace

std::int64_t tick_step(std::int64_t span, std::int64_t unit, int most) {
    BALLAST_CHECK(span >= 0 && unit >= 1 && most >= 1);
    std::int64_t step = unit;
    // 1, 2, 5, 10 ... times the unit; 64 rounds are more than an int64 has.
    for (int round = 0; round < 64 && div_up(span, step) > most; ++round)
        step = round % 3 == 1 ? step / 2 * 5 : step * 2;
    return step;
}

Seconds time_step(Seconds span, std::int64_t most) {
    constexpr std::array<std::int64_t, 13> kHours = {1,  2,  3,   6,   12,  24, 48,
                                                     72, 96, 120, 168, 336, 672};
    for (const std::int64_t hours : kHours)
        if (span.count / (hours * kHour.count) <= most - 1) return {hours * kHour.count};
    return {ceil_to(span.count / most + 1, 28 * kDay.count)};
}

std::string svg(const Chart& chart, int width) {
    const Frame frame = frame_of(chart, width);
    const std::string id = chart.id + "-" + std::to_string(width);
    const std::int64_t height = kTop + chart.height + (chart.time_labels ? kBottom : 6);
    std::string out =
        "<svg class=\"chart\" role=\"img\"" +
        attribute("viewBox", "0 0 " + std::to_string(width) + " " + std::to_string(height)) +
        attribute("aria-labelledby", id + "-title " + id + "-desc") + ">";
    out += "<title" + attribute("id", id + "-title") + ">" + escape_html(chart.title) + "</title>";
    out +=
        "<desc" + attribute("id", id + "-desc") + ">" + escape_html(chart.description) + "</desc>";
    out += value_axis(chart, frame) + time_axis(chart, frame);
    for (const ChartMarker& marker : chart.markers)
        out += draw(marker, frame);
    for (const ChartSeries& series : chart.series)
        out += draw(series, frame);
    return out + "</svg>\n";
}

std::string legend(const Chart& chart) {
    std::string out = "<ul class=\"legend\">";
    for (const ChartSeries& series : chart.series)
        out += "<li>" + swatch(series) + escape_html(series.name) + "</li>";
    return out + "</ul>\n";
}

}  // namespace ballast::apps
