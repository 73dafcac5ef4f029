// SPDX-License-Identifier: MIT
// A policy as people write it. docs/policy-format.md describes every key.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "engine/policy.hpp"

namespace ballast::policies {

/// Reads the policy in `path`, and the one that it extends. Errors: input_missing; bad_data with
/// every fault, one a line, each as "file:line:column: key: what was expected, what was found".
[[nodiscard]] Result<engine::Policy> load_policy(const std::filesystem::path& path);

/// Reads a policy from `text`. `file_name` is shown in faults, and its folder is where `extends`
/// looks. Errors: as load_policy.
[[nodiscard]] Result<engine::Policy> parse_policy(std::string_view text,
                                                  const std::string& file_name);

}  // namespace ballast::policies
