// SPDX-License-Identifier: MIT
// Faults 25, 30 and 33: contracts that revert, contracts that clip, and a second keeper.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "audit/journal.hpp"
#include "tests/base/seeded.hpp"
#include "tests/sender/scene.hpp"

namespace ballast::sender::test {
namespace {

using ballast::test::MockExecution;
using ::testing::HasSubstr;

TEST(fault_25_reverted, IsNoSuccessAndIsNotTriedAgain) {
    Scene scene;
    std::uint64_t reverts = 0;
    scene.chain.execute = [&](const MockTransaction&) {
        ++reverts;
        return MockExecution{false, 25'000, {}};
    };
    scene.submit(Scene::request(1));
    const StepReport report = scene.block();
    EXPECT_FALSE(report.moves.at(0).record.inclusion->succeeded);
    const auto receipt = scene.sender->send(Scene::request(1));
    ASSERT_TRUE(receipt);
    EXPECT_FALSE(receipt->succeeded);
    for (std::uint64_t i = 0; i <= scene.chain.finality_depth; ++i)
        scene.view.mine();
    const StepReport last = scene.step();
    EXPECT_EQ(last.moves.at(0).move, Move::settle);
    EXPECT_EQ(last.moves[0].record.state, TxState::reverted) << "the alarm";
    for (int i = 0; i < 10; ++i) {
        scene.submit(Scene::request(1));
        scene.block();
    }
    EXPECT_EQ(reverts, 1U) << "the fault must have occurred, and once";
    EXPECT_EQ(scene.signer.signed_ones().size(), 1U);
    std::printf("reverts=%llu retries=%zu\n", static_cast<unsigned long long>(reverts),
                scene.signer.signed_ones().size() - 1);
}

TEST(fault_25_reverted, IsProvisionalUntilItIsFinal) {
    Scene scene;
    bool reverts = true;
    scene.chain.execute = [&](const MockTransaction&) {
        return MockExecution{!reverts, 25'000, {}};
    };
    scene.submit(Scene::request(1));
    scene.block();
    EXPECT_FALSE(scene.record(1).inclusion->succeeded);
    reverts = false;
    scene.view.reorganise(1);
    scene.step();
    scene.block();
    scene.finalise();
    EXPECT_EQ(scene.record(1).state, TxState::succeeded);
}

/// A contract with two coupled values that quietly moves one of them by 3 % at most.
class Clipping {
  public:
    struct Pair {
        std::uint64_t ratio = 0;
        std::uint64_t timestamp = 0;
        bool operator==(const Pair&) const = default;
    };

    static Bytes encode(const Pair& pair) {
        Bytes bytes;
        append(bytes, U256(pair.ratio).to_big_endian().view());
        append(bytes, U256(pair.timestamp).to_big_endian().view());
        return bytes;
    }
    [[nodiscard]] Pair after(ByteView data) const {
        const Pair asked{*U256::from_big_endian(data.subspan(0, 32)).to_u64(),
                         *U256::from_big_endian(data.subspan(32, 32)).to_u64()};
        const std::uint64_t most = held.ratio + held.ratio * 3 / 100;
        const std::uint64_t least = held.ratio - held.ratio * 3 / 100;
        return {std::clamp(asked.ratio, least, most), asked.timestamp};
    }

    Pair held{1'000'000, 1};
};

TEST(fault_30_clipped_update, IsNeverSentInPart) {
    auto generator = ballast::test::seeded_generator();
    Scene scene;
    Clipping contract;
    scene.view.on_call = [&](const rpc::CallMessage& message) {
        return rpc::CallOutcome{false, Clipping::encode(contract.after(message.data)), ""};
    };
    int clipped = 0;
    int made = 0;
    int partial = 0;
    scene.chain.execute = [&](const MockTransaction& transaction) {
        contract.held = contract.after(transaction.content.data);
        partial += Clipping::encode(contract.held) == transaction.content.data ? 0 : 1;
        return MockExecution{};
    };
    constexpr std::uint64_t kUpdates = 1'000;
    for (std::uint64_t i = 1; i <= kUpdates; ++i) {
        const std::uint64_t ratio = contract.held.ratio * (950 + generator() % 101) / 1000;
        TransactionRequest request = Scene::request(0);
        request.key = U256(i).to_big_endian();
        request.data = Clipping::encode({ratio, i + 1});
        request.preflights = {{*request.to, request.data, request.data}};
        const bool clips = Clipping::encode(contract.after(request.data)) != request.data;
        const auto answer = scene.sender->submit(request);
        ASSERT_EQ(answer.has_value(), !clips);
        clipped += clips ? 1 : 0;
        made += clips ? 0 : 1;
        ASSERT_TRUE(answer || answer.error().code == Errc::mismatch);
        scene.block();
        contract.held.ratio = std::max<std::uint64_t>(contract.held.ratio, 100'000);
    }
    EXPECT_EQ(partial, 0);
    EXPECT_GT(clipped, 200) << "the fault must have occurred";
    EXPECT_GT(made, 200);
    EXPECT_EQ(scene.signer.signed_ones().size(), static_cast<std::size_t>(made));
    std::printf("updates=%llu clipped=%d sent=%d partial=%d\n",
                static_cast<unsigned long long>(kUpdates), clipped, made, partial);
}

/// Two keepers on two hosts with one key and two stores, who both want report `name` sent.
struct TwoHosts {
    Scene first;
    MemoryStore other_store;
    TestSigner other_signer{7};
    std::optional<Sender> second;

    TwoHosts() { second.emplace(first.view, other_store, other_signer, first.clock); }
};

TEST(fault_33_two_keepers, OneKeyOnTwoHostsUpdatesNothingTwice) {
    auto generator = ballast::test::seeded_generator();
    int races = 0;
    int stops = 0;
    std::uint64_t twice = 0;
    constexpr int kRuns = 100;
    for (int run = 0; run < kRuns; ++run) {
        TwoHosts hosts;
        Scene& scene = hosts.first;
        scene.view.on_broadcast = nullptr;
        // The contract takes each sequence number once.
        std::set<Bytes> applied;
        scene.chain.execute = [&](const MockTransaction& transaction) {
            const bool fresh = applied.insert(transaction.content.data).second;
            return MockExecution{fresh, 25'000, {}};
        };
        for (std::uint8_t name = 1; name <= 10; ++name) {
            scene.view.tip = U256((1 + generator() % 3) * kGwei);
            const bool mine = scene.sender->submit(Scene::request(name)).has_value();
            scene.view.tip = U256((1 + generator() % 3) * kGwei);
            const bool theirs = hosts.second->submit(Scene::request(name)).has_value();
            races += mine && theirs ? 1 : 0;
            for (std::uint64_t i = 0; i <= 1 + generator() % 3; ++i) {
                scene.view.mine(generator() % 4 != 0);
                (void)scene.sender->step();
                (void)hosts.second->step();
            }
        }
        for (std::uint64_t i = 0; i <= scene.chain.finality_depth; ++i)
            scene.view.mine();
        (void)scene.sender->step();
        (void)hosts.second->step();
        stops += scene.store.stopped || hosts.other_store.stopped ? 1 : 0;
        std::map<Bytes, std::uint64_t> successes;
        for (auto id = scene.chain.head(); scene.chain.block(id).header.number > 0;
             id = scene.chain.block(id).parent) {
            const auto& block = scene.chain.block(id);
            for (std::size_t i = 0; i < block.transactions.size(); ++i)
                if (block.receipts[i].succeeded) ++successes[block.transactions[i].content.data];
        }
        for (const auto& [data, count] : successes)
            twice += count > 1 ? 1U : 0U;
    }
    EXPECT_EQ(twice, 0U);
    EXPECT_GT(races, kRuns) << "the fault must have occurred";
    EXPECT_GT(stops, kRuns / 2);
    std::printf("runs=%d races=%d stopped=%d double_updates=%llu\n", kRuns, races, stops,
                static_cast<unsigned long long>(twice));
}

int start_keeper(const std::filesystem::path& journal) {
    std::string program = BALLAST_JOURNAL_OPENER;
    std::string path = journal.string();
    char* arguments[] = {program.data(), path.data(), nullptr};
    pid_t child = 0;
    if (posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments, environ) != 0) return -1;
    int status = 0;
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
    return WEXITSTATUS(status);
}

TEST(fault_33_two_keepers, OneJournalHasOneWriterInAThousandStarts) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("ballast-fault-33-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    const auto path = folder / "journal.db";
    int refused = 0;
    {
        const auto journal = audit::Journal::open(path, audit::Journal::Mode::write);
        ASSERT_TRUE(journal) << journal.error().what;
        for (int i = 0; i < 1'000; ++i)
            refused += start_keeper(path) == 75 ? 1 : 0;
    }
    EXPECT_EQ(refused, 1'000);
    EXPECT_EQ(start_keeper(path), 0) << "once it is free";
    std::filesystem::remove_all(folder);
    std::printf("starts=1000 refused_with_75=%d\n", refused);
}

}  // namespace
}  // namespace ballast::sender::test
