// SPDX-License-Identifier: MIT
#include "sender/intent_sender.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/sender/intent_fakes.hpp"

namespace ballast::sender {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SenderTest : public ::testing::Test {
  protected:
    /// A new process on the same disk.
    Result<rpc::Receipt> run(const IntentRequest& request) {
        rpc::Node rpc(node);
        IntentSender sender(rpc, store, key, 31337, waiter, {Seconds{2}, Seconds{10}});
        return sender.send(request);
    }
    static IntentRequest request(std::uint8_t name) {
        IntentRequest made;
        made.key = keccak256(Bytes{name});
        made.to = chain::Address{};
        made.data = Bytes{name};
        return made;
    }
    std::ptrdiff_t count(const std::string& event) const {
        return std::count(journal.begin(), journal.end(), event);
    }
    chain::Transaction sent(std::size_t index) const {
        return chain::decode_signed(node.sent.at(index))->transaction;
    }

    Journal journal;
    FakeNode node{journal};
    FakeStore store{journal};
    FakeWaiter waiter{journal};
    chain::SecretKey key = *chain::SecretKey::from_bytes(Bytes(32, 7));
};

TEST_F(SenderTest, StoresBeforeItSends) {
    const auto receipt = run(request(1));
    ASSERT_TRUE(receipt) << receipt.error().what;
    EXPECT_TRUE(receipt->succeeded);
    EXPECT_THAT(journal, ElementsAre("eth_chainId", "eth_getTransactionCount", "eth_estimateGas",
                                     "eth_getBlockByNumber", "eth_maxPriorityFeePerGas", "store",
                                     "eth_getTransactionReceipt", "eth_sendRawTransaction", "wait",
                                     "eth_getTransactionReceipt", "mark_mined"));
}

TEST_F(SenderTest, BuildsTheTransactionFromTheChain) {
    ASSERT_TRUE(run(request(1)));
    const chain::Transaction tx = sent(0);
    EXPECT_EQ(tx.nonce, 5U);
    EXPECT_EQ(tx.chain_id, 31337U);
    EXPECT_EQ(tx.gas_limit, 21000U + 5250U);
    EXPECT_EQ(tx.max_fee_per_gas, U256(2'100'000'000));
    EXPECT_EQ(tx.max_priority_fee_per_gas, U256(100'000'000));
    EXPECT_EQ(*chain::recover_sender(*chain::decode_signed(node.sent[0])), key.address());
}

TEST_F(SenderTest, ACrashBetweenStoreAndSendSendsTheSameBytes) {
    store.fault = FakeStore::Fault::killed_after_write;
    EXPECT_FALSE(run(request(1)));
    EXPECT_EQ(count("eth_sendRawTransaction"), 0);
    store.fault = FakeStore::Fault::none;
    node.base_fee = "\"0x77359400\"";  // a new signature would have other bytes
    ASSERT_TRUE(run(request(1)));
    ASSERT_EQ(node.sent.size(), 1U);
    EXPECT_EQ(node.sent[0], store.intents.at(request(1).key).raw);
    EXPECT_EQ(count("store"), 1);
}

TEST_F(SenderTest, SendsNothingThatIsNotStored) {
    store.fault = FakeStore::Fault::full;
    const auto receipt = run(request(1));
    ASSERT_FALSE(receipt);
    EXPECT_EQ(receipt.error().code, Errc::cannot_write);
    EXPECT_EQ(node.sent.size(), 0U);
}

TEST_F(SenderTest, SignsNothingOnAnotherChain) {
    node.chain_id = 1;
    const auto receipt = run(request(1));
    ASSERT_FALSE(receipt);
    EXPECT_EQ(receipt.error().code, Errc::configuration);
    EXPECT_THAT(journal, ElementsAre("eth_chainId"));
    EXPECT_TRUE(store.intents.empty());
}

TEST_F(SenderTest, ATimeoutKeepsTheIntentAndIsNoFailure) {
    node.mines = false;
    const auto first = run(request(1));
    ASSERT_FALSE(first);
    EXPECT_EQ(first.error().code, Errc::upstream_unavailable);
    EXPECT_EQ(count("wait"), 5);
    EXPECT_EQ(store.unfinished()->size(), 1U);
    node.mine();
    ASSERT_TRUE(run(request(1)));
    EXPECT_EQ(node.sent.size(), 1U);
    EXPECT_TRUE(store.unfinished()->empty());
}

TEST_F(SenderTest, MinedAfterTheLastLookIsNotForeign) {
    node.mines = false;
    node.mines_before_nonce = true;
    const auto receipt = run(request(1));
    ASSERT_TRUE(receipt) << receipt.error().what;
    EXPECT_TRUE(store.unfinished()->empty());
}

TEST_F(SenderTest, AnAnswerThatNeverComesIsNoFailure) {
    node.unreachable = {"eth_sendRawTransaction"};
    ASSERT_TRUE(run(request(1)));
    EXPECT_EQ(node.sent.size(), 1U);
}

TEST_F(SenderTest, AKeyIsOneTransactionForEver) {
    ASSERT_TRUE(run(request(1)));
    ASSERT_TRUE(run(request(1)));
    EXPECT_EQ(node.sent.size(), 1U);
    IntentRequest other = request(1);
    other.data = Bytes{9};
    const auto refused = run(other);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::mismatch);
}

TEST_F(SenderTest, FinishesAnOlderIntentFirst) {
    node.mines = false;
    EXPECT_FALSE(run(request(1)));
    const auto blocked = run(request(2));
    ASSERT_FALSE(blocked);
    EXPECT_THAT(blocked.error().what, HasSubstr("an earlier transaction holds nonce 5"));
    EXPECT_EQ(store.intents.size(), 1U);
    EXPECT_EQ(node.sent.size(), 2U);
    EXPECT_EQ(node.sent[0], node.sent[1]);

    node.mines = true;
    ASSERT_TRUE(run(request(2)));
    EXPECT_EQ(sent(node.sent.size() - 1).nonce, 6U);
    EXPECT_TRUE(store.unfinished()->empty());
}

TEST_F(SenderTest, WordsOfNodesThatMeanItIsThere) {
    std::uint8_t name = 1;
    for (const char* words : {"already known", "transaction already imported", "nonce too low",
                              "AlreadyKnown", "Known transaction", "something new"}) {
        node.send_error = words;
        node.takes_despite_error = true;
        EXPECT_TRUE(run(request(name++))) << words;
    }
    EXPECT_EQ(node.sent.size(), 6U);
}

TEST_F(SenderTest, AForeignTransactionOnOurNonceIsSaid) {
    node.send_error = "nonce too low";
    store.fault = FakeStore::Fault::killed_after_write;
    EXPECT_FALSE(run(request(1)));
    store.fault = FakeStore::Fault::none;
    node.nonce = 6;
    const auto receipt = run(request(1));
    ASSERT_FALSE(receipt);
    EXPECT_EQ(receipt.error().code, Errc::failed);
    EXPECT_THAT(receipt.error().what, HasSubstr("nonce 5 was used by a transaction other"));
    EXPECT_EQ(store.unfinished()->size(), 1U);
}

TEST_F(SenderTest, ARevertedReceiptIsAReceipt) {
    node.status = "0x0";
    const auto receipt = run(request(1));
    ASSERT_TRUE(receipt);
    EXPECT_FALSE(receipt->succeeded);
    EXPECT_TRUE(store.unfinished()->empty());
}

TEST_F(SenderTest, AnEmptyAccountKeepsTheIntent) {
    node.send_error = "insufficient funds for gas * price + value";
    const auto receipt = run(request(1));
    ASSERT_FALSE(receipt);
    EXPECT_EQ(receipt.error().code, Errc::failed);
    EXPECT_EQ(count("wait"), 0);
    node.send_error.clear();
    ASSERT_TRUE(run(request(1)));
    EXPECT_EQ(node.sent[0], node.sent[1]);
}

TEST_F(SenderTest, RefusesBeforeItSigns) {
    const auto refuses = [&](Errc code, const char* words) {
        const auto receipt = run(request(1));
        ASSERT_FALSE(receipt);
        EXPECT_EQ(receipt.error().code, code);
        EXPECT_THAT(receipt.error().what, HasSubstr(words));
        EXPECT_TRUE(store.intents.empty());
    };
    node.gas = "\"result\":\"0xffffffffffffffff\"";
    refuses(Errc::failed, "above the cap of 10000000");
    node.gas = "\"error\":{\"code\":3,\"message\":\"execution reverted\",\"data\":\"0x32d6d3ef\"}";
    refuses(Errc::failed, "0x32d6d3ef");
    node.gas = "\"result\":\"0x5208\"";
    node.base_fee = "\"0x" + std::string(64, 'f') + "\"";
    refuses(Errc::failed, "base fee");
    node.base_fee = "null";
    refuses(Errc::failed, "no base fee");
}

TEST_F(SenderTest, AnAbsurdTipStaysUnderTheCap) {
    node.tip = "0x" + std::string(64, 'f');
    IntentRequest made = request(1);
    made.max_fee_per_gas_max = U256(1'500'000'000);
    ASSERT_TRUE(run(made));
    EXPECT_EQ(sent(0).max_fee_per_gas, made.max_fee_per_gas_max);
    EXPECT_LE(sent(0).max_priority_fee_per_gas, made.max_fee_per_gas_max);
}

TEST_F(SenderTest, ADamagedStoreSendsNothing) {
    store.fault = FakeStore::Fault::killed_after_write;
    EXPECT_FALSE(run(request(1)));
    store.fault = FakeStore::Fault::none;
    const StoredIntent good = store.intents.begin()->second;
    for (std::size_t bit = 0; bit < 8 * good.raw.size(); ++bit) {
        StoredIntent& bad = store.intents.begin()->second;
        bad = good;
        bad.raw[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        bad.tx_hash = bit % 2 == 0 ? good.tx_hash : chain::transaction_hash(bad.raw);
        EXPECT_FALSE(run(request(1)));
        EXPECT_FALSE(run(request(2)));
    }
    EXPECT_EQ(node.sent.size(), 0U);
}

TEST_F(SenderTest, ANodeThatIsBehindGivesNoNonce) {
    rpc::Node rpc(node);
    IntentSender sender(rpc, store, key, 31337, waiter, {Seconds{2}, Seconds{10}});
    ASSERT_TRUE(sender.send(request(1)));
    node.nonce = 5;
    const auto receipt = sender.send(request(2));
    ASSERT_FALSE(receipt);
    EXPECT_EQ(receipt.error().code, Errc::upstream_unavailable);
    EXPECT_EQ(store.intents.size(), 1U);
}

TEST_F(SenderTest, Deploys) {
    IntentRequest made = request(1);
    made.to.reset();
    ASSERT_TRUE(run(made));
    EXPECT_FALSE(sent(0).to.has_value());
}

}  // namespace
}  // namespace ballast::sender
