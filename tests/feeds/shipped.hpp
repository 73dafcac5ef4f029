// SPDX-License-Identifier: MIT
// The documents in policies/, which every test here is about.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "policies/policy_document.hpp"
#include "policies/scenario_document.hpp"

namespace ballast::feeds::test {

inline engine::Policy shipped_policy(const std::string& name = "carry_aware") {
    auto policy = policies::load_policy("policies/" + name + ".toml");
    EXPECT_TRUE(policy) << policy.error().what;
    return policy ? *policy : engine::Policy{};
}

inline policies::Scenario shipped_event(const std::string& name = "2024-08-05") {
    auto scenario = policies::load_scenario("policies/scenarios/" + name + ".toml");
    EXPECT_TRUE(scenario) << scenario.error().what;
    return scenario ? *scenario : policies::Scenario{};
}

inline UnixSeconds utc(const char* text) {
    return *parse_utc(text);
}

}  // namespace ballast::feeds::test
