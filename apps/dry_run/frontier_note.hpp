// SPDX-License-Identifier: MIT
// What a dry run takes from a frontier: plain data.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "engine/units.hpp"
#include "simulation/frontier_document.hpp"

namespace ballast::apps {

/// One variant of a case. Names are the document's, and as little to be trusted as it.
struct FrontierSpot {
    std::string who;  ///< "carry_aware, cap+concentration, macro"
    engine::Bps ltv;
    engine::Bps lt;
    std::int64_t debt_share = 0;  ///< at 1e-4, over the uniform static policy's
    std::int64_t es99 = 0;        ///< hundredths of bps of the mean debt
    std::optional<simulation::PointRatio> to_static;
    bool edge =
        false;  ///< no other has as high an LTV with less bad debt, or a higher with as much
    bool proposed = false;  ///< has the proposed policy's form
    bool current = false;
    int number = 0;  ///< where chart and table name it, from 1; else 0
};

/// The form of a policy's collateral, and how the case knows it.
struct FrontierForm {
    std::string form;  ///< "carry_aware, cap+concentration, macro"; empty: no contender has it
    std::string spot;  ///< FrontierSpot::who of what is marked; empty: nothing
};

/// One book of a collateral at one pace of borrowers.
struct FrontierCaseNote {
    std::string title;        ///< "ETH DRIFT, 1 % a day"
    simulation::CellKey key;  ///< of which asset, book and turnover are the case's
    std::int64_t paths = 0;
    std::vector<FrontierSpot> spots;  ///< ascending by bad debt
    FrontierForm proposed;
    std::optional<FrontierForm> current;  ///< nothing where that policy is known by its hash alone
};

struct FrontierNote {
    Hash32 hash;  ///< SHA-256 of the document's bytes
    std::int64_t calibration_paths = 0;
    std::vector<FrontierCaseNote> cases;  ///< of the report's collaterals, in the document's order
    std::vector<std::string> without;     ///< collaterals of the report that have none
};

}  // namespace ballast::apps
