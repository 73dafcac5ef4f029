// SPDX-License-Identifier: MIT
// What the model was asked to show, and whether it does.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulation/frontier_table.hpp"

namespace ballast::simulation {

enum class Verdict {
    met,          ///< the figure is where it was asked to be
    missed,       ///< it is not
    nothing_bad,  ///< there is no bad debt to compare on either side
};
[[nodiscard]] std::string_view name(Verdict verdict) noexcept;

/// One goal on one book and set.
struct Goal {
    std::string goal;   ///< "drifting depth: at most .70 of the static twin"
    std::string where;  ///< "ETH DRIFT history, feedback"
    std::string who;    ///< "carry_aware, cap+concentration, macro"
    double at_most = 0;
    double at_least = 0;  ///< 0: no lower bound
    std::optional<RatioEstimate> ratio;
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
