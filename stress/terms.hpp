// SPDX-License-Identifier: MIT
// What a policy says of a book's assets, and how deep their markets are taken to be.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/policy.hpp"
#include "policies/scenario.hpp"
#include "stress/book.hpp"
#include "stress/book_generator.hpp"
#include "stress/impact.hpp"

namespace ballast::stress {

/// Where an asset's LT comes from.
enum class LtSource {
    structural_calm,  ///< M-10 at the floor's published volatility, debt cap_depth times the depth
    lt_max,           ///< governance's highest, within the bonus rule
    none,             ///< the policy does not know the asset: it is debt only
};

/// Returns the name that reports carry.
[[nodiscard]] std::string_view name(LtSource source) noexcept;

/// Returns the LT that the policy's form gives an asset in calm, and where it comes from: a
/// structural form with a cap by M-10, every other one governance's highest.
[[nodiscard]] std::pair<engine::Bps, LtSource> calm_lt(const engine::AssetPolicy& asset);

/// Sets LT and bonus of the book's assets. Returns the sources, as the assets. Errors: bad_data
/// where an asset stands as collateral that the policy does not know.
[[nodiscard]] Result<std::vector<LtSource>> apply_policy(Book& book, const engine::Policy& policy);

/// Returns the debt that each asset secures, in USD: a position's debt is split by the LT-weighted
/// values of its collaterals.
[[nodiscard]] std::vector<double> secured_debt(const Book& book);

/// Returns the impact curves of the book's assets: the scenario's calm depth where it has the
/// asset; else a depth at the bonus of secured debt over cap_depth, with the shape of the recorded
/// events' curves. `depth_left` of it remains. Requires 0 <= depth_left <= 1.
[[nodiscard]] std::vector<ImpactCurve> impact_curves(const Book& book, const engine::Policy& policy,
                                                     const policies::Scenario* scenario,
                                                     engine::Bps depth_left);

/// Returns the recipe of an invented book: the policy's collaterals against dollars, chosen equally
/// often, at the scenario's prices and with its debt, or at 1,000 USD each where there is none.
/// Leaves out collaterals whose debt is another asset, and those that a scenario does not have.
/// Errors: bad_data where nothing is left.
[[nodiscard]] Result<BookRecipe> recipe_of(const engine::Policy& policy,
                                           const policies::Scenario* scenario,
                                           std::size_t positions, std::uint64_t seed);

}  // namespace ballast::stress
