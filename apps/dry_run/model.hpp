// SPDX-License-Identifier: MIT
// What a dry run found: plain data, from which every file of it is written.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "apps/dry_run/frontier_note.hpp"
#include "apps/report/run.hpp"
#include "engine/current.hpp"
#include "engine/decision.hpp"
#include "engine/plan.hpp"
#include "history/folder_digest.hpp"
#include "policies/scenario.hpp"

namespace ballast::apps {

/// The falls of the price at which a cut is judged.
constexpr std::array<engine::Bps, 3> kImpactFalls = {engine::Bps::of(0), engine::Bps::of(500),
                                                     engine::Bps::of(1000)};

/// What a change of LT makes liquidatable in a book at one fall of the price.
struct ThresholdImpact {
    engine::Bps fall;
    std::int64_t accounts = 0;         ///< liquidatable with the new LT and not with the old one
    engine::Usd debt;                  ///< theirs, in whole USD, rounded down
    std::int64_t accounts_anyway = 0;  ///< liquidatable with the old LT
    engine::Usd debt_anyway;
    bool operator==(const ThresholdImpact&) const = default;
};

/// The same question, answered by the target's own code; equal to ours account by account.
struct SimulatedImpact {
    std::string way;  ///< books::SimulationWay, by name
    ThresholdImpact impact;
};

/// One point of the liquidation wall.
struct WallAt {
    engine::Bps fall;
    engine::Usd debt_now;          ///< liquidatable under the LT in force
    engine::Usd debt_recommended;  ///< and under the recommended one
};

/// How a recommendation gets into force.
enum class Verdict {
    no_change,  ///< it is in force
    fits,       ///< one call of the protocol's risk steward
    steps,      ///< several of them
    proposal,   ///< not within anybody's limits: governance must vote
};

/// Returns "no_change", "fits_the_stewards_limits", "needs_steps" or "needs_a_proposal".
[[nodiscard]] std::string_view name(Verdict verdict) noexcept;

/// What the macro channels did: the proposed policy with them less the same without them.
struct MacroPart {
    engine::Bps ltv_now;  ///< of the target at the moment of the report; negative: lower with macro
    engine::Bps lt_now;
    engine::Bps ltv_largest;  ///< of the value in force, by size, over the whole event
    UnixSeconds ltv_largest_at;
    engine::Bps lt_largest;
    UnixSeconds lt_largest_at;
    std::int64_t epochs = 0;  ///< in how many either differed
};

/// One collateral.
struct AssetRow {
    std::string asset;
    engine::Price price;
    engine::Bps ltv_now;  ///< in force under the current policy
    engine::Bps lt_now;
    engine::Bps ltv;  ///< recommended: what the proposed policy wants, play band included
    engine::Bps lt;
    engine::Bps ltv_own;  ///< where the current policy is known: what the current policy itself
                          ///< wants at this moment
    engine::Bps lt_own;
    engine::MarketDecision decision;  ///< its first one on what is in force
    std::array<ThresholdImpact, 3> impact;
    bool in_book = false;  ///< else nobody of the book holds it, and the impact counts nobody
    std::vector<SimulatedImpact> simulated;  ///< at each fall; empty: no target was asked
    std::optional<engine::Bps> pool_lt;      ///< the target's own LT before the change
    std::vector<WallAt> wall;
    Verdict verdict = Verdict::no_change;
    std::string verdict_reason;
    engine::Plan plan;  ///< of the protocol's steward
    MacroPart macro;
    bool bands_change = false;  ///< the oracle's limits must be set anew
};

/// One policy over event or history.
struct PolicyRun {
    std::string name;
    Hash32 hash;
    std::vector<EpochOutcome> epochs;  ///< no transactions
    engine::Current last;              ///< what the oracle holds after them
};

/// The book that the impact is counted on.
struct BookNote {
    std::string name;
    bool invented = false;
    std::int64_t positions = 0;
    engine::Usd debt;
    Hash32 hash;  ///< SHA-256 of the file's bytes; of an invented one as it would be written
};

/// A call that the vote would make.
struct ProposalCall {
    std::string what;  ///< for people; names in it are shortened and made visible
    Bytes data;
};

/// Where the calls go.
struct ProposalTarget {
    std::uint64_t chain_id = 0;
    std::string oracle;  ///< checksummed address
    std::string safe;
    bool demonstration = false;  ///< the oracle of `ballast demo`
    std::vector<ProposalCall> calls;
};

/// What is in force, where it was read from a chain.
struct LiveState {
    std::uint64_t block = 0;
    Hash32 block_hash;
    UnixSeconds at;  ///< of the block
    bool frozen = false;
    bool loosening_paused = false;
    std::vector<Hash32> approved;  ///< policies, ascending
};

/// What was played of a folder of market history.
struct HistoryNote {
    history::FolderDigest digest;
    std::string span;  ///< the hours that all collaterals have, and whose history ends them
    UnixSeconds warm_up_from;
    UnixSeconds shown_after;
    /// Indicators of the proposed policy without a fresh print at the judged moment, and why.
    std::vector<std::string> unusable;
};

struct DryRun {
    policies::Scenario scenario;  ///< of a history its labels, without days
    Hash32 scenario_hash;
    std::optional<HistoryNote> history;  ///< nothing: an event was played
    UnixSeconds at;
    std::optional<LiveState> live;  ///< nothing: what is in force was played
    UnixSeconds steps_from;         ///< of the first step
    PolicyRun current;              ///< no epochs where it is known by its hash alone
    PolicyRun proposed;
    PolicyRun without_macro;
    std::vector<std::string> channels;                ///< the proposed policy's, by name
    std::vector<AssetRow> assets;                     ///< in the proposed policy's order
    std::array<ThresholdImpact, 3> together;          ///< all LTs change, all collaterals fall
    std::vector<SimulatedImpact> together_simulated;  ///< as AssetRow::simulated
    BookNote book;
    std::optional<FrontierNote> frontier;  ///< nothing: none was given
    ProposalTarget proposal;
    Hash32 code_hash;
    std::vector<std::string> command;  ///< the words that make these files again
};

}  // namespace ballast::apps
