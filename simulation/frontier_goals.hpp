// SPDX-License-Identifier: MIT
// What the model was asked to show, and whether it does.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulation/frontier_table.hpp"

namespace ballast::simulation {

enum class Verdict {
    met,             ///< the figure is where it was asked to be
    missed,          ///< it is not; also bad debt where the other has none
    not_measurable,  ///< there is no bad debt on either side, so nothing is shown
};
[[nodiscard]] std::string_view name(Verdict verdict) noexcept;

/// One side of a comparison.
struct GoalSide {
    double es99 = 0;                ///< bps of the mean debt
    std::size_t with_bad_debt = 0;  ///< paths
};

/// One goal on one book and set.
struct Goal {
    std::string goal;  ///< "drifting depth: at most .70 of the static twin"
    CellKey key;       ///< of the variant that is asked
    double at_most = 0;
    double at_least = 0;  ///< 0: no lower bound
    GoalSide own;
    GoalSide other;
    std::size_t paths = 0;
    std::optional<RatioEstimate> ratio;  ///< nothing where the other has no bad debt
    double induced_share = 0;
    std::optional<double> induced_at_most;
    Verdict verdict = Verdict::missed;
    bool certain = false;  ///< the whole interval is where the figure is asked to be
};

/// Returns the goals of design/model.md ("Frontier") that the rows can judge, in its order, each
/// with feedback and without. Cells that are absent give no goal.
[[nodiscard]] std::vector<Goal> judge_goals(const FrontierRows& rows);

/// What a signal adds to one policy or lever.
struct SignalEffect {
    CellKey key;  ///< of the variant with the macro signal
    std::optional<RatioEstimate> macro_to_none;
    std::optional<RatioEstimate> random_to_none;
    std::optional<RatioEstimate> macro_to_random;
    double macro_debt = 0;  ///< mean debt over that without a signal
    double random_debt = 0;
};

/// Returns every variant with the macro signal beside the same without one and with a random one.
[[nodiscard]] std::vector<SignalEffect> signal_effects(const FrontierRows& rows);

}  // namespace ballast::simulation
