// SPDX-License-Identifier: MIT
// P2 and P3: the regime and the variances answer the newest observation in one direction.
#include "engine/channel.hpp"
#include "engine/regime.hpp"
#include "engine/volatility.hpp"
#include "tests/engine/property_case.hpp"

namespace ballast::engine::test {
namespace {

/// Gives each channel an indicator of its own, with a print that its channel takes.
void separate_prints(Random& random, Case& made) {
    made.snapshot.indicators.clear();
    for (Channel& channel : made.policy.regime.channels) {
        channel.indicator = channel.name;
        // A move past the limit waits a day: more of it is then less today (docs/model.md, 5).
        channel.jump_limit = {};
        made.snapshot.indicators.push_back({.name = channel.name,
                                            .status = IndicatorStatus::live,
                                            .level = Level::of(random.within(1, 20'000'000'000)),
                                            .observed_at = made.snapshot.at,
                                            .known_at = made.snapshot.at});
    }
}

/// Moves a print so that its channel's value cannot fall: up for a level, farther from the last
/// print for a volatility.
void push(Random& random, const Channel& channel, Level last, IndicatorObservation& print) {
    const std::int64_t more = random.scaled(LevelTag::kMax / 4);
    const bool up = channel.transform == Transform::level || print.level >= last;
    print.level = Level::saturated(Int128{print.level.count()} + (up ? more : -more));
}

BALLAST_PROPERTY(P02, TheScoreNeverFallsWithTheNewestPrint, kEveryday, kNightly) {
    Random random = seeded();
    Case made = random_case(random);
    separate_prints(random, made);
    const RegimeUpdate before = update_regime(made.policy.regime, made.state.regime, made.snapshot);
    Snapshot worse = made.snapshot;
    for (std::size_t k = 0; k < worse.indicators.size(); ++k) {
        Level last;
        for (const ChannelState& channel : made.state.regime.channels)
            if (channel.name == worse.indicators[k].name) last = channel.last_level;
        push(random, made.policy.regime.channels[k], last, worse.indicators[k]);
    }
    const RegimeUpdate after = update_regime(made.policy.regime, made.state.regime, worse);
    RC_ASSERT(after.regime.score >= before.regime.score);
    RC_ASSERT(after.regime.score_raw >= before.regime.score_raw);
    RC_ASSERT(after.regime.depth_multiplier <= before.regime.depth_multiplier);
    for (std::size_t k = 0; k < before.regime.channels.size(); ++k)
        RC_ASSERT(after.regime.channels[k].score >= before.regime.channels[k].score);
}

BALLAST_PROPERTY(P02, TheGuardianCanOnlyRaiseTheScore, kEveryday, kNightly) {
    Random random = seeded();
    Case made = random_case(random);
    const RegimePolicy& policy = made.policy.regime;
    const RegimeUpdate said = update_regime(policy, made.state.regime, made.snapshot);
    made.snapshot.guardian_score = {};
    const RegimeUpdate unsaid = update_regime(policy, made.state.regime, made.snapshot);
    RC_ASSERT(said.regime.score >= unsaid.regime.score);
    RC_ASSERT(said.regime.score.count() <= kWadOne);
    RC_ASSERT(said.state == unsaid.state);
}

BALLAST_PROPERTY(P03, VarianceGrowsWithTheMoveAndMoreWithAFall, kEveryday, kNightly) {
    Random random = seeded();
    const Case made = random_case(random);
    const VolatilityPolicy& policy = made.policy.volatility;
    const Variances before{Wad::of(random.scaled(kWadOne)), Wad::of(random.scaled(kWadOne)),
                           Wad::of(random.scaled(kWadOne))};
    const std::int64_t base = random.within(1'000'000, 1'000'000'000'000);
    const std::int64_t small = random.within(0, base - 1);
    const std::int64_t large = random.within(small, base - 1);
    const std::int64_t hours = random.within(1, 100);
    const auto after = [&](std::int64_t change, bool two_sided) {
        return update_variances(policy, before, Price::of(base), Price::of(base + change), hours,
                                two_sided);
    };
    const auto not_under = [](const Variances& a, const Variances& b) {
        return a.fast >= b.fast && a.mid >= b.mid && a.slow >= b.slow;
    };
    RC_ASSERT(not_under(after(large, false), after(small, false)));
    RC_ASSERT(not_under(after(-large, false), after(-small, false)));
    RC_ASSERT(not_under(after(-large, false), after(large, false)));
    RC_ASSERT(after(large, true) == after(-large, true));
    RC_ASSERT(after(-large, true) == after(-large, false));
}

BALLAST_PROPERTY(P03, TheForecastGrowsWithEveryVariance, kEveryday, kNightly) {
    Random random = seeded();
    const auto share = [&] { return Wad::of(random.edgy(0, kWadOne)); };
    const HarPolicy policy{share(), share(), share(), share()};
    const auto variance = [&] { return Wad::of(random.scaled(std::int64_t{WadTag::kMax})); };
    const Variances low{variance(), variance(), variance()};
    const auto above = [&](Wad x) { return Wad::of(random.within(x.count(), WadTag::kMax)); };
    const Variances high{above(low.fast), above(low.mid), above(low.slow)};
    RC_ASSERT(har_variance(policy, high) >= har_variance(policy, low));
}

}  // namespace
}  // namespace ballast::engine::test
