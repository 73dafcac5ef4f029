// SPDX-License-Identifier: MIT
// What a folder of market history held, so that others can tell whether theirs is the same.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace ballast::history {

struct FileDigest {
    std::string name;  ///< within the folder
    Hash32 hash;       ///< SHA-256 of its bytes
    bool operator==(const FileDigest&) const = default;
};

/// The files that were read, by name and content.
struct FolderDigest {
    std::vector<FileDigest> files;  ///< ascending by name
    /// SHA-256 over the lines "digest  name" of the files, as `sha256sum FILES | sha256sum` makes
    /// it.
    Hash32 hash;
    bool operator==(const FolderDigest&) const = default;
};

/// Returns the digest of these files of the folder, whatever else is in it. Errors: as read_file.
[[nodiscard]] Result<FolderDigest> digest_files(const std::filesystem::path& folder,
                                                const std::set<std::string>& names);

}  // namespace ballast::history
