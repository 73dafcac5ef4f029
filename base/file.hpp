// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ballast {

/// Returns the whole file. Errors: input_missing where it cannot be opened, bad_data above 64 MiB.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

/// Replaces the file by `text`, through a synced temporary beside it and a rename, so that a crash
/// leaves the old or the new content, and a failure no temporary. Creates missing folders.
/// Requires that nobody else writes this path at the same time. Errors: cannot_write.
[[nodiscard]] Status write_file(const std::filesystem::path& path, std::string_view text);

}  // namespace ballast
