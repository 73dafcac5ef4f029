// SPDX-License-Identifier: MIT
// The liquidity and the book that nobody recorded, by one rule for every asset and every hour.
// Everything here is invented: call it synthetic wherever it is shown.
#pragma once

#include <string_view>

#include "engine/snapshot.hpp"
#include "engine/state.hpp"

namespace ballast::history {

/// What one collateral looks like in calm. history/README.md says where each figure comes from.
struct SyntheticAsset {
    std::string_view asset;
    std::array<std::int64_t, 5> calm_depth_usd{};  ///< at engine::kDepthSlippageBps
    std::int64_t daily_volume_usd = 0;
    std::int64_t debt_usd = 0;  ///< constant, as a cap that is used
    /// The median of its daily volatility at a half-life of one day, in units of 1e-4, up to
    /// 2024-06-28: at it, depth is calm.
    std::int32_t median_volatility_bps = 0;
    std::int32_t lt_bps = 0;  ///< on the chain on 2024-06-28: the book's health factors hold at it
};

/// Returns the asset's figures, or nullptr where it has none.
[[nodiscard]] const SyntheticAsset* find_synthetic(std::string_view asset);

/// Returns the part of the calm depth that is there at a 1-day variance, a day:
/// min(1, max(.15, median volatility / volatility)), rounded down. Source: the rule of the recorded
/// events (feeds/synthetic_market.hpp): books thin out as volatility rises, but some of them stays.
[[nodiscard]] engine::Wad depth_part(const SyntheticAsset& asset, engine::Wad variance_fast);

/// Returns the calm curve times `part`, rounded down. Requires part within 0 to 1.
[[nodiscard]] engine::DepthCurve depth_at_part(const SyntheticAsset& asset, engine::Wad part);

/// Returns the book at a price. Five quantiles of debt by health factor (5, 25, 50, 75 and 95 % at
/// 1.06, 1.23, 1.72, 2.51 and 6, the shape of the wstETH book of June 2023) hold where the price is
/// at `reference` and the threshold at the asset's own; they move with price/reference and
/// lt_now/lt, rounded down to the basis point. What fell under 1 is liquidated and gone, and the
/// wall starts at 1 with a debt of 0; total debt stays, and the largest position is 4 % of it.
/// Requires positive prices and lt_now.
[[nodiscard]] engine::Book synthetic_book(const SyntheticAsset& asset, engine::Price price,
                                          engine::Price reference, engine::Bps lt_now);

}  // namespace ballast::history
