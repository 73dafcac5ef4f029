// SPDX-License-Identifier: MIT
#include "sender/sender.hpp"

#include "sender/attempt.hpp"
#include "tests/sender/scene.hpp"

namespace ballast::sender::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(SenderTest, StoresBeforeItSends) {
    Scene scene;
    std::vector<std::string> order;
    scene.store.on_write = [&](const std::string& what) { order.push_back(what); };
    scene.view.on_broadcast = [&](ByteView) { order.emplace_back("broadcast"); };
    const TxRecord record = scene.submit(Scene::request(1));
    EXPECT_THAT(order, ElementsAre("insert", "broadcast", "update"));
    EXPECT_EQ(record.state, TxState::sent);
    EXPECT_EQ(record, scene.record(1));
}

TEST(SenderTest, BuildsTheTransactionFromTheChain) {
    Scene scene;
    scene.submit(Scene::request(1));
    const chain::Transaction tx = scene.sent(0);
    EXPECT_EQ(tx.nonce, 0U);
    EXPECT_EQ(tx.chain_id, 31337U);
    EXPECT_EQ(tx.gas_limit, 21'048U + 5'262U);
    EXPECT_EQ(tx.max_fee_per_gas, U256(15 * kGwei));
    EXPECT_EQ(tx.max_priority_fee_per_gas, U256(kGwei));
    EXPECT_EQ(scene.record(1).attempts[0].signed_at, UnixSeconds{1'700'000'000});
}

TEST(SenderTest, IncludedThenFinal) {
    Scene scene;
    scene.submit(Scene::request(1));
    EXPECT_TRUE(scene.step().moves.empty());
    const StepReport report = scene.block();
    ASSERT_EQ(report.moves.size(), 1U);
    EXPECT_EQ(report.moves[0].move, Move::include);
    EXPECT_EQ(scene.record(1).state, TxState::included);
    EXPECT_EQ(scene.record(1).inclusion->fee, U256(21'048) * U256(8 * kGwei));
    const std::size_t writes = scene.store.writes.size();
    EXPECT_TRUE(scene.block().moves.empty());
    EXPECT_EQ(scene.store.writes.size(), writes) << "nothing new is no write";
    scene.finalise();
    EXPECT_EQ(scene.record(1).state, TxState::succeeded);
    EXPECT_TRUE(scene.step().open.empty());
}

TEST(SenderTest, AKeyIsOneTransactionForEver) {
    Scene scene;
    scene.submit(Scene::request(1));
    EXPECT_EQ(scene.submit(Scene::request(1)), scene.record(1));
    scene.finalise();
    scene.restart();
    EXPECT_EQ(scene.submit(Scene::request(1)).state, TxState::succeeded);
    EXPECT_EQ(scene.signer.signed_ones().size(), 1U);
    TransactionRequest other = Scene::request(1);
    other.data = Bytes{9};
    const auto refused = scene.sender->submit(other);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::mismatch);
}

TEST(SenderTest, OneNonceAtATime) {
    Scene scene;
    scene.submit(Scene::request(1));
    const auto busy = scene.sender->submit(Scene::request(2));
    ASSERT_FALSE(busy);
    EXPECT_THAT(busy.error().what, HasSubstr("an earlier transaction holds nonce 0"));
    scene.block();
    EXPECT_EQ(scene.submit(Scene::request(2)).nonce, 1U);
    EXPECT_EQ(scene.signer.signed_ones().size(), 2U);
}

TEST(SenderTest, SignsNothingOnAnotherChain) {
    Scene scene;
    scene.view.configured_chain = 1;
    const auto refused = scene.sender->submit(Scene::request(1));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::configuration);
    EXPECT_TRUE(scene.signer.signed_ones().empty());
}

TEST(SenderTest, ANodeThatIsBehindGivesNoNonce) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.block();
    scene.finalise();
    Scene behind;  // Another chain of the same id, at its beginning.
    behind.store.records = scene.store.records;
    const auto refused = behind.sender->submit(Scene::request(2));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::upstream_unavailable);
    EXPECT_THAT(refused.error().what, HasSubstr("the nodes are behind"));
    EXPECT_FALSE(behind.sender->step());
    EXPECT_TRUE(behind.signer.signed_ones().empty());
}

TEST(SenderTest, ReplacesWhatIsStuckByBlocksOrByTime) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.step();
    scene.block(false);
    scene.block(false);
    EXPECT_EQ(scene.view.sent.size(), 1U);
    const StepReport report = scene.block(false);
    ASSERT_EQ(report.moves.size(), 1U);
    EXPECT_EQ(report.moves[0].move, Move::replace);
    EXPECT_EQ(scene.sent(1).nonce, 0U);
    EXPECT_EQ(scene.sent(1).max_fee_per_gas, U256(16'875'000'000));
    EXPECT_EQ(scene.sent(1).max_priority_fee_per_gas, U256(1'125'000'000));
    EXPECT_EQ(scene.sent(1).data, Scene::data(1));
    scene.step();
    scene.clock.wait({45'000});
    EXPECT_EQ(scene.step().moves.at(0).move, Move::replace);
    scene.block();
    EXPECT_EQ(scene.times_on_chain(1), 1U);
    EXPECT_EQ(scene.record(1).inclusion->tx_hash, scene.record(1).attempts[2].tx_hash);
}

TEST(SenderTest, AReplacementIsStoredBeforeItIsSentAndSentFirstAfterACrash) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.step();
    scene.clock.wait({60'000});
    // The process dies once the second attempt is durable: insert, update, update, add_attempt.
    scene.store.fails_from = 4;
    scene.store.fails_after_writing = true;
    EXPECT_FALSE(scene.sender->step());
    EXPECT_EQ(scene.view.sent.size(), 1U);
    ASSERT_EQ(scene.record(1).attempts.size(), 2U);
    scene.store.fails_from = 0;
    scene.restart();
    EXPECT_EQ(scene.step().moves.at(0).move, Move::broadcast);
    ASSERT_EQ(scene.view.sent.size(), 2U);
    EXPECT_EQ(scene.view.sent[1], scene.record(1).attempts[1].raw);
    EXPECT_EQ(scene.signer.signed_ones().size(), 2U);
}

TEST(SenderTest, CancelsPastTheDeadline) {
    Scene scene;
    TransactionRequest made = Scene::request(1);
    made.deadline = UnixSeconds{1'700'000'030};
    scene.submit(made);
    scene.block(false);
    scene.block(false);
    EXPECT_EQ(scene.view.sent.size(), 1U);
    EXPECT_EQ(scene.block(false).moves.at(0).move, Move::cancel);
    EXPECT_EQ(scene.record(1).reason, TxReason::past_deadline);
    const chain::Transaction empty = scene.sent(1);
    EXPECT_EQ(empty, empty_transaction(31337, scene.signer.address(), 0, fees_of(empty)));
    scene.block();
    EXPECT_EQ(scene.times_on_chain(1), 0U);
    scene.finalise();
    EXPECT_EQ(scene.record(1).state, TxState::cancelled);
    const auto receipt = scene.sender->send(made);
    ASSERT_FALSE(receipt);
    EXPECT_THAT(receipt.error().what, HasSubstr("was cancelled"));
}

TEST(SenderTest, PastTheDeadlineACrashSendsNoCallAgain) {
    Scene scene;
    TransactionRequest made = Scene::request(1);
    made.deadline = UnixSeconds{1'700'000'030};
    scene.store.fails_from = 1;
    scene.store.fails_after_writing = true;
    EXPECT_FALSE(scene.sender->submit(made));
    scene.store.fails_from = 0;
    for (int i = 0; i < 4; ++i)
        scene.view.mine();
    scene.restart();
    EXPECT_EQ(scene.step().moves.at(0).move, Move::cancel);
    ASSERT_EQ(scene.view.sent.size(), 1U);
    EXPECT_TRUE(scene.sent(0).data.empty());
}

TEST(SenderTest, AnInclusionThatIsTakenAwayIsSentAgain) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.block();
    scene.submit(Scene::request(2));
    scene.block();
    scene.view.reorganise(2, false);
    const StepReport report = scene.step();
    ASSERT_EQ(report.moves.size(), 2U);
    for (const Moved& moved : report.moves) {
        EXPECT_EQ(moved.move, Move::broadcast);
        EXPECT_EQ(moved.record.reason, TxReason::reorganised);
        EXPECT_FALSE(moved.record.inclusion);
    }
    EXPECT_EQ(scene.signer.signed_ones().size(), 2U) << "the same bytes";
    scene.block();
    EXPECT_EQ(scene.times_on_chain(1), 1U);
    EXPECT_EQ(scene.times_on_chain(2), 1U);
}

TEST(SenderTest, SilenceIsRemarkedAndForgotten) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.view.unreachable = true;
    EXPECT_FALSE(scene.sender->step());
    EXPECT_EQ(scene.record(1).reason, TxReason::unreachable);
    const std::size_t writes = scene.store.writes.size();
    EXPECT_FALSE(scene.sender->step());
    EXPECT_EQ(scene.store.writes.size(), writes);
    scene.view.unreachable = false;
    scene.step();
    EXPECT_EQ(scene.record(1).reason, TxReason::none);
}

TEST(SenderTest, ASignerThatAltersIsNotBelieved) {
    Scene scene;
    scene.signer.alters = true;
    const auto refused = scene.sender->submit(Scene::request(1));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::mismatch);
    EXPECT_TRUE(scene.store.records.empty());
    EXPECT_TRUE(scene.view.sent.empty());
}

TEST(SenderTest, ADamagedStoreSendsNothing) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.view.sent.clear();
    scene.view.pool.clear();
    Attempt& stored = scene.store.records.begin()->second.attempts[0];
    const Attempt good = stored;
    for (std::size_t bit = 0; bit < 8 * good.raw.size(); ++bit) {
        stored = good;
        stored.raw[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        stored.tx_hash = bit % 2 == 0 ? good.tx_hash : chain::transaction_hash(stored.raw);
        EXPECT_FALSE(scene.sender->step());
        EXPECT_FALSE(scene.sender->submit(Scene::request(1)));
        EXPECT_FALSE(scene.sender->submit(Scene::request(2)));
    }
    EXPECT_TRUE(scene.view.sent.empty());
}

TEST(SenderTest, AnOperatorBumpsAndCancels) {
    Scene scene;
    scene.submit(Scene::request(1));
    const auto bumped = scene.sender->bump(Scene::request(1).key);
    ASSERT_TRUE(bumped) << bumped.error().what;
    EXPECT_EQ(scene.sent(1).data, Scene::data(1));
    const auto cancelled = scene.sender->cancel(Scene::request(1).key);
    ASSERT_TRUE(cancelled) << cancelled.error().what;
    EXPECT_TRUE(scene.sent(2).data.empty());
    ASSERT_TRUE(scene.sender->bump(Scene::request(1).key));
    EXPECT_TRUE(scene.sent(3).data.empty()) << "what is being cancelled stays so";
    EXPECT_EQ(scene.record(1).attempts.size(), 4U);
    scene.block();
    EXPECT_FALSE(scene.sender->bump(Scene::request(1).key));
    const auto unknown = scene.sender->cancel(Scene::request(9).key);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Errc::input_missing);
}

TEST(SenderTest, NoncesUsedByOthersAreToldAndNotStoodOn) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.block();
    scene.stranger(1);
    scene.stranger(2);
    EXPECT_EQ(scene.step().strange_nonces, 2U);
    EXPECT_EQ(scene.submit(Scene::request(2)).nonce, 3U);
    EXPECT_EQ(scene.block().strange_nonces, 0U);
    EXPECT_EQ(scene.times_on_chain(2), 1U);
}

TEST(SenderTest, SendWaitsForTheReceipt) {
    Scene scene;
    scene.policy.poll = {12'000};
    scene.restart();
    scene.submit(Scene::request(1));
    scene.view.mine();
    const auto receipt = scene.sender->send(Scene::request(1));
    ASSERT_TRUE(receipt) << receipt.error().what;
    EXPECT_TRUE(receipt->succeeded);
    EXPECT_EQ(scene.view.sent.size(), 1U);
}

TEST(SenderTest, SendGivesUpByItsDeadlineAndGoesOnFromThere) {
    Scene scene;
    const auto overdue = scene.sender->send(Scene::request(1));
    ASSERT_FALSE(overdue);
    EXPECT_EQ(overdue.error().code, Errc::upstream_unavailable);
    EXPECT_THAT(overdue.error().what, HasSubstr("which stays stored"));
    const auto busy = scene.sender->send(Scene::request(2));
    ASSERT_FALSE(busy);
    EXPECT_THAT(busy.error().what, HasSubstr("an earlier transaction holds nonce 0"));
    scene.view.mine();
    ASSERT_TRUE(scene.sender->send(Scene::request(1)));
    EXPECT_EQ(scene.times_on_chain(1), 1U);
}

TEST(SenderTest, RefusesBeforeItSigns) {
    Scene scene;
    const auto refuses = [&](const TransactionRequest& made, const char* words) {
        const auto refused = scene.sender->submit(made);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Errc::failed);
        EXPECT_THAT(refused.error().what, HasSubstr(words));
        EXPECT_TRUE(scene.signer.signed_ones().empty());
    };
    scene.view.estimate = fail(Errc::failed, "execution reverted: 0x32d6d3ef");
    refuses(Scene::request(1), "0x32d6d3ef");
    scene.view.estimate.reset();
    TransactionRequest capped = Scene::request(1);
    capped.fee_cap = U256(6 * kGwei);
    refuses(capped, "is above the cap of 6000000000");
    scene.policy.fees.routine_day = U256(1);
    scene.restart();
    refuses(Scene::request(1), "of the day's budget");
}

}  // namespace
}  // namespace ballast::sender::test
