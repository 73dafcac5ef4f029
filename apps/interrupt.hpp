// SPDX-License-Identifier: MIT
#pragma once

namespace ballast::apps {

/// How a second signal is taken.
enum class Patience {
    once,     ///< it ends the process at once
    patient,  ///< it changes nothing: the first is being obeyed
};

/// Turns SIGINT and SIGTERM into a flag while it lives, so that a run ends between two steps and
/// stops what it started. With Patience::patient SIGHUP becomes a flag of its own.
class Interrupt {
  public:
    explicit Interrupt(Patience patience = Patience::once);
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// Returns true once a signal came.
    [[nodiscard]] static bool requested() noexcept;

    /// Returns true where SIGHUP came since the last call, however often.
    [[nodiscard]] static bool take_reload() noexcept;
};

}  // namespace ballast::apps
