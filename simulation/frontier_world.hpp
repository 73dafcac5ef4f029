// SPDX-License-Identifier: MIT
// One case of the frontier: its paths, and each variant's run on one of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "simulation/frontier_cases.hpp"

namespace ballast::simulation {

/// What all cases are made of.
struct FrontierInputs {
    engine::Policy base;                        ///< carry_aware, calibrated before what is judged
    std::map<std::string, PathSource> sources;  ///< by asset
};

/// A path with what happens on it in each market of a case, whatever the policy.
struct PathBundle {
    Path path;
    std::vector<DepthPath> depth;
    std::vector<std::vector<Arrival>> arrivals;
};

/// Returns path `number` of a case. Requires a source for the case's asset.
[[nodiscard]] PathBundle make_bundle(const FrontierInputs& inputs, const FrontierCase& a_case,
                                     PathSet set, std::uint64_t number);

/// A static policy with the mean LTV, LT and debt of another one.
struct Twin {
    double ltv = 0;
    double lt = 0;
    double demand = 1;  ///< scales every arrival's debt
    auto operator<=>(const Twin&) const = default;
};

/// The variant of a case with its constants.
struct Contender {
    Variant variant;
    Constants constants;
};

/// Returns the sums over the case's markets. Errors: the engine's.
[[nodiscard]] Result<MarketResult> run_contender(const FrontierInputs& inputs,
                                                 const FrontierCase& a_case,
                                                 const PathBundle& bundle,
                                                 const Contender& contender, bool feedback);

/// Returns the sums over the case's markets of uniform static values.
[[nodiscard]] Result<MarketResult> run_twin(const FrontierCase& a_case, const PathBundle& bundle,
                                            const Twin& twin, bool feedback);

/// What a variant reached over many paths: sums, of which only ratios are asked.
struct Reached {
    double debt = 0;
    double ltv_debt = 0;
    double lt_debt = 0;

    void add(const MarketResult& result);
    [[nodiscard]] double ltv() const { return ltv_debt / debt; }
    [[nodiscard]] double lt() const { return lt_debt / debt; }
};
[[nodiscard]] Reached sum_of(const std::vector<MarketResult>& results);

}  // namespace ballast::simulation
