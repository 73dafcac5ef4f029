// SPDX-License-Identifier: MIT
#include "keeper/clock_watch.hpp"

#include <algorithm>
#include <cstdlib>

namespace ballast::keeper {

std::string_view name(ClockFault fault) noexcept {
    switch (fault) {
        case ClockFault::behind_chain:
            return "clock_behind_chain";
        case ClockFault::ahead_of_chain:
            return "clock_ahead_of_chain";
        case ClockFault::against_http:
            return "clock_against_sources";
        case ClockFault::frozen:
            return "clock_frozen";
        case ClockFault::jumped:
            return "clock_jumped";
    }
    return "";
}

ClockVerdict judge_clock(UnixSeconds now, const ClockWitnesses& witnesses, Seconds skew_max) {
    const auto& block = witnesses.block_time;
    const Seconds head_age_max{skew_max.count + kHeadAgeMax.count};
    if (block && *block - now > skew_max) return {ClockFault::behind_chain, now - *block};
    if (!witnesses.http_dates.empty()) {
        std::vector<UnixSeconds> dates = witnesses.http_dates;
        const auto middle = dates.begin() + static_cast<std::ptrdiff_t>(dates.size() / 2);
        std::nth_element(dates.begin(), middle, dates.end());
        const Seconds ahead = now - *middle;
        if (std::abs(ahead.count) > skew_max.count) return {ClockFault::against_http, ahead};
        // What sources said before a jump says nothing after it: the chain must bear them out.
        if (!block || now - *block <= head_age_max) return {std::nullopt, ahead};
    }
    if (!block) return {};
    const Seconds ahead = now - *block;
    if (ahead > head_age_max) return {ClockFault::ahead_of_chain, ahead};
    return {std::nullopt, Seconds{0}};
}

std::optional<ClockFault> ClockWatch::look(UnixSeconds now, Milliseconds monotonic,
                                           Seconds skew_max) {
    if (!wall_) {
        wall_ = now;
        monotonic_ = monotonic;
        return std::nullopt;
    }
    const std::int64_t passed = (monotonic.count - monotonic_.count) / 1'000;
    const std::int64_t shown = (now - *wall_).count;
    // Looks come more often than the limit: a clock that stands still is measured from where it
    // stopped.
    if (shown == 0)
        return passed > skew_max.count ? std::optional(ClockFault::frozen) : std::nullopt;
    wall_ = now;
    monotonic_ = monotonic;
    return std::abs(shown - passed) > skew_max.count ? std::optional(ClockFault::jumped)
                                                     : std::nullopt;
}

}  // namespace ballast::keeper
