// SPDX-License-Identifier: MIT
#include "apps/dry_run/steps.hpp"

#include "apps/report/text.hpp"

namespace ballast::apps {
namespace {

using engine::Bps;

/// Names the band that a value leaves, or says nothing.
std::string outside(std::string_view what, Bps value, Bps least, Bps most) {
    if (value >= least && value <= most) return "";
    return std::string(what) + " " + percent_text(value) + " is outside the oracle's band of " +
           percent_text(least) + " to " + percent_text(most);
}

/// What only the owner of the oracle, or nobody, can make possible.
std::string obstacle(const VerdictInput& input, const engine::Plan& plan) {
    const engine::OracleLimits& limits = input.limits;
    if (auto band = outside("LTV", input.goal.ltv, limits.ltv_min, limits.ltv_max); !band.empty())
        return band;
    if (auto band = outside("LT", input.goal.lt, limits.lt_min, limits.lt_max); !band.empty())
        return band;
    if (plan.ltv.open.count() == 0 && plan.lt.open.count() == 0) return "";
    return "the steward can never reach it: LTV must stay " + points_text(input.goal.gap) +
           " under LT";
}

}  // namespace

std::string_view name(Verdict verdict) noexcept {
    constexpr std::array<std::string_view, 4> kNames = {"no_change", "fits_the_stewards_limits",
                                                        "needs_steps", "needs_a_proposal"};
    return kNames[static_cast<std::size_t>(verdict)];
}

VerdictFinding judge_way(const VerdictInput& input) {
    VerdictFinding found;
    found.plan = engine::make_plan(engine::Protocol::aave_v3, input.held, input.goal, input.at);
    if (input.held.ltv == input.goal.ltv && input.held.lt == input.goal.lt) {
        found.reason = "What is recommended is in force";
    } else if (auto why = obstacle(input, found.plan); !why.empty()) {
        found.verdict = Verdict::proposal;
        found.reason = "Needs a proposal: " + why;
    } else if (found.plan.steps.size() == 1) {
        found.verdict = Verdict::fits;
        found.reason = "Fits the steward's limits: one call on " + date_text(input.at);
    } else {
        found.verdict = Verdict::steps;
        found.reason = "Needs " + std::to_string(found.plan.steps.size()) + " steps, from " +
                       date_text(found.plan.steps.front().at) + " to " +
                       date_text(found.plan.steps.back().at);
    }
    return found;
}

void judge_row(AssetRow& row, const engine::OracleLimits& limits, Bps gap, UnixSeconds at) {
    auto way = judge_way({.held = {.ltv = row.ltv_now, .lt = row.lt_now, .changed_at = {}},
                          .goal = {.ltv = row.ltv, .lt = row.lt, .ramp = {}, .gap = gap},
                          .limits = limits,
                          .at = at});
    row.verdict = way.verdict;
    row.verdict_reason = std::move(way.reason);
    row.plan = std::move(way.plan);
}

}  // namespace ballast::apps
