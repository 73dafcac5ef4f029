// SPDX-License-Identifier: MIT
// Who becomes liquidatable on an Aave v3 pool: its own borrowers, in its own arithmetic, and beside
// our figure what the target itself says.
#pragma once

#include "apps/command_line.hpp"
#include "apps/dry_run/model.hpp"
#include "apps/dry_run/oracle_now.hpp"
#include "base/result.hpp"
#include "books/target_simulation.hpp"

namespace ballast::apps {

/// Reads the borrowers of --aave at the oracle's block and fills in run.book, and of each row and
/// of all together the impact, the wall and the simulation. A collateral is that reserve whose
/// market id (chain, addresses provider, pool, asset, no debt, no mode) the oracle has. Errors:
/// usage; those of the nodes and of the index; configuration where a collateral is no reserve of
/// the pool; mismatch where the book is not believed, the node has another block, or the target
/// says otherwise of any account.
[[nodiscard]] Status add_aave_impact(const DryRunOptions& options, const OracleNow& oracle,
                                     DryRun& run);

/// What one collateral becomes on the pool.
struct ReserveChange {
    std::uint16_t reserve = 0;
    engine::Bps lt;
};

/// Returns the impact on every account of the pool where the prices of these reserves are lower by
/// `fall` and their thresholds change: debts in whole USD, rounded down.
[[nodiscard]] Result<ThresholdImpact> pool_impact(const books::AaveBook& book,
                                                  const std::vector<ReserveChange>& changes,
                                                  engine::Bps fall);

/// Returns the reserve's wall, as wall_of() has it, over every account of the pool.
[[nodiscard]] Result<std::vector<WallAt>> pool_wall(const books::AaveBook& book,
                                                    const ReserveChange& change);

}  // namespace ballast::apps
