// SPDX-License-Identifier: MIT
#include "telemetry/status_board.hpp"

#include "telemetry/live_page.hpp"

namespace ballast::telemetry {
namespace {

constexpr const char* kText = "text/plain; charset=utf-8";
constexpr const char* kMetrics = "text/plain; version=0.0.4; charset=utf-8";

BoardPage verdict(bool good, std::string words) {
    return {good ? 200 : 503, kText, std::move(words) + '\n'};
}

BoardPage liveness(bool is_alive) {
    return verdict(is_alive, is_alive ? "alive" : "the loop has not come round in time");
}

BoardPage readiness(const std::vector<std::string>& reasons) {
    std::string words = reasons.empty() ? "ready" : "not ready";
    for (const std::string& reason : reasons)
        words += "\n" + reason;
    return verdict(reasons.empty(), std::move(words));
}

}  // namespace

StatusBoard::StatusBoard(const Clock& clock, Milliseconds live_for)
    : clock_(&clock),
      live_for_(live_for),
      last_beat_(clock.monotonic()),
      snapshot_(std::make_shared<const Snapshot>(
          Snapshot{"", R"({"format":"ballast/status/1"})", {"nothing was looked at yet"}})) {}

void StatusBoard::beat() {
    const Milliseconds now = clock_->monotonic();
    const std::lock_guard lock(mutex_);
    last_beat_ = now;
}

void StatusBoard::publish(Snapshot snapshot) {
    auto shown = std::make_shared<const Snapshot>(std::move(snapshot));
    const std::lock_guard lock(mutex_);
    snapshot_.swap(shown);
}

StatusBoard::Seen StatusBoard::seen() const {
    const Milliseconds now = clock_->monotonic();
    const std::lock_guard lock(mutex_);
    return {snapshot_, now.count - last_beat_.count <= live_for_.count};
}

std::optional<BoardPage> StatusBoard::page(std::string_view path) const {
    const Seen now = seen();
    if (path == "/metrics") return BoardPage{200, kMetrics, now.snapshot->metrics};
    if (path == "/status") return BoardPage{200, "application/json", now.snapshot->status};
    if (path == "/livez" || (path == "/readyz" && !now.is_alive)) return liveness(now.is_alive);
    if (path == "/readyz") return readiness(now.snapshot->not_ready);
    if (path == "/")
        return BoardPage{200, "text/html; charset=utf-8", std::string(live_page()),
                         std::string(live_page_policy())};
    return std::nullopt;
}

}  // namespace ballast::telemetry
