// SPDX-License-Identifier: MIT
// `ballast backtest`: did the model's tail hold, before and after its calibration ended?
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/policy.hpp"
#include "history/series.hpp"
#include "history/snapshots.hpp"
#include "validation/coverage_row.hpp"
#include "validation/procyclicality_row.hpp"

namespace ballast::validation {

/// The prices of one collateral of the policy.
struct AssetHistory {
    engine::AssetPolicy asset;
    history::PriceSeries prices;
    /// Of this asset alone; without them the rows "lt" and "ltv" are not there.
    std::optional<history::SnapshotHistory> snapshots;
};

/// All that is measured. Rows in the order of assets, spans, volatilities, horizons, levels.
struct Backtest {
    std::string policy;
    UnixSeconds calibrated_until;  ///< midnight after the last day that the policy's numbers saw
    std::vector<CoverageRow> coverage;
    std::vector<ProcyclicalityRow> procyclicality;
    std::int64_t days = 0;                     ///< of the longest fold of the whole model
    std::int64_t alarm_days = 0;               ///< of them with a regime score of .5 or more
    std::vector<std::string> without_history;  ///< assets of the policy that are not judged
    /// Indicators of the policy without a print: then no alarm is counted, for none is the
    /// policy's.
    std::vector<std::string> without_prints;
};

/// Hears how many of all assets are done.
using Progress = std::function<void(std::size_t done, std::size_t all)>;

/// Reads the hourly prices of the policy's assets; one that the data folder does not know is named
/// in `without_history`. An asset that is owed in another is judged by the ratio of the two.
/// Errors: input_missing, bad_data; configuration where no asset is left.
[[nodiscard]] Result<std::vector<AssetHistory>> read_assets(
    const std::filesystem::path& data, const engine::Policy& policy,
    std::vector<std::string>& without_history);

/// Returns the indicators of the policy's channels of which the data folder has no print. Errors:
/// bad_data.
[[nodiscard]] Result<std::vector<std::string>> indicators_without_prints(
    const std::filesystem::path& data, const engine::Policy& policy);

/// Judges every asset at 1, 6 and 24 h and at 99 and 99.5 %, over all of history and on either side
/// of `calibrated_until`; a side without a window has no row. Deterministic.
/// Errors: configuration where an asset's policy lacks one of those tails; bad_data where its
/// series does not outlast the warm-up.
[[nodiscard]] Result<Backtest> backtest(const engine::Policy& policy,
                                        const std::vector<AssetHistory>& assets,
                                        UnixSeconds calibrated_until, const Progress& progress);

}  // namespace ballast::validation
