// SPDX-License-Identifier: MIT
// Every rule comes back: after any shock that ships, with calm inputs, LTV and LT reach what the
// play operator asks for, in bounded time, and stay (P13).
//
// The bound in days, for a market that has C bps to climb in LTV or in LT:
//
//     30 + 2 + 7 C / 300 + 7
//
// 30 until the minimum of the depth has forgotten the shock: only then may the target be what calm
// asks for. (The score, at most 1, is under .5 after two business days of .707, and so within
// them.) 2 of quiet before the first rise. Then the contract's weekly budget alone binds, which
// gives back 300 bps in 7 days: a step of 100 with a day between two rises, and a veto of 6 hours
// for LTV and of a day for LT, would allow 100 in at most 2 days and an epoch. 7 for what waits
// under the deadband and for the epochs of a day.
//
// So the contract's week decides: halted borrowing has cut LTV to 30 %, and 300 bps a week take a
// quarter of a year to give it back.
//
// The caps on debt and on the largest position fall and come back in depth's own time (M-26): the
// 30 days and 2 of quiet, then a day for each rise: of a twentieth of the target from nothing, then
// of 30 % each, which is log(20) / log(1.3) < 12 rises.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "tests/validation/calm_after.hpp"

namespace ballast::validation::test {
namespace {

using engine::Action;
using engine::Bps;

constexpr std::int64_t kCalmDays = 200;
constexpr Bps kNear = Bps::of(25);
/// Once near, a market may be this far: LTV waits under its deadband of 25; LT rises by one of its
/// own, and LTV hangs from it; and while a rise waits out a day of veto and a day since the last,
/// the falling slow volatility raises what is desired by another 5 a day.
constexpr Bps kStillNear = Bps::of(60);
/// What must be left of the calm, to see that a market that came back stays.
constexpr std::int64_t kStaysDays = 30;

/// What one market did in the calm.
struct ComeBack {
    std::string asset;
    bool near = false;
    UnixSeconds far_until;        ///< the last epoch at which it was not near; 0: never far
    UnixSeconds cap_short_until;  ///< the last epoch at which its cap was a twentieth short
    std::int64_t climb = 0;
    std::int64_t tightened_after = 0;  ///< tightenings since then
    Bps ltv_lowest = Bps::of(engine::kBpsOne);
    Bps lt_lowest = Bps::of(engine::kBpsOne);
};

Bps distance(Bps published, Bps desired) {
    return published > desired ? published - desired : desired - published;
}

void see(ComeBack& market, const engine::MarketDecision& decision,
         const engine::PublishedMarket& published, UnixSeconds at) {
    if (decision.action == Action::tighten) ++market.tightened_after;
    const Bps away = std::max(distance(published.ltv, decision.ltv_desired),
                              distance(published.lt, decision.lt_desired));
    market.near = away <= (market.near ? kStillNear : kNear);
    if (!market.near) {
        market.far_until = at;
        market.tightened_after = 0;
    }
    if (20 * decision.caps.debt_cap.count() < 19 * decision.caps.debt_cap_target.count())
        market.cap_short_until = at;
    market.ltv_lowest = std::min(market.ltv_lowest, published.ltv);
    market.lt_lowest = std::min(market.lt_lowest, published.lt);
    market.climb =
        std::max<std::int64_t>({market.climb, (decision.ltv_desired - market.ltv_lowest).count(),
                                (decision.lt_desired - market.lt_lowest).count()});
}

std::int64_t days_up(Seconds span) {
    return (span.count + kDay.count - 1) / kDay.count;
}

struct Worst {
    std::int64_t days = 0;
    std::string where = "nowhere";
    std::int64_t cap_days = 0;
};

void check(const policies::Scenario& scenario, const std::string& policy, UnixSeconds end,
           const ComeBack& market, Worst& worst) {
    const std::int64_t days = market.far_until > end ? days_up(market.far_until - end) : 0;
    const std::int64_t cap_days =
        market.cap_short_until > end ? days_up(market.cap_short_until - end) : 0;
    const std::int64_t bound = 30 + 2 + 7 * market.climb / 300 + 7;
    std::printf("%s %s %s: come_back_days=%lld bound=%lld climb_bps=%lld cap_days=%lld\n",
                policy.c_str(), scenario.event.c_str(), market.asset.c_str(),
                static_cast<long long>(days), static_cast<long long>(bound),
                static_cast<long long>(market.climb), static_cast<long long>(cap_days));
    EXPECT_LE(cap_days, 30 + 2 + 12) << policy << ", " << scenario.event << ", " << market.asset;
    worst.cap_days = std::max(worst.cap_days, cap_days);
    EXPECT_LE(days, bound) << policy << ", " << scenario.event << ", " << market.asset;
    EXPECT_EQ(market.tightened_after, 0)
        << policy << ", " << scenario.event << ", " << market.asset << ": goes to and fro";
    EXPECT_LE(days + kStaysDays, kCalmDays) << "the calm is too short to see that it stays";
    if (days <= worst.days) return;
    worst.days = days;
    worst.where = scenario.event + "_" + market.asset;
}

void come_back(const std::string& event, const std::string& policy_name, Worst& worst) {
    const policies::Scenario shock = shipped_scenario(event);
    const engine::Policy policy = shipped_policy(policy_name, shock);
    ASSERT_FALSE(policy.assets.empty());
    std::vector<ComeBack> markets;
    for (const engine::AssetPolicy& asset : policy.assets)
        markets.push_back({.asset = asset.asset});
    const UnixSeconds end = shock.days.back().date + kDay;
    fold_scenario(
        followed_by_calm(shock, kCalmDays), shock.days.size(), policy, [&](const Epoch& epoch) {
            if (!epoch.calm) return;
            for (std::size_t i = 0; i < markets.size(); ++i)
                see(markets[i], epoch.report.markets[i], epoch.after.markets[i], epoch.at);
        });
    for (const ComeBack& market : markets)
        check(shock, policy_name, end, market, worst);
}

class EveryRule : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryRule, ComesBackAfterEveryShock) {
    Worst worst;
    for (const std::string& event : shipped_scenarios())
        come_back(event, GetParam(), worst);
    std::printf("come_back_days %s worst=%lld at=%s caps=%lld\n", GetParam().c_str(),
                static_cast<long long>(worst.days), worst.where.c_str(),
                static_cast<long long>(worst.cap_days));
}

INSTANTIATE_TEST_SUITE_P(ShippedPolicies, EveryRule, ::testing::ValuesIn(shipped_policies()),
                         [](const auto& policy) { return policy.param; });

}  // namespace
}  // namespace ballast::validation::test
