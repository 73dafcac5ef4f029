// SPDX-License-Identifier: MIT
// What a sender may believe about its chain.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/u256.hpp"
#include "rpc/node.hpp"
#include "rpc/types.hpp"

namespace ballast::rpc {

/// An account as a quorum of nodes sees it, all of it at the blocks named here.
struct AccountView {
    /// The newest block on which the quorum agrees.
    Block head;
    /// The newest block on which the quorum agrees that it is final.
    std::uint64_t finalized_number = 0;
    /// The account's next nonce as of `head` and as of the finalized block.
    std::uint64_t nonce = 0;
    std::uint64_t finalized_nonce = 0;
    /// In wei, as of `head`.
    U256 balance;
    /// The tip that the median node suggests, in wei per gas.
    U256 tip;
};

/// What the nodes said to a transaction that was sent to all of them.
struct BroadcastAnswer {
    /// The best verdict of any node, in the order accepted, already_known, nonce_too_low,
    /// fee_too_low, insufficient_funds; unknown where a node gave no answer or one that nobody
    /// knows and none took it: some node may have it.
    SendVerdict verdict = SendVerdict::unknown;
    /// The words of a node that refused, with its name.
    std::string message;
    /// True where one node took it and another said something severe about it.
    bool contradiction = false;
};

/// The chain as several nodes together tell it. Every reading function asks enough nodes for a
/// quorum to agree, at one block, and checks the chain id of each node it believes. Errors of all:
/// upstream_unavailable where no quorum answers or agrees; configuration where a node that is
/// needed is on another chain.
class ChainView {
  public:
    ChainView() = default;
    ChainView(const ChainView&) = delete;
    ChainView& operator=(const ChainView&) = delete;
    virtual ~ChainView() = default;

    [[nodiscard]] virtual std::uint64_t chain_id() const = 0;
    /// Never an older head than one returned before, except by a reorganisation that the quorum
    /// reports.
    [[nodiscard]] virtual Result<AccountView> look(const chain::Address& account) = 0;
    /// Returns the receipt that the quorum gives, whose block is on the quorum's chain, with the
    /// block's time; nothing where the quorum has none. One node alone can neither make nor hide
    /// one. A node that has thrown its old receipts away has none, too: keeps_receipts_above().
    [[nodiscard]] virtual Result<std::optional<Receipt>> receipt(const Hash32& tx_hash) = 0;
    /// Tells whether any node has the transaction, in its pool or in a block.
    [[nodiscard]] virtual Result<bool> knows(const Hash32& tx_hash) = 0;
    /// Tells whether a quorum still has the receipts of all blocks above `number`. Shown by the
    /// first of them that holds a transaction, for nodes forget the oldest first; false where it is
    /// not shown. Requires `number` to be final.
    [[nodiscard]] virtual Result<bool> keeps_receipts_above(std::uint64_t number) = 0;
    /// Simulates at the agreed head. A revert is an outcome.
    [[nodiscard]] virtual Result<CallOutcome> call(const CallMessage& message) = 0;
    /// Returns the largest estimate of the quorum. Errors: also failed where it reverts.
    [[nodiscard]] virtual Result<std::uint64_t> estimate_gas(const CallMessage& message) = 0;
    /// Sends the raw bytes to every node that is on this chain. Errors: configuration where no
    /// node is; otherwise even silence is an answer.
    [[nodiscard]] virtual Result<BroadcastAnswer> broadcast(ByteView raw) = 0;
};

}  // namespace ballast::rpc
