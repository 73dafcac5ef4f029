// SPDX-License-Identifier: MIT
// The operator's own pages: /metrics /livez /readyz /status and the live page.
#pragma once

#include <memory>
#include <string>

#include "keeper/configuration.hpp"
#include "keeper/status.hpp"
#include "net/http_server.hpp"
#include "telemetry/metrics.hpp"
#include "telemetry/status_board.hpp"

namespace ballast::apps {

/// Without a pulse for so long the loop hangs: /livez says so, and systemd ends the process
/// (WatchdogSec in docs/operating/ballast.service is the same number). A pulse comes with each turn
/// and while something waits; what blocks in between has deadlines of seconds.
constexpr Milliseconds kLiveFor{180'000};

class KeeperServers {
  public:
    /// Listens where the configuration says, if it does. Keeps the references. Errors:
    /// configuration, where the address is taken or none of this machine.
    [[nodiscard]] static Result<std::unique_ptr<KeeperServers>> open(
        const keeper::Configuration& configuration, telemetry::Metrics& metrics,
        const Clock& clock);

    /// Shows what a turn left.
    void show(const keeper::KeeperView& view, const keeper::ProgramFacts& facts);

    /// "127.0.0.1:9464", or "off".
    [[nodiscard]] const std::string& address() const { return address_; }

    /// The loop lives: it turned, or waits for a block within its turn's bound.
    void beat() { board_.beat(); }

    KeeperServers(telemetry::Metrics& metrics, const Clock& clock)
        : metrics_(metrics), board_(clock, kLiveFor) {}

  private:
    telemetry::Metrics& metrics_;
    telemetry::StatusBoard board_;
    std::string address_ = "off";
    std::unique_ptr<net::HttpServer> server_;  ///< last: it ends before what it reads
};

}  // namespace ballast::apps
