// SPDX-License-Identifier: MIT
// Aave v3 inside today's governance: the calls of its RiskSteward, and the way to a target in steps
// that it accepts. Its council is a Safe: `safe_batch` is what that signs.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "adapters/call.hpp"
#include "base/time.hpp"
#include "engine/units.hpp"

namespace ballast::adapters {

/// A reserve's or category's ratios; the bonus alone (500 is 5 %).
struct Ratios {
    engine::Bps ltv;
    engine::Bps lt;
    engine::Bps bonus;
    bool operator==(const Ratios&) const = default;
};

/// The ratios that one update sets. What is absent goes as Aave's KEEP_CURRENT
/// (2^256 - 1 - 42, EngineFlags): the steward starts a ratio's timer for any other value.
struct RatioChange {
    std::optional<engine::Bps> ltv;
    std::optional<engine::Bps> lt;
    std::optional<engine::Bps> bonus;
    bool operator==(const RatioChange&) const = default;
};

/// Largest change of each ratio in one update, and the least time between two updates.
struct StewardLimits {
    engine::Bps ltv_step;
    engine::Bps lt_step;
    engine::Bps bonus_step;
    Seconds delay;
};

/// As deployed (scripts/deploy/DeployStewards.s.sol): 50 bps in three days; 10 for the threshold of
/// a category.
[[nodiscard]] StewardLimits reserve_steward_limits();
[[nodiscard]] StewardLimits emode_steward_limits();

/// One update and the first moment at which the steward accepts it.
struct StewardStep {
    UnixSeconds not_before;
    RatioChange change;
    Ratios after;
    bool operator==(const StewardStep&) const = default;
};

/// What stands in the way of any write to a reserve.
struct ReserveState {
    Ratios ratios;
    bool frozen = false;
    engine::Bps pending_ltv;  ///< getPendingLtv of the configurator
};

/// Returns the updates from `now` to `target`, the first at `start`; none where they are equal.
/// Each keeps ltv <= lt and lt (10,000 + bonus) <= 10^8, which is stricter than Aave; a bonus waits
/// for the threshold that bears it. Errors: bad_data where a ratio is not within 1 to 10,000, the
/// target breaks those rules, or the reserve is frozen or has an LTV pending: the config engine
/// would write the live LTV, 0, over it.
[[nodiscard]] Result<std::vector<StewardStep>> plan_steward(const ReserveState& now,
                                                            const Ratios& target, UnixSeconds start,
                                                            const StewardLimits& limits);

/// Which CollateralUpdate the steward's config engine reads: six members up to Aave v3.6, five (no
/// debt ceiling) from v3.7.
enum class ConfigEngine { v3_6, v3_7 };

struct CollateralUpdate {
    chain::Address asset;
    RatioChange change;
};

/// Returns updateCollateralSide(updates); debt ceiling and protocol fee are kept. Errors: bad_data
/// where there is no update, one changes nothing, or a ratio is not within 1 to 10,000.
[[nodiscard]] Result<Call> update_collateral_side(const chain::Address& steward,
                                                  const std::vector<CollateralUpdate>& updates,
                                                  ConfigEngine engine);

struct CategoryUpdate {
    std::uint8_t category = 0;
    RatioChange change;
};

/// Returns updateEModeCategories(updates) as Aave up to v3.6 reads it; labels are kept. Errors: as
/// update_collateral_side, and category 0, which is none.
[[nodiscard]] Result<Call> update_emode_categories(const chain::Address& steward,
                                                   const std::vector<CategoryUpdate>& updates);

}  // namespace ballast::adapters
