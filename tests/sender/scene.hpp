// SPDX-License-Identifier: MIT
// One account, one chain, one store, and a sender that may die and come back.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "base/hash.hpp"
#include "sender/sender.hpp"
#include "tests/sender/fake_view.hpp"
#include "tests/sender/memory_store.hpp"
#include "tests/sender/test_signer.hpp"
#include "tests/support/simulated_clock.hpp"

namespace ballast::sender::test {

constexpr std::uint64_t kGwei = 1'000'000'000;

/// Checks at every broadcast that the bytes are stored, and that nothing is sent while stopped.
class Scene {
  public:
    explicit Scene(ClientKind kind = ClientKind::geth) : view(chain, kind) {
        fund(U256(1'000'000'000) * U256(10 * kGwei));
        view.on_broadcast = [this](ByteView raw) {
            EXPECT_TRUE(store.holds(raw)) << "sent, but not stored";
            EXPECT_FALSE(store.stopped) << "sent after a foreign transaction";
        };
        restart();
    }

    /// A new process on the same disk, with the same nodes.
    void restart() { sender.emplace(view, store, signer, clock, policy); }
    void fund(const U256& wei) { chain.fund(signer.address(), wei); }

    static TransactionRequest request(std::uint8_t name) {
        TransactionRequest made;
        made.key = keccak256(Bytes{name});
        made.to = chain::Address{};
        made.data = data(name);
        return made;
    }
    static Bytes data(std::uint8_t name) { return Bytes{name, 0xda, 0x7a}; }

    TxRecord submit(const TransactionRequest& made) {
        const auto record = sender->submit(made);
        EXPECT_TRUE(record) << record.error().what;
        return record ? *record : TxRecord();
    }
    StepReport step() {
        const auto report = sender->step();
        EXPECT_TRUE(report) << report.error().what;
        return report ? *report : StepReport();
    }
    /// A block, its twelve seconds, and a step.
    StepReport block(bool with_pool = true) {
        view.mine(with_pool);
        clock.wait({12'000});
        return step();
    }
    void finalise() {
        for (std::uint64_t i = 0; i <= chain.finality_depth; ++i)
            view.mine();
        step();
    }
    [[nodiscard]] const TxRecord& record(std::uint8_t name) const {
        return store.records.at(request(name).key);
    }
    [[nodiscard]] chain::Transaction sent(std::size_t index) const {
        return chain::decode_signed(view.sent.at(index))->transaction;
    }
    [[nodiscard]] std::size_t times_on_chain(std::uint8_t name) const {
        return inclusions(chain, data(name));
    }
    /// Somebody else with our key uses the next nonce; in a block at once.
    void stranger(std::uint64_t nonce) {
        chain::Transaction made;
        made.chain_id = chain.chain_id();
        made.nonce = nonce;
        made.max_fee_per_gas = U256(400 * kGwei);
        made.max_priority_fee_per_gas = U256(kGwei);
        made.gas_limit = 21'000;
        made.to = chain::Address{};
        TestSigner other(7);
        const Bytes raw = *other.sign_transaction(made);
        chain.mine(chain.block(chain.head()).header.timestamp + Seconds{12},
                   {*ballast::test::read_transaction(raw)});
        view.pool.prune(chain.head());
    }

    MockChain chain;
    FakeView view;
    MemoryStore store;
    TestSigner signer{7};
    ballast::test::SimulatedClock clock;
    SenderPolicy policy;
    std::optional<Sender> sender;
};

}  // namespace ballast::sender::test
