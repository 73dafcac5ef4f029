// SPDX-License-Identifier: MIT
// A market event as people write it. docs/scenario-format.md describes every key.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "policies/scenario.hpp"

namespace ballast::policies {

/// Reads the scenario in `path`. Errors: input_missing; bad_data with every fault, one a line,
/// each as "file:line:column: key: what was expected, what was found".
[[nodiscard]] Result<Scenario> load_scenario(const std::filesystem::path& path);

/// Reads a scenario from `text`; `file_name` is shown in faults. Errors: as load_scenario.
[[nodiscard]] Result<Scenario> parse_scenario(std::string_view text, const std::string& file_name);

/// Returns the *.toml files of the folder, ascending by name. Errors: input_missing.
[[nodiscard]] Result<std::vector<std::filesystem::path>> list_scenarios(
    const std::filesystem::path& folder);

}  // namespace ballast::policies
