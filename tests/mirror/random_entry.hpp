// SPDX-License-Identifier: MIT
#pragma once

#include "oracle/limits.hpp"
#include "tests/engine/random.hpp"

namespace ballast::oracle::test {

/// Returns an entry for the market that aims at one of the contract's bounds, and mostly lands on
/// it, one below or one above; sometimes at nothing.
[[nodiscard]] ParamUpdate random_entry(engine::test::Random& random, const Hash32& id,
                                       const MarketRecord& held, UnixSeconds at);

/// Returns a time at or after `now` at which something about the market is about to change its
/// mind: a delay ends, a ramp, a window, the data's age. One below, on it or one above.
[[nodiscard]] UnixSeconds random_time(engine::test::Random& random, const MarketRecord& held,
                                      UnixSeconds now);

}  // namespace ballast::oracle::test
