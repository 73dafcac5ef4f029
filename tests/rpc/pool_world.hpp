// SPDX-License-Identifier: MIT
// A pool over mock nodes, with time that passes as the nodes answer.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "chain/signer.hpp"
#include "rpc/pool.hpp"
#include "tests/support/mock_network.hpp"
#include "tests/support/simulated_clock.hpp"

namespace ballast::rpc {

constexpr std::uint64_t kChainId = 31337;

/// The account of the private key 1.
inline const chain::SecretKey& test_key() {
    static const chain::SecretKey kKey =
        *chain::SecretKey::from_bytes(U256(1).to_big_endian().view());
    return kKey;
}

struct PoolWorld {
    explicit PoolWorld(std::vector<test::ClientKind> kinds = {test::ClientKind::geth,
                                                              test::ClientKind::nethermind,
                                                              test::ClientKind::reth},
                       PoolOptions given = {}) {
        chain.finality_depth = 8;
        network = std::make_unique<test::MockNetwork>(chain, kinds);
        network->on_time = [this](Milliseconds span) { clock.wait(span); };
        options = given;
        options.chain_id = kChainId;
        if (kinds.size() == 1) options.quorum = 1;
        pool = remade();
        chain.fund(test_key().address(), U256(1'000'000'000'000'000'000));
        for (int i = 0; i < 20; ++i)
            mine();
    }

    std::unique_ptr<Pool> remade() {
        auto made = Pool::make(*network, clock, options);
        EXPECT_TRUE(made) << made.error().what;
        return std::move(*made);
    }
    /// Twelve seconds and a block.
    void mine() {
        clock.wait(Milliseconds{12'000});
        network->mine(clock.now());
    }
    test::MockBehaviour& behaviour(std::size_t endpoint) {
        return network->node(endpoint).behaviour;
    }
    Result<AccountView> look() { return pool->look(test_key().address()); }

    /// Signs an empty call of 1 wei.
    static Bytes transaction(std::uint64_t nonce, std::uint64_t tip_gwei = 1) {
        const U256 gwei(1'000'000'000);
        chain::Transaction content;
        content.chain_id = kChainId;
        content.nonce = nonce;
        content.max_priority_fee_per_gas = U256(tip_gwei) * gwei;
        content.max_fee_per_gas = U256(20 + tip_gwei) * gwei;
        content.gas_limit = 50'000;
        content.to = chain::Address{};
        content.value = U256(1);
        return chain::encode_signed({content, test_key().sign(chain::signing_hash(content))});
    }
    /// Sends it, and puts it into a block. Returns its hash.
    Hash32 mined(std::uint64_t nonce) {
        const Bytes raw = transaction(nonce);
        EXPECT_EQ(pool->broadcast(raw).value().verdict, SendVerdict::accepted);
        mine();
        return chain::transaction_hash(raw);
    }

    test::SimulatedClock clock;
    test::MockChain chain{kChainId};
    std::unique_ptr<test::MockNetwork> network;
    PoolOptions options;
    std::unique_ptr<Pool> pool;
};

}  // namespace ballast::rpc
