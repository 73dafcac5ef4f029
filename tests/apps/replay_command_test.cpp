// SPDX-License-Identifier: MIT
#include "apps/replay_command.hpp"

#include <gtest/gtest.h>

namespace ballast::apps {
namespace {

std::string text_of(const audit::ReplayOutcome& outcome) {
    return write_json(replay_json(outcome));
}

TEST(ReplayJson, Identical) {
    EXPECT_EQ(text_of({.epochs = 114, .identical = 114, .first_difference = std::nullopt}),
              R"({"epochs":114,"first_difference":null,"identical":114})");
}

TEST(ReplayJson, Difference) {
    const audit::Difference difference{.record = 7,
                                       .at = 1'722'816'000,
                                       .field = "report",
                                       .expected = R"({"at":"1"})",
                                       .found = R"({"at":"2"})"};
    EXPECT_EQ(text_of({.epochs = 3, .identical = 2, .first_difference = difference}),
              R"({"epochs":3,"first_difference":{"at":"2024-08-05T00:00:00Z",)"
              R"("expected":"{\"at\":\"1\"}","field":"report","found":"{\"at\":\"2\"}",)"
              R"("record":7},"identical":2})");
}

TEST(ReplayJson, BytesThatAreNoText) {
    const audit::Difference difference{.record = 0,
                                       .at = 0,
                                       .field = "a\x1b[2J",
                                       .expected = "…kept…",
                                       .found = std::string("\xff\xe2\x80\0", 4)};
    const std::string text = text_of({.epochs = 1, .identical = 0, .first_difference = difference});
    EXPECT_NE(text.find(R"("field":"a\\x1b[2J")"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("expected":"…kept…")"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("found":"\\xff\\xe2\\x80\\x00")"), std::string::npos) << text;
}

}  // namespace
}  // namespace ballast::apps
