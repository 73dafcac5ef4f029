// SPDX-License-Identifier: MIT
// Which contender has a policy's form.
#include "simulation/frontier_cases.hpp"

#include <gtest/gtest.h>

#include "policies/policy_document.hpp"

namespace ballast::simulation {
namespace {

engine::Policy shipped(const std::string& name) {
    auto policy = policies::load_policy(std::filesystem::path("policies") / (name + ".toml"));
    EXPECT_TRUE(policy) << name;
    return policy ? std::move(*policy) : engine::Policy{};
}

/// What guards it is not part of a form, and the engine has no levers but its own limits.
Variant without_guards(Variant variant) {
    if (variant.policy == PolicyKind::smart_ltv_free) variant.policy = PolicyKind::smart_ltv;
    if (variant.policy == PolicyKind::slow_lt_free) variant.policy = PolicyKind::slow_lt;
    variant.signal = Signal::none;
    return variant;
}

TEST(FrontierForm, EveryContenderOfTheEngineHasItsOwn) {
    const engine::Policy base = shipped("fast");
    int judged = 0;
    for (const FrontierCase& a_case : frontier_cases())
        for (const Variant& variant : a_case.variants) {
            if (!is_engine(variant.policy)) continue;
            const Constants constants{.policy = 0.8, .cap = 2, .position = 1};
            const engine::Policy made = engine_policy(variant, constants, base, a_case.asset);
            EXPECT_EQ(variant_of(made, a_case.asset), without_guards(variant))
                << name(variant.policy) << " " << name(variant.lever);
            ++judged;
        }
    EXPECT_GT(judged, 50);
}

TEST(FrontierForm, OfTheShippedPolicies) {
    using enum PolicyKind;
    constexpr LeverKind kLimits = LeverKind::cap_concentration;
    constexpr LeverKind kNone = LeverKind::none;
    EXPECT_EQ(variant_of(shipped("carry_aware"), "ETH"),
              (Variant{carry_aware, kLimits, Signal::macro}));
    EXPECT_EQ(variant_of(shipped("macro_blind"), "ETH"),
              (Variant{carry_aware, kLimits, Signal::none}));
    EXPECT_EQ(variant_of(shipped("sentinel"), "BTC"), (Variant{sentinel, kLimits, Signal::macro}));
    EXPECT_EQ(variant_of(shipped("proposal_example"), "ETH"),
              (Variant{sentinel, kLimits, Signal::macro}));
    EXPECT_EQ(variant_of(shipped("fast"), "ETH"), (Variant{fast, kLimits, Signal::macro}));
    EXPECT_EQ(variant_of(shipped("smart_ltv"), "ETH"), (Variant{smart_ltv, kNone, Signal::none}));
    EXPECT_EQ(variant_of(shipped("static_aave"), "ETH"),
              (Variant{uniform_static, kNone, Signal::none}));
    EXPECT_EQ(variant_of(shipped("carry_aware"), "DOGE"), std::nullopt);
}

TEST(FrontierForm, AMixtureThatNobodyJudgedHasNone) {
    engine::Policy policy = shipped("smart_ltv");
    for (engine::AssetPolicy& asset : policy.assets)
        asset.ltv_form = engine::LtvForm::tactical;
    EXPECT_EQ(variant_of(policy, "ETH"), std::nullopt);
}

}  // namespace
}  // namespace ballast::simulation
