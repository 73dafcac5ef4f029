// SPDX-License-Identifier: MIT
// What goes wrong with one record is that record's; silence of the nodes is no stranger; a day's
// budget and a wait outlive the process.
#include "tests/sender/scene.hpp"

namespace ballast::sender::test {
namespace {

using ::testing::HasSubstr;

TEST(SeparationTest, ADisputedReceiptHoldsUpNoOtherRecord) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.block();
    scene.submit(Scene::request(2));
    scene.view.disputed = scene.record(1).attempts[0].tx_hash;
    for (std::uint64_t i = 0; i <= scene.chain.finality_depth; ++i)
        scene.view.mine();
    const StepReport report = scene.step();
    ASSERT_EQ(report.faults.size(), 1U);
    EXPECT_EQ(report.faults[0].nonce, 0U);
    EXPECT_EQ(report.faults[0].error.code, Errc::upstream_unavailable);
    EXPECT_EQ(scene.record(1).reason, TxReason::unreachable);
    EXPECT_EQ(scene.record(2).state, TxState::succeeded);
    scene.view.disputed.reset();
    EXPECT_TRUE(scene.step().faults.empty());
    EXPECT_EQ(scene.record(1).state, TxState::succeeded);
}

TEST(SeparationTest, SendReturnsItsReceiptThoughAnOlderOneIsDisputed) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.block();
    scene.submit(Scene::request(2));
    scene.view.disputed = scene.record(1).attempts[0].tx_hash;
    scene.view.mine();
    EXPECT_TRUE(scene.sender->send(Scene::request(2)));
    scene.view.disputed = scene.record(2).attempts[0].tx_hash;
    const auto own = scene.sender->send(Scene::request(2));
    ASSERT_FALSE(own);
    EXPECT_THAT(own.error().what, HasSubstr("no quorum agrees"));
}

TEST(SeparationTest, SendSaysWhatIsWrongWithItsOwnRecord) {
    Scene scene;
    scene.policy.send_deadline = {1};
    scene.restart();
    scene.submit(Scene::request(1));
    for (int i = 0; i < 3; ++i)
        scene.view.mine(false);
    scene.signer.unreachable = true;
    const auto waiting = scene.sender->send(Scene::request(1));
    ASSERT_FALSE(waiting);
    EXPECT_EQ(waiting.error().code, Errc::upstream_unavailable);
    EXPECT_THAT(waiting.error().what, HasSubstr("the signer is away"));
}

TEST(SeparationTest, AGapThatCannotBePaidFailsNoStep) {
    Scene scene;
    scene.stranger(0);
    scene.submit(Scene::request(1));
    scene.view.reorganise(1, false);
    scene.chain.base_fee = U256(200 * kGwei);
    EXPECT_TRUE(scene.step().faults.empty()) << "one look may be nodes that are behind";
    for (int i = 0; i < 3; ++i) {
        const StepReport report = scene.step();
        ASSERT_EQ(report.faults.size(), 1U);
        EXPECT_THAT(report.faults[0].error.what, HasSubstr("the gap at nonce 0"));
        EXPECT_THAT(report.faults[0].error.what, HasSubstr("above the cap"));
        EXPECT_EQ(report.open.size(), 1U);
    }
    scene.chain.base_fee = U256(7 * kGwei);
    EXPECT_EQ(scene.step().moves.at(0).move, Move::fill);
}

TEST(SeparationTest, ASignerThatIsAwayBlamesNoNode) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.clock.wait({60'000});
    scene.step();
    scene.clock.wait({60'000});
    scene.signer.unreachable = true;
    const StepReport report = scene.step();
    ASSERT_EQ(report.faults.size(), 1U);
    EXPECT_THAT(report.faults[0].error.what, HasSubstr("the signer is away"));
    EXPECT_EQ(scene.record(1).reason, TxReason::signer_away);
    const std::size_t sent = scene.view.sent.size();
    const std::size_t writes = scene.store.writes.size();
    EXPECT_EQ(scene.step().faults.size(), 1U) << "it is asked again";
    EXPECT_EQ(scene.view.sent.size(), sent) << "the nodes know what is stored";
    EXPECT_EQ(scene.store.writes.size(), writes);
    const auto bumped = scene.sender->bump(Scene::request(1).key);
    ASSERT_FALSE(bumped);
    EXPECT_EQ(bumped.error().code, Errc::upstream_unavailable);
    scene.signer.unreachable = false;
    EXPECT_EQ(scene.step().moves.at(0).move, Move::replace);
    EXPECT_EQ(scene.record(1).reason, TxReason::none);
}

/// Request 1 became final while nobody looked.
void miss_the_end(Scene& scene) {
    scene.submit(Scene::request(1));
    for (std::uint64_t i = 0; i <= scene.chain.finality_depth; ++i)
        scene.view.mine();
}

TEST(PrunedReceiptTest, IsNoStranger) {
    Scene scene;
    miss_the_end(scene);
    scene.view.pruned_under = scene.chain.head_number();
    for (int i = 0; i < 3; ++i) {
        const StepReport report = scene.step();
        EXPECT_FALSE(report.stopped);
        ASSERT_EQ(report.faults.size(), 1U) << "an alarm, every time";
        EXPECT_THAT(report.faults[0].error.what, HasSubstr("archive"));
        EXPECT_EQ(scene.record(1).reason, TxReason::receipt_lost);
    }
    const auto held = scene.sender->submit(Scene::request(2));
    ASSERT_FALSE(held);
    EXPECT_THAT(held.error().what, HasSubstr("receipt_lost"));
    EXPECT_EQ(scene.signer.signed_ones().size(), 1U);
    scene.view.pruned_under = 0;
    scene.step();
    EXPECT_EQ(scene.record(1).state, TxState::succeeded);
    EXPECT_EQ(scene.submit(Scene::request(2)).nonce, 1U);
}

/// Where it was seen before is the only proof that is left of what took the nonce.
TEST(PrunedReceiptTest, WhatWasSeenBeforeStaysStored) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.block();
    const auto seen = scene.record(1).inclusion;
    ASSERT_TRUE(seen);
    for (std::uint64_t i = 0; i <= scene.chain.finality_depth; ++i)
        scene.view.mine();
    scene.view.pruned_under = scene.chain.head_number();
    scene.step();
    EXPECT_EQ(scene.record(1).state, TxState::sent);
    EXPECT_EQ(scene.record(1).reason, TxReason::receipt_lost);
    EXPECT_EQ(scene.record(1).inclusion, seen);
    scene.view.disputed = seen->tx_hash;
    scene.step();
    EXPECT_EQ(scene.record(1).reason, TxReason::unreachable);
    EXPECT_EQ(scene.record(1).inclusion, seen);
    scene.view.disputed.reset();
    scene.step();
    EXPECT_EQ(scene.record(1).inclusion, seen);
    EXPECT_FALSE(scene.sender->send(Scene::request(1))) << "it is no receipt";
    scene.view.pruned_under = 0;
    scene.step();
    EXPECT_EQ(scene.record(1).state, TxState::succeeded);
}

/// Request 1 is in block 1, request 2 waits behind it, and the nodes threw the receipt away.
Inclusion lose_what_was_seen(Scene& scene) {
    scene.submit(Scene::request(1));
    scene.block();
    scene.submit(Scene::request(2));
    const auto seen = scene.record(1).inclusion;
    for (std::uint64_t i = 0; i <= scene.chain.finality_depth; ++i)
        scene.view.mine(false);
    scene.view.pruned_under = scene.chain.head_number();
    scene.step();
    EXPECT_EQ(scene.record(1).reason, TxReason::receipt_lost);
    EXPECT_EQ(scene.record(1).inclusion, seen);
    return seen.value_or(Inclusion());
}

/// A new process has no memory of heads, and its nodes may be restored from an old copy.
TEST(PrunedReceiptTest, WhatWasSeenBeforeOutlivesNodesThatAreBehind) {
    for (const bool after_silence : {false, true}) {
        Scene scene;
        const Inclusion seen = lose_what_was_seen(scene);
        if (after_silence) {
            scene.view.unreachable = true;
            EXPECT_FALSE(scene.sender->step());
            scene.view.unreachable = false;
        }
        scene.restart();
        scene.view.lag = scene.chain.head_number() - seen.block_number + 1;
        const std::size_t sent = scene.view.sent.size();
        const std::size_t keys = scene.signer.signed_ones().size();
        for (int i = 0; i < 3; ++i) {
            const auto stepped = scene.sender->step();
            ASSERT_FALSE(stepped) << "nonce 0 is used for good";
            EXPECT_EQ(stepped.error().code, Errc::upstream_unavailable);
            EXPECT_THAT(stepped.error().what, HasSubstr("the nodes are behind"));
        }
        EXPECT_EQ(scene.record(1).inclusion, seen);
        EXPECT_EQ(scene.view.sent.size(), sent);
        EXPECT_EQ(scene.signer.signed_ones().size(), keys);
        scene.view.lag = 0;
        scene.view.pruned_under = 0;
        scene.step();
        EXPECT_EQ(scene.record(1).state, TxState::succeeded);
    }
}

/// The receipt is gone before the block is final: "reorganised" is then a guess.
TEST(PrunedReceiptTest, WhatWasSeenBeforeOutlivesAMissingReceiptBeforeFinality) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.block();
    const auto seen = scene.record(1).inclusion;
    ASSERT_TRUE(seen);
    scene.view.pruned_under = scene.chain.head_number() + 1;
    scene.step();
    EXPECT_EQ(scene.record(1).state, TxState::sent);
    EXPECT_EQ(scene.record(1).reason, TxReason::reorganised);
    EXPECT_EQ(scene.record(1).inclusion, seen);
    scene.finalise();
    EXPECT_EQ(scene.record(1).reason, TxReason::receipt_lost);
    EXPECT_EQ(scene.record(1).inclusion, seen);
    scene.view.pruned_under = 0;
    scene.step();
    EXPECT_EQ(scene.record(1).state, TxState::succeeded);
}

/// Its first request comes into a block, and for one look nobody has the receipt.
void include_and_prune(Scene& scene) {
    scene.submit(Scene::request(1));
    scene.block();
    scene.view.pruned_under = scene.chain.head_number() + 1;
    scene.step();
    EXPECT_TRUE(scene.record(1).inclusion);
    scene.view.pruned_under = 0;
}

TEST(PrunedReceiptTest, WhatWasSeenIsForgottenWhereTheNonceIsFreeOrAStrangers) {
    for (const bool foreign : {false, true}) {
        Scene scene;
        include_and_prune(scene);
        scene.view.reorganise(1, false);
        if (foreign) scene.stranger(0);
        if (foreign)
            scene.finalise();
        else
            scene.step();
        EXPECT_FALSE(scene.record(1).inclusion);
        EXPECT_EQ(scene.record(1).state, foreign ? TxState::foreign : TxState::sent);
    }
}

/// Also where nodes have put the call back into their pools.
TEST(PrunedReceiptTest, WhatWasSeenIsForgottenWhereTheCallIsPendingAgain) {
    Scene scene;
    include_and_prune(scene);
    scene.view.reorganise(1, true);
    scene.step();
    EXPECT_FALSE(scene.record(1).inclusion);
    EXPECT_EQ(scene.record(1).state, TxState::sent);
}

TEST(PrunedReceiptTest, NorIsAnythingWhileANodeFindsOneOfOurs) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.stranger(0);
    for (std::uint64_t i = 0; i <= scene.chain.finality_depth; ++i)
        scene.view.mine();
    scene.view.claims_to_know = true;
    EXPECT_FALSE(scene.step().stopped);
    EXPECT_EQ(scene.record(1).reason, TxReason::receipt_lost);
    EXPECT_FALSE(scene.sender->submit(Scene::request(2)));
    scene.view.claims_to_know = false;
    EXPECT_TRUE(scene.step().stopped);
    EXPECT_EQ(scene.record(1).state, TxState::foreign);
}

TEST(PrunedReceiptTest, IsMissedFromTheBlockThatWasFinalWhenItWasSigned) {
    Scene scene;
    for (std::uint64_t i = 0; i < scene.chain.finality_depth + 10; ++i)
        scene.view.mine();
    scene.submit(Scene::request(1));
    EXPECT_EQ(scene.record(1).final_block, 10U);
    scene.stranger(0);
    for (std::uint64_t i = 0; i <= scene.chain.finality_depth; ++i)
        scene.view.mine();
    scene.view.pruned_under = 12;
    EXPECT_FALSE(scene.step().stopped) << "it may be in block 11";
    scene.view.pruned_under = 11;
    EXPECT_TRUE(scene.step().stopped);
}

TEST(KnowsTest, AnOlderAttemptIsEnough) {
    Scene scene;
    const Attempt first = scene.submit(Scene::request(1)).attempts[0];
    ASSERT_TRUE(scene.sender->bump(Scene::request(1).key));
    scene.view.pool.clear();
    scene.view.pool.put_back(*ballast::test::read_transaction(first.raw));
    EXPECT_TRUE(scene.step().moves.empty()) << "nothing is evicted while one of them waits";
    scene.view.pool.clear();
    EXPECT_EQ(scene.step().moves.at(0).record.reason, TxReason::evicted);
}

TEST(BudgetTest, CountsFromTheBlockNotFromTheSignature) {
    Scene scene;
    scene.policy.fees.routine_day = U256(450 * kGwei) * U256(1000);  // Room for one at a time.
    scene.restart();
    scene.submit(Scene::request(1));
    const UnixSeconds begin = scene.record(1).attempts[0].signed_at;
    scene.chain.mine(begin + Seconds{25 * 3600}, {});
    scene.view.mine();
    scene.finalise();
    ASSERT_EQ(scene.record(1).state, TxState::succeeded);
    EXPECT_EQ(scene.record(1).inclusion->block_time, begin + Seconds{25 * 3600 + 12});
    EXPECT_FALSE(scene.sender->submit(Scene::request(2))) << "it was paid for a moment ago";
    scene.chain.mine(begin + Seconds{49 * 3600 + 13}, {});
    scene.submit(Scene::request(2));
}

TEST(WaitTest, OutlivesTheProcess) {
    Scene scene;
    scene.submit(Scene::request(1));
    for (int i = 0; i < 2; ++i) {
        scene.restart();
        EXPECT_TRUE(scene.block(false).moves.empty());
    }
    scene.restart();
    EXPECT_EQ(scene.block(false).moves.at(0).move, Move::replace) << "the third block without it";
    scene.restart();
    scene.chain.mine(scene.chain.block(scene.chain.head()).header.timestamp + Seconds{44}, {});
    EXPECT_TRUE(scene.step().moves.empty()) << "the replacement waits anew";
    scene.restart();
    scene.chain.mine(scene.chain.block(scene.chain.head()).header.timestamp + Seconds{1}, {});
    EXPECT_EQ(scene.step().moves.at(0).move, Move::replace) << "45 s of the chain's time";
}

TEST(WaitTest, BeginsAnewAfterAReorganisation) {
    Scene scene;
    scene.submit(Scene::request(1));
    EXPECT_NE(scene.record(1).wait, Wait());
    scene.block();
    EXPECT_EQ(scene.record(1).wait, Wait());
    scene.submit(Scene::request(2));
    EXPECT_NE(scene.record(2).wait, Wait());
    for (int i = 0; i < 2; ++i)
        scene.block(false);
    scene.view.reorganise(3, false);
    EXPECT_EQ(scene.step().moves.at(0).move, Move::broadcast);
    EXPECT_EQ(scene.record(1).wait.block, scene.chain.head_number());
    EXPECT_EQ(scene.record(2).wait, Wait()) << "it is not next in line any more";
    EXPECT_TRUE(scene.step().moves.empty());
}

TEST(ListenerTest, HearsOfEveryLookAndOfEveryRefusal) {
    Scene scene;
    std::vector<StepReport> heard;
    scene.sender->listen([&](const StepReport& report) { heard.push_back(report); });
    scene.view.words = "node: no";
    scene.view.contradicts = true;
    scene.submit(Scene::request(1));
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_EQ(heard[0].contradictions, 1U);
    ASSERT_EQ(heard[0].refusals.size(), 1U);
    EXPECT_EQ(heard[0].refusals[0].nonce, 0U);
    EXPECT_EQ(heard[0].refusals[0].message, "node: no");
    EXPECT_TRUE(heard[0].refusals[0].contradicted);
    ASSERT_TRUE(scene.sender->bump(Scene::request(1).key));
    EXPECT_EQ(heard.at(1).refusals.size(), 1U);
    scene.view.mine();
    EXPECT_TRUE(scene.sender->send(Scene::request(1)));
    EXPECT_EQ(heard.at(2).moves.at(0).move, Move::include);
}

}  // namespace
}  // namespace ballast::sender::test
