// SPDX-License-Identifier: MIT
// Who an LT cut on Aave v3 would make liquidatable, in Aave's own arithmetic: the pool's figures
// in, the set out that its liquidationCall accepts (GenericLogic.calculateUserAccountData).
#pragma once

#include <cstddef>
#include <vector>

#include "base/u256.hpp"
#include "engine/snapshot.hpp"

namespace ballast::adapters {

/// A borrower as the pool values them, in its base currency (1e-8 USD): collateral rounded down
/// reserve by reserve, debt up.
struct AavePosition {
    U256 collateral;      ///< in the reserve whose threshold moves; under 2^128
    U256 other_weighted;  ///< sum of value times threshold in bps of all other; under 2^142
    U256 debt;            ///< under 2^128
};

/// Returns the health factor at 1e-18 with the reserve's threshold at `lt`: the weighted collateral
/// over the debt rounded half up, then by 10,000 down. All ones where there is no debt.
/// Requires 0 <= lt <= 10,000.
[[nodiscard]] U256 health_factor(const AavePosition& position, engine::Bps lt);

/// Returns whether liquidationCall accepts the position: health under 1.
[[nodiscard]] bool liquidatable(const AavePosition& position, engine::Bps lt);

/// What a cut makes liquidatable that was not.
struct CutImpact {
    std::size_t accounts = 0;
    U256 debt;  ///< 1e-8 USD
    bool operator==(const CutImpact&) const = default;
};

/// Returns the impact of a cut from `now` to `after`. Requires what health_factor does of both.
[[nodiscard]] CutImpact impact_of_cut(const std::vector<AavePosition>& positions, engine::Bps now,
                                      engine::Bps after);

/// What a cut may make liquidatable before somebody has to say yes to it.
struct CutLimit {
    std::size_t accounts = 0;
    U256 debt;
};

struct CutJudgement {
    bool blocked = false;
    CutImpact impact;             ///< of the whole cut
    engine::Bps admissible;       ///< the lowest threshold that stays within the limit
    CutImpact admissible_impact;  ///< of the cut to there
};

/// Judges a cut from `now` to `after`: blocked where its impact is beyond `limit` in accounts or in
/// debt; then `admissible` is the first step to propose, else it is `after`. Requires
/// 0 <= after <= now <= 10,000.
[[nodiscard]] CutJudgement judge_cut(const std::vector<AavePosition>& positions, engine::Bps now,
                                     engine::Bps after, const CutLimit& limit);

/// Returns the wall that the engine's induced_liquidation reads, from the same positions at `now`:
/// what liquidations can sell of the collateral, by how much of its weight the collateral loses. A
/// position stands at now / t*, where t* = (1e4 debt - other_weighted) / collateral is the
/// threshold under which it falls, with the smaller of its debt and its collateral: dust beside a
/// large account counts as dust. One whose other collateral carries all its debt is not in it.
/// Without other collateral now / t* is the health factor. Rounded up: health to a whole bps, debt
/// to a whole USD, a point before each rise so that nothing is interpolated. Errors: bad_data where
/// a debt is beyond what Usd holds.
[[nodiscard]] Result<engine::Book> book_of(const std::vector<AavePosition>& positions,
                                           engine::Bps now);

}  // namespace ballast::adapters
