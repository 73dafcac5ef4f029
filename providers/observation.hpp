// SPDX-License-Identifier: MIT
// What a source prints, before anybody judges it.
#pragma once

#include <string>
#include <vector>

#include "base/time.hpp"
#include "engine/units.hpp"

namespace ballast::providers {

struct ReadingTag {
    using Rep = std::int64_t;
    static constexpr std::string_view kName = "reading at 1e-8";
    static constexpr Int128 kMin = -10'000'000'000'000'000;
    static constexpr Int128 kMax = 10'000'000'000'000'000;
};
/// A source's number at 1e-8 of its own unit: dollars, index points, yen per dollar, percent.
using Reading = engine::Quantity<ReadingTag>;

/// One number of one source, with its two times.
struct Observation {
    Reading value;
    UnixSeconds observed_at;  ///< event time, as the source tells it
    UnixSeconds known_at;     ///< when anybody could first know it; never before `observed_at`
    bool operator==(const Observation&) const = default;
};

}  // namespace ballast::providers
