// SPDX-License-Identifier: MIT
// Fault 18: every kind of node has its own words for one and the same refusal.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/rpc/pool_world.hpp"
#include "tests/rpc/send_words.hpp"

namespace ballast::rpc {
namespace {

using test::Refusal;

TEST(fault_18_words_of_clients, EveryKnownTextIsUnderstood) {
    std::size_t right = 0;
    for (const SendWords& words : kSendWords) {
        EXPECT_EQ(classify_send_error(words.text), words.verdict)
            << test::to_string(words.client) << ": " << words.text;
        right += classify_send_error(words.text) == words.verdict ? 1U : 0U;
    }
    EXPECT_EQ(right, std::size(kSendWords));
    std::printf("texts=%zu right=%zu\n", std::size(kSendWords), right);
}

/// Words that hold a known phrase inside another word, or none, are not understood as it.
TEST(fault_18_words_of_clients, WhatNobodyKnowsIsUnknown) {
    for (const char* text : {"", "no", "Unknown transaction type not supported",
                             "authority nonce too low", "upstream: HTTP 502", "renonce too low"})
        EXPECT_EQ(classify_send_error(text), SendVerdict::unknown) << text;
}

/// What the mock nodes say is in the table too: each refusal, of each kind of node, as a pool
/// hears it.
TEST(fault_18_words_of_clients, EachKindOfNodeIsUnderstoodThroughAPool) {
    const std::pair<Refusal, SendVerdict> expected[] = {
        {Refusal::already_known, SendVerdict::already_known},
        {Refusal::nonce_too_low, SendVerdict::nonce_too_low},
        {Refusal::replacement_underpriced, SendVerdict::fee_too_low},
        {Refusal::tip_too_low, SendVerdict::fee_too_low},
        {Refusal::fee_below_base, SendVerdict::fee_too_low},
        {Refusal::insufficient_funds, SendVerdict::insufficient_funds},
        {Refusal::gas_limit_exceeded, SendVerdict::unknown},
        {Refusal::intrinsic_gas, SendVerdict::unknown},
        {Refusal::wrong_chain, SendVerdict::unknown},
    };
    int heard = 0;
    for (const test::ClientKind kind : test::kClientKinds) {
        PoolWorld world({kind});
        for (const auto& [refusal, verdict] : expected) {
            world.behaviour(0).refuses_with = test::words(kind, refusal);
            const auto answer = world.pool->broadcast(PoolWorld::transaction(0));
            ASSERT_TRUE(answer);
            EXPECT_EQ(answer->verdict, verdict) << answer->message;
            ++heard;
        }
    }
    std::printf("refusals_heard=%d\n", heard);
}

/// The pools of the mock nodes refuse by their own rules, in their own words.
TEST(fault_18_words_of_clients, EachKindOfPoolRefusesByItsOwnRules) {
    for (const test::ClientKind kind : test::kClientKinds) {
        PoolWorld world({kind});
        const auto send = [&](std::uint64_t nonce, std::uint64_t tip) {
            return world.pool->broadcast(PoolWorld::transaction(nonce, tip)).value().verdict;
        };
        EXPECT_EQ(send(0, 10), SendVerdict::accepted);
        EXPECT_EQ(send(0, 10), SendVerdict::already_known);
        const bool easy = kind == test::ClientKind::anvil;
        EXPECT_EQ(send(0, 11), easy ? SendVerdict::accepted : SendVerdict::fee_too_low)
            << test::to_string(kind);
        EXPECT_EQ(send(0, 14), SendVerdict::accepted) << test::to_string(kind);
        world.mine();
        EXPECT_EQ(send(0, 15), SendVerdict::nonce_too_low);
        world.chain.fund(test_key().address(), U256(1));
        EXPECT_EQ(send(1, 10), SendVerdict::insufficient_funds);
    }
}

}  // namespace
}  // namespace ballast::rpc
