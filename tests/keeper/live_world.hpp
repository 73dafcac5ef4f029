// SPDX-License-Identifier: MIT
// A running keeper's eyes over loopback: every published format, a pool with borrowers, a quoter.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/step.hpp"
#include "keeper/live_observatory.hpp"
#include "tests/books/mock_aave.hpp"
#include "tests/engine/sample.hpp"
#include "tests/support/feeds/feed_server.hpp"
#include "tests/support/simulated_clock.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::test {

/// BTC, published far below what a calm hour is worth: it rises unless something is not known. By
/// three exchanges' prices, two exchanges' and one contract's depth, the VIX, and a pool.
class LiveWorld {
  public:
    LiveWorld();

    /// Writes thirty days of hours such as the last run would have left.
    void remember_depth() const;
    /// Begins, or begins anew. `more` is added to the document of feeds.
    void open(const std::string& more = {});
    void pass(Seconds span);
    /// Asks all that is due, then judges one epoch and applies it, as the contract would.
    const engine::MarketDecision& epoch();
    [[nodiscard]] engine::Snapshot look();

    TemporaryFolder folder;
    SimulatedClock clock{engine::test::kNow};
    FeedServer server;
    std::unique_ptr<net::HttpClient> client = net::open_http_client();
    MockAave* nodes = nullptr;  ///< of the observatory that is open
    engine::test::Case world;
    std::unique_ptr<keeper::LiveObservatory> observatory;
    bool node_is_dead = false;
    std::vector<feeds::FeedDeclaration> feeds;  ///< of the observatory that was opened last
    std::string told;                           ///< the log's lines
    telemetry::Log log{telemetry::LogFormat::logfmt, telemetry::LogLevel::info, clock,
                       [this](std::string_view line) { told += std::string(line) + "\n"; }};

  private:
    [[nodiscard]] keeper::WatchedChain chain();
    void keep_time() const;

    engine::MarketDecision decision_;
};

}  // namespace ballast::test
