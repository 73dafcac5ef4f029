// SPDX-License-Identifier: MIT
#pragma once

#include "tests/mirror/world.hpp"

namespace ballast::oracle::test {

/// One act of owner, guardian or a stranger: a stop or its end, a change of the configuration,
/// some refused for who asks or for what.
void random_owner_act(World& world);

/// The stops alone; unfreezing likelier than freezing, so that worlds go on.
void random_stop(World& world);

}  // namespace ballast::oracle::test
