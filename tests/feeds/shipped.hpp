// SPDX-License-Identifier: MIT
// The documents in policies/, which every test here is about.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "policies/policy_document.hpp"
#include "policies/policy_selection.hpp"
#include "policies/scenario_document.hpp"

namespace ballast::feeds::test {

/// The policy for BTC and ETH, which every recorded event has.
inline engine::Policy shipped_policy(const std::string& name = "carry_aware") {
    const auto policy = policies::load_policy("policies/" + name + ".toml");
    EXPECT_TRUE(policy) << policy.error().what;
    if (!policy) return {};
    const auto selected = policies::select_assets(*policy, std::vector<std::string>{"BTC", "ETH"});
    EXPECT_TRUE(selected) << selected.error().what;
    return selected ? *selected : engine::Policy{};
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
