// SPDX-License-Identifier: MIT
// What `ballast params` says.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "engine/decision.hpp"
#include "engine/plan.hpp"

namespace ballast::apps {

/// One market's decision, what stands before it, and the ways there.
struct MarketParams {
    engine::MarketDecision decision;
    struct Way {
        engine::Protocol protocol;
        engine::Plan plan;
    };
    std::vector<Way> plans;  ///< one a protocol
};

struct Params {
    std::string policy;
    engine::Report report;
    std::vector<MarketParams> markets;
};

/// Returns a page for people, with a line feed at its end.
[[nodiscard]] std::string params_text(const Params& params);

/// Returns {plans[{asset, plans[{lt_bps_days, lt_open_bps, ltv_bps_days, ltv_open_bps, protocol,
/// steps[{at, lt_bps, ltv_bps, ramp_seconds}]}]}], policy, report}; the report is the canonical
/// one.
[[nodiscard]] Json params_json(const Params& params);

}  // namespace ballast::apps
