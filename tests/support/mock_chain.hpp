// SPDX-License-Identifier: MIT
// A chain small enough to think about: blocks with hashes, accounts with nonce and balance, base
// fee, forks, finality. It has no EVM; what transactions and calls do is handed in.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "base/u256.hpp"
#include "chain/transaction.hpp"
#include "chain/types.hpp"
#include "rpc/node.hpp"
#include "rpc/types.hpp"

namespace ballast::test {

struct MockAccount {
    std::uint64_t nonce = 0;
    U256 balance;
};
using MockAccounts = std::map<chain::Address, MockAccount>;

/// A transaction as nodes hold it.
struct MockTransaction {
    Bytes raw;
    Hash32 hash;
    chain::Address sender;
    chain::Transaction content;
};

/// Names a block for as long as the chain lives, on a fork or not.
using BlockId = std::size_t;

struct MockBlock {
    rpc::Block header;
    BlockId parent = 0;
    std::vector<MockTransaction> transactions;
    std::vector<rpc::Receipt> receipts;  ///< one a transaction
    MockAccounts accounts;               ///< after the block
};

/// What a transaction does beside moving its nonce, fee and value.
struct MockExecution {
    bool succeeded = true;
    std::uint64_t gas_used = 21'000;
    std::vector<rpc::Log> logs;
};

class MockChain {
  public:
    explicit MockChain(std::uint64_t chain_id = 31337, UnixSeconds genesis = {1'700'000'000});

    [[nodiscard]] std::uint64_t chain_id() const { return chain_id_; }
    [[nodiscard]] BlockId head() const { return head_; }
    [[nodiscard]] std::uint64_t head_number() const { return block(head_).header.number; }
    [[nodiscard]] const MockBlock& block(BlockId id) const { return blocks_.at(id); }

    /// Sets a balance as of the head. For the beginning of a test.
    void fund(const chain::Address& account, const U256& wei);

    /// Puts a block on the head with those of `candidates` that are valid there, in their order:
    /// right chain, next nonce of the sender, fee over the base fee, paid for.
    BlockId mine(UnixSeconds at, const std::vector<MockTransaction>& candidates = {});

    /// Takes the newest `depth` blocks away, puts `depth` + 1 others there, with `candidates` in
    /// the first, and returns what was in the old ones, oldest first. Requires depth <= the number
    /// of blocks after genesis and after the finalized one.
    std::vector<MockTransaction> reorganise(std::uint64_t depth,
                                            const std::vector<MockTransaction>& candidates = {});

    /// Returns the ancestor of `from` at `number`; nothing where `number` is above it.
    [[nodiscard]] std::optional<BlockId> at_number(BlockId from, std::uint64_t number) const;
    /// Returns the block that holds the transaction, seen from `from`.
    [[nodiscard]] std::optional<BlockId> find(BlockId from, const Hash32& tx_hash) const;
    /// Returns the number of the finalized block, seen from `from`.
    [[nodiscard]] std::uint64_t finalized_number(BlockId from) const;

    /// The base fee of the blocks to come.
    U256 base_fee{7'000'000'000};
    std::uint64_t gas_limit = 30'000'000;
    /// How far the finalized block is behind a head.
    std::uint64_t finality_depth = 64;
    /// What transactions do. Not set: they succeed and use 21,000 gas and 16 for each byte.
    std::function<MockExecution(const MockTransaction&)> execute;
    /// What eth_call gives, on a block. Not set: no bytes.
    std::function<rpc::CallOutcome(const MockBlock&, const Json& message)> call;

  private:
    BlockId append(BlockId parent, UnixSeconds at, const std::vector<MockTransaction>& candidates);
    void include(MockBlock& block, const MockTransaction& transaction) const;

    std::uint64_t chain_id_;
    std::deque<MockBlock> blocks_;
    BlockId head_ = 0;
    /// Where transactions were ever included, in order of their blocks' ids.
    std::map<Hash32, std::vector<BlockId>> places_;
};

/// Reads raw bytes as a node does. Errors: bad_data.
[[nodiscard]] Result<MockTransaction> read_transaction(ByteView raw);

/// Returns what a transaction needs at least.
[[nodiscard]] std::uint64_t intrinsic_gas(const chain::Transaction& transaction);

}  // namespace ballast::test
