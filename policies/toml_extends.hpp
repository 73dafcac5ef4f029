// SPDX-License-Identifier: MIT
// A document as a named set of changes to another one beside it.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "policies/toml_document.hpp"

namespace ballast::policies {

/// Returns the document with its base merged in, every value keeping the place it was written at.
///
/// `extends = "base.toml"` names a document in `folder`, which may extend another one itself, so
/// that a policy is read in four files at most. Tables merge key by key; everything else is
/// replaced. `without = ["channel", "carry"]` lists dotted paths of the base that are left out
/// first. Both keys are taken out of the result. A document without `extends` is returned as it is.
/// Errors: bad_data with the place; input_missing where the base cannot be read.
[[nodiscard]] Result<TomlNode> resolve_extends(TomlNode document,
                                               const std::filesystem::path& folder);

/// Reads the file and resolves it. Places name the file by its last part.
/// Errors: as read_file, parse_toml and resolve_extends.
[[nodiscard]] Result<TomlNode> load_toml(const std::filesystem::path& path);

}  // namespace ballast::policies
