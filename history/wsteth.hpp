// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "history/series.hpp"

namespace ballast::history {

/// Returns the ratio stETH/ETH from 2021-06-01 on, hourly: each mid of stETH over the price of ETH
/// at the mid's own moment (between the open and the close of its hour, both known at its end), and
/// of these ratios the median of the last 24 h. The two sources are not synchronous: over ETH's
/// close, single ratios have a noise of 135 bp an hour, at the same moment of 50, and the pool
/// itself moved far less. Before that June the mids alone have a noise of 100 to 200 bp.
/// Errors: as read_hourly.
[[nodiscard]] Result<PriceSeries> read_steth_ratio(const std::filesystem::path& folder);

/// Returns the price of wstETH in USD: that ratio times the hour's close of ETH. What wstETH holds
/// in stETH grows with staking and never jumps, so that it is left out. Errors: as read_hourly.
[[nodiscard]] Result<PriceSeries> read_wsteth(const std::filesystem::path& folder);

}  // namespace ballast::history
