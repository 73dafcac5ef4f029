// SPDX-License-Identifier: MIT
// What a hostile review found: one liar, a spent budget, a cancellation that is not final.
#include "tests/sender/scene.hpp"

namespace ballast::sender::test {
namespace {

using ::testing::HasSubstr;

TEST(AdversityTest, ALiarWhoClaimsToKnowDoesNotKeepWhatIsAtItsCapFromBeingSentAgain) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.chain.base_fee = U256(700 * kGwei);
    for (int i = 0; i < 100; ++i)
        scene.block();
    ASSERT_EQ(scene.record(1).reason, TxReason::fee_capped);
    scene.view.pool.clear();
    scene.view.claims_to_know = true;
    scene.chain.base_fee = U256(7 * kGwei);
    const std::size_t before = scene.view.sent.size();
    for (int i = 0; i < 10 && scene.times_on_chain(1) == 0; ++i)
        scene.block();
    EXPECT_EQ(scene.times_on_chain(1), 1U) << "stuck for as long as one node lies";
    EXPECT_LE(scene.view.sent.size() - before, 3U) << "but not at every look";
}

TEST(AdversityTest, ASpentBudgetKeepsNoCancellationBackThatAddsNothing) {
    Scene scene;
    TransactionRequest made = Scene::request(1);
    made.data = Bytes(1000, 1);
    made.deadline = UnixSeconds{1'700'000'030};
    scene.submit(made);
    // The operator lowers the budget between two runs.
    scene.policy.fees.routine_day = U256(1);
    scene.restart();
    for (int i = 0; i < 4; ++i)
        scene.block(false);
    EXPECT_EQ(scene.record(1).reason, TxReason::past_deadline);
    ASSERT_EQ(scene.record(1).attempts.size(), 2U);
    EXPECT_LE(*committed_fee(scene.record(1)), worst_fee({U256(15 * kGwei), U256()}, 60'000));
    scene.block();
    EXPECT_EQ(scene.record(1).inclusion->tx_hash, scene.record(1).attempts[1].tx_hash);
}

TEST(AdversityTest, ACancellationIsNoLastWordBeforeItIsFinal) {
    Scene scene;
    scene.submit(Scene::request(1));
    const Bytes call = scene.record(1).attempts[0].raw;
    ASSERT_TRUE(scene.sender->cancel(Scene::request(1).key));
    scene.block();
    ASSERT_TRUE(scene.record(1).inclusion);
    // Whoever took this for the end would do the same under another key.
    const auto early = scene.sender->send(Scene::request(1));
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, Errc::upstream_unavailable);
    EXPECT_THAT(early.error().what, HasSubstr("not final"));
    // For a reorganisation may still bring the call.
    scene.view.reorganise(1, false);
    scene.view.pool.clear();
    scene.chain.mine(UnixSeconds{1'700'000'012}, {*ballast::test::read_transaction(call)});
    scene.finalise();
    EXPECT_EQ(scene.record(1).state, TxState::succeeded);
    EXPECT_EQ(scene.times_on_chain(1), 1U);
    EXPECT_TRUE(scene.sender->send(Scene::request(1)));
}

TEST(AdversityTest, StrangersBetweenTwoLooksAreToldOfThoughWeStandAboveThem) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.block();
    scene.finalise();
    scene.stranger(1);
    scene.stranger(2);
    EXPECT_EQ(scene.submit(Scene::request(2)).nonce, 3U);
    EXPECT_EQ(scene.step().strange_nonces, 2U);
    EXPECT_EQ(scene.step().strange_nonces, 0U);
}

TEST(AdversityTest, ASignerThatIsAwayKeepsNothingStoredFromBeingSentAgain) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.step();
    scene.clock.wait({60'000});
    scene.view.pool.clear();
    scene.signer.unreachable = true;
    EXPECT_EQ(scene.step().faults.size(), 1U) << "it says that the signer is away";
    EXPECT_EQ(scene.view.sent.size(), 2U) << "evicted, and the stored bytes need no signer";
    EXPECT_EQ(scene.view.sent[1], scene.view.sent[0]);
}

TEST(AdversityTest, WhileStoppedNoOperatorSendsForAnOpenRecord) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.store.stopped = true;
    EXPECT_FALSE(scene.sender->bump(Scene::request(1).key));
    EXPECT_FALSE(scene.sender->cancel(Scene::request(1).key));
    EXPECT_EQ(scene.record(1).attempts.size(), 1U);
    EXPECT_EQ(scene.signer.signed_ones().size(), 1U);
}

/// A record of nonce 2 on a chain that is back at nonce 0.
void open_a_gap(Scene& scene) {
    scene.stranger(0);
    scene.stranger(1);
    scene.submit(Scene::request(1));
    scene.view.reorganise(2, false);
    ASSERT_EQ(scene.view.look(scene.signer.address())->nonce, 0U);
}

TEST(AdversityTest, AGapIsFilledAtTheSecondLookAndNeverWhileStopped) {
    Scene scene;
    open_a_gap(scene);
    scene.store.stopped = true;
    for (int i = 0; i < 5; ++i)
        scene.step();
    EXPECT_EQ(scene.signer.signed_ones().size(), 1U);
    scene.store.stopped = false;
    scene.restart();
    scene.step();
    EXPECT_EQ(scene.signer.signed_ones().size(), 1U) << "one look may be nodes that are behind";
    scene.step();
    EXPECT_EQ(scene.signer.signed_ones().size(), 3U);
}

/// The fee policy of an operator's command is meant for one record.
TEST(AdversityTest, AnOperatorsLookSignsForNoOtherRecord) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.chain.base_fee = U256(40 * kGwei);
    for (int i = 0; i < 4; ++i) {
        scene.view.mine(false);
        const auto looked = scene.sender->step_unsigned();
        ASSERT_TRUE(looked) << looked.error().what;
        EXPECT_TRUE(looked->moves.empty());
    }
    EXPECT_EQ(scene.signer.signed_ones().size(), 1U);
    EXPECT_EQ(scene.step().moves.at(0).move, Move::replace) << "it was stuck all the while";
    scene.block();
    ASSERT_EQ(scene.record(1).state, TxState::included);
    scene.view.reorganise(1);
    ASSERT_TRUE(scene.sender->step_unsigned());
    EXPECT_EQ(scene.record(1).reason, TxReason::reorganised) << "stored bytes are sent";
    scene.view.mine();
    for (std::uint64_t i = 0; i <= scene.chain.finality_depth; ++i)
        scene.view.mine();
    ASSERT_TRUE(scene.sender->step_unsigned());
    EXPECT_EQ(scene.record(1).state, TxState::succeeded);
    EXPECT_EQ(scene.signer.signed_ones().size(), 2U);
}

TEST(AdversityTest, AnOperatorsLookFillsNoGapAndCancelsNothing) {
    Scene scene;
    scene.stranger(0);
    TransactionRequest request = Scene::request(1);
    request.deadline = scene.view.look(scene.signer.address())->head.timestamp + Seconds{20};
    scene.submit(request);
    scene.view.reorganise(1, false);
    for (int i = 0; i < 4; ++i) {
        scene.view.mine(false);
        ASSERT_TRUE(scene.sender->step_unsigned());
    }
    EXPECT_EQ(scene.signer.signed_ones().size(), 1U);
    EXPECT_EQ(scene.step().moves.size(), 2U) << "cancelled, and the gap filled";
}

/// Past its deadline it is not sent again, so that it still says what it was.
TEST(AdversityTest, AnOperatorCancelsWhatAReorganisationTookOutOfItsBlock) {
    Scene scene;
    TransactionRequest request = Scene::request(1);
    request.deadline = scene.view.look(scene.signer.address())->head.timestamp + Seconds{20};
    scene.submit(request);
    scene.block();
    scene.view.reorganise(1);
    for (int i = 0; i < 3; ++i)
        scene.view.mine(false);
    ASSERT_TRUE(scene.sender->step_unsigned());
    ASSERT_EQ(scene.record(1).state, TxState::included);
    const auto cancelled = scene.sender->cancel(request.key);
    ASSERT_TRUE(cancelled) << cancelled.error().what;
    EXPECT_FALSE(cancelled->inclusion);
    EXPECT_EQ(scene.record(1).state, TxState::sent);
}

TEST(AdversityTest, AnOperatorPushesNothingThatIsPastItsDeadline) {
    Scene scene;
    TransactionRequest request = Scene::request(1);
    request.deadline = scene.view.look(scene.signer.address())->head.timestamp + Seconds{24};
    scene.submit(request);
    for (int i = 0; i < 2; ++i)
        scene.view.mine(false);
    ASSERT_TRUE(scene.sender->bump(request.key)) << "the deadline's second still counts";
    scene.view.mine(false);
    ASSERT_TRUE(scene.sender->step_unsigned());
    const std::size_t sent = scene.view.sent.size();
    const auto bumped = scene.sender->bump(request.key);
    ASSERT_FALSE(bumped);
    EXPECT_EQ(bumped.error().code, Errc::failed);
    EXPECT_THAT(bumped.error().what, HasSubstr("ballast tx cancel"));
    EXPECT_EQ(scene.view.sent.size(), sent);
    EXPECT_EQ(scene.record(1).attempts.size(), 2U);
    ASSERT_TRUE(scene.sender->cancel(request.key));
    EXPECT_TRUE(scene.sender->bump(request.key)) << "a cancellation may be pushed";
    EXPECT_EQ(scene.record(1).attempts.back().kind, AttemptKind::cancel);
    scene.block();
    EXPECT_EQ(scene.times_on_chain(1), 0U);
}

TEST(AdversityTest, AnOperatorSignsNothingForANonceThatIsUsed) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.view.mine();
    ASSERT_EQ(scene.record(1).state, TxState::sent) << "nobody has looked yet";
    EXPECT_FALSE(scene.sender->bump(Scene::request(1).key));
    EXPECT_FALSE(scene.sender->cancel(Scene::request(1).key));
    EXPECT_EQ(scene.signer.signed_ones().size(), 1U);
}

TEST(AdversityTest, ABudgetIsOfTwentyFourHoursAndOfOthersOnly) {
    Scene scene;
    // Room for one, which may cost 395 and costs 168, and for its replacement, which may cost 444.
    scene.policy.fees.routine_day = U256(450 * kGwei) * U256(1000);
    scene.restart();
    scene.submit(Scene::request(1));
    ASSERT_TRUE(scene.sender->bump(Scene::request(1).key)) << "it does not count against itself";
    scene.block();
    scene.finalise();
    scene.chain.mine(UnixSeconds{1'700'000'000 + 23 * 3600}, {});
    EXPECT_FALSE(scene.sender->submit(Scene::request(2)));
    scene.chain.mine(UnixSeconds{1'700'000'000 + 25 * 3600}, {});
    scene.submit(Scene::request(2));
}

TEST(AdversityTest, ABumpNeedsAPurse) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.fund(U256(26'310) * U256(16 * kGwei));  // The first may cost 15 gwei, the next 16.875.
    EXPECT_FALSE(scene.sender->bump(Scene::request(1).key));
    EXPECT_EQ(scene.signer.signed_ones().size(), 1U);
}

TEST(AdversityTest, AnEndIsToldOfThoughTheStepFailsAfterwards) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.block();
    scene.submit(Scene::request(2));
    for (std::uint64_t i = 0; i <= scene.chain.finality_depth + 1; ++i)
        scene.view.mine();
    // The disk takes what ends the first, and nothing more.
    scene.store.fails_from = scene.store.writes.size() + 2;
    EXPECT_FALSE(scene.sender->step());
    EXPECT_FALSE(scene.sender->step());
    ASSERT_EQ(scene.record(1).state, TxState::succeeded);
    scene.store.fails_from = 0;
    const StepReport report = scene.step();
    ASSERT_EQ(report.moves.size(), 2U);
    EXPECT_EQ(report.moves[0].record.nonce, 0U);
    EXPECT_EQ(report.moves[1].record.nonce, 1U);
}

}  // namespace
}  // namespace ballast::sender::test
