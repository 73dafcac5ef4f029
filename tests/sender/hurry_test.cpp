// SPDX-License-Identifier: MIT
// An urgent request behind a routine one that no block takes any more.
#include "sender/attempt.hpp"
#include "tests/sender/scene.hpp"

namespace ballast::sender::test {
namespace {

using ::testing::HasSubstr;

TransactionRequest urgent(std::uint8_t name) {
    TransactionRequest made = Scene::request(name);
    made.urgent = true;
    return made;
}

void set_base_fee(Scene& scene, std::uint64_t gwei) {
    scene.chain.base_fee = U256(gwei * kGwei);
}

U256 newest_fee(const Scene& scene, std::uint8_t name) {
    return chain::decode_signed(scene.record(name).attempts.back().raw)
        ->transaction.max_fee_per_gas;
}

AttemptKind newest_kind(const Scene& scene, std::uint8_t name) {
    return scene.record(name).attempts.back().kind;
}

/// Routine request 1 at its cap of 100 gwei, which the market left behind.
void stand_at_the_cap(Scene& scene, std::uint64_t base_fee = 200) {
    scene.submit(Scene::request(1));
    set_base_fee(scene, base_fee);
    for (int i = 0; i < 100 && scene.record(1).reason != TxReason::fee_capped; ++i)
        scene.block();
    ASSERT_EQ(scene.record(1).reason, TxReason::fee_capped);
}

void refuse(Scene& scene, const TransactionRequest& request) {
    const auto refused = scene.sender->submit(request);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().what, HasSubstr("an earlier transaction holds nonce 0"));
}

TEST(HurryTest, ARoutineOneAtItsCapMakesWayForAnUrgentOne) {
    Scene scene;
    stand_at_the_cap(scene);
    refuse(scene, Scene::request(2));
    EXPECT_EQ(scene.record(1).hurry_cap, U256()) << "a routine one can wait";
    EXPECT_TRUE(scene.step().moves.empty());
    refuse(scene, urgent(2));
    const StepReport report = scene.step();
    ASSERT_EQ(report.moves.size(), 1U);
    EXPECT_EQ(report.moves[0].move, Move::cancel);
    EXPECT_EQ(report.moves[0].record.reason, TxReason::yields);
    EXPECT_GT(newest_fee(scene, 1), U256(200 * kGwei)) << "a block must take it";
    EXPECT_LE(newest_fee(scene, 1), U256(500 * kGwei));
    scene.block();
    EXPECT_EQ(scene.submit(urgent(2)).nonce, 1U);
    scene.block();
    scene.finalise();
    EXPECT_EQ(scene.record(1).state, TxState::cancelled);
    EXPECT_EQ(scene.times_on_chain(1), 0U);
    EXPECT_EQ(scene.times_on_chain(2), 1U);
}

TEST(HurryTest, OutlivesTheProcess) {
    Scene scene;
    stand_at_the_cap(scene);
    refuse(scene, urgent(2));
    scene.restart();
    EXPECT_EQ(scene.step().moves.at(0).move, Move::cancel);
}

TEST(HurryTest, SendHurriesToo) {
    Scene scene;
    stand_at_the_cap(scene);
    scene.policy.send_deadline = {1};
    scene.restart();
    EXPECT_FALSE(scene.sender->send(Scene::request(2)));
    EXPECT_EQ(newest_kind(scene, 1), AttemptKind::call);
    EXPECT_FALSE(scene.sender->send(urgent(2)));
    EXPECT_EQ(newest_kind(scene, 1), AttemptKind::cancel);
}

/// `ballast oracle rotate` waits for what is on its way before it knows its own request.
TEST(HurryTest, WhoeverWaitsBeforeTheRequestIsMadeHurriesToo) {
    Scene scene;
    stand_at_the_cap(scene);
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(scene.step().moves.empty()) << "nobody waits";
    ASSERT_TRUE(scene.sender->hurry_open(TransactionRequest{}.fee_cap));
    EXPECT_EQ(scene.record(1).hurry_cap, U256(500 * kGwei));
    scene.restart();
    EXPECT_EQ(scene.step().moves.at(0).move, Move::cancel);
    scene.block();
    EXPECT_EQ(scene.record(1).state, TxState::included);
    EXPECT_EQ(scene.submit(urgent(2)).nonce, 1U);
}

/// The urgent one was submitted while nothing was in its way.
TEST(HurryTest, WhatAReorganisationPutsBelowAnUrgentOneMakesWayToo) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.block();
    ASSERT_EQ(scene.record(1).state, TxState::included);
    scene.submit(urgent(2));
    EXPECT_EQ(scene.record(1).hurry_cap, U256());
    scene.view.reorganise(1);
    set_base_fee(scene, 200);
    scene.step();
    ASSERT_EQ(scene.record(1).reason, TxReason::reorganised);
    const StepReport report = scene.step();
    ASSERT_FALSE(report.moves.empty());
    EXPECT_EQ(report.moves[0].move, Move::cancel);
    EXPECT_EQ(report.moves[0].record.nonce, 0U);
    EXPECT_EQ(report.moves[0].record.reason, TxReason::yields);
    for (int i = 0; i < 10; ++i)
        scene.block();
    scene.finalise();
    EXPECT_EQ(scene.record(1).state, TxState::cancelled);
    EXPECT_EQ(scene.record(2).state, TxState::succeeded);
    EXPECT_EQ(scene.times_on_chain(1), 0U);
    EXPECT_EQ(scene.times_on_chain(2), 1U);
}

TEST(HurryTest, ARoutineOneAboveAnUrgentOneIsNotHurried) {
    Scene scene;
    scene.submit(urgent(1));
    scene.block();
    scene.submit(Scene::request(2));
    scene.view.reorganise(1);
    set_base_fee(scene, 200);
    for (int i = 0; i < 3; ++i)
        scene.step();
    EXPECT_EQ(scene.record(2).hurry_cap, U256());
    EXPECT_EQ(newest_kind(scene, 2), AttemptKind::call);
}

TEST(HurryTest, WhatItsOwnCapStillPaysForIsReplacedAtOnceAndNotCancelled) {
    Scene scene;
    scene.submit(Scene::request(1));
    refuse(scene, urgent(2));
    EXPECT_TRUE(scene.block(false).moves.empty()) << "a block can take it as it is";
    set_base_fee(scene, 40);
    EXPECT_EQ(scene.step().moves.at(0).move, Move::replace);
    EXPECT_EQ(newest_kind(scene, 1), AttemptKind::call);
    EXPECT_EQ(newest_fee(scene, 1), U256(81 * kGwei));
}

TEST(HurryTest, ADearerCallThatNoBlockTakesIsNoWay) {
    Scene scene;
    scene.submit(Scene::request(1));
    set_base_fee(scene, 101);
    refuse(scene, urgent(2));
    EXPECT_EQ(scene.step().moves.at(0).move, Move::cancel) << "a call at 100 would be in vain";
}

TEST(HurryTest, AnUrgentCapIsACap) {
    Scene scene;
    stand_at_the_cap(scene, 700);
    TransactionRequest cheap = urgent(2);
    cheap.fee_cap = U256(150 * kGwei);
    refuse(scene, cheap);
    scene.step();
    EXPECT_EQ(newest_fee(scene, 1), U256(150 * kGwei)) << "the waiting one's own cap";
    refuse(scene, urgent(2));
    for (int i = 0; i < 40; ++i)
        scene.block();
    EXPECT_GT(newest_fee(scene, 1), U256(150 * kGwei));
    EXPECT_LE(newest_fee(scene, 1), U256(500 * kGwei));
    EXPECT_EQ(newest_kind(scene, 1), AttemptKind::cancel);
    EXPECT_EQ(scene.record(1).reason, TxReason::fee_capped);
    const std::size_t sent = scene.view.sent.size();
    for (int i = 0; i < 5; ++i)
        scene.step();
    EXPECT_LE(scene.view.sent.size() - sent, 1U) << "not at every look";
}

TEST(HurryTest, TakesTheUrgentBudget) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.policy.fees.routine_day = U256(1);
    scene.restart();
    set_base_fee(scene, 90);
    for (int i = 0; i < 4; ++i)
        scene.block();
    ASSERT_EQ(scene.record(1).reason, TxReason::budget_spent);
    refuse(scene, urgent(2));
    EXPECT_EQ(scene.step().moves.at(0).move, Move::cancel);
    scene.block();
    EXPECT_EQ(scene.record(1).state, TxState::included);
}

TEST(HurryTest, WhoCannotPayForADearerCallCanForACancellation) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.fund(U256(23'000) * U256(81 * kGwei));  // The call has 26,310 gas, a cancellation 21,000.
    scene.chain.base_fee = U256(40 * kGwei);
    refuse(scene, urgent(2));
    EXPECT_EQ(scene.step().moves.at(0).move, Move::cancel);
}

TEST(HurryTest, WhoCannotPayAtAllIsNotSentAgainAtEveryLook) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.fund(U256(1));
    scene.chain.base_fee = U256(40 * kGwei);
    refuse(scene, urgent(2));
    for (int i = 0; i < 4; ++i)
        scene.step();
    EXPECT_EQ(scene.view.sent.size(), 1U);
    EXPECT_EQ(scene.record(1).reason, TxReason::cannot_pay);
}

/// At a base fee of 10 gwei a call offers 21 and has 26,310 gas; to cancel it takes 21,000 at 24.
void stand_unpaid(Scene& scene) {
    set_base_fee(scene, 10);
    scene.fund(U256(26'000) * U256(21 * kGwei));
    scene.submit(Scene::request(1));
    ASSERT_EQ(newest_fee(scene, 1), U256(21 * kGwei));
    ASSERT_EQ(scene.record(1).state, TxState::stored);
    ASSERT_EQ(scene.record(1).reason, TxReason::cannot_pay);
}

TEST(HurryTest, WhatCannotBePaidMakesWayAsSoonAsACancellationCan) {
    Scene scene;
    stand_unpaid(scene);
    scene.step();
    EXPECT_EQ(newest_kind(scene, 1), AttemptKind::call) << "nobody waits";
    refuse(scene, urgent(2));
    EXPECT_EQ(scene.step().moves.at(0).move, Move::cancel);
    EXPECT_EQ(scene.record(1).reason, TxReason::yields);
    scene.block();
    EXPECT_EQ(scene.record(1).state, TxState::included);
    EXPECT_EQ(scene.submit(urgent(2)).nonce, 1U);
}

TEST(HurryTest, WhatCannotBePaidMakesWayForARequestThatIsComing) {
    Scene scene;
    stand_unpaid(scene);
    ASSERT_TRUE(scene.sender->hurry_open(TransactionRequest{}.fee_cap));
    EXPECT_EQ(scene.step().moves.at(0).move, Move::cancel);
    scene.block();
    EXPECT_EQ(scene.submit(urgent(2)).nonce, 1U);
}

TEST(HurryTest, WhatCannotEvenBeCancelledWaitsForMoney) {
    Scene scene;
    stand_unpaid(scene);
    scene.fund(U256(1));
    refuse(scene, urgent(2));
    const std::size_t sent = scene.view.sent.size();
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(scene.step().moves.empty());
    EXPECT_EQ(scene.view.sent.size(), sent);
    EXPECT_EQ(scene.record(1).state, TxState::stored);
    EXPECT_EQ(scene.record(1).reason, TxReason::cannot_pay);
    scene.fund(U256(26'000) * U256(21 * kGwei));
    EXPECT_EQ(scene.step().moves.at(0).move, Move::cancel);
}

/// Two routine ones, the second unpaid while the first may still cost all that it offers.
TEST(HurryTest, WhatIsUnpaidBehindAnotherIsNotCancelled) {
    Scene scene;
    const U256 worst = U256(26'310) * U256(15 * kGwei);
    scene.submit(Scene::request(1));
    scene.block();
    scene.submit(Scene::request(2));
    scene.block();
    scene.submit(urgent(3));
    scene.view.reorganise(2, false);
    scene.view.pool.clear();
    scene.fund(worst + worst - U256(1));
    scene.view.pool.sums_up = true;
    for (int i = 0; i < 3; ++i)
        scene.step();
    ASSERT_EQ(scene.record(1).state, TxState::sent);
    ASSERT_EQ(scene.record(2).reason, TxReason::cannot_pay);
    ASSERT_NE(scene.record(2).hurry_cap, U256());
    EXPECT_EQ(newest_kind(scene, 2), AttemptKind::call);
    // In its block the first has cost less than it offered.
    for (int i = 0; i < 4; ++i)
        scene.block();
    for (std::uint8_t name = 1; name <= 3; ++name)
        EXPECT_EQ(scene.times_on_chain(name), 1U) << int{name};
    EXPECT_EQ(scene.signer.signed_ones().size(), 3U);
}

/// Whatever keeps it from being cancelled, one thing stands: that it cannot be paid.
void expect_one_standing_reason(Scene& scene) {
    const std::size_t sent = scene.view.sent.size();
    const std::size_t writes = scene.store.writes.size();
    for (int i = 0; i < 4; ++i) {
        EXPECT_TRUE(scene.step().moves.empty());
        EXPECT_EQ(scene.record(1).state, TxState::stored);
        EXPECT_EQ(scene.record(1).reason, TxReason::cannot_pay);
    }
    EXPECT_EQ(scene.view.sent.size(), sent);
    EXPECT_EQ(scene.store.writes.size(), writes);
}

TEST(HurryTest, WhatIsUnpaidStandsStillWhileTheSignerIsAway) {
    Scene scene;
    stand_unpaid(scene);
    refuse(scene, urgent(2));
    scene.signer.unreachable = true;
    expect_one_standing_reason(scene);
    scene.signer.unreachable = false;
    EXPECT_EQ(scene.step().moves.at(0).move, Move::cancel);
}

TEST(HurryTest, WhatIsUnpaidStandsStillUnderALowerCap) {
    Scene scene;
    stand_unpaid(scene);
    refuse(scene, urgent(2));
    scene.policy.fees.routine_cap = scene.policy.fees.urgent_cap = U256(5 * kGwei);
    scene.restart();
    expect_one_standing_reason(scene);
}

TEST(HurryTest, WhatIsUnpaidStandsStillUnderASpentBudget) {
    Scene scene;
    stand_unpaid(scene);
    refuse(scene, urgent(2));
    // A cancellation at 61 gwei may cost more than the call at 21.
    set_base_fee(scene, 30);
    scene.policy.fees.urgent_day = U256(1);
    scene.restart();
    expect_one_standing_reason(scene);
}

/// In a block it is out of the way as well, and not lost.
TEST(HurryTest, WhatCanBePaidAfterAllIsSentAndNotCancelled) {
    Scene scene;
    stand_unpaid(scene);
    refuse(scene, urgent(2));
    scene.fund(U256(26'310) * U256(21 * kGwei));
    set_base_fee(scene, 20);  // A cancellation offers 41 now, which takes more.
    const StepReport report = scene.step();
    ASSERT_EQ(report.moves.size(), 1U);
    EXPECT_EQ(report.moves[0].move, Move::broadcast);
    EXPECT_EQ(scene.record(1).state, TxState::sent);
    EXPECT_EQ(scene.record(1).reason, TxReason::none);
    scene.block();
    EXPECT_EQ(scene.times_on_chain(1), 1U);
}

TEST(HurryTest, MoneyThatCameIsSpentOnTheCallItself) {
    Scene scene;
    stand_unpaid(scene);
    refuse(scene, urgent(2));
    scene.fund(U256(1'000'000) * U256(21 * kGwei));
    EXPECT_EQ(scene.step().moves.at(0).move, Move::broadcast);
    scene.block();
    EXPECT_EQ(scene.times_on_chain(1), 1U);
    EXPECT_EQ(scene.submit(urgent(2)).nonce, 1U);
}

/// A node counts what else of the account it holds.
TEST(HurryTest, WhatTheNodesRefuseAllTheSameIsCancelledInTheSameStep) {
    Scene scene;
    stand_unpaid(scene);
    refuse(scene, urgent(2));
    scene.fund(U256(1'000'000) * U256(21 * kGwei));
    const Bytes call = scene.record(1).attempts[0].raw;
    scene.view.too_dear = call;
    EXPECT_EQ(scene.step().moves.at(0).move, Move::cancel);
    EXPECT_EQ(newest_kind(scene, 1), AttemptKind::cancel);
    EXPECT_EQ(scene.record(1).reason, TxReason::yields);
    EXPECT_EQ(scene.record(1).state, TxState::sent);
}

TEST(HurryTest, FillsAGapAtTheUrgentPrice) {
    Scene scene;
    scene.stranger(0);
    scene.submit(Scene::request(1));
    scene.view.reorganise(1, false);
    set_base_fee(scene, 200);
    for (int i = 0; i < 3; ++i)
        scene.step();
    EXPECT_EQ(scene.signer.signed_ones().size(), 1U) << "too dear for a routine one";
    EXPECT_FALSE(scene.sender->submit(urgent(2)));
    EXPECT_EQ(scene.step().moves.at(0).move, Move::fill);
    scene.block();
    EXPECT_EQ(scene.view.look(scene.signer.address())->nonce, 1U);
}

/// What fills a gap has no cap of its own beside the policy's.
TEST(HurryTest, FillsAGapUpToTheUrgentCapHoweverHighThatIs) {
    for (const std::uint64_t cap : {500U, 1'000U}) {
        Scene scene;
        scene.policy.fees.urgent_cap = U256(cap * kGwei);
        scene.restart();
        scene.stranger(0);
        scene.submit(Scene::request(1));
        scene.view.reorganise(1, false);
        TransactionRequest dear = urgent(2);
        dear.fee_cap = U256(900 * kGwei);
        EXPECT_FALSE(scene.sender->submit(dear));
        set_base_fee(scene, 600);
        scene.step();
        const StepReport report = scene.step();
        const bool filled = !report.moves.empty() && report.moves[0].move == Move::fill;
        EXPECT_EQ(filled, cap == 1'000U);
        EXPECT_EQ(report.faults.empty(), filled);
        if (!filled) continue;
        const TxRecord& made = report.moves[0].record;
        EXPECT_EQ(fees_of(*read_attempt(made, made.attempts[0])).max_fee, U256(1'000 * kGwei));
    }
}

TEST(HurryTest, ACrashBeforeTheCancellationIsStoredCancelsOnce) {
    for (std::size_t last = 1; last <= 3; ++last) {
        Scene scene;
        stand_at_the_cap(scene);
        refuse(scene, urgent(2));
        scene.store.fails_from = scene.store.writes.size() + last;
        scene.store.fails_after_writing = last % 2 == 0;
        EXPECT_FALSE(scene.sender->step());
        scene.store.fails_from = 0;
        scene.restart();
        for (int i = 0; i < 6; ++i)
            scene.block();
        EXPECT_EQ(newest_kind(scene, 1), AttemptKind::cancel);
        scene.submit(urgent(2));
        scene.finalise();
        EXPECT_EQ(scene.record(1).state, TxState::cancelled);
        EXPECT_EQ(scene.times_on_chain(1), 0U);
        EXPECT_EQ(scene.times_on_chain(2), 1U);
    }
}

}  // namespace
}  // namespace ballast::sender::test
