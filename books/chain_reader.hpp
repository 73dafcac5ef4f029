// SPDX-License-Identifier: MIT
// Many questions about one block, asked of as many nodes as must agree on the answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "rpc/json_rpc.hpp"
#include "rpc/network.hpp"
#include "rpc/types.hpp"

namespace ballast::books {

struct ChainReaderOptions {
    std::uint64_t chain_id = 0;
    /// How many nodes must say the same.
    std::size_t quorum = 1;
    /// Questions in one body, at most; halved for a node that refuses a batch.
    std::size_t batch_max = 100;
    /// Of one body.
    Milliseconds request_deadline{10'000};
};

/// A range of eth_getLogs as the quorum gives it.
struct LogPage {
    /// True where a node refused the range for its size, or gave so much that it may have cut the
    /// answer: nothing else is filled then.
    bool too_much = false;
    /// The block before the range; nothing where it begins with block 0.
    std::optional<rpc::Block> before;
    rpc::Block last;  ///< the last of the range
    /// Ascending by block and index. Where the nodes of the quorum gave the same: that. Where they
    /// differ every node is asked, and what a quorum gave counts: one node can neither hide a log
    /// nor make one up. Where there is no other node to ask, what any gave: a log that one makes up
    /// costs a question more, one that is hidden would be a missing borrower.
    std::vector<rpc::PlacedLog> logs;
};

/// Where the nodes of the quorum contradict each other all the others are asked, and what a quorum
/// of them says counts; who said otherwise is asked last from then on. So is a node whose head has
/// fallen behind: more than 3 blocks and more than 30 s.
///
/// Errors of all functions: upstream_unavailable where too few nodes answer in time, mismatch where
/// no quorum says the same, or two do, or the block is not theirs any more.
class ChainReader {
  public:
    /// Keeps the references. Errors: configuration where the quorum is 0 or more than the nodes.
    [[nodiscard]] static Result<ChainReader> make(rpc::Network& network, const Clock& clock,
                                                  ChainReaderOptions options);

    /// Lets no request last beyond this moment of the monotonic clock.
    void stop_at(Milliseconds moment) { stop_at_ = moment; }
    /// Tells whether the moment has passed.
    [[nodiscard]] bool out_of_time() const { return clock_->monotonic() >= stop_at_; }

    /// Returns the newest number that a quorum has reached. Asks `quorum` nodes; all of them where
    /// one of those has fallen behind, and once a minute while the head does not rise.
    [[nodiscard]] Result<std::uint64_t> head();
    /// Returns the block with that number.
    [[nodiscard]] Result<rpc::Block> block(std::uint64_t number);
    /// Simulates each message on the state of `at`, and checks with every body that the number
    /// still has that hash. A revert is an outcome.
    [[nodiscard]] Result<std::vector<rpc::CallOutcome>> calls(
        const rpc::Block& at, const std::vector<rpc::CallMessage>& messages);
    /// How many messages go into one body.
    [[nodiscard]] std::size_t calls_max() const;
    /// Requires filter.first <= filter.last.
    [[nodiscard]] Result<LogPage> logs(const rpc::LogFilter& filter);

    /// Bodies sent so far.
    [[nodiscard]] std::uint64_t requests() const { return requests_; }
    /// Questions on which nodes contradicted each other.
    [[nodiscard]] std::uint64_t disagreements() const { return disagreements_; }

  private:
    struct Peer {
        std::size_t endpoint = 0;
        std::size_t batch = 0;     ///< questions that it takes in one body
        std::size_t answered = 0;  ///< asks since `batch` changed
    };
    using Questions = std::vector<rpc::Question>;
    using Answers = std::vector<rpc::RpcAnswer>;
    /// What one node said: to the guards, each time that they were asked, and to the questions.
    struct Told {
        std::vector<Answers> guards;
        Answers answers;
    };
    template <class Value>
    struct Heard {
        std::size_t endpoint = 0;
        Value value;
    };

    ChainReader(rpc::Network& network, const Clock& clock, ChainReaderOptions options);

    /// Returns what `read` makes of the answers of `enough` nodes, the next ones in place of those
    /// that fail; of all nodes where those do not agree with the first. A quorum of answers is no
    /// failure.
    template <class Value, class Read, class Agrees>
    [[nodiscard]] Result<std::vector<Heard<Value>>> hear(const Questions& guards,
                                                         const Questions& questions,
                                                         const Read& read, const Agrees& agrees,
                                                         std::size_t enough);
    /// The head, of at least `enough` nodes where so many answer.
    [[nodiscard]] Result<std::uint64_t> head_of(std::size_t enough);
    /// Returns the value that a quorum of them gave, and puts the others behind.
    template <class Value, class Agrees>
    [[nodiscard]] Result<Value> settle(const std::vector<Heard<Value>>& heard, const Agrees& agrees,
                                       const std::string& about);
    /// Asks one node. Its chain id and the guards stand in every body of more than a few questions,
    /// else before the first and after the last.
    [[nodiscard]] Result<Told> ask(Peer& peer, const Questions& guards, const Questions& questions);
    [[nodiscard]] Result<Told> ask_in_bodies(Peer& peer, const Questions& guards,
                                             const Questions& questions);
    [[nodiscard]] Status check_chain(const Peer& peer, const Told& told) const;
    /// Nothing where the node refused so many at once: it takes fewer from now on.
    [[nodiscard]] Result<std::optional<Answers>> ask_slice(Peer& peer, Questions questions);
    [[nodiscard]] Result<Answers> ask_alone(const Peer& peer, rpc::Question question);
    [[nodiscard]] Result<std::string> post(const Peer& peer, std::string body);
    void put_last(std::size_t endpoint);
    [[nodiscard]] Result<std::vector<rpc::CallOutcome>> call_slice(const rpc::Block& at,
                                                                   const rpc::CallMessage* first,
                                                                   std::size_t count);

    rpc::Network* network_;
    const Clock* clock_;
    ChainReaderOptions options_;
    /// Best first: whoever fails goes to the end.
    std::vector<Peer> peers_;
    Milliseconds stop_at_{INT64_MAX};
    /// The highest head so far, and when it rose or was last asked of everybody.
    std::uint64_t head_ = 0;
    std::optional<Milliseconds> head_rose_;
    std::uint64_t requests_ = 0;
    std::uint64_t disagreements_ = 0;
    std::int64_t last_id_ = 0;
};

}  // namespace ballast::books
