// SPDX-License-Identifier: MIT
// What the sender keeps: one row for each (chain, account, nonce), with every signature made for
// it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/u256.hpp"
#include "chain/types.hpp"
#include "rpc/types.hpp"
#include "sender/fee_policy.hpp"

namespace ballast::sender {

/// Where a transaction stands. Closed list.
enum class TxState {
    stored,     ///< signed and durable; whether a node has it is not known
    sent,       ///< a node took it, or may have
    included,   ///< in a block that a reorganisation may still take away
    succeeded,  ///< final
    reverted,   ///< final: nonce and fee are spent, the call did nothing
    cancelled,  ///< final: our own empty transaction took the nonce
    foreign,    ///< final: the nonce went to a transaction that is none of ours. Everything stops
};

/// Why an unfinished transaction stands where it stands. Closed list.
enum class TxReason {
    none,
    fee_capped,     ///< the market's fee is above the cap of its urgency
    budget_spent,   ///< a replacement would exceed the day's budget
    cannot_pay,     ///< the account's balance does not suffice
    evicted,        ///< no node knew it any more; it was sent again
    reorganised,    ///< its block was taken away; it was sent again
    past_deadline,  ///< it is being cancelled
    unreachable,    ///< no quorum of nodes answers, or agrees about it
    yields,  ///< it is being cancelled: an urgent one waits behind it, at a price above its own
    signer_away,   ///< the signer does not sign; what is stored is sent all the same
    receipt_lost,  ///< its nonce is used for good, and nodes may have forgotten by what
};

/// What an attempt does with the nonce.
enum class AttemptKind {
    call,    ///< what the caller asked for
    cancel,  ///< an empty transaction to ourselves: past the deadline, or on the operator's word
    fill,    ///< the same where no call ever stood: it closes a gap below a stored nonce
};

/// One signed transaction. Its bytes are sent as they stand, every time.
struct Attempt {
    AttemptKind kind = AttemptKind::call;
    Bytes raw;
    Hash32 tx_hash;
    UnixSeconds signed_at;
    bool operator==(const Attempt&) const = default;
};

/// The block that an attempt is in.
struct Inclusion {
    Hash32 tx_hash;
    std::uint64_t block_number = 0;
    Hash32 block_hash;
    /// The block's timestamp: from then on the fee counts for a day's budget.
    UnixSeconds block_time;
    bool succeeded = false;
    /// gas_used times the price paid, in wei.
    U256 fee;
    bool operator==(const Inclusion&) const = default;
};

/// Since when the newest attempt is next in line to be included: the head at which that was first
/// so. Both zero: it is not.
struct Wait {
    std::uint64_t block = 0;
    UnixSeconds since;
    bool operator==(const Wait&) const = default;
};

struct TxRecord {
    /// Names what the caller wants done; one key is at most one nonce, for ever.
    Hash32 key;
    std::uint64_t chain_id = 0;
    chain::Address account;
    std::uint64_t nonce = 0;
    /// After it a call is cancelled. Zero: never.
    UnixSeconds deadline;
    bool urgent = false;
    /// Wei per gas, from the request; the policy's cap holds beside it.
    U256 fee_cap;
    /// The policy that it was submitted under: what an operator's command works with.
    FeePolicy fees;
    /// The block that was final when it was signed first: no attempt can be in it or under it.
    std::uint64_t final_block = 0;
    /// Wei per gas: the most that an urgent request offers which waits behind this routine one.
    /// Zero: none does. So far may go what makes way for it, under the policy's urgent cap and
    /// budget.
    U256 hurry_cap;
    Wait wait;
    TxState state = TxState::stored;
    TxReason reason = TxReason::none;
    /// At least one; the newest last.
    std::vector<Attempt> attempts;
    /// Where the state is sent: where it was last seen, before nobody had the receipt any more.
    /// Kept for as long as the nonce is used and no stranger is shown to have it.
    std::optional<Inclusion> inclusion;
    bool operator==(const TxRecord&) const = default;
};

/// Tells whether nothing can change any more.
[[nodiscard]] bool is_final(TxState state) noexcept;

/// Tells whether a head of that time is past the record's deadline.
[[nodiscard]] bool is_overdue(const TxRecord& record, UnixSeconds head) noexcept;

[[nodiscard]] std::string_view name(TxState state) noexcept;
[[nodiscard]] std::string_view name(TxReason reason) noexcept;
[[nodiscard]] std::string_view name(AttemptKind kind) noexcept;
/// Read what name() writes. Errors: bad_data.
[[nodiscard]] Result<TxState> tx_state(std::string_view name);
[[nodiscard]] Result<TxReason> tx_reason(std::string_view name);
[[nodiscard]] Result<AttemptKind> attempt_kind(std::string_view name);

}  // namespace ballast::sender
