// SPDX-License-Identifier: MIT
// Nonces that the chain waits for and nothing of ours stands on. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "sender/record.hpp"

namespace ballast::sender {

/// Returns the nonces from the chain's next up to the highest of `open` that no record of `open`
/// has, ascending. Errors: failed where they span more than `most`: that is no gap but another
/// history. Requires `open` ascending by nonce.
[[nodiscard]] Result<std::vector<std::uint64_t>> missing_nonces(std::uint64_t chain_nonce,
                                                                const std::vector<TxRecord>& open,
                                                                std::uint64_t most);

/// Returns the key of the transaction that fills a nonce: keccak256 under the tag ballast/fill/1 of
/// chain id, account and nonce.
[[nodiscard]] Hash32 fill_key(std::uint64_t chain_id, const chain::Address& account,
                              std::uint64_t nonce);

}  // namespace ballast::sender
