// SPDX-License-Identifier: MIT
// A file of JSON lines that only grows. A crash in the middle of a line loses that line alone.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace ballast::feeds {

/// Appends the documents as lines, and returns once they are on the disk. A line that a crash tore
/// is ended first, so that it takes nothing after it with it. Makes the file and its folder.
/// Requires that nobody else writes it. Errors: cannot_write.
[[nodiscard]] Status append_lines(const std::filesystem::path& path,
                                  const std::vector<Json>& lines);

/// Hands each line to `take`, in order, as it is read: a file may be longer than the memory.
/// Returns how many were no JSON; each of them is handed to `spoilt` where there is one, empty
/// where it was too long. None where there is no file. A line longer than a mebibyte is damage, and
/// not held in memory. Errors: input_missing where the file cannot be read; permission where it is
/// a symbolic link or no plain file.
[[nodiscard]] Result<std::size_t> for_each_line(
    const std::filesystem::path& path, const std::function<void(const Json&)>& take,
    const std::function<void(std::string_view)>& spoilt = {});

/// The files of a folder that grows by one a UTC day: FOLDER/2025-11-17.jsonl. What is old is
/// deleted a file at a time and nothing is rewritten.
[[nodiscard]] std::filesystem::path day_file(const std::filesystem::path& folder, UnixSeconds at);
/// Returns those that are there, the oldest first.
[[nodiscard]] std::vector<std::filesystem::path> day_files(const std::filesystem::path& folder);
/// Deletes those of days that ended before `oldest`. Errors: cannot_write.
[[nodiscard]] Status drop_days(const std::filesystem::path& folder, UnixSeconds oldest);

}  // namespace ballast::feeds
