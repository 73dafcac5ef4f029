// SPDX-License-Identifier: MIT
// Faults 17, 19, 20, 21 and 24 of the fault list: nonces under answers that are lost, gaps,
// strangers, late winners and reorganisations.
#include "sender/gap.hpp"

#include "sender/attempt.hpp"
#include "tests/base/seeded.hpp"
#include "tests/sender/scene.hpp"
#include "tests/support/nightly.hpp"

namespace ballast::sender::test {
namespace {

using ::testing::HasSubstr;

/// One transaction through a storm of lost answers, deaths and silence. Returns how many answers
/// were lost after the transaction was taken.
std::uint64_t send_through_storm(Scene& scene, std::uint8_t name, std::mt19937_64& generator) {
    std::uint64_t lost = 0;
    for (int i = 0; scene.times_on_chain(name) == 0; ++i) {
        // In the end the storm is over, so that a lost transaction would be seen.
        const bool calm = i > 30;
        scene.view.drops_answers = !calm && generator() % 4 != 0;
        const std::size_t before = scene.view.sent.size();
        if (i == 0 || generator() % 3 == 0) (void)scene.sender->submit(Scene::request(name));
        if (generator() % 3 == 0) (void)scene.sender->send(Scene::request(name));
        if (!calm && generator() % 4 == 0) scene.restart();
        (void)scene.sender->step();
        if (scene.view.drops_answers)
            for (std::size_t k = before; k < scene.view.sent.size(); ++k)
                lost += scene.view.verdicts[k] == rpc::SendVerdict::accepted ? 1U : 0U;
        if (calm || generator() % 2 == 0) scene.block();
    }
    return lost;
}

TEST(fault_17_answer_lost_after_accept, SendsTwiceInNoneOfTenThousand) {
    auto generator = ballast::test::seeded_generator();
    constexpr int kScenes = 500;
    constexpr std::uint8_t kEach = 20;
    std::uint64_t lost = 0;
    std::uint64_t twice = 0;
    std::uint64_t missing = 0;
    for (int i = 0; i < kScenes; ++i) {
        Scene scene;
        scene.policy.send_deadline = {4'000};
        scene.chain.finality_depth = 4;
        scene.restart();
        for (std::uint8_t name = 1; name <= kEach; ++name)
            lost += send_through_storm(scene, name, generator);
        for (std::uint8_t name = 1; name <= kEach; ++name) {
            twice += scene.times_on_chain(name) > 1 ? 1U : 0U;
            missing += scene.times_on_chain(name) == 0 ? 1U : 0U;
        }
        ASSERT_EQ(scene.store.records.size(), kEach);
    }
    EXPECT_EQ(twice, 0U);
    EXPECT_EQ(missing, 0U);
    EXPECT_GT(lost, 3'000U) << "the fault must have occurred";
    std::printf("transactions=%d lost_answers=%llu double=%llu lost=%llu\n", kScenes * kEach,
                static_cast<unsigned long long>(lost), static_cast<unsigned long long>(twice),
                static_cast<unsigned long long>(missing));
}

TEST(fault_19_nonce_gap, ThreeBurnedBelowAndFourAboveHealInThreeCycles) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.block();
    for (std::uint64_t nonce = 1; nonce <= 3; ++nonce)
        scene.stranger(nonce);
    // Below: the nonce comes from the chain, so nothing needs healing but a pair of eyes.
    EXPECT_EQ(scene.step().strange_nonces, 3U);
    // Above: four more, on which we build, and which a reorganisation takes away for ever.
    for (std::uint64_t nonce = 4; nonce <= 7; ++nonce)
        scene.stranger(nonce);
    EXPECT_EQ(scene.submit(Scene::request(2)).nonce, 8U);
    scene.view.reorganise(4, false);
    ASSERT_EQ(scene.view.look(scene.signer.address())->nonce, 4U) << "the fault must have occurred";

    int cycles = 0;
    while (scene.times_on_chain(2) == 0 && cycles < 10) {
        scene.block();
        ++cycles;
    }
    EXPECT_LE(cycles, 3);
    EXPECT_EQ(scene.record(2).nonce, 8U);
    for (std::uint64_t nonce = 4; nonce <= 7; ++nonce) {
        const auto fill = scene.store.find(fill_key(31337, scene.signer.address(), nonce));
        ASSERT_TRUE(fill && *fill);
        EXPECT_EQ((*fill)->attempts[0].kind, AttemptKind::fill);
    }
    scene.finalise();
    EXPECT_TRUE(scene.step().open.empty());
    EXPECT_FALSE(scene.store.stopped);
    std::printf("burned_below=3 burned_above=4 cycles=%d\n", cycles);
}

TEST(fault_19_nonce_gap, MoreThanAHundredIsAnotherHistoryAndSendsNothing) {
    Scene scene;
    for (std::uint64_t nonce = 0; nonce <= 100; ++nonce)
        scene.stranger(nonce);
    scene.chain.finality_depth = 1000;
    scene.submit(Scene::request(1));
    scene.view.reorganise(101, false);
    const std::size_t before = scene.view.sent.size();
    for (int i = 0; i < 5; ++i) {
        const auto report = scene.sender->step();
        ASSERT_FALSE(report);
        EXPECT_THAT(report.error().what, HasSubstr("more than 100 lie between"));
    }
    EXPECT_EQ(scene.view.sent.size(), before);
}

TEST(fault_20_foreign_transaction, OnOurNonceStopsEverythingUntilSomebodyLooked) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.stranger(0);
    const std::size_t before = scene.view.sent.size();
    // Not final yet: it may be taken away again, so it is no proof; but nothing is sent meanwhile.
    EXPECT_TRUE(scene.step().moves.empty());
    EXPECT_FALSE(scene.sender->submit(Scene::request(2)));
    for (std::uint64_t i = 0; i <= scene.chain.finality_depth; ++i)
        scene.view.mine();
    const StepReport report = scene.step();
    ASSERT_EQ(report.moves.size(), 1U) << "the fault must have occurred";
    EXPECT_EQ(report.moves[0].move, Move::foreign);
    EXPECT_TRUE(report.stopped);
    EXPECT_EQ(scene.record(1).state, TxState::foreign);

    int refused = 0;
    for (int i = 0; i < 100; ++i) {
        if (i % 10 == 0) scene.restart();
        EXPECT_TRUE(scene.block().stopped);
        const auto answer = scene.sender->submit(Scene::request(2));
        ASSERT_FALSE(answer);
        EXPECT_THAT(answer.error().what, HasSubstr("who else has this key?"));
        EXPECT_FALSE(scene.sender->send(Scene::request(2)));
        EXPECT_FALSE(scene.sender->bump(Scene::request(1).key));
        ++refused;
    }
    const std::size_t later = scene.view.sent.size() - before;
    EXPECT_EQ(later, 0U);
    ASSERT_TRUE(scene.store.clear_stop(31337, scene.signer.address()));
    EXPECT_EQ(scene.submit(Scene::request(2)).nonce, 1U);
    std::printf("refused=%d later_sends=%zu\n", refused, later);
}

TEST(fault_21_older_attempt_mined, EitherHashIsDone) {
    Scene scene;
    scene.submit(Scene::request(1));
    ASSERT_TRUE(scene.sender->bump(Scene::request(1).key));
    ASSERT_TRUE(scene.sender->bump(Scene::request(1).key));
    const std::vector<Attempt> attempts = scene.record(1).attempts;
    ASSERT_EQ(attempts.size(), 3U);
    // The block was built by somebody who never saw the replacements.
    scene.chain.mine(UnixSeconds{1'700'000'012},
                     {*ballast::test::read_transaction(attempts[0].raw)});
    scene.view.pool.prune(scene.chain.head());
    const std::size_t before = scene.view.sent.size();
    scene.step();
    EXPECT_EQ(scene.record(1).inclusion->tx_hash, attempts[0].tx_hash);
    ASSERT_TRUE(scene.sender->send(Scene::request(1)));
    scene.finalise();
    EXPECT_EQ(scene.record(1).state, TxState::succeeded);
    EXPECT_EQ(scene.times_on_chain(1), 1U);
    EXPECT_EQ(scene.view.sent.size(), before);
    std::printf("done=1 sent_again=%zu\n", scene.view.sent.size() - before);
}

/// Up to three transactions, mined and bumped at random, then a reorganisation that loses, returns
/// or reorders them. Returns how many inclusions it took away.
std::uint64_t live_through_reorganisation(Scene& scene, std::uint64_t depth,
                                          std::mt19937_64& generator) {
    scene.view.mine();
    std::uint8_t made = 0;
    for (std::uint64_t i = 0; i < depth; ++i) {
        if (made < 3 && scene.step().open.size() == made &&
            scene.sender->submit(Scene::request(static_cast<std::uint8_t>(made + 1))))
            ++made;
        if (generator() % 4 == 0) (void)scene.sender->bump(Scene::request(made).key);
        scene.block(generator() % 4 != 0);
    }
    std::uint64_t included = 0;
    for (const TxRecord& record : scene.step().open)
        included += record.state == TxState::included ? 1U : 0U;
    scene.view.reorganise(depth, generator() % 2 == 0);
    if (generator() % 2 == 0) scene.restart();
    for (int i = 0; i < 20; ++i)
        scene.block();
    scene.finalise();
    for (std::uint8_t name = 1; name <= made; ++name) {
        EXPECT_EQ(scene.times_on_chain(name), 1U);
        EXPECT_EQ(scene.record(name).state, TxState::succeeded);
    }
    return included;
}

TEST(fault_24_reorganisation, EndsInOneInclusionAtEveryDepth) {
    auto generator = ballast::test::seeded_generator();
    std::uint64_t taken_away = 0;
    for (std::uint64_t depth = 1; depth <= 32; ++depth)
        for (int again = 0; again < 4; ++again) {
            Scene scene;
            taken_away += live_through_reorganisation(scene, depth, generator);
        }
    EXPECT_GT(taken_away, 100U) << "the fault must have occurred";
    std::printf("reorganisations=128 inclusions_taken_away=%llu\n",
                static_cast<unsigned long long>(taken_away));
}

}  // namespace
}  // namespace ballast::sender::test
