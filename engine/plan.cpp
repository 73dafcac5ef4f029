// SPDX-License-Identifier: MIT
#include "engine/plan.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace ballast::engine {
namespace {

/// Aave v3 risk steward, as deployed (aave-dao/aave-v3-risk-stewards, DeployStewards.s.sol).
constexpr Bps kAaveStep = Bps::of(50);
constexpr Seconds kAaveDelay{3 * kDay.count};
/// Fluid stores factors in thousandths.
constexpr std::int32_t kFluidQuantum = 10;
/// The values that Morpho Blue's owner has enabled. None is ever disabled.
constexpr std::array<std::int32_t, 9> kMorphoLltv = {0,    3850, 6250, 7700, 8600,
                                                     9150, 9450, 9650, 9800};

/// Rounded down to what Fluid can store.
Bps fluid_quanta(std::int32_t bps) {
    return Bps::of(Int128{bps / kFluidQuantum} * kFluidQuantum);
}

Bps distance(Bps a, Bps b) {
    return Bps::of(std::abs(a.count() - b.count()));
}

Bps towards(Bps from, Bps to, Bps most) {
    return std::clamp(to, from - most, from + most);
}

/// One steward call: each value by at most its step; LT falls no further than LTV follows.
PlanStep aave_step(const PlanStep& from, const PlanGoal& goal, UnixSeconds at) {
    const Bps lowest_ltv = from.ltv - std::min(kAaveStep, from.ltv);
    Bps lt = towards(from.lt, goal.lt, kAaveStep);
    lt = std::max(lt, std::min(from.lt, lowest_ltv + goal.gap));
    const Bps wanted = std::min(towards(from.ltv, goal.ltv, kAaveStep), lt - goal.gap);
    return {.at = at, .ltv = std::max(wanted, lowest_ltv), .lt = lt, .ramp = {}};
}

std::vector<PlanStep> aave_steps(const HeldParameters& held, const PlanGoal& goal, UnixSeconds at) {
    std::vector<PlanStep> steps;
    PlanStep last{.at = {}, .ltv = held.ltv, .lt = held.lt, .ramp = {}};
    UnixSeconds next = at;
    if (held.changed_at.count > 0) next = std::max(at, held.changed_at + kAaveDelay);
    // Each step comes nearer by a bp or more, or is the last.
    while (last.ltv != goal.ltv || last.lt != goal.lt) {
        const PlanStep step = aave_step(last, goal, next);
        if (step.ltv == last.ltv && step.lt == last.lt) break;
        steps.push_back(step);
        last = step;
        next = next + kAaveDelay;
    }
    return steps;
}

/// The values that a protocol of single calls takes for the goal.
PlanStep one_call(Protocol protocol, const HeldParameters& held, const PlanGoal& goal,
                  UnixSeconds at) {
    PlanStep step{.at = at, .ltv = goal.ltv, .lt = goal.lt, .ramp = {}};
    if (protocol == Protocol::euler_evk && goal.lt < held.lt) step.ramp = goal.ramp;
    if (protocol == Protocol::fluid) {
        step.lt = fluid_quanta(goal.lt.count());
        // LT may be rounded by more than LTV: the gap is kept from the rounded one.
        const std::int32_t gap = std::max(goal.gap.count(), kFluidQuantum);
        const std::int32_t under = std::max(0, step.lt.count() - gap);
        step.ltv = fluid_quanta(std::min(goal.ltv.count(), under));
    }
    if (protocol == Protocol::morpho_blue) {
        const auto above =
            std::upper_bound(kMorphoLltv.begin(), kMorphoLltv.end(), goal.lt.count());
        step.ltv = step.lt = Bps::of(*(above - 1));
    }
    return step;
}

std::vector<PlanStep> steps_of(Protocol protocol, const HeldParameters& held, const PlanGoal& goal,
                               UnixSeconds at) {
    if (goal.ltv > goal.lt - goal.gap) return {};
    if (protocol == Protocol::aave_v3) return aave_steps(held, goal, at);
    const PlanStep step = one_call(protocol, held, goal, at);
    if (step.ltv == held.ltv && step.lt == held.lt) return {};
    return {step};
}

/// The area between one value and its goal until the last step is done.
PlanShortfall shortfall(const std::vector<PlanStep>& steps, Bps held, Bps goal, UnixSeconds at,
                        Bps PlanStep::*value, bool ramps) {
    Int128 area = 0;
    Bps now = held;
    UnixSeconds since = at;
    for (const PlanStep& step : steps) {
        area += Int128{distance(now, goal).count()} * (step.at - since).count;
        // A linear ramp is half the way from the goal on average.
        if (ramps) area += div_up(Int128{distance(now, goal).count()} * step.ramp.count, 2);
        now = step.*value;
        since = step.at;
    }
    return {.open = distance(now, goal),
            .bps_days = static_cast<std::int64_t>(div_up(area, kDay.count))};
}

}  // namespace

std::string_view name(Protocol protocol) noexcept {
    constexpr std::array<std::string_view, 5> kNames = {"aave_v3", "aave_v4", "euler_evk", "fluid",
                                                        "morpho_blue"};
    return kNames[static_cast<std::size_t>(protocol)];
}

PlanGoal goal_of(const MarketDecision& decision, Bps gap) {
    return {.ltv = decision.ltv, .lt = decision.lt, .ramp = decision.ramp, .gap = gap};
}

Plan make_plan(Protocol protocol, const HeldParameters& held, const PlanGoal& goal,
               UnixSeconds at) {
    Plan plan{.steps = steps_of(protocol, held, goal, at), .ltv = {}, .lt = {}};
    plan.ltv = shortfall(plan.steps, held.ltv, goal.ltv, at, &PlanStep::ltv, false);
    plan.lt = shortfall(plan.steps, held.lt, goal.lt, at, &PlanStep::lt, true);
    // A new configuration binds new positions; what the old ones hold stays theirs.
    if (protocol == Protocol::aave_v4) plan.lt.open = distance(held.lt, goal.lt);
    return plan;
}

}  // namespace ballast::engine
