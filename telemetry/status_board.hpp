// SPDX-License-Identifier: MIT
// What the program shows of itself, between the loop that writes and the server that reads.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace ballast::telemetry {

/// What the program shows until it shows something else.
struct Snapshot {
    std::string metrics;                 ///< Metrics::text()
    std::string status;                  ///< docs/status-format.md
    std::vector<std::string> not_ready;  ///< reasons; none: ready
};

/// A page as the server sends it.
struct BoardPage {
    int status = 200;
    std::string content_type;
    std::string body;
    std::string content_policy = {};  ///< empty: nothing may be loaded
};

/// Serves the last snapshot, so that who asks never waits for the loop, nor the loop for who asks:
/// the two meet for the exchange of a pointer. Only whether the loop still comes round is judged
/// when it is asked for: a loop that hangs publishes nothing of it.
class StatusBoard {
  public:
    /// The loop lives as long as it comes round within `live_for`, three intervals say. Keeps the
    /// clock, of which it reads the monotonic side on any thread. Born alive and not ready.
    StatusBoard(const Clock& clock, Milliseconds live_for);

    /// The loop came round.
    void beat();

    void publish(Snapshot snapshot);

    /// Returns the page at that path, or nothing: / · /metrics · /status · /livez (503 where the
    /// loop hangs) · /readyz (503 with the reasons). On any thread.
    [[nodiscard]] std::optional<BoardPage> page(std::string_view path) const;

  private:
    struct Seen {
        std::shared_ptr<const Snapshot> snapshot;
        bool is_alive = false;
    };
    [[nodiscard]] Seen seen() const;

    const Clock* clock_;
    Milliseconds live_for_;
    mutable std::mutex mutex_;
    Milliseconds last_beat_;
    std::shared_ptr<const Snapshot> snapshot_;
};

}  // namespace ballast::telemetry
