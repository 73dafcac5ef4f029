// SPDX-License-Identifier: MIT
// From the JSON of a node to our types. For chain/rpc.cpp and its test.
#pragma once

#include "base/json.hpp"
#include "rpc/types.hpp"

namespace ballast::rpc {

/// Reads a quantity: 0x and 1 to 64 hex digits. Errors: bad_data, as of all functions here.
[[nodiscard]] Result<U256> read_quantity(const Json& json);

/// Reads a quantity below 2^64.
[[nodiscard]] Result<std::uint64_t> read_quantity64(const Json& json);

/// Reads bytes: 0x and an even number of hex digits.
[[nodiscard]] Result<Bytes> read_bytes(const Json& json);

/// Reads exactly 32 bytes.
[[nodiscard]] Result<Hash32> read_hash(const Json& json);

/// Reads an object as eth_getBlockByNumber gives it.
[[nodiscard]] Result<Block> read_block(const Json& json);

/// Reads the first transaction's hash of an object as eth_getBlockByNumber gives it without whole
/// transactions; nothing where the block is empty.
[[nodiscard]] Result<std::optional<Hash32>> read_first_transaction(const Json& json);

/// Reads an object as eth_getTransactionReceipt gives it.
[[nodiscard]] Result<Receipt> read_receipt(const Json& json);

/// Reads an array of logs as eth_getLogs gives it.
[[nodiscard]] Result<std::vector<Log>> read_logs(const Json& json);

/// Reads the same with the block of each. Refuses a log that says it was removed.
[[nodiscard]] Result<std::vector<PlacedLog>> read_placed_logs(const Json& json);

}  // namespace ballast::rpc
