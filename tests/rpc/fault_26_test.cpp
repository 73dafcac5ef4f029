// SPDX-License-Identifier: MIT
// Fault 26: a node lies. One of three never makes the pool believe what is not so; a single one is
// believed until it contradicts itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <random>

#include "tests/base/seeded.hpp"
#include "tests/rpc/liar.hpp"
#include "tests/rpc/pool_world.hpp"
#include "tests/support/nightly.hpp"

namespace ballast::rpc {
namespace {

using test::ClientKind;

struct Tally {
    std::uint64_t answers = 0;
    std::uint64_t held = 0;
    std::uint64_t confirmed = 0;
    std::uint64_t wrong_confirmed = 0;
    std::uint64_t hidden = 0;
    std::uint64_t wrong_heads = 0;
    std::uint64_t wrong_accounts = 0;
    std::uint64_t wrong_calls = 0;
    std::map<std::string, std::uint64_t> lies;
};

/// One world with one liar, and what the pool says of it held against the truth.
class LiarRun {
  public:
    explicit LiarRun(std::uint64_t seed) : random_(seed), liar_(world_.chain, seed) {
        const std::size_t place = random_() % 3;
        world_.behaviour(place).lie = std::ref(liar_);
        world_.chain.call = [](const test::MockBlock& block, const Json&) {
            const ByteView hash = block.header.hash.view();
            return CallOutcome{false, Bytes(hash.begin(), hash.end()), {}};
        };
        // One of the honest is a block late now and then, as honest nodes are.
        late_ = (place + 1) % 3;
    }

    void play(int steps, Tally& tally) {
        for (int i = 0; i < steps; ++i) {
            act();
            world_.behaviour(late_).lag = random_() % 4 == 0 ? 1 : 0;
            check_look(tally);
            world_.behaviour(late_).lag = random_() % 2;
            check_receipts(tally);
            check_call(tally);
            world_.clock.wait(Milliseconds{2'000});
        }
        for (const auto& [method, count] : liar_.told())
            tally.lies[method] += count;
    }

  private:
    const test::MockBlock& at(std::uint64_t number) {
        return world_.chain.block(*world_.chain.at_number(world_.chain.head(), number));
    }

    void act() {
        const auto& accounts = world_.chain.block(world_.chain.head()).accounts;
        switch (random_() % 4) {
            case 0: {
                const Bytes raw =
                    PoolWorld::transaction(accounts.at(test_key().address()).nonce, ++tip_);
                static_cast<void>(world_.pool->broadcast(raw));
                hashes_.push_back(chain::transaction_hash(raw));
                break;
            }
            case 1:
                world_.network->reorganise(1 + random_() % 6);
                break;
            default:
                world_.mine();
        }
    }

    void check_look(Tally& tally) {
        const auto view = world_.look();
        view ? ++tally.answers : ++tally.held;
        if (!view) return;
        agreed_ = view->head.number;
        const bool exists = view->head.number <= world_.chain.head_number();
        if (!exists || at(view->head.number).header != view->head) {
            ++tally.wrong_heads;
            return;
        }
        const auto account = at(view->head.number).accounts.at(test_key().address());
        const bool right =
            view->nonce == account.nonce && view->balance == account.balance &&
            view->finalized_number <= world_.chain.finalized_number(world_.chain.head()) &&
            view->finalized_nonce ==
                at(view->finalized_number).accounts.at(test_key().address()).nonce;
        if (!right) ++tally.wrong_accounts;
    }

    void check_receipts(Tally& tally) {
        const std::size_t from = hashes_.size() > 2 ? hashes_.size() - 2 : 0;
        for (std::size_t i = from; i < hashes_.size(); ++i) {
            const auto said = world_.pool->receipt(hashes_[i]);
            said ? ++tally.answers : ++tally.held;
            if (!said) continue;
            const auto place = world_.chain.find(world_.chain.head(), hashes_[i]);
            const bool included = place && world_.chain.block(*place).header.number <= agreed_;
            if (!*said && included) ++tally.hidden;
            if (!*said) continue;
            ++tally.confirmed;
            if (!place || !is_true(**said, world_.chain.block(*place))) ++tally.wrong_confirmed;
        }
    }

    /// The pool adds the time of the block, which nodes' receipts do not have.
    static bool is_true(Receipt said, const test::MockBlock& block) {
        if (said.block_time != block.header.timestamp) return false;
        said.block_time = {};
        return std::find(block.receipts.begin(), block.receipts.end(), said) !=
               block.receipts.end();
    }

    void check_call(Tally& tally) {
        const auto said = world_.pool->call({});
        said ? ++tally.answers : ++tally.held;
        if (!said) return;
        bool right = false;
        for (std::uint64_t back = 0; back <= 12; ++back) {
            const ByteView hash = at(world_.chain.head_number() - back).header.hash.view();
            right = right || said->output == Bytes(hash.begin(), hash.end());
        }
        if (!right) ++tally.wrong_calls;
    }

    PoolWorld world_;
    std::mt19937_64 random_;
    test::Liar liar_;
    std::size_t late_ = 0;
    std::uint64_t tip_ = 0;
    std::uint64_t agreed_ = 0;
    std::vector<Hash32> hashes_;
};

TEST(fault_26_lying_node, OneOfThreeConfirmsNothingWrong) {
    auto generator = test::seeded_generator();
    Tally tally;
    const int runs = test::cases(30, 1'000);
    for (int run = 0; run < runs; ++run)
        LiarRun(generator()).play(20, tally);
    EXPECT_EQ(tally.wrong_confirmed, 0U);
    EXPECT_EQ(tally.hidden, 0U);
    EXPECT_EQ(tally.wrong_heads, 0U);
    EXPECT_EQ(tally.wrong_accounts, 0U);
    EXPECT_EQ(tally.wrong_calls, 0U);
    // The fault occurred, in every method, and the pool did not merely hold.
    std::uint64_t lies = 0;
    for (const char* method :
         {"eth_getTransactionReceipt", "eth_getBlockByNumber", "eth_getTransactionCount",
          "eth_getBalance", "eth_call", "eth_maxPriorityFeePerGas", "eth_chainId"}) {
        EXPECT_GT(tally.lies[method], 0U) << method;
        lies += tally.lies[method];
    }
    EXPECT_GT(tally.confirmed, 0U);
    EXPECT_GT(tally.answers, tally.held);
    std::printf("runs=%d lies=%llu answers=%llu held=%llu confirmed=%llu wrong_confirmed=%llu\n",
                runs, static_cast<unsigned long long>(lies),
                static_cast<unsigned long long>(tally.answers),
                static_cast<unsigned long long>(tally.held),
                static_cast<unsigned long long>(tally.confirmed),
                static_cast<unsigned long long>(tally.wrong_confirmed));
}

/// Replaces a result of one method.
auto says(std::string which, std::function<Json(const JsonArray&, Json)> what) {
    return [which = std::move(which), what = std::move(what)](
               const std::string& method, const JsonArray& params, Json result) {
        return method == which ? what(params, std::move(result)) : std::move(result);
    };
}

Json changed(const Json& object, const std::string& key, const char* value) {
    JsonObject members = *object.as_object();
    members.insert_or_assign(key, Json(value));
    return Json(std::move(members));
}

const std::string kNowhere = "0x" + std::string(64, 'd');

/// A single endpoint is a chain of its own. What can be seen is where it contradicts itself.
TEST(fault_26_lying_node, OneOfOneIsHeldWhereItContradictsItself) {
    const auto receipt_of = [](const char* key, const char* value) {
        return says("eth_getTransactionReceipt",
                    [=](const JsonArray&, Json r) { return changed(r, key, value); });
    };
    const std::vector<decltype(test::MockBehaviour::lie)> receipt_lies = {
        receipt_of("blockHash", kNowhere.c_str()), receipt_of("transactionHash", kNowhere.c_str()),
        receipt_of("blockNumber", "0x1"), receipt_of("blockNumber", "0xffffff"),
        receipt_of("status", "0x2")};
    int held = 0;
    for (const auto& lie : receipt_lies) {
        PoolWorld world({ClientKind::geth});
        const Hash32 hash = world.mined(0);
        EXPECT_TRUE(world.pool->receipt(hash).value());
        world.behaviour(0).lie = lie;
        held += world.pool->receipt(hash) ? 0 : 1;
    }
    EXPECT_EQ(held, 5);

    const auto block_says = [](const char* tag, const char* key, const char* value) {
        return says("eth_getBlockByNumber", [=](const JsonArray& params, Json b) {
            return params[0] == Json(tag) ? changed(b, key, value) : b;
        });
    };
    const std::vector<decltype(test::MockBehaviour::lie)> look_lies = {
        block_says("latest", "number", "0x2"),          // an old head
        block_says("latest", "number", "0xffffff"),     // a head that it cannot show
        block_says("finalized", "number", "0xffffff"),  // final above the head
        block_says("0xc", "hash", kNowhere.c_str()),    // what was final is another block
        says("eth_getTransactionCount",
             [](const JsonArray& params, Json) {  // a final nonce above the nonce
                 return params[1] == Json("0xc") ? Json("0x9") : Json("0x1");
             }),
        says("eth_chainId", [](const JsonArray&, Json) { return Json("0x1"); }),
    };
    for (const auto& lie : look_lies) {
        PoolWorld world({ClientKind::geth});
        const auto honest = world.look();
        ASSERT_TRUE(honest);
        EXPECT_EQ(honest->finalized_number, 12U);
        world.behaviour(0).lie = lie;
        const bool was_held = !world.look();
        EXPECT_TRUE(was_held) << &lie - look_lies.data();
        held += was_held ? 1 : 0;
    }
    EXPECT_EQ(held, 11);
    std::printf("held=%d of=11\n", held);
}

/// The limit, written down: nothing speaks against a single node that lies well.
TEST(fault_26_lying_node, OneOfOneIsBelievedWhereItIsConsistent) {
    PoolWorld world({ClientKind::geth});
    world.behaviour(0).lie =
        says("eth_getTransactionCount", [](const JsonArray&, Json) { return Json("0x7"); });
    EXPECT_EQ(world.look().value().nonce, 7U);
}

}  // namespace
}  // namespace ballast::rpc
