// SPDX-License-Identifier: MIT
// What the kernel says of this process and its disk.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.hpp"

namespace ballast::telemetry {

/// Returns the bytes of this process that are in RAM. Errors: failed, where /proc is not there.
[[nodiscard]] Result<std::int64_t> resident_bytes();

/// Returns how many file descriptors this process holds. Errors: failed.
[[nodiscard]] Result<std::int64_t> open_files();

/// Returns the bytes that may still be written where `path` lies. Errors: failed.
[[nodiscard]] Result<std::int64_t> free_bytes(const std::filesystem::path& path);

}  // namespace ballast::telemetry
