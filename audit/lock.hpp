// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace ballast::audit {

/// Holds "PATH.lock" exclusively (flock) until destroyed; the system lets go when the process ends,
/// however it ends.
class FileLock {
  public:
    /// Errors: lock_held where another process has it, cannot_write.
    [[nodiscard]] static Result<FileLock> take(const std::filesystem::path& path);

    /// Tells whether a process has it, and leaves it so. Errors: cannot_write where the lock file
    /// cannot be opened.
    [[nodiscard]] static Result<bool> is_taken(const std::filesystem::path& path);

    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock();

  private:
    explicit FileLock(int file) noexcept : file_(file) {}
    int file_ = -1;
};

}  // namespace ballast::audit
