// SPDX-License-Identifier: MIT
#include "oracle/make_report.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"

namespace ballast::oracle {
namespace {

using engine::Action;
using engine::Bps;
using engine::IndicatorStatus;
using engine::Wad;

Hash32 id(std::uint8_t first) {
    Hash32 hash;
    hash.bytes[0] = first;
    return hash;
}

/// In the policy's order, which is not that of the ids.
const std::vector<MarketName> kNames = {
    {"BTC", id(0xf0)}, {"ETH", id(0x01)}, {"SOL", id(0x80)}, {"XRP", id(0x7f)}};

engine::MarketDecision market(const std::string& asset, Action action) {
    return {.asset = asset,
            .action = action,
            .ltv = Bps::of(7000),
            .lt = Bps::of(7500),
            .bonus = Bps::of(500),
            .ramp = Seconds{86'400},
            .expected_ltv = Bps::of(7100),
            .expected_lt = Bps::of(7600),
            .induced_now = engine::Usd::of(123'456)};
}

engine::Report decision(Action btc, Action eth, Action sol, Action xrp) {
    return {.at = {1'722'830'400},
            .observed_at = {1'722'830'111},
            .regime = {},
            .markets = {market("BTC", btc), market("ETH", eth), market("SOL", sol),
                        market("XRP", xrp)}};
}

std::optional<RiskReport> made(const engine::Report& from) {
    return make_report(from, {.head = {.seq = 41,
                                       .last_report = id(0xaa),
                                       .observed_at = {1},
                                       .config_digest = id(0xbb)},
                              .inputs_root = id(0xcc),
                              .policy_hash = id(0xdd),
                              .code_hash = id(0xee),
                              .markets = kNames});
}

TEST(MakeReport, NothingToSayIsNoReport) {
    EXPECT_FALSE(made(decision(Action::none, Action::none, Action::none, Action::none)));
    EXPECT_FALSE(made({.at = {1}, .observed_at = {1}, .regime = {}, .markets = {}}));
}

TEST(MakeReport, EveryActionButNoneIsAnEntryAscendingById) {
    const auto all =
        made(decision(Action::heartbeat, Action::tighten, Action::loosen, Action::tighten));
    ASSERT_TRUE(all.has_value());
    std::vector<Hash32> ids;
    for (const ParamUpdate& update : all->updates)
        ids.push_back(update.market_id);
    EXPECT_EQ(ids, (std::vector<Hash32>{id(0x01), id(0x7f), id(0x80), id(0xf0)}));
    for (const Action action : {Action::heartbeat, Action::tighten, Action::loosen}) {
        const auto one = made(decision(Action::none, Action::none, action, Action::none));
        ASSERT_TRUE(one.has_value());
        ASSERT_EQ(one->updates.size(), 1U);
        EXPECT_EQ(one->updates[0].market_id, id(0x80));
    }
}

TEST(MakeReport, CarriesHeadHashesAndTimes) {
    const auto report = made(decision(Action::tighten, Action::none, Action::none, Action::none));
    ASSERT_TRUE(report.has_value());
    const RiskReport expected{.config_digest = id(0xbb),
                              .seq = 42,
                              .observed_at = {1'722'830'111},
                              .valid_until = {1'722'830'400 + 6 * 3600},
                              .inputs_root = id(0xcc),
                              .policy_hash = id(0xdd),
                              .code_hash = id(0xee),
                              .previous_report = id(0xaa),
                              .updates = {{.market_id = id(0xf0),
                                           .ltv = 7000,
                                           .lt = 7500,
                                           .bonus = 500,
                                           .supply_cap = kSameSupplyCap,
                                           .expected_ltv = 7100,
                                           .expected_lt = 7600,
                                           .ramp_seconds = 86'400,
                                           .induced_usd = 123'456,
                                           .regime = 0}}};
    EXPECT_TRUE(*report == expected);
}

std::uint8_t regime_of(std::int64_t score, std::vector<IndicatorStatus> statuses) {
    engine::Report from = decision(Action::heartbeat, Action::none, Action::none, Action::none);
    from.regime.score = Wad::of(score);
    for (const IndicatorStatus status : statuses)
        from.regime.channels.push_back({.name = "k", .status = status});
    return made(from)->updates[0].regime;
}

TEST(MakeReport, RegimeIsThePercentageRoundedUp) {
    constexpr std::int64_t kPercent = engine::kWadOne / 100;
    EXPECT_EQ(regime_of(0, {}), 0);
    EXPECT_EQ(regime_of(1, {}), 1);
    EXPECT_EQ(regime_of(kPercent, {}), 1);
    EXPECT_EQ(regime_of(kPercent + 1, {}), 2);
    EXPECT_EQ(regime_of(50 * kPercent, {}), 50);
    EXPECT_EQ(regime_of(engine::kWadOne - 1, {}), 100);
    EXPECT_EQ(regime_of(engine::kWadOne, {}), 100);
}

TEST(MakeReport, AClosedInputSetsTheTopBit) {
    using enum IndicatorStatus;
    EXPECT_EQ(regime_of(engine::kWadOne, {live, closed, live}), 0x80 | 100);
    EXPECT_EQ(regime_of(0, {closed}), 0x80);
    EXPECT_EQ(regime_of(0, {live, stale, missing}), 0);
}

}  // namespace
}  // namespace ballast::oracle
