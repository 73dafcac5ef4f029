// SPDX-License-Identifier: MIT
#include "apps/dry_run/bar_chart.hpp"

#include <algorithm>

#include "apps/report/text.hpp"
#include "base/check.hpp"
#include "base/int128.hpp"

namespace ballast::apps {
namespace {

constexpr std::int64_t kRow = 36;
constexpr std::int64_t kBarTop = 17;
constexpr std::int64_t kBarHeight = 12;

std::string pixels(std::int64_t tenths) {
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

/// Where values lie, in tenths of a pixel.
struct BarScale {
    std::int64_t low = 0;
    std::int64_t high = 1;
    std::int64_t width = 0;

    [[nodiscard]] std::int64_t x(std::int64_t value) const {
        return static_cast<std::int64_t>((Int128{value} - low) * (width - 2) * 10 / (high - low)) +
               10;
    }
};

BarScale scale_of(const BarChart& chart, int width) {
    BarScale scale{.low = chart.least, .high = chart.most, .width = width};
    for (const Bar& bar : chart.bars) {
        scale.low = std::min({scale.low, bar.from, bar.to});
        scale.high = std::max({scale.high, bar.from, bar.to});
    }
    BALLAST_CHECK(scale.low < scale.high);
    return scale;
}

std::string text_at(std::int64_t x, std::int64_t y, std::string_view type,
                    const std::string& text) {
    return "<text class=\"" + std::string(type) + "\" x=\"" + std::to_string(x) + "\" y=\"" +
           std::to_string(y) + "\">" + escape_html(text) + "</text>";
}

/// The line of 0 stands beside the bars alone, not through their labels.
std::string draw_zero(const BarScale& scale, std::int64_t y) {
    const std::int64_t x = scale.x(std::clamp<std::int64_t>(0, scale.low, scale.high));
    return "<path class=\"axis\" d=\"M" + pixels(x) + " " + std::to_string(y + kBarTop - 1) + "v" +
           std::to_string(kBarHeight + 2) + "\"/>";
}

std::string draw_bar(const Bar& bar, const BarScale& scale, std::int64_t y) {
    const std::int64_t left = scale.x(std::min(bar.from, bar.to));
    // A bar of nothing is still a hair, so that it is seen to be one.
    const std::int64_t wide =
        std::max<std::int64_t>(10, scale.x(std::max(bar.from, bar.to)) - left);
    return text_at(0, y + 12, "bar-label", bar.label) +
           text_at(scale.width, y + 12, "bar-value", bar.value) + "<rect class=\"f" +
           std::to_string(bar.colour) + "\" x=\"" + pixels(left) + "\" y=\"" +
           std::to_string(y + kBarTop) + "\" width=\"" + pixels(wide) + "\" height=\"" +
           std::to_string(kBarHeight) + "\"/>";
}

}  // namespace

std::string bar_svg(const BarChart& chart, int width) {
    const BarScale scale = scale_of(chart, width);
    const std::string id = chart.id + "-" + std::to_string(width);
    const auto height = static_cast<std::int64_t>(chart.bars.size()) * kRow + 4;
    std::string out = "<svg class=\"chart bars\" role=\"img\" viewBox=\"0 0 " +
                      std::to_string(width) + " " + std::to_string(height) +
                      "\" aria-labelledby=\"" + id + "-title " + id + "-desc\"><title id=\"" + id +
                      "-title\">" + escape_html(chart.title) + "</title><desc id=\"" + id +
                      "-desc\">" + escape_html(chart.description) + "</desc>";
    std::int64_t y = 0;
    for (const Bar& bar : chart.bars) {
        out += draw_bar(bar, scale, y) + draw_zero(scale, y);
        y += kRow;
    }
    return out + "</svg>\n";
}

}  // namespace ballast::apps
