// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"
#include "base/bytes.hpp"

namespace ballast::apps {

/// Returns the digest of the model's sources that this build was made from: SHA-256 over the lines
/// "sha256  path\n" of base/, engine/ and policies/, ascending by path (cmake/CodeHash.cmake).
[[nodiscard]] Hash32 code_hash();

/// Returns the SHA-256 of the running executable's file. Errors: input_missing.
[[nodiscard]] Result<Hash32> binary_hash();

/// `ballast version`
[[nodiscard]] int run_version(const VersionOptions& options);

}  // namespace ballast::apps
