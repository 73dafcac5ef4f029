// SPDX-License-Identifier: MIT
// Epochs on live feeds: board, snapshot, engine, and what the contract would hold.
#pragma once

#include <string>
#include <vector>

#include "engine/step.hpp"
#include "feeds/board.hpp"
#include "feeds/live_snapshot.hpp"
#include "tests/engine/sample.hpp"

namespace ballast::feeds::test {

/// The sample policy's market and its one indicator on feeds of their own: prices of BTC by three
/// sources, two of them needed, and the VIX. Depth and book are known and fresh unless a test
/// changes that.
class LiveRun {
  public:
    LiveRun();

    /// Has every source say its usual number at `at`: BTC at `dollars`, the VIX at 16 when Cboe's
    /// last session ended.
    void print_prices(UnixSeconds at, std::int64_t dollars);
    void print_vix(UnixSeconds at);

    /// Judges one epoch and applies what was decided. Fails the test where a step refuses.
    const engine::MarketDecision& epoch(UnixSeconds at);

    Board board;
    engine::test::Case world;  ///< its snapshot is the last epoch's
    DepthMemory depth;
    LiveRules rules;
    calendar::EventsNear events;
    bool book_known = true;
    bool liquidity_known = true;
    SeenLiquidity liquidity;  ///< its time is the epoch's and `ahead`
    SeenBook book;            ///< the same
    Seconds ahead;
    std::vector<SnapshotNote> notes;  ///< of the last epoch

  private:
    [[nodiscard]] LiveInputs inputs(UnixSeconds at) const;

    engine::MarketDecision decision_;
};

}  // namespace ballast::feeds::test
