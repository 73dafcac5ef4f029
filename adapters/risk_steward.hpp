// SPDX-License-Identifier: MIT
// Aave v3 inside today's governance: the calls of its RiskSteward. Its council is a Safe:
// `safe_batch` is what that signs. The way of a reserve is engine/plan.hpp's.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "adapters/call.hpp"
#include "base/time.hpp"
#include "engine/plan.hpp"

namespace ballast::adapters {

/// The ratios that one update sets. What is absent goes as Aave's KEEP_CURRENT
/// (2^256 - 1 - 42, EngineFlags): the steward starts a ratio's timer for any other value.
struct RatioChange {
    std::optional<engine::Bps> ltv;
    std::optional<engine::Bps> lt;
    std::optional<engine::Bps> bonus;
    bool operator==(const RatioChange&) const = default;
};

/// A reserve, as the pool and its configurator hold it.
struct ReserveState {
    engine::Bps ltv;
    engine::Bps lt;
    engine::Bps bonus;  ///< alone: 500 is 5 %
    bool frozen = false;
    engine::Bps pending_ltv;  ///< getPendingLtv
};

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

/// Returns updateCollateralSide for each step of `plan`, which is make_plan's for Protocol::aave_v3
/// from what `now` holds; the bonus is kept. Errors: bad_data where the reserve is frozen or has an
/// LTV pending (the config engine would write the live LTV, 0, over it), or where the steward would
/// refuse a step: over 50 bps from the one before, within 3 days of it, to zero, or against Aave's
/// rules, of which LT times bonus is taken strictly.
[[nodiscard]] Result<std::vector<TimedCall>> steward_calls(const chain::Address& steward,
                                                           const chain::Address& asset,
                                                           const ReserveState& now,
                                                           const engine::Plan& plan,
                                                           ConfigEngine engine);

/// The ratios of an eMode category; the bonus alone.
struct CategoryRatios {
    engine::Bps ltv;
    engine::Bps lt;
    engine::Bps bonus;
    bool operator==(const CategoryRatios&) const = default;
};

/// Returns updateEModeCategories in steps of 50 bps of LTV and bonus and of 10 bps of LT, every
/// 3 days from `start` (DeployStewards.s.sol); none where `now` is `target`. A bonus that rises
/// waits for the LT that bears it, an LT for the bonus. Errors: bad_data where either breaks
/// Aave's rules.
[[nodiscard]] Result<std::vector<TimedCall>> category_calls(const chain::Address& steward,
                                                            std::uint8_t category,
                                                            const CategoryRatios& now,
                                                            const CategoryRatios& target,
                                                            UnixSeconds start);

}  // namespace ballast::adapters
