// SPDX-License-Identifier: MIT
// Faults 19, 30 and 33 on a real EVM.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "sender/gap.hpp"
#include "tests/sender/anvil_keeper.hpp"

namespace ballast::sender::test {
namespace {

using ::testing::HasSubstr;

Bytes word_bytes(std::initializer_list<std::uint64_t> words) {
    Bytes bytes;
    for (const std::uint64_t word : words)
        append(bytes, U256(word).to_big_endian().view());
    return bytes;
}

TEST(fault_19_on_anvil, ThreeBurnedBelowAndFourAboveHealInThreeCycles) {
    AnvilGround ground;
    AnvilKeeper keeper(ground);
    ASSERT_TRUE(must(keeper.sender.send(AnvilKeeper::request("first"))).succeeded);
    ground.hold();
    for (std::uint64_t nonce = 1; nonce <= 3; ++nonce)
        ground.burn(nonce);
    ground.mine();
    EXPECT_EQ(must(keeper.sender.step()).strange_nonces, 3U);
    const Json before = ground.tell("evm_snapshot");
    for (std::uint64_t nonce = 4; nonce <= 7; ++nonce)
        ground.burn(nonce);
    ground.mine();
    const TransactionRequest request = AnvilKeeper::request("second");
    EXPECT_EQ(must(keeper.sender.submit(request)).nonce, 8U);
    // The block of the four is taken away for good.
    (void)ground.tell("evm_revert", {before});
    (void)ground.tell("anvil_dropAllTransactions");
    ground.mine();
    ASSERT_EQ(ground.nonce(), 4U) << "the fault must have occurred";
    int cycles = 0;
    while (ground.nonce() < 9 && cycles < 10) {
        (void)must(keeper.sender.step());
        ground.mine();
        ++cycles;
    }
    EXPECT_LE(cycles, 3);
    ground.mine(3);
    EXPECT_TRUE(must(keeper.sender.step()).open.empty());
    EXPECT_EQ(keeper.store.records.at(request.key).state, TxState::succeeded);
    for (std::uint64_t nonce = 4; nonce <= 7; ++nonce) {
        const Hash32 key = fill_key(kAnvilChain, anvil_key().address(), nonce);
        EXPECT_EQ(keeper.store.records.at(key).state, TxState::cancelled);
    }
    EXPECT_FALSE(keeper.store.stopped);
    std::printf("burned_below=3 burned_above=4 cycles=%d\n", cycles);
}

/// Holds a ratio (1,000,000 at first) and a time. Sets both to the two words of the call, but the
/// ratio to 1.03 times the old one at most, tells nobody, and returns what it holds then.
const Bytes& clipping_code() {
    static const Bytes kCode = {
        // creation: slot 0 = 1,000,000; return the 42 bytes from 19 on
        0x62, 0x0f, 0x42, 0x40, 0x60, 0x00, 0x55, 0x60, 0x2a, 0x60, 0x13, 0x60, 0x00, 0x39, 0x60,
        0x2a, 0x60, 0x00, 0xf3,
        // asked = calldata[0]; most = slot 0 * 103 / 100
        0x60, 0x00, 0x35, 0x60, 0x64, 0x60, 0x67, 0x60, 0x00, 0x54, 0x02, 0x04,
        // ratio = asked ^ (asked ^ most) * (most < asked)
        0x81, 0x81, 0x10, 0x90, 0x82, 0x18, 0x02, 0x18,
        // slot 0 = memory[0] = ratio; slot 1 = memory[32] = calldata[32]; return both
        0x80, 0x60, 0x00, 0x55, 0x60, 0x00, 0x52, 0x60, 0x20, 0x35, 0x80, 0x60, 0x01, 0x55, 0x60,
        0x20, 0x52, 0x60, 0x40, 0x60, 0x00, 0xf3};
    return kCode;
}

TEST(fault_30_on_anvil, AHiddenClipIsNeverSentInPart) {
    AnvilGround ground;
    AnvilKeeper keeper(ground);
    const chain::Address contract = keeper.deploy("clipping", clipping_code());
    const auto holds = [&](std::uint64_t ratio, std::uint64_t time) {
        return ground.storage(contract, 0) == U256(ratio) &&
               ground.storage(contract, 1) == U256(time);
    };
    std::uint64_t held = 1'000'000;
    int clipped = 0;
    int partial = 0;
    constexpr int kUpdates = 40;
    for (int i = 1; i <= kUpdates; ++i) {
        // From 97 to 105 hundredths of what it holds: above 103 it clips.
        const std::uint64_t asked = held * (97 + static_cast<std::uint64_t>(i) * 5 % 9) / 100;
        const auto time = static_cast<std::uint64_t>(1'000 + i);
        const bool clips = asked > held * 103 / 100;
        TransactionRequest request = AnvilKeeper::request("update " + std::to_string(i), contract,
                                                          word_bytes({asked, time}));
        request.preflights = {{contract, request.data, request.data}};
        const std::uint64_t nonce = ground.nonce();
        const auto receipt = keeper.sender.send(request);
        ASSERT_EQ(receipt.has_value(), !clips) << i;
        if (clips) {
            EXPECT_EQ(receipt.error().code, Errc::mismatch);
            EXPECT_EQ(ground.nonce(), nonce) << "nothing was sent";
            ++clipped;
            continue;
        }
        held = asked;
        partial += holds(asked, time) ? 0 : 1;
    }
    EXPECT_EQ(partial, 0);
    EXPECT_GT(clipped, 5);
    // Who does not ask first gets the half of it.
    const TransactionRequest blind =
        AnvilKeeper::request("blind", contract, word_bytes({held * 2, 7}));
    ASSERT_TRUE(must(keeper.sender.send(blind)).succeeded);
    EXPECT_TRUE(holds(held * 103 / 100, 7)) << "the fault must have occurred";
    std::printf("updates=%d clipped=%d partial=%d\n", kUpdates, clipped, partial);
}

/// Takes the next number, as the oracle takes the next sequence, and reverts at any other.
const Bytes& counting_code() {
    static const Bytes kCode = {
        // creation: return the 23 bytes from 12 on
        0x60, 0x17, 0x60, 0x0c, 0x60, 0x00, 0x39, 0x60, 0x17, 0x60, 0x00, 0xf3,
        // if calldata[0] != slot 0 + 1, revert; slot 0 = calldata[0]
        0x60, 0x00, 0x35, 0x80, 0x60, 0x01, 0x60, 0x00, 0x54, 0x01, 0x14, 0x60, 0x12, 0x57, 0x60,
        0x00, 0x80, 0xfd, 0x5b, 0x60, 0x00, 0x55, 0x00};
    return kCode;
}

/// How often each number was taken, over the whole chain.
std::map<std::string, int> taken(AnvilGround& ground) {
    std::map<std::string, int> times;
    const auto head = must(ground.node.block_by_tag(rpc::BlockTag::latest())).number;
    for (std::uint64_t number = 1; number <= head; ++number) {
        const Json block =
            ground.tell("eth_getBlockByNumber", {Json(U256(number).to_quantity()), Json(true)});
        for (const Json& transaction : *block.find("transactions")->as_array()) {
            const auto hash = hash_from_hex(*transaction.find("hash")->as_string());
            const auto receipt = must(ground.node.transaction_receipt(*hash));
            if (receipt->succeeded) ++times[*transaction.find("input")->as_string()];
        }
    }
    return times;
}

struct Race {
    int races = 0;
    int stops = 0;
};

/// Both want the next number, on the same nonce; somebody wins, and the other one stops until its
/// operator has looked.
void race(AnvilGround& ground, AnvilKeeper& first, AnvilKeeper& second,
          const chain::Address& contract, Race& figures) {
    const std::uint64_t next = *ground.storage(contract, 0).to_u64() + 1;
    const auto request =
        AnvilKeeper::request("number " + std::to_string(next), contract, word_bytes({next}));
    const bool mine = first.sender.submit(request).has_value();
    // The second host's node has not heard of it yet.
    (void)ground.tell("anvil_dropAllTransactions");
    const bool theirs = second.sender.submit(request).has_value();
    figures.races += mine && theirs ? 1 : 0;
    // Two keepers alike sign alike, and that is one transaction: one of them makes its own dearer.
    (void)(next % 3 == 0 ? first : second).sender.bump(request.key);
    (void)first.sender.step();
    ground.mine();
    for (int i = 0; i < 4; ++i) {
        (void)first.sender.step();
        (void)second.sender.step();
        ground.mine();
    }
    for (AnvilKeeper* keeper : {&first, &second}) {
        figures.stops += keeper->store.stopped ? 1 : 0;
        EXPECT_TRUE(keeper->store.clear_stop(kAnvilChain, anvil_key().address()));
    }
}

TEST(fault_33_on_anvil, TwoKeepersOfOneKeyUpdateNothingTwice) {
    AnvilGround ground;
    AnvilKeeper first(ground);
    AnvilKeeper second(ground);
    const chain::Address contract = first.deploy("counting", counting_code());
    ground.hold();
    Race figures;
    constexpr int kRounds = 12;
    for (int i = 0; i < kRounds; ++i) {
        if (i % 2 == 0)
            race(ground, first, second, contract, figures);
        else
            race(ground, second, first, contract, figures);
    }
    int twice = 0;
    for (const auto& [input, times] : taken(ground))
        twice += times > 1 ? 1 : 0;
    EXPECT_EQ(twice, 0);
    EXPECT_EQ(ground.storage(contract, 0), U256(kRounds)) << "and each of them once";
    EXPECT_GT(figures.races, kRounds / 2) << "the fault must have occurred";
    EXPECT_GT(figures.stops, kRounds / 2);
    std::printf("rounds=%d races=%d stops=%d double_updates=%d\n", kRounds, figures.races,
                figures.stops, twice);
}

}  // namespace
}  // namespace ballast::sender::test
