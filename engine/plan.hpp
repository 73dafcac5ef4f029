// SPDX-License-Identifier: MIT
// From what a lending protocol holds to what was decided, in steps that the protocol's own limiter
// accepts (M-28). Pure and apart from `step`: nobody acts on it here.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/decision.hpp"

namespace ballast::engine {

/// The protocols whose limiter is known. Sources: docs/model.md, M-28.
enum class Protocol {
    aave_v3,      ///< risk steward: 50 bps of each, 3 days between two steps
    aave_v4,      ///< a new dynamic configuration: old positions keep theirs
    euler_evk,    ///< one call: LTV at once, LT by a linear ramp where it falls
    fluid,        ///< quanta of 10 bps, LTV strictly under LT
    morpho_blue,  ///< one value a market, of the enabled ones
};

/// Returns "aave_v3", "aave_v4", "euler_evk", "fluid" or "morpho_blue".
[[nodiscard]] std::string_view name(Protocol protocol) noexcept;

/// What the protocol holds of one market.
struct HeldParameters {
    Bps ltv;
    Bps lt;
    UnixSeconds changed_at;  ///< of its limiter's clock; 0: never
};

/// What was decided.
struct PlanGoal {
    Bps ltv;
    Bps lt;
    Seconds ramp;  ///< of a falling LT
    Bps gap;       ///< LTV is never nearer to LT
};

/// Returns the goal that a decision states.
[[nodiscard]] PlanGoal goal_of(const MarketDecision& decision, Bps gap);

/// One call: both values together, so that no step is half applied.
struct PlanStep {
    UnixSeconds at;
    Bps ltv;
    Bps lt;
    Seconds ramp;  ///< 0: at once
    bool operator==(const PlanStep&) const = default;
};

/// How far one value stays from its goal.
struct PlanShortfall {
    Bps open;                   ///< after the last step, for good
    std::int64_t bps_days = 0;  ///< until then, rounded up
    bool operator==(const PlanShortfall&) const = default;
};

/// A way from held to decided.
struct Plan {
    std::vector<PlanStep> steps;  ///< ascending in time; empty where nothing can or need be done
    PlanShortfall ltv;
    PlanShortfall lt;
    bool operator==(const Plan&) const = default;
};

/// Returns the plan from `at` on. A goal that the coupling forbids (LTV over LT less the gap) is
/// not pursued in part: the plan has no steps, and all stays open. Requires values within 0 to
/// 10,000 bps and gap, ramp >= 0.
[[nodiscard]] Plan make_plan(Protocol protocol, const HeldParameters& held, const PlanGoal& goal,
                             UnixSeconds at);

}  // namespace ballast::engine
