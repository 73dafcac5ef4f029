// SPDX-License-Identifier: MIT
// Faults 22, 23, 28 and 29: pools that forget, fees that explode, purses that are empty, estimates
// that are nonsense.
#include "sender/attempt.hpp"
#include "tests/base/seeded.hpp"
#include "tests/sender/scene.hpp"

namespace ballast::sender::test {
namespace {

using ::testing::HasSubstr;

U256 highest_offer(const TxRecord& record) {
    U256 highest;
    for (const Attempt& attempt : record.attempts)
        highest = std::max(highest, read_attempt(record, attempt)->max_fee_per_gas);
    return highest;
}

TEST(fault_22_evicted, IsSentAgainUntilTheFeeFalls) {
    Scene scene(ClientKind::anvil);  // It drops what the base fee has passed.
    scene.submit(Scene::request(1));
    scene.step();
    scene.chain.base_fee = U256(300 * kGwei);
    std::uint64_t evictions = 0;
    for (int i = 0; i < 20; ++i) {
        scene.block();
        evictions += scene.view.pool.size() == 0 ? 1U : 0U;
    }
    ASSERT_GT(evictions, 10U) << "the fault must have occurred";
    ASSERT_EQ(scene.times_on_chain(1), 0U);
    EXPECT_LE(highest_offer(scene.record(1)), scene.policy.fees.routine_cap);
    scene.chain.base_fee = U256(7 * kGwei);
    scene.step();
    scene.block();
    EXPECT_EQ(scene.record(1).state, TxState::included);
    EXPECT_EQ(scene.record(1).nonce, 0U);
    EXPECT_EQ(scene.times_on_chain(1), 1U);
    std::printf("evicted_steps=%llu attempts=%zu\n", static_cast<unsigned long long>(evictions),
                scene.record(1).attempts.size());
}

TEST(fault_22_evicted, AtAQuietMarketTheSameBytesGoOutAgain) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.step();
    for (int i = 0; i < 5; ++i) {
        scene.view.pool.clear();
        EXPECT_EQ(scene.step().moves.at(0).record.reason, TxReason::evicted);
        EXPECT_EQ(scene.view.sent.back(), scene.view.sent.front());
    }
    EXPECT_EQ(scene.signer.signed_ones().size(), 1U);
    scene.block();
    EXPECT_EQ(scene.times_on_chain(1), 1U);
}

/// Sends, then lives through the curve a block at a time. Returns the block in which it was
/// included, and checks what was offered and paid.
int blocks_until_included(Scene& scene, const TransactionRequest& request,
                          const std::vector<std::uint64_t>& gwei) {
    const U256 cap = call_cap(scene.policy.fees, request.urgent, request.fee_cap);
    const U256 budget =
        request.urgent ? scene.policy.fees.urgent_day : scene.policy.fees.routine_day;
    scene.submit(request);
    for (std::size_t i = 0; i < gwei.size(); ++i) {
        scene.chain.base_fee = U256(gwei[i] * kGwei);
        scene.block();
        const TxRecord& record = scene.store.records.at(request.key);
        EXPECT_LE(highest_offer(record), cap);
        EXPECT_LE(*committed_fee(record), budget);
        if (record.state == TxState::included) {
            EXPECT_LE(record.inclusion->fee, budget);
            return static_cast<int>(i);
        }
    }
    return -1;
}

/// Three gwei, a hundred times that for an hour of blocks, and three again.
std::vector<std::uint64_t> spike() {
    std::vector<std::uint64_t> gwei(300, 300);
    gwei.resize(320, 3);
    return gwei;
}

TEST(fault_23_base_fee_times_100, RoutineWaitsAtItsCapAndUrgentGetsThrough) {
    Scene routine;
    routine.chain.base_fee = U256(3 * kGwei);
    const int waited = blocks_until_included(routine, Scene::request(1), spike());
    EXPECT_GE(waited, 300) << "the cap must have held it back";
    EXPECT_GT(routine.record(1).attempts.size(), 1U);
    EXPECT_LT(routine.record(1).attempts.size(), 5U) << "at its cap it waits, and does not spin";

    Scene urgent;
    urgent.chain.base_fee = U256(3 * kGwei);
    TransactionRequest made = Scene::request(1);
    made.urgent = true;
    const int through = blocks_until_included(urgent, made, spike());
    EXPECT_GE(through, 0);
    EXPECT_LT(through, 30);
    EXPECT_GT(highest_offer(urgent.record(1)), routine.policy.fees.routine_cap);
    std::printf("routine_blocks=%d routine_offer=%s urgent_blocks=%d urgent_offer=%s\n", waited,
                highest_offer(routine.record(1)).to_decimal().c_str(), through,
                highest_offer(urgent.record(1)).to_decimal().c_str());
}

TEST(fault_23_base_fee_times_100, SaysThatTheCapHoldsItBack) {
    Scene scene;
    scene.submit(Scene::request(1));
    scene.chain.base_fee = U256(700 * kGwei);
    for (int i = 0; i < 100; ++i)
        scene.block();
    EXPECT_EQ(scene.record(1).reason, TxReason::fee_capped);
    const auto refused = scene.sender->submit(Scene::request(2));
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().what, HasSubstr("fee_capped"));
}

TEST(fault_23_base_fee_times_100, RandomCurvesAndBudgetsAreNeverOverspent) {
    auto generator = ballast::test::seeded_generator();
    int overspent = 0;
    int held = 0;
    constexpr int kRuns = 200;
    for (int run = 0; run < kRuns; ++run) {
        Scene scene;
        // A few transactions' worth, so that the budget is what ends the day.
        scene.policy.fees.routine_day =
            U256(1'000 + generator() % 9'000) * U256(kGwei) * U256(1000);
        scene.chain.finality_depth = 4;
        scene.restart();
        const U256 before = scene.view.look(scene.signer.address())->balance;
        for (std::uint8_t name = 1; name <= 20; ++name) {
            const auto made = scene.sender->submit(Scene::request(name));
            held += made ? 0 : 1;
            for (int i = 0; i < 8; ++i) {
                scene.chain.base_fee = U256((1 + generator() % 60) * kGwei);
                scene.block(generator() % 2 == 0);
            }
        }
        const U256 spent = before - scene.view.look(scene.signer.address())->balance;
        overspent += spent > scene.policy.fees.routine_day ? 1 : 0;
    }
    EXPECT_EQ(overspent, 0);
    EXPECT_GT(held, kRuns) << "the budget must have been met";
    std::printf("runs=%d overspent=%d held_back=%d\n", kRuns, overspent, held);
}

TEST(fault_28_empty_purse, LosesAndDoublesNothing) {
    auto generator = ballast::test::seeded_generator();
    int empty = 0;
    int lost = 0;
    int doubled = 0;
    constexpr int kRuns = 500;
    for (int run = 0; run < kRuns; ++run) {
        Scene scene;
        const U256 full = scene.view.look(scene.signer.address())->balance;
        scene.fund(U256(generator() % 1000));
        (void)scene.sender->submit(Scene::request(1));
        empty += scene.record(1).reason == TxReason::cannot_pay ? 1 : 0;
        for (std::uint64_t i = generator() % 10; i > 0; --i) {
            if (generator() % 3 == 0) scene.restart();
            const StepReport report = scene.block();
            ASSERT_EQ(report.open.size(), 1U);
            EXPECT_EQ(report.open[0].reason, TxReason::cannot_pay);
        }
        scene.fund(full);
        scene.step();
        scene.block();
        lost += scene.times_on_chain(1) == 0 ? 1 : 0;
        doubled += scene.times_on_chain(1) > 1 ? 1 : 0;
        EXPECT_EQ(scene.record(1).attempts.size(), 1U);
        EXPECT_EQ(scene.record(1).reason, TxReason::none);
    }
    EXPECT_EQ(empty, kRuns) << "the fault must have occurred";
    EXPECT_EQ(lost, 0);
    EXPECT_EQ(doubled, 0);
    std::printf("runs=%d empty=%d lost=%d double=%d\n", kRuns, empty, lost, doubled);
}

TEST(fault_28_empty_purse, SendSaysSoAtOnceAndGoesOnLater) {
    Scene scene;
    scene.fund(U256(1));
    const auto poor = scene.sender->send(Scene::request(1));
    ASSERT_FALSE(poor);
    EXPECT_THAT(poor.error().what, HasSubstr("cannot pay"));
    scene.fund(U256(kGwei) * U256(kGwei));
    scene.step();
    scene.view.mine();
    EXPECT_TRUE(scene.sender->send(Scene::request(1)));
    EXPECT_EQ(scene.times_on_chain(1), 1U);
}

TEST(fault_28_empty_purse, WhoDoesNotWaitAsksAgain) {
    Scene scene;
    scene.fund(U256(1));
    const auto poor = scene.sender->try_send(Scene::request(1));
    ASSERT_TRUE(poor) << poor.error().what;
    EXPECT_FALSE(*poor);
    EXPECT_EQ(scene.record(1).reason, TxReason::cannot_pay);
    scene.fund(U256(kGwei) * U256(kGwei));
    EXPECT_TRUE(scene.sender->try_send(Scene::request(1)));
    scene.view.mine();
    const auto paid = scene.sender->try_send(Scene::request(1));
    EXPECT_TRUE(paid && *paid);
    EXPECT_EQ(scene.times_on_chain(1), 1U);
}

TEST(fault_29_absurd_estimate, IsNeverSignedAboveItsCap) {
    auto generator = ballast::test::seeded_generator();
    int absurd = 0;
    int fell_back = 0;
    int above_cap = 0;
    constexpr int kRuns = 2'000;
    for (int run = 0; run < kRuns; ++run) {
        Scene scene;
        TransactionRequest request = Scene::request(1);
        request.gas_limit_max = 21'000 + generator() % 1'000'000;
        if (generator() % 2 == 0) request.gas_fallback = 21'000 + generator() % 2'000'000;
        const std::uint64_t estimate = ballast::test::random_width(generator, 64);
        const bool silent = generator() % 4 == 0;
        scene.view.estimate = estimate;
        if (silent) scene.view.estimate = fail(Errc::upstream_unavailable, "no estimate");
        const bool fits = !silent && estimate <= request.gas_limit_max;
        absurd += fits ? 0 : 1;
        const auto made = scene.sender->submit(request);
        EXPECT_EQ(made.has_value(), fits || request.gas_fallback.has_value());
        if (!made) continue;
        fell_back += fits ? 0 : 1;
        const std::uint64_t limit = scene.signer.signed_ones().at(0).gas_limit;
        above_cap += limit > request.gas_limit_max ? 1 : 0;
        ASSERT_TRUE(fits || limit == std::min(*request.gas_fallback, request.gas_limit_max));
    }
    EXPECT_GT(absurd, kRuns / 4) << "the fault must have occurred";
    EXPECT_EQ(above_cap, 0);
    EXPECT_GT(fell_back, kRuns / 10);
    std::printf("runs=%d absurd=%d fell_back=%d above_cap=%d\n", kRuns, absurd, fell_back,
                above_cap);
}

TEST(fault_29_absurd_estimate, AFallbackNeverCoversARevert) {
    Scene scene;
    TransactionRequest request = Scene::request(1);
    request.gas_fallback = 100'000;
    scene.view.estimate = fail(Errc::failed, "execution reverted");
    EXPECT_FALSE(scene.sender->submit(request));
    scene.view.estimate = fail(Errc::upstream_unavailable, "no estimate");
    scene.view.on_call = [](const rpc::CallMessage&) {
        return rpc::CallOutcome{true, {}, "execution reverted"};
    };
    EXPECT_FALSE(scene.sender->submit(request));
    EXPECT_TRUE(scene.signer.signed_ones().empty());
}

}  // namespace
}  // namespace ballast::sender::test
