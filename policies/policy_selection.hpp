// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "base/result.hpp"
#include "engine/policy.hpp"

namespace ballast::policies {

/// Returns the policy with those of its assets alone that stand in `assets`, in its own order: a
/// recorded event, or a deployment, has fewer markets than a policy may know. What it decides for
/// them is the same, but that a wall group is what is left of it. Errors: configuration where none
/// is left, or where one that is kept is owed in an asset that `assets` lacks.
[[nodiscard]] Result<engine::Policy> select_assets(const engine::Policy& policy,
                                                   std::span<const std::string> assets);

}  // namespace ballast::policies
