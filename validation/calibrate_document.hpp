// SPDX-License-Identifier: MIT
// A calibration as people and programs read it.
#pragma once

#include <string>

#include "base/json.hpp"
#include "validation/calibrate.hpp"

namespace ballast::validation {

/// Returns a TOML document that `extends` the policy's file with the calibrated constants, each
/// with its provenance and the evidence as comments. Put beside that file, it is a policy.
[[nodiscard]] std::string calibration_toml(const Calibration& calibration,
                                           const std::string& policy_file);

/// Returns the same as JSON: the canonical constants as decimal text, the evidence rounded.
[[nodiscard]] Json calibration_json(const Calibration& calibration);

}  // namespace ballast::validation
