// SPDX-License-Identifier: MIT
// A chain with one oracle on it, which is the mirror of the contract, and one account that reports.
// Blocks come every twelve seconds; those without a transaction are arithmetic.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "oracle/mirrored_oracle.hpp"
#include "rpc/types.hpp"
#include "tests/keeper/month/month_faults.hpp"
#include "tests/support/client_words.hpp"
#include "tests/support/mock_chain.hpp"

namespace ballast::month {

constexpr Seconds kBlockTime{12};
/// Blocks between the head and the newest that is final: few, so that little stays open.
constexpr std::uint64_t kFinalityDepth = 2;

/// What is wrong with it at the moment.
struct ChainWeather {
    bool unreachable = false;
    bool is_out = false;          ///< unreachable, and so is everything else
    Seconds lag;                  ///< how far the nodes are behind
    bool mines_nothing = false;   ///< no block takes a transaction
    bool never_mines = false;     ///< the same, for longer than a report lives
    bool reverts = false;         ///< the next call runs out of gas
    bool other_is_first = false;  ///< somebody else's report lands before the next one
    bool hangs = false;           ///< a call takes all of its deadline
    bool may_spike = false;       ///< the next routine transaction is outpriced
};

/// So long blocks stay dearer than a routine transaction may pay for.
constexpr Seconds kSpikeLasts{6 * kHour.count};

/// A report that the contract accepted, as the chain itself tells it.
struct AcceptedReport {
    std::uint64_t seq = 0;
    bool is_ours = false;
    UnixSeconds decided_at;  ///< of the snapshot
    UnixSeconds arrived;     ///< when its first transaction came to a node
    UnixSeconds mined_at;
    Hash32 digest;
    std::vector<oracle::ParamUpdate> updates;
    std::vector<oracle::Verdict> verdicts;
};

/// A pending loosening that our account executed.
struct ExecutedPending {
    Hash32 market_id;
    std::uint64_t queued_by = 0;  ///< seq
    UnixSeconds arrived;
    UnixSeconds mined_at;
};

/// What stands at a moment.
struct ChainState {
    UnixSeconds since;
    oracle::OracleRecord oracle;
    std::uint64_t nonce = 0;
    U256 balance;
};

class MonthChain {
  public:
    MonthChain(std::uint64_t chain_id, const chain::Address& oracle, UnixSeconds genesis,
               oracle::OracleRecord deployed);

    [[nodiscard]] std::uint64_t chain_id() const { return chain_id_; }
    [[nodiscard]] const chain::Address& oracle() const { return oracle_; }

    /// Mines what is due until `now`.
    void pass_to(UnixSeconds now);
    /// Takes a transaction of our account, or says why not.
    [[nodiscard]] std::optional<test::Refusal> take(const test::MockTransaction& transaction,
                                                    UnixSeconds now);
    [[nodiscard]] bool knows(const Hash32& tx_hash) const;
    [[nodiscard]] const rpc::Receipt* receipt(const Hash32& tx_hash) const;

    /// The newest block at `at`, and the state in it.
    [[nodiscard]] rpc::Block block_at(UnixSeconds at) const;
    [[nodiscard]] rpc::Block block(std::uint64_t number) const;
    [[nodiscard]] const ChainState& state_at(UnixSeconds at) const;
    [[nodiscard]] const ChainState& now() const { return states_.back(); }
    [[nodiscard]] std::vector<Hash32> market_ids() const;

    /// Somebody else's act at `at`: an owner's, a guardian's, a payer's.
    template <class Act>
    void change(UnixSeconds at, const Act& act) {
        act(begin_state(at));
    }
    /// Another keeper confirms one market. Does nothing where the contract would refuse it.
    void report_of_another(UnixSeconds at, std::size_t market);

    /// Counts what of the weather was met, where there is one.
    Tally* tally = nullptr;
    void meet(FaultKind kind) {
        if (tally != nullptr) tally->meet(kind);
    }

    ChainWeather weather;
    /// A routine transaction came to the nodes just now: from here on blocks are dear.
    void spike(UnixSeconds at);
    [[nodiscard]] U256 base_fee(UnixSeconds at) const;
    std::optional<UnixSeconds> spiked_at;

    /// Planted: every report is applied a second time.
    bool applies_twice = false;

    std::vector<AcceptedReport> accepted;
    std::vector<ExecutedPending> executed;
    std::uint64_t reverted = 0;  ///< of our transactions
    std::uint64_t cancelled = 0;

  private:
    ChainState& begin_state(UnixSeconds at);
    void mine(UnixSeconds at);
    void include(const test::MockTransaction& transaction, UnixSeconds at);
    [[nodiscard]] bool execute(const test::MockTransaction& transaction, UnixSeconds at,
                               ChainState& state, rpc::Receipt& receipt);
    [[nodiscard]] bool submit(const oracle::RiskReport& report, const Hash32& digest, bool is_ours,
                              UnixSeconds arrived, UnixSeconds at, ChainState& state);
    [[nodiscard]] bool execute_pending(ByteView data, UnixSeconds arrived, UnixSeconds at,
                                       ChainState& state);

    std::uint64_t chain_id_;
    chain::Address oracle_;
    UnixSeconds genesis_;
    UnixSeconds mined_to_;
    std::deque<ChainState> states_;
    std::map<std::uint64_t, test::MockTransaction> pool_;  ///< by nonce
    std::map<Hash32, UnixSeconds> arrived_;                ///< by hash, at its first coming
    std::map<Hash32, rpc::Receipt> receipts_;
};

}  // namespace ballast::month
