// SPDX-License-Identifier: MIT
// The state machine of one record, as a table. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "rpc/types.hpp"
#include "sender/record.hpp"

namespace ballast::sender {

/// What is to be done about a record. Closed list.
enum class Move {
    wait,       ///< nothing changed
    note,       ///< its state or reason changed; nothing is sent
    broadcast,  ///< the newest attempt's bytes are sent as they stand
    replace,    ///< the newest attempt again, dearer
    cancel,     ///< an empty transaction to ourselves in its place
    include,    ///< one of its attempts is in a block
    settle,     ///< final: one of ours has the nonce
    foreign,    ///< final: a stranger has the nonce
    fill,       ///< an empty transaction on a nonce that nothing of ours stood on
};

/// What one look at the chain says about one record.
struct Sight {
    /// The nonce is used as of the head; as of the finalized block.
    bool used = false;
    bool used_finally = false;
    /// Every lower nonce is used: this record is the next to be included.
    bool next = false;
    /// The receipt of one of its attempts, whichever was included, and whether its block is final.
    std::optional<rpc::Receipt> receipt;
    bool final_block = false;
    /// Where there is no receipt: no node finds any of the attempts, and a quorum would, for it
    /// still has the receipts of every block that one could be in.
    bool absence_shown = false;
    /// Some node has one of the attempts. Asked only where nothing above says more.
    bool known = true;
    /// The newest attempt was next in line for longer than the policy allows.
    bool stuck = false;
    /// It is next in line and offers less than the base fee: no block can take it now.
    bool outpriced = false;
    /// The head is past the record's deadline.
    bool overdue = false;
};

struct Decision {
    Move move = Move::wait;
    /// What the record is to say before anything is sent.
    TxState state = TxState::stored;
    TxReason reason = TxReason::none;
    bool operator==(const Decision&) const = default;
};

/// Requires a record that is not final, with at least one attempt, and, where there is a receipt,
/// one of an attempt's hashes in it. The table, the first row that fits:
///
/// | record        | sight                       | move      | state    | reason        |
/// |---------------|-----------------------------|-----------|----------|---------------|
/// | any           | receipt, final              | settle    | its own  | none          |
/// | any           | receipt                     | include   | included | none          |
/// | any           | used finally, absence shown | foreign   | foreign  | none          |
/// | any           | nonce used finally          | note      | sent     | receipt_lost  |
/// | included      | nonce used                  | note      | sent     | reorganised   |
/// | any           | nonce used                  | wait      |          |               |
/// | last a call   | overdue                     | cancel    | not incl.| past_deadline |
/// | included      |                             | broadcast | sent     | reorganised   |
/// | unpaid (2)    | next in line                | cancel    | stored   | yields        |
/// | stored        |                             | broadcast | sent     | as it was     |
/// | sent          | stuck                       | replace   | sent     | as it was     |
/// | sent, hurried | outpriced (1)               | replace   | sent     | as it was     |
/// | sent          | no node knows it            | broadcast | sent     | evicted       |
/// | unreachable   |                             | note      | sent     | none          |
/// | sent          |                             | wait      |          |               |
///
/// Hurried: an urgent request waits behind it. (1) Unless it says fee_capped or budget_spent: then
/// it was tried, and is tried again once it is stuck. (2) Stored, hurried, its newest a call, and
/// it says cannot_pay: no node takes it, but a cancellation costs less. Where the balance suffices
/// by now, it is sent once more first, and stays where a node takes it.
///
/// A final receipt settles: succeeded or reverted for a call, cancelled for what was empty. A note
/// that would change nothing is a wait. The reasons unreachable, cannot_pay, signer_away and
/// receipt_lost are never carried on: whoever finds them again says them again. A replacement of a
/// call for which its own urgency leaves no room becomes a cancellation where an urgent one waits
/// (advance.cpp).
[[nodiscard]] Decision decide(const TxRecord& record, const Sight& sight);

}  // namespace ballast::sender
