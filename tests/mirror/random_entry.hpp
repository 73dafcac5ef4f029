// SPDX-License-Identifier: MIT
#pragma once

#include "oracle/limits.hpp"
#include "tests/engine/random.hpp"

namespace ballast::oracle::test {

/// The block's time, and the same on the ramp clock.
struct Clocks {
    UnixSeconds at;
    UnixSeconds ramp;
};

/// Returns an entry for the market that aims at one of the contract's bounds, and mostly lands on
/// it, one below or one above; sometimes at nothing.
[[nodiscard]] ParamUpdate random_entry(engine::test::Random& random, const Hash32& id,
                                       const MarketRecord& held, const Clocks& now);

/// Returns an entry that raises LTV or LT by little: it stands where only a time stands against it.
[[nodiscard]] ParamUpdate small_rise(engine::test::Random& random, const Hash32& id,
                                     const MarketRecord& held);

/// Returns a time at or after `now` at which something about the market is about to change its
/// mind: a delay ends, a ramp, a window, the data's age. One below, on it or one above.
[[nodiscard]] UnixSeconds random_time(engine::test::Random& random, const MarketRecord& held,
                                      UnixSeconds now);

}  // namespace ballast::oracle::test
