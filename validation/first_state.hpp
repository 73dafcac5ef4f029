// SPDX-License-Identifier: MIT
// What a run over history begins with, for history says nothing of contract or memory.
#pragma once

#include <span>

#include "engine/current.hpp"
#include "engine/policy.hpp"
#include "engine/state.hpp"

namespace ballast::validation {

/// Returns what the contract holds first: the policy's highest values, under its bands.
[[nodiscard]] engine::PublishedMarket first_market(const engine::AssetPolicy& asset);

/// Returns the memory an hour before `first`: no price and no print yet, and the variances of each
/// asset. Requires one entry of `variances` for each of the policy's assets.
[[nodiscard]] engine::State first_state(const engine::Policy& policy, UnixSeconds first,
                                        std::span<const engine::Variances> variances);

}  // namespace ballast::validation
