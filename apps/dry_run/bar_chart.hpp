// SPDX-License-Identifier: MIT
// Horizontal bars from integers, as one <svg>: the same bytes on every machine.
#pragma once

#include <string>
#include <vector>

namespace ballast::apps {

/// One bar, from `from` to `to` in the chart's unit.
struct Bar {
    std::string label;  ///< left of it
    std::string value;  ///< right of it
    std::int64_t from = 0;
    std::int64_t to = 0;
    int colour = 1;  ///< the style sheet's f1 to f6
};

struct BarChart {
    std::string id;  ///< unique on its page; letters, digits and hyphens
    std::string title;
    std::string description;
    std::vector<Bar> bars;
    std::int64_t least = 0;  ///< the axis spans at least [least, most]
    std::int64_t most = 1;
};

/// Returns the chart `width` px wide by its viewBox, with <title> and <desc>. Labels stand over
/// their bars, so that they have all of the width. Text is escaped. Requires least < most.
[[nodiscard]] std::string bar_svg(const BarChart& chart, int width);

}  // namespace ballast::apps
