// SPDX-License-Identifier: MIT
// Internal to audit/: files that are there whole or not at all.
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace ballast::audit {

/// Has the system write the folder's names, so that a rename in it outlives a loss of power.
/// Errors: cannot_write.
[[nodiscard]] Status sync_folder(const std::filesystem::path& folder);

/// A file under construction beside its place, gone with this unless it was kept.
class NewFile {
  public:
    explicit NewFile(std::filesystem::path path);
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    ~NewFile();

    /// Where the content goes.
    [[nodiscard]] const std::filesystem::path& part() const { return part_; }
    /// Errors: cannot_write where something stands at the path already.
    [[nodiscard]] Status check_free() const;
    /// Syncs the content, gives it its name, and syncs the folder. Errors: cannot_write.
    [[nodiscard]] Status keep();

  private:
    std::filesystem::path path_;
    std::filesystem::path part_;
};

}  // namespace ballast::audit
