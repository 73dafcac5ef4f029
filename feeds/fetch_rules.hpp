// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "base/time.hpp"

namespace ballast::feeds {

/// How hard sources may be asked.
struct FetchRules {
    /// Of all that is asked at once. A server that hangs holds the others' answers for as long.
    Milliseconds deadline{5'000};
    /// The first wait before a try ahead of the schedule, doubled from failure to failure, each by
    /// chance between a half and the whole of it.
    Milliseconds retry_min{15'000};
    /// Whatever Retry-After asks for, no longer than this; nor what we ask of ourselves after a
    /// 429 without it. A host that asks for an hour would leave a price stale for as long.
    Seconds wait_max{300};
    /// In any minute, to one scheme, host and port.
    std::uint64_t host_requests_per_minute_max = 30;
    /// Of the jitter.
    std::uint64_t seed = 0;
};

}  // namespace ballast::feeds
