// SPDX-License-Identifier: MIT
// What the data folder holds, by the names that policies use. The folder is never part of the
// project: where it is absent, a test skips and a command says so.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "history/series.hpp"

namespace ballast::history {

/// The assets with hourly history, ascending by name.
[[nodiscard]] std::span<const std::string_view> hourly_assets();

/// Returns the files that read_hourly reads for an asset; none for an asset without history.
[[nodiscard]] std::span<const std::string_view> hourly_files(std::string_view asset);

/// Returns the file that read_indicator reads, or an empty name.
[[nodiscard]] std::string_view indicator_file(std::string_view indicator);

/// Returns whether `folder` holds market history (vix_daily.csv is there).
[[nodiscard]] bool is_data_folder(const std::filesystem::path& folder);

/// Returns hourly prices in USD.
///
/// | asset | source |
/// |---|---|
/// | AAVE, BTC, ETH, LINK | closes of perpetual futures |
/// | DAI, USDC | mids, the median of the last 24 h; USDC goes on with the closes of its depeg
/// weekend | | wstETH | read_wsteth |
///
/// Single mids of 2021 to 2023 are noise of 20 bp an hour and more, which no pool traded at.
/// Errors: input_missing, also for an asset without history; bad_data.
[[nodiscard]] Result<PriceSeries> read_hourly(const std::filesystem::path& folder,
                                              std::string_view asset);

/// Returns 4 h spot prices of BTC or ETH from 2017-08. Errors: as read_hourly.
[[nodiscard]] Result<PriceSeries> read_four_hourly(const std::filesystem::path& folder,
                                                   std::string_view asset);

/// Returns the daily prints of an indicator that policies name: jgb10, jgb40, move, usdjpy, vix.
/// Errors: as read_hourly.
[[nodiscard]] Result<PrintSeries> read_indicator(const std::filesystem::path& folder,
                                                 std::string_view indicator);

}  // namespace ballast::history
