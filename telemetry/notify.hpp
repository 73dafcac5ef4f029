// SPDX-License-Identifier: MIT
// Telling systemd how the service fares: sd_notify(3) without its library.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace ballast::telemetry {

/// One datagram a word to the socket that systemd names in NOTIFY_SOCKET.
class Notifier {
  public:
    /// `socket` is the variable's value: a path, or @ and an abstract name. Empty: nobody listens,
    /// and every function does nothing.
    explicit Notifier(std::string_view socket) : socket_(socket) {}

    /// Each sends its word. Errors: failed, where the socket does not take it; the program goes on.
    [[nodiscard]] Status ready() const { return send("READY=1"); }
    [[nodiscard]] Status stopping() const { return send("STOPPING=1"); }
    [[nodiscard]] Status alive() const { return send("WATCHDOG=1"); }
    /// Shows a sentence in `systemctl status`; a newline in it ends it.
    [[nodiscard]] Status say(std::string_view sentence) const;

  private:
    [[nodiscard]] Status send(std::string_view message) const;

    std::string socket_;
};

/// Returns how often alive() is due: half of what WATCHDOG_USEC says; nothing to do (0) where it
/// is no positive number, or WATCHDOG_PID names another process than `pid`.
[[nodiscard]] Milliseconds watchdog_interval(std::string_view watchdog_usec,
                                             std::string_view watchdog_pid, std::int64_t pid);

}  // namespace ballast::telemetry
