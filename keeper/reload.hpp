// SPDX-License-Identifier: MIT
// What may change under a running keeper, and what makes it another one.
#pragma once

#include "base/result.hpp"
#include "keeper/configuration.hpp"

namespace ballast::keeper {

/// Tells whether a running keeper may take `wanted` over. Who it is may not change: chains,
/// oracles, markets, keys, journals, state folder; nor what is bound once, the status address and
/// the form of the log. Errors: configuration naming every setting that needs a restart, one a
/// line.
[[nodiscard]] Status check_reload(const Configuration& running, const Configuration& wanted);

}  // namespace ballast::keeper
