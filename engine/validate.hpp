// SPDX-License-Identifier: MIT
// The domain of the model (docs/model.md, section 2), beyond the bounds that the types carry.
// Inside it no computation of the engine can overflow or divide by zero.
#pragma once

#include "base/result.hpp"
#include "engine/current.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"
#include "engine/state.hpp"

namespace ballast::engine {

// Each names the first field that is outside: "state: markets[0].variances.slow_wad: ...". Errors:
// bad_data.
[[nodiscard]] Status validate(const Policy& policy);
[[nodiscard]] Status validate(const State& state);
[[nodiscard]] Status validate(const Snapshot& snapshot);
[[nodiscard]] Status validate(const Current& current);

}  // namespace ballast::engine
