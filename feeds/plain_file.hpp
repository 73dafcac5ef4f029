// SPDX-License-Identifier: MIT
// A file that a stranger may have put there, read without being led elsewhere or held up.
#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace ballast::feeds {

/// A plain file that is open for reading: no symbolic link, pipe, socket or device.
class PlainFile {
  public:
    /// Follows no link in the last part of the path, and waits for no writer of a pipe. Errors:
    /// input_missing; permission for a symbolic link and for what is no plain file.
    [[nodiscard]] static Result<PlainFile> open(const std::filesystem::path& path);

    PlainFile(const PlainFile&) = delete;
    PlainFile& operator=(const PlainFile&) = delete;
    PlainFile(PlainFile&& other) noexcept;
    PlainFile& operator=(PlainFile&&) = delete;
    ~PlainFile();

    /// Returns what the system says of it now. Errors: input_missing.
    [[nodiscard]] Result<struct stat> facts() const;
    /// Reads up to `room` bytes on from the last read. Returns how many: 0 at the end. Errors:
    /// input_missing.
    [[nodiscard]] Result<std::size_t> read(char* to, std::size_t room);
    /// Returns the rest. Errors: input_missing; bad_data above `most` bytes.
    [[nodiscard]] Result<std::string> read_all(std::size_t most);

  private:
    PlainFile(std::filesystem::path path, int number) : path_(std::move(path)), number_(number) {}

    std::filesystem::path path_;
    int number_;
};

}  // namespace ballast::feeds
