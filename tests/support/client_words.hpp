// SPDX-License-Identifier: MIT
// What six kinds of node say when they refuse a transaction.
#pragma once

#include <cstdint>
#include <string>

namespace ballast::test {

enum class ClientKind { geth, erigon, nethermind, besu, reth, anvil };

constexpr ClientKind kClientKinds[] = {ClientKind::geth, ClientKind::erigon, ClientKind::nethermind,
                                       ClientKind::besu, ClientKind::reth,   ClientKind::anvil};

/// Why a node does not take a transaction into its pool.
enum class Refusal {
    already_known,
    nonce_too_low,
    replacement_underpriced,  ///< the bump over what is there is too small
    tip_too_low,              ///< under the node's own minimum
    fee_below_base,           ///< only some kinds refuse it
    insufficient_funds,
    pool_full,
    gas_limit_exceeded,  ///< above the block's
    intrinsic_gas,
    wrong_chain,
};

struct Words {
    std::int64_t code = -32000;
    std::string message;
};

/// Returns the words of one kind of node. Where releases differ, those of the older one, which is
/// the harder to understand: the newer ones say what geth says.
[[nodiscard]] Words words(ClientKind kind, Refusal refusal);

[[nodiscard]] std::string to_string(ClientKind kind);

}  // namespace ballast::test
