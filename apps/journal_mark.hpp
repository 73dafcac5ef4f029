// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "audit/journal.hpp"

namespace ballast::apps {

/// A file beside the keeper's state that names the journal which it has begun: where that one is
/// gone later, it was lost, and the keeper must not begin another in its place, unasked.
class JournalMark {
  public:
    explicit JournalMark(std::filesystem::path file) : file_(std::move(file)) {}

    /// Returns how the journal at `location` is to be opened: as one that must exist where it was
    /// begun here before.
    [[nodiscard]] audit::Journal::Mode mode_for(const std::string& location) const;

    /// Adds to an error of such an opening what to do.
    [[nodiscard]] Error explain(const Error& error) const;

    /// Notes that the journal at `location` has its first record. Errors: cannot_write.
    [[nodiscard]] Status note(const std::string& location) const;

  private:
    std::filesystem::path file_;
};

}  // namespace ballast::apps
