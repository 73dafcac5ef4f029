// SPDX-License-Identifier: MIT
// A market history that nobody recorded: enough to run the simulation without the data folder.
#pragma once

#include "simulation/frontier_world.hpp"

namespace ballast::simulation::test {

/// Returns four years of hourly prices around 2024 whose volatility comes in waves, with a score
/// that is .8 one day in twenty.
PathSource invented_source();

/// Returns the policy folder's carry_aware and the invented source under the name ETH.
FrontierInputs invented_inputs();

}  // namespace ballast::simulation::test
