// SPDX-License-Identifier: MIT
// P12: a plan never half-applies a coupled update. Its steps are played against a small writing of
// each protocol's own limiter, which would clamp one value and not the other.
#include <algorithm>
#include <cstdlib>
#include <tuple>
#include <utility>

#include "engine/plan.hpp"
#include "tests/engine/property_case.hpp"

namespace ballast::engine::test {
namespace {

constexpr UnixSeconds kAt{1'751'932'800};
constexpr Seconds kStewardDelay{3 * kDay.count};

/// A market held at a protocol, and where it should go.
struct Journey {
    Protocol protocol = Protocol::aave_v3;
    HeldParameters held;
    PlanGoal goal;
};

Journey random_journey(Random& random) {
    const auto pair = [&](Bps gap) {
        const std::int64_t lt = random.within(gap.count(), kBpsOne);
        return std::pair{Bps::of(random.edgy(0, lt - gap.count())), Bps::of(lt)};
    };
    Journey made{.protocol = static_cast<Protocol>(random.within(0, 4))};
    made.goal.gap = Bps::of(random.within(0, 500));
    made.goal.ramp = {random.within(0, 10 * kDay.count)};
    // What is held may stand nearer than the gap, which somebody raised.
    std::tie(made.held.ltv, made.held.lt) = pair(random.chance(70) ? made.goal.gap : Bps{});
    std::tie(made.goal.ltv, made.goal.lt) = pair(random.chance(90) ? made.goal.gap : Bps{});
    if (random.chance(50))
        made.held.changed_at = {kAt.count - random.within(0, 2 * kStewardDelay.count)};
    return made;
}

/// What the protocol would make of a step: values out of its limiter's reach are refused, each for
/// itself, which is the half-applied update.
bool takes_whole(Protocol protocol, const HeldParameters& now, const PlanStep& step) {
    if (protocol == Protocol::aave_v3) {
        const auto near = [](Bps a, Bps b) { return std::abs((a - b).count()) <= 50; };
        const bool due = now.changed_at.count == 0 || step.at - now.changed_at >= kStewardDelay;
        return due && near(now.ltv, step.ltv) && near(now.lt, step.lt) && step.ramp.count == 0;
    }
    if (protocol == Protocol::fluid)
        return step.ltv.count() % 10 == 0 && step.lt.count() % 10 == 0 &&
               (step.ltv < step.lt || step.lt.count() == 0);
    if (protocol == Protocol::morpho_blue) return step.ltv == step.lt;
    return step.ramp.count == 0 || (protocol == Protocol::euler_evk && step.lt < now.lt);
}

/// Whether the step keeps the gap; one that was too narrow when it was found may only widen, and LT
/// does not fall before it is wide enough.
/// Morpho has one value for both, and no gap; at an LTV of 0 nobody borrows.
bool keeps_the_gap(const Journey& journey, const HeldParameters& now, const PlanStep& step) {
    if (journey.protocol == Protocol::morpho_blue || step.ltv.count() == 0) return true;
    if (step.lt - step.ltv >= journey.goal.gap) return true;
    return step.lt >= now.lt && step.lt - step.ltv >= now.lt - now.ltv;
}

BALLAST_PROPERTY(P12, EveryStepOfAPlanAppliesWhole, kEveryday, kNightly) {
    Random random = seeded();
    const Journey journey = random_journey(random);
    const Plan plan = make_plan(journey.protocol, journey.held, journey.goal, kAt);
    HeldParameters now = journey.held;
    RC_LOG() << name(journey.protocol) << ": " << now.ltv.count() << '/' << now.lt.count() << " to "
             << journey.goal.ltv.count() << '/' << journey.goal.lt.count() << ", gap "
             << journey.goal.gap.count() << '\n';
    for (const PlanStep& step : plan.steps) {
        RC_LOG() << step.ltv.count() << '/' << step.lt.count() << '\n';
        RC_ASSERT(step.at >= kAt);
        RC_ASSERT(step.ltv != now.ltv || step.lt != now.lt);
        RC_ASSERT(takes_whole(journey.protocol, now, step));
        RC_ASSERT(keeps_the_gap(journey, now, step));
        now = {.ltv = step.ltv, .lt = step.lt, .changed_at = step.at};
    }
    RC_ASSERT(plan.ltv.open == Bps::of(std::abs((now.ltv - journey.goal.ltv).count())));
    if (journey.protocol != Protocol::aave_v4)
        RC_ASSERT(plan.lt.open == Bps::of(std::abs((now.lt - journey.goal.lt).count())));
    RC_TAG(std::string(name(journey.protocol)));
}

BALLAST_PROPERTY(P12, AGoalThatTheGapForbidsIsLeftWhole, kEveryday, kNightly) {
    Random random = seeded();
    Journey journey = random_journey(random);
    if (journey.goal.ltv + journey.goal.gap <= journey.goal.lt) {
        const std::int64_t least = std::max(0, journey.goal.lt.count() - journey.goal.gap.count());
        if (least >= kBpsOne) RC_DISCARD("nothing is above");
        journey.goal.ltv = Bps::of(random.within(least + 1, kBpsOne));
    }
    const Plan plan = make_plan(journey.protocol, journey.held, journey.goal, kAt);
    RC_ASSERT(plan.steps.empty());
    RC_ASSERT(plan.ltv.open == Bps::of(std::abs((journey.held.ltv - journey.goal.ltv).count())));
    RC_ASSERT(plan.lt.open == Bps::of(std::abs((journey.held.lt - journey.goal.lt).count())));
}

BALLAST_PROPERTY(P12, AStewardsPlanArrivesAndIsOnTime, kEveryday, kNightly) {
    Random random = seeded();
    Journey journey = random_journey(random);
    journey.protocol = Protocol::aave_v3;
    if (journey.goal.ltv + journey.goal.gap > journey.goal.lt) RC_DISCARD("forbidden");
    const Plan plan = make_plan(journey.protocol, journey.held, journey.goal, kAt);
    RC_ASSERT(plan.ltv.open.count() == 0);
    RC_ASSERT(plan.lt.open.count() == 0);
    // 50 bps of each at a time; where one waits for the other, no longer than both after another.
    const std::int64_t moves = std::abs((journey.goal.ltv - journey.held.ltv).count()) +
                               std::abs((journey.goal.lt - journey.held.lt).count());
    RC_ASSERT(static_cast<std::int64_t>(plan.steps.size()) <= moves / 50 + 2);
}

}  // namespace
}  // namespace ballast::engine::test
