// SPDX-License-Identifier: MIT
// A file of lines that only grows: each line is whole and synced, or not there.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace ballast::books {

/// Holds the lock of the file as long as it lives.
class IndexFile {
  public:
    /// Opens or creates it, and cuts off a last line that was never finished. Errors: cannot_write;
    /// lock_held where another process has it; bad_data above 256 MiB.
    [[nodiscard]] static Result<IndexFile> open(const std::filesystem::path& path);
    IndexFile(IndexFile&& other) noexcept;
    IndexFile& operator=(IndexFile&&) = delete;
    ~IndexFile();

    /// Returns its lines, without their ends, as they were when it was opened, once.
    [[nodiscard]] std::vector<std::string> take_lines();
    /// Appends and syncs. After a failure the file is what it was before. Requires a line without
    /// an end. Errors: cannot_write.
    [[nodiscard]] Status append(std::string_view line);
    /// Puts `lines` in place of all, by a synced file beside it and a rename. Errors: cannot_write,
    /// lock_held.
    [[nodiscard]] Status replace(const std::vector<std::string>& lines);

    [[nodiscard]] std::size_t size() const { return size_; }

  private:
    IndexFile(std::filesystem::path path, int file) : path_(std::move(path)), file_(file) {}
    [[nodiscard]] Status read_all();

    std::filesystem::path path_;
    int file_ = -1;
    std::size_t size_ = 0;
    std::vector<std::string> lines_;
};

}  // namespace ballast::books
