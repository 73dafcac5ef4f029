// SPDX-License-Identifier: MIT
// The chain as a quorum of several nodes tells it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "rpc/chain_view.hpp"
#include "rpc/endpoint.hpp"
#include "rpc/head_memory.hpp"
#include "rpc/network.hpp"
#include "rpc/witnesses.hpp"

namespace ballast::rpc {

struct PoolOptions {
    std::uint64_t chain_id = 0;
    /// How many endpoints must say the same. 1 is for a single endpoint: it is believed as long as
    /// it does not contradict itself, so whoever runs it can make up a chain.
    std::size_t quorum = 2;
    Milliseconds read_deadline{4'000};
    Milliseconds send_deadline{10'000};
    /// How many blocks under its head a node's finalized block is taken to be where the node knows
    /// no `finalized` tag. Two epochs of Ethereum.
    std::uint64_t finality_depth = 64;
    /// Nothing is believed about a head whose timestamp is older than this; 0 does without the
    /// check. For chains whose blocks come by the clock: several times their interval.
    Seconds head_age_max{0};
    EndpointRules endpoints;
    /// Of the jitter.
    std::uint64_t seed = 0;
    EndpointObserver on_change;
};

/// A figure each, for metrics.
struct PoolCounters {
    /// Questions on which no quorum agreed although enough nodes answered.
    std::uint64_t disagreements = 0;
    /// Broadcasts with BroadcastAnswer::contradiction.
    std::uint64_t contradictions = 0;
};

/// What one node said to a transaction.
struct NodeWord {
    std::string node;
    SendVerdict verdict = SendVerdict::unknown;
    std::string message;
};

/// Makes one answer of all, as BroadcastAnswer says.
[[nodiscard]] BroadcastAnswer merge_words(const std::vector<NodeWord>& words);

/// Asks all endpoints at once. Not for use by two threads at once.
class Pool final : public ChainView {
  public:
    /// Keeps the references. Errors: configuration where the quorum is 0, larger than the number of
    /// endpoints, or 1 of several; or where two endpoints have one name, being one witness.
    [[nodiscard]] static Result<std::unique_ptr<Pool>> make(Network& network, const Clock& clock,
                                                            PoolOptions options);

    [[nodiscard]] std::uint64_t chain_id() const override { return options_.chain_id; }
    [[nodiscard]] Result<AccountView> look(const chain::Address& account) override;
    [[nodiscard]] Result<std::optional<Receipt>> receipt(const Hash32& tx_hash) override;
    [[nodiscard]] Result<bool> knows(const Hash32& tx_hash) override;
    [[nodiscard]] Result<bool> keeps_receipts_above(std::uint64_t number) override;
    [[nodiscard]] Result<CallOutcome> call(const CallMessage& message) override;
    [[nodiscard]] Result<std::uint64_t> estimate_gas(const CallMessage& message) override;
    [[nodiscard]] Result<BroadcastAnswer> broadcast(ByteView raw) override;

    /// Returns the newest block that a quorum agrees on; never one before an earlier answer but for
    /// a reorganisation. Errors: those of ChainView.
    [[nodiscard]] Result<Block> head();
    /// Returns the block with that number as a quorum has it. Errors: those of ChainView.
    [[nodiscard]] Result<Block> block(std::uint64_t number);
    /// Simulates a call on the state of `at`: what a quorum says of which each has that very block.
    /// Errors: those of ChainView.
    [[nodiscard]] Result<CallOutcome> call_at(const CallMessage& message, const Block& at);

    [[nodiscard]] std::vector<EndpointStatus> endpoints() const;
    [[nodiscard]] const PoolCounters& counters() const { return counters_; }

  private:
    Pool(Network& network, const Clock& clock, PoolOptions options);

    /// What an alive node says of its own head, and to further questions.
    struct Sample {
        std::size_t endpoint = 0;
        Block latest;
        std::uint64_t finalized = 0;
        std::vector<RpcAnswer> rest;
    };
    /// What a quorum says at one head.
    template <class Extra>
    struct AtHead {
        Block head;
        Block finalized;
        Extra extra;
        bool operator==(const AtHead&) const = default;
    };
    /// Further questions at a head, and how their answers are read.
    template <class Extra>
    struct Inquiry {
        std::function<std::vector<Question>(const BlockTag& head, const BlockTag& finalized)> ask;
        std::function<Result<Extra>(const std::vector<RpcAnswer>& rest)> read;
    };

    /// Asks every endpoint for its head, decides who is alive, and returns those. Errors as of all.
    [[nodiscard]] Result<std::vector<Sample>> sample(const std::vector<Question>& further);
    [[nodiscard]] Result<Sample> read_sample(const Testimony& testimony, bool& syncing) const;
    void judge_heads(const std::vector<Sample>& samples, const std::vector<bool>& syncing);

    /// Asks at the newest block where a quorum says the same, and remembers that block.
    template <class Extra>
    [[nodiscard]] Result<AtHead<Extra>> agree_at_head(const std::vector<Sample>& samples,
                                                      const Inquiry<Extra>& inquiry);
    template <class Extra>
    [[nodiscard]] std::vector<AtHead<Extra>> ask_at(const std::vector<std::size_t>& endpoints,
                                                    std::uint64_t head, std::uint64_t finalized,
                                                    const Inquiry<Extra>& inquiry,
                                                    std::vector<std::size_t>& speakers);
    [[nodiscard]] Status remember(const Block& head, const Block& finalized);
    /// Returns the time of the receipt's block. Errors: also where a quorum has another block.
    [[nodiscard]] Result<UnixSeconds> check_canonical(const Receipt& receipt);
    /// Whether one node has them; nothing where it does not answer.
    [[nodiscard]] std::optional<bool> shows_receipts_above(std::size_t endpoint,
                                                           std::uint64_t number);
    /// Asks who is alive now; `read` makes one value of a testimony, or nothing where it is of
    /// another block. Errors: no quorum, or none that agrees on `about`.
    template <class Value>
    [[nodiscard]] Result<Value> agree_alive(
        const std::vector<Question>& questions,
        const std::function<std::optional<Value>(const std::vector<RpcAnswer>&)>& read,
        const std::string& about);
    void note_dissent(const std::vector<std::size_t>& speakers,
                      const std::vector<std::size_t>& voices);
    [[nodiscard]] tl::unexpected<Error> no_quorum() const;
    [[nodiscard]] tl::unexpected<Error> disagreement(const std::string& about);

    PoolOptions options_;
    const Clock& clock_;
    Witnesses witnesses_;
    HeadMemory memory_;
    PoolCounters counters_;
};

}  // namespace ballast::rpc
