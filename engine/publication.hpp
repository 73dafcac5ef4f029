// SPDX-License-Identifier: MIT
// From targets to what is published: tightening is fast, loosening is slow, and an LT cut never
// surprises a borrower. This is the one place where that asymmetry is written.
#pragma once

#include <vector>

#include "engine/current.hpp"
#include "engine/decision.hpp"
#include "engine/pair.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"
#include "engine/state.hpp"

namespace ballast::engine {

/// Returns the haircut-band value for a target (M-13): with H = 1 - value in bps,
/// 1 - clamp(H_published, H_target, ceil(play * H_target)).
[[nodiscard]] Bps play_band(Bps published, Bps target, Wad play);

/// Returns whether the price is confirmed and not older at `at` than the oracle's max_age.
[[nodiscard]] bool is_fresh(const SeenPrice& price, const PublishedMarket& published,
                            UnixSeconds at);

/// What a doubt may be about.
struct DoubtInput {
    const Policy& policy;
    const Snapshot& snapshot;
    const MarketObservation& market;
    const SeenPrice& price;
    const MarketState& state;  ///< with the snapshot's price folded in
    const Regime& regime;
    const Current& current;
    const PublishedMarket& published;
    Alarm alarm = Alarm::none;  ///< of the cascade
};

/// Everything that forbids loosening whatever the targets say: one reason for each doubt about the
/// inputs, the regime, the calendar or the oracle. Empty means that loosening may be considered.
[[nodiscard]] std::vector<Reason> doubts(const DoubtInput& input);

/// Returns true while the contract may still execute this loosening: until its lifetime, 7 days,
/// after its veto window is over. An expired one can only be replaced.
[[nodiscard]] bool awaits_execution(const std::optional<Pending>& pending, UnixSeconds at);

/// What one market's publication depends on.
struct PublicationInput {
    const PublicationPolicy& policy;
    const AssetPolicy& asset;
    const MarketObservation& market;
    const PublishedMarket& published;
    SeenPrice price = {};
    UnixSeconds at;
    bool frozen = false;          ///< the oracle accepts nothing
    std::vector<Reason> doubts;   ///< from doubts()
    UnixSeconds ltv_quiet_since;  ///< 0: not quiet
    UnixSeconds lt_quiet_since;
};

/// Returns true where `since` is a time and `needed` ago or more: nothing spoke against it since.
[[nodiscard]] bool is_quiet(UnixSeconds since, Seconds needed, UnixSeconds at);

/// A proposed move of one parameter.
struct Move {
    Bps value;                  ///< to publish
    std::vector<Reason> holds;  ///< why it is less than what was desired
};

/// Returns how far LT may fall towards `desired` now (M-14): deadband, the oracle's delay and
/// weekly budget, and the induced-liquidation budget, of which it takes the largest admissible cut.
[[nodiscard]] Move lower_lt(const PublicationInput& input, Bps desired);

/// Returns how far LTV (M-15) or LT (M-17) may rise towards `desired` now.
[[nodiscard]] Move raise_ltv(const PublicationInput& input, Bps desired);
[[nodiscard]] Move raise_lt(const PublicationInput& input, Bps desired);

/// Returns the ramp that the oracle asks for a cut to `lt` that starts at `at`: the longer of its
/// least ramp and ceil(its ramp per 100 bps * move / 100).
[[nodiscard]] Seconds ramp_for(const PublishedMarket& published, Bps lt, UnixSeconds at);

}  // namespace ballast::engine
