// SPDX-License-Identifier: MIT
// A mock chain and one pool as a ChainView, without JSON between.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rpc/chain_view.hpp"
#include "tests/support/mock_chain.hpp"
#include "tests/support/mock_pool.hpp"

namespace ballast::sender::test {

using ballast::test::ClientKind;
using ballast::test::MockChain;
using ballast::test::MockPool;
using ballast::test::MockTransaction;

class FakeView final : public rpc::ChainView {
  public:
    explicit FakeView(MockChain& chain, ClientKind kind = ClientKind::geth)
        : pool(chain, kind), chain_(chain) {}

    [[nodiscard]] std::uint64_t chain_id() const override { return configured_chain; }
    [[nodiscard]] Result<rpc::AccountView> look(const chain::Address& account) override;
    [[nodiscard]] Result<std::optional<rpc::Receipt>> receipt(const Hash32& tx_hash) override;
    [[nodiscard]] Result<bool> knows(const Hash32& tx_hash) override;
    [[nodiscard]] Result<bool> keeps_receipts_above(std::uint64_t number) override;
    [[nodiscard]] Result<rpc::CallOutcome> call(const rpc::CallMessage& message) override;
    [[nodiscard]] Result<std::uint64_t> estimate_gas(const rpc::CallMessage& message) override;
    [[nodiscard]] Result<rpc::BroadcastAnswer> broadcast(ByteView raw) override;

    /// Puts a block with what the pool holds on the chain, twelve seconds after the last.
    void mine(bool with_pool = true);
    /// Takes blocks away and gives their transactions back to the pool, or loses them.
    void reorganise(std::uint64_t depth, bool gives_back = true);

    MockPool pool;
    std::uint64_t configured_chain = 31337;
    bool unreachable = false;
    /// The transaction is taken, and the answer is lost.
    bool drops_answers = false;
    /// One node says that it has every transaction, whether it has or not.
    bool claims_to_know = false;
    /// The quorum's head is so many blocks behind the chain's.
    std::uint64_t lag = 0;
    /// A quorum of the nodes has thrown away all receipts and transactions under this block.
    std::uint64_t pruned_under = 0;
    /// The nodes do not agree on the receipt of this one.
    std::optional<Hash32> disputed;
    std::optional<Result<std::uint64_t>> estimate;
    /// What call() gives. Not set: no bytes.
    std::function<rpc::CallOutcome(const rpc::CallMessage&)> on_call;
    U256 tip{1'000'000'000};
    /// A node's words to whatever is sent, and that another node took it all the same.
    std::string words;
    bool contradicts = false;
    /// Refused for want of money, whatever the account has.
    std::optional<Bytes> too_dear;
    /// Every raw transaction that was handed over, in order, and the nodes' verdicts.
    std::vector<Bytes> sent;
    std::vector<rpc::SendVerdict> verdicts;
    std::function<void(ByteView)> on_broadcast;

  private:
    [[nodiscard]] Status check() const;
    [[nodiscard]] ballast::test::BlockId head() const;

    MockChain& chain_;
};

/// How often the chain's present history holds a transaction with this data.
[[nodiscard]] std::size_t inclusions(const MockChain& chain, ByteView data);

}  // namespace ballast::sender::test
