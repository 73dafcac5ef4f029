// SPDX-License-Identifier: MIT
#include "tests/apps/dry_run/invented_frontier.hpp"

namespace ballast::apps {

simulation::TableRow frontier_row(const std::string& policy, const std::string& lever,
                                  const std::string& signal, double ltv, double es99) {
    simulation::TableRow row{.key = {.asset = "ETH",
                                     .book = "DRIFT",
                                     .turnover = "0.01",
                                     .set = "history",
                                     .policy = policy,
                                     .lever = lever,
                                     .signal = signal,
                                     .feedback = true},
                             .paths = 400};
    row.mean_ltv = ltv;
    row.mean_lt = ltv + 0.08;
    row.debt_share = 0.86;
    row.es99 = es99;
    row.to_static = simulation::RatioEstimate{.value = 0.5619, .low = 0.19, .high = 1.2};
    return row;
}

std::string frontier_text_of(const std::vector<simulation::TableRow>& rows) {
    const simulation::FrontierResult result{
        .paths = 400, .calibration_paths = 32, .rows = rows, .goals = {}, .signals = {}};
    return write_json(simulation::to_json(result)) + "\n";
}

std::string invented_frontier() {
    auto row = frontier_row;
    simulation::TableRow without_feedback = row("uniform_static", "none", "none", 0.67, 1.5);
    without_feedback.key.feedback = false;
    simulation::TableRow fall = row("uniform_static", "none", "none", 0.67, 3.5);
    fall.key.set = "fall_35_10d";
    simulation::TableRow bitcoin = row("uniform_static", "none", "none", 0.67, 7);
    bitcoin.key.asset = "DOGE";
    simulation::TableRow no_twin = row("uniform_static", "surcharge", "none", 0.66, 900);
    no_twin.to_static.reset();
    return frontier_text_of({row("uniform_static", "none", "none", 0.67, 1562.9),
                             row("smart_ltv", "none", "none", 0.655, 1338.5),
                             row("carry_aware", "cap+concentration", "macro", 0.685, 965.94),
                             row("carry_aware", "cap+concentration", "random", 0.70, 1),
                             row("carry_aware", "none", "foretold", 0.70, 1),
                             row("sentinel", "none", "macro", 0.673, 1441.3),
                             row("uniform_static", "cap", "none", 0.67, 611.4), no_twin,
                             without_feedback, fall, bitcoin});
}

}  // namespace ballast::apps
