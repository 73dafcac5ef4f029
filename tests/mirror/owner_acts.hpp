// SPDX-License-Identifier: MIT
#pragma once

#include "tests/mirror/world.hpp"

namespace ballast::oracle::test {

/// One act of owner, guardian or a stranger: a stop or its end, a change of the configuration,
/// some refused for who asks or for what.
void random_owner_act(World& world);

/// One of the stops or its end, in place or not.
void random_stop(World& world);

/// Ends the freeze, or where there is none the pause.
void lift_stops(World& world);

}  // namespace ballast::oracle::test
