// SPDX-License-Identifier: MIT
#pragma once

namespace ballast::apps {

/// Turns SIGINT and SIGTERM into a flag while it lives, so that a run ends between two steps and
/// stops what it started. A second signal ends the process at once.
class Interrupt {
  public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// Returns true once a signal came.
    [[nodiscard]] static bool requested() noexcept;
};

}  // namespace ballast::apps
