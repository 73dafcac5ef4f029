// SPDX-License-Identifier: MIT
// Every provider on its published layout, and what all of them have in common.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/providers/samples.hpp"

namespace ballast::providers {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Formats, EveryProviderHasASample) {
    std::vector<std::string_view> sampled;
    for (const Sample& sample : samples())
        sampled.push_back(sample.source.provider);
    EXPECT_EQ(sampled, provider_names());
    EXPECT_EQ(find_provider("bloomberg"), nullptr);
}

TEST(Formats, EverySampleIsRead) {
    for (const Sample& sample : samples()) {
        SCOPED_TRACE(sample.source.provider);
        const auto seen = read(sample.source, sample.answer);
        ASSERT_TRUE(seen.has_value()) << seen.error().what;
        ASSERT_EQ(seen->size(), sample.count);
        EXPECT_EQ(engine::format_decimal(seen->back().value.count(), 8),
                  engine::format_decimal(sample.newest.value.count(), 8));
        EXPECT_EQ(format_utc(seen->back().observed_at), format_utc(sample.newest.observed_at));
        EXPECT_EQ(format_utc(seen->back().known_at), format_utc(sample.newest.known_at));
    }
}

TEST(Formats, TheSameBytesGiveTheSameObservations) {
    for (const Sample& sample : samples())
        EXPECT_EQ(read(sample.source, sample.answer).value(),
                  read(sample.source, sample.answer).value());
}

TEST(Formats, WhatIsInHandIsKnownAndNotBeforeItHappened) {
    for (const Sample& sample : samples()) {
        const auto seen = read(sample.source, sample.answer).value();
        for (const Observation& one : seen) {
            EXPECT_LE(one.observed_at, one.known_at) << sample.source.provider;
            EXPECT_LE(one.known_at, sample.answer.fetched_at) << sample.source.provider;
        }
    }
}

TEST(Formats, ScaleAndInverseAreApplied) {
    for (const Sample& sample : samples()) {
        Source source = sample.source;
        source.scale = engine::Wad::of(engine::kWadOne / 100);
        source.inverse = true;
        const auto seen = read(source, sample.answer);
        ASSERT_TRUE(seen.has_value()) << sample.source.provider << seen.error().what;
        // 100 / x at 1e-8 to the nearest, a tie upwards.
        const Int128 plain = sample.newest.value.count();
        const Int128 expected = (2 * Int128{10'000'000'000} * 100'000'000 + plain) / (2 * plain);
        EXPECT_EQ(seen->back().value.count(), expected) << sample.source.provider;
    }
}

TEST(Formats, NoErrorRepeatsTheKey) {
    for (const Sample& sample : samples()) {
        Source source = sample.source;
        source.api_key = "CANARY-7f3a";
        for (const std::string& body :
             {std::string("CANARY-7f3a"), std::string(R"({"error_message":"CANARY-7f3a"})"),
              std::string(R"({"error":["CANARY-7f3a"]})"), std::string(R"({"msg":"CANARY-7f3a"})"),
              std::string(R"({"message":"CANARY-7f3a"})"), std::string("CANARY-7f3a,2\n1,2\n")}) {
            const auto seen = read(source, with_body(sample, body));
            ASSERT_FALSE(seen.has_value());
            EXPECT_THAT(seen.error().what, Not(HasSubstr("CANARY"))) << sample.source.provider;
        }
    }
}

}  // namespace
}  // namespace ballast::providers
