// SPDX-License-Identifier: MIT
// What the invented scenarios say is expected of a sound engine, asked of the default policy.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/validation/calm_after.hpp"

namespace ballast::validation::test {
namespace {

using engine::Action;
using engine::Alarm;
using engine::Bps;
using engine::Reason;

constexpr engine::Wad kHalf = engine::Wad::of(engine::kWadOne / 2);

/// One market's epoch.
struct Moment {
    UnixSeconds at;
    engine::MarketDecision decision;
    engine::PublishedMarket before;
    engine::PublishedMarket after;
};

struct Played {
    engine::Wad highest_score;
    std::vector<std::vector<Moment>> markets;
};

Played play(const std::string& event) {
    const policies::Scenario scenario = shipped_scenario(event);
    const engine::Policy policy = shipped_policy("carry_aware", scenario);
    Played played;
    played.markets.resize(policy.assets.size());
    fold_scenario(scenario, scenario.days.size(), policy, [&](const Epoch& epoch) {
        played.highest_score = std::max(played.highest_score, epoch.report.regime.score);
        for (std::size_t i = 0; i < played.markets.size(); ++i)
            played.markets[i].push_back({epoch.at, epoch.report.markets[i], epoch.before.markets[i],
                                         epoch.after.markets[i]});
    });
    EXPECT_EQ(played.markets.size(), 2U) << event;
    return played;
}

bool has(const engine::MarketDecision& decision, Reason reason) {
    return std::count(decision.holds.begin(), decision.holds.end(), reason) > 0;
}

std::int64_t count(const std::vector<Moment>& moments, Action action) {
    return std::count_if(moments.begin(), moments.end(), [action](const Moment& moment) {
        return moment.decision.action == action;
    });
}

/// LT is cut by ramps alone, and by no more in a week than the contract's budget.
void expect_cuts_within_the_week(const std::vector<Moment>& moments) {
    for (const Moment& moment : moments) {
        const engine::Limiter& used = moment.after.limiter;
        EXPECT_LE(used.lt_cut_week_used, moment.after.limits.lt_cut_week);
        if (moment.after.lt < moment.before.lt) {
            EXPECT_GE(moment.after.ramp, moment.after.limits.ramp_min) << format_utc(moment.at);
        }
    }
}

TEST(Expected, ControlledNormalisationRaisesNoAlarm) {
    const Played played = play("s0a-controlled-normalisation");
    EXPECT_LT(played.highest_score, kHalf);
    for (const auto& moments : played.markets) {
        EXPECT_EQ(moments.back().after.lt, moments.front().before.lt);
        for (const Moment& moment : moments)
            EXPECT_EQ(moment.decision.liquidity.alarm, Alarm::none) << format_utc(moment.at);
    }
}

TEST(Expected, DisorderlyExitTightensAndLoosensNothing) {
    const Played played = play("s0b-disorderly-exit");
    EXPECT_GE(played.highest_score, kHalf);
    for (const auto& moments : played.markets) {
        EXPECT_EQ(count(moments, Action::loosen), 0);
        EXPECT_LT(moments.back().after.ltv, moments.front().before.ltv - Bps::of(1000));
        EXPECT_LT(moments.back().after.lt, moments.front().before.lt - Bps::of(300));
        expect_cuts_within_the_week(moments);
    }
}

TEST(Expected, PolicyReversalLoosensSlowlyAndDoesNotChaseThePrice) {
    const Played played = play("s0c-policy-reversal");
    for (const auto& moments : played.markets) {
        EXPECT_GT(count(moments, Action::loosen), 0);
        const UnixSeconds start = moments.front().at;
        for (const Moment& moment : moments) {
            const Bps rise =
                std::max(moment.after.ltv - moment.before.ltv, moment.after.lt - moment.before.lt);
            EXPECT_LE(rise, Bps::of(100)) << format_utc(moment.at);
            if (moment.at - start < Seconds{2 * kDay.count}) {
                EXPECT_NE(moment.decision.action, Action::loosen) << format_utc(moment.at);
            }
        }
        // 300 at once and 300 a week after; the price rose by 30 %.
        EXPECT_LE(moments.back().after.lt - moments.front().before.lt, Bps::of(300 + 2 * 300));
    }
}

TEST(Expected, SovereignTransitionCutsNothingOnceVolatilityFalls) {
    const Played played = play("s2a-sovereign-transition");
    EXPECT_LT(played.highest_score, kHalf);
    for (const auto& moments : played.markets) {
        const std::size_t later = moments.size() / 3;
        for (std::size_t i = later; i < moments.size(); ++i)
            EXPECT_NE(moments[i].decision.action, Action::tighten) << format_utc(moments[i].at);
        // The target has come back over what is published: only the play band holds it.
        EXPECT_GT(moments.back().decision.lt_target.value, moments.back().after.lt);
        EXPECT_EQ(moments.back().decision.lt_desired, moments.back().after.lt);
    }
}

TEST(Expected, SystemicFailureTurnsTheCascadeRed) {
    const Played played = play("s2b-systemic-failure");
    EXPECT_GE(played.highest_score, kHalf);
    for (const auto& moments : played.markets) {
        const auto red = [](const Moment& moment) {
            return moment.decision.liquidity.alarm == Alarm::red;
        };
        EXPECT_TRUE(std::any_of(moments.begin(), moments.end(), red));
        for (const Moment& moment : moments)
            if (red(moment)) {
                EXPECT_NE(moment.decision.action, Action::loosen) << format_utc(moment.at);
            }
        EXPECT_EQ(count(moments, Action::loosen), 0);
        EXPECT_TRUE(moments.back().decision.halt_borrowing) << "the hour counts for 30 days";
        EXPECT_EQ(moments.back().after.ltv, moments.back().after.limits.ltv_min);
        expect_cuts_within_the_week(moments);
    }
}

TEST(Expected, BreakthroughIsNoReasonToLoosen) {
    const Played played = play("s2c-breakthrough");
    for (const auto& moments : played.markets) {
        EXPECT_EQ(count(moments, Action::loosen), 0);
        EXPECT_LE(moments.back().after.lt, moments.front().before.lt);
        EXPECT_LE(moments.back().after.ltv, moments.front().before.ltv);
    }
}

/// The limiter clips: LT is wanted lower by a deadband or more, and the week has less room.
bool clipped(const Moment& moment) {
    const Bps wanted = moment.before.lt - moment.decision.lt_desired;
    return has(moment.decision, Reason::cut_budget) && wanted >= Bps::of(25) &&
           moment.decision.lt == moment.before.lt;
}

TEST(Expected, TheClampDrillSendsNothingThatALimiterWouldClip) {
    const Played played = play("capo-clamp-drill");
    for (const auto& moments : played.markets) {
        std::int64_t clips = 0;
        for (const Moment& moment : moments) {
            if (!clipped(moment)) continue;
            ++clips;
            // What is wanted of LT waits whole; of the pair, only the safe side moves.
            EXPECT_NE(moment.decision.action, Action::loosen) << format_utc(moment.at);
            EXPECT_EQ(moment.after.lt, moment.before.lt) << format_utc(moment.at);
            EXPECT_LE(moment.after.ltv, moment.before.ltv) << format_utc(moment.at);
            EXPECT_EQ(moment.decision.action == Action::tighten,
                      moment.after.ltv < moment.before.ltv);
        }
        EXPECT_GT(clips, 5);
        EXPECT_LT(moments.back().after.lt, moments.front().before.lt);
        EXPECT_EQ(count(moments, Action::loosen), 0);
        expect_cuts_within_the_week(moments);
    }
}

}  // namespace
}  // namespace ballast::validation::test
