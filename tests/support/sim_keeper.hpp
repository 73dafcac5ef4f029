// SPDX-License-Identifier: MIT
// A keeper that wants a few things done, lives, dies and lives again; and who judges it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>

#include "sender/request.hpp"
#include "sender/tx_store.hpp"
#include "tests/support/sim_view.hpp"

namespace ballast::test {

/// What is under test: a sender::Sender, or one of those that the judge must catch.
class Outbox {
  public:
    Outbox() = default;
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;
    virtual ~Outbox() = default;
    /// As sender::Sender::submit().
    [[nodiscard]] virtual Status submit(const sender::TransactionRequest& request) = 0;
    /// Looks at the chain once. Returns how many records are not final.
    [[nodiscard]] virtual Result<std::size_t> step() = 0;
};

/// What an outbox works on. Its parts live longer than the outbox.
struct OutboxParts {
    rpc::ChainView& chain;
    sender::TxStore& store;
    keys::Signer& signer;
    Clock& clock;
};
using MakeOutbox = std::function<std::unique_ptr<Outbox>(const OutboxParts&)>;

/// Returns a world in which the keeper's account has a thousand ether.
[[nodiscard]] SimWorld funded_world(std::uint64_t seed, const SimWeather& weather);

/// What somebody outside wants and has been told; a crash of the keeper does not touch it. A value.
struct SimJob {
    std::uint64_t requests = 3;
    /// Of every second request: how long after the start its deadline is. Zero: none has one.
    Seconds deadline;
    /// Keys whose submit() returned: they are never submitted again.
    std::set<Hash32> accepted;
    /// The nonces under which a key's call ever arrived at a node.
    std::map<Hash32, std::set<std::uint64_t>> nonces;
    /// Every transaction of ours that arrived, with how often.
    std::map<Hash32, std::uint64_t> arrived;
    /// What the store said when all was done.
    std::map<Hash32, sender::TxState> finals;
    std::uint64_t submissions_refused = 0;
};

[[nodiscard]] sender::TransactionRequest request_of(const SimJob& job, std::uint64_t index);

enum class LifeEnd {
    done,   ///< every request accepted and final
    died,   ///< at the act that was chosen
    stuck,  ///< it lives, and gets nothing done
};

struct SimLife {
    SimWorld& world;
    SimJob& job;
    SimProcess& process;
    /// The journal's path: its lock file is a real one, the journal is on the world's disk.
    std::filesystem::path path;
    MakeOutbox make;
    /// Called with every transaction as it arrives.
    std::function<void(const MockTransaction&)> on_arrival = nullptr;
    /// True: the journal is a real file, and the world's disk has no part in it.
    bool on_real_disk = false;
    /// Rounds of a step and nine seconds before it counts as stuck.
    std::uint64_t rounds_max = 600;
};

/// Where a keeper lives.
struct SimPlace {
    rpc::ChainView& chain;
    sender::TxStore& store;
    keys::Signer& signer;
    Clock& clock;
    SimProcess& process;
};

/// Submits and steps, one round after the other, until all is done or `process` dies.
[[nodiscard]] LifeEnd keep_on(const SimPlace& place, SimJob& job, const MakeOutbox& make,
                              std::uint64_t rounds_max = 600);

/// Submits what was not accepted yet, in order; stops at the first that is refused.
void submit_rest(SimJob& job, Outbox& outbox);

/// Tells whether the store has a final record for every request; notes the states in the job.
[[nodiscard]] bool is_done(SimJob& job, sender::TxStore& store);

/// Notes in the job that a transaction arrived at a node.
void note_arrival(SimJob& job, const MockTransaction& transaction);

/// Runs one life of the keeper: from opening its journal to the end.
[[nodiscard]] LifeEnd live(const SimLife& life);

/// What the chain says in the end about a job that is done.
struct SimVerdict {
    /// Keys whose call arrived under more than one nonce, or is in the chain more than once.
    std::uint64_t doubles = 0;
    /// Accepted keys that are neither in the chain nor cancelled.
    std::uint64_t lost = 0;
    /// Keys of which the store says another thing than the chain.
    std::uint64_t wrong = 0;
    [[nodiscard]] bool is_clean() const { return doubles == 0 && lost == 0 && wrong == 0; }
};
[[nodiscard]] SimVerdict judge(const MockChain& chain, const SimJob& job);

}  // namespace ballast::test
