// SPDX-License-Identifier: MIT
// One node's transaction pool, with the rules of its kind.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "tests/support/client_words.hpp"
#include "tests/support/mock_chain.hpp"

namespace ballast::test {

class MockPool {
  public:
    MockPool(const MockChain& chain, ClientKind kind) : chain_(chain), kind_(kind) {}

    /// Takes the transaction as of the block `view`, or says why not.
    [[nodiscard]] std::optional<Refusal> add(const MockTransaction& transaction, BlockId view);
    /// Puts back what a reorganisation took out of the chain, as nodes do (anvil does not).
    void put_back(const MockTransaction& transaction);
    void erase(const Hash32& hash);
    void clear() { held_.clear(); }
    /// Drops what the block `view` has made impossible.
    void prune(BlockId view);

    [[nodiscard]] const MockTransaction* find(const Hash32& hash) const;
    /// Returns the account's next nonce with what is held, as eth_getTransactionCount "pending".
    [[nodiscard]] std::uint64_t pending_nonce(const chain::Address& account,
                                              std::uint64_t nonce) const;
    /// In order of sender and nonce.
    [[nodiscard]] std::vector<MockTransaction> all() const;
    [[nodiscard]] std::size_t size() const { return held_.size(); }

    std::size_t capacity = 4096;
    /// In wei per gas.
    U256 tip_min{1};
    /// The balance has to suffice for all that it holds of the account, as with geth.
    bool sums_up = false;

  private:
    [[nodiscard]] bool may_replace(const chain::Transaction& old,
                                   const chain::Transaction& fresh) const;
    /// In wei: what its other transactions of the sender may cost.
    [[nodiscard]] U256 promised_beside(const MockTransaction& transaction) const;
    [[nodiscard]] std::optional<Refusal> judge(const MockTransaction& transaction,
                                               const MockAccount& account) const;

    const MockChain& chain_;
    ClientKind kind_;
    std::map<std::pair<chain::Address, std::uint64_t>, MockTransaction> held_;
};

}  // namespace ballast::test
