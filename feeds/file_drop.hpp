// SPDX-License-Identifier: MIT
// A file that somebody else puts into a folder, as one answer.
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "providers/provider.hpp"

namespace ballast::feeds {

/// Reads the file as it is at one moment. Whoever drops it should write another name and rename: a
/// file that changes while it is read is refused, and tried again at the next turn; one that was
/// cut short is its format's to refuse. Errors: input_missing; permission for a symbolic link, for
/// what is no plain file, and for one that anybody may write; bad_data above kAnswerBytesMax;
/// upstream_unavailable where it changed meanwhile.
[[nodiscard]] Result<providers::Answer> read_dropped(const std::filesystem::path& path,
                                                     UnixSeconds now);

}  // namespace ballast::feeds
