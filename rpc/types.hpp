// SPDX-License-Identifier: MIT
// What nodes tell about blocks and receipts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "base/u256.hpp"
#include "chain/types.hpp"

namespace ballast::rpc {

/// Which block a question is about.
class BlockTag {
  public:
    [[nodiscard]] static BlockTag latest() { return BlockTag("latest"); }
    [[nodiscard]] static BlockTag pending() { return BlockTag("pending"); }
    [[nodiscard]] static BlockTag safe() { return BlockTag("safe"); }
    [[nodiscard]] static BlockTag finalized() { return BlockTag("finalized"); }
    [[nodiscard]] static BlockTag at(std::uint64_t number) {
        return BlockTag(U256(number).to_quantity());
    }
    /// As JSON-RPC writes it.
    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    explicit BlockTag(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

struct Block {
    std::uint64_t number = 0;
    Hash32 hash;
    UnixSeconds timestamp;
    /// Wei per gas; absent on a chain without EIP-1559.
    std::optional<U256> base_fee;
    bool operator==(const Block&) const = default;
};

struct Log {
    chain::Address address;
    std::vector<Hash32> topics;
    Bytes data;
    std::uint64_t index = 0;
    bool operator==(const Log&) const = default;
};

/// A log of eth_getLogs, with the block that it is in.
struct PlacedLog {
    Log log;
    std::uint64_t block_number = 0;
    Hash32 block_hash;
    bool operator==(const PlacedLog&) const = default;
};

/// Which logs are asked for: those of one contract with that first topic, in a range of blocks
/// with both ends.
struct LogFilter {
    chain::Address contract;
    Hash32 topic;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

/// What became of a transaction that is in a block. The block may still be reorganised away.
struct Receipt {
    Hash32 tx_hash;
    /// False where the transaction reverted: it is in the block, its nonce and fee are spent.
    bool succeeded = false;
    std::uint64_t block_number = 0;
    Hash32 block_hash;
    /// The block's timestamp. A receipt does not hold it: a ChainView looks it up, and of a single
    /// node's it is zero.
    UnixSeconds block_time;
    std::uint64_t gas_used = 0;
    std::vector<Log> logs;
    /// Present where the transaction created a contract.
    std::optional<chain::Address> contract_address;
    /// What was paid, in wei per gas; absent where the node does not tell.
    std::optional<U256> effective_gas_price;
    bool operator==(const Receipt&) const = default;
};

/// What a call of a contract gave.
struct CallOutcome {
    bool reverted = false;
    /// The returned bytes; after a revert, those of the contract's error.
    Bytes output;
    /// After a revert, the node's words.
    std::string message;
};

/// A message to simulate. Without `to` it creates a contract.
struct CallMessage {
    std::optional<chain::Address> from;
    std::optional<chain::Address> to;
    Bytes data;
    U256 value;
};

}  // namespace ballast::rpc
