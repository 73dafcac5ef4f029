// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace ballast::rpc {

/// What an answer to eth_sendRawTransaction means for the transaction.
enum class SendVerdict {
    accepted,            ///< the node took it
    already_known,       ///< the node had it: as good as accepted
    nonce_too_low,       ///< its nonce is in a block: through this transaction or another
    fee_too_low,         ///< the fee does not suffice to enter, or to replace what is there
    insufficient_funds,  ///< the account cannot pay value and fee
    unknown,             ///< anything else: it may have been taken, so the nonce is never left
};

struct SendAnswer {
    SendVerdict verdict = SendVerdict::unknown;
    /// The node's words where it refused.
    std::string message;
};

/// Sorts the error texts of geth, erigon, nethermind, besu, reth and anvil.
[[nodiscard]] SendVerdict classify_send_error(std::string_view message);

}  // namespace ballast::rpc
