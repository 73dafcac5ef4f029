// SPDX-License-Identifier: MIT
// The constants of one collateral.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/policy.hpp"
#include "validation/calibrate_speeds.hpp"
#include "validation/calibrate_tails.hpp"

namespace ballast::validation {

/// Where a constant comes from.
struct Provenance {
    std::string source;  ///< the file
    UnixSeconds first;
    UnixSeconds last;
    std::size_t count = 0;
};

/// A tail as it was fitted, for the record.
struct TailRecord {
    engine::TailPoint point;
    double shape = 0;
    double worst = 0;
    std::size_t blocks = 0;
};

/// The asset with its calibrated constants in place of its own, rounded to the printed digits.
struct AssetCalibration {
    engine::AssetPolicy asset;
    Provenance slow;  ///< of stress and floor
    Provenance fast;  ///< of the tails
    std::vector<TailRecord> tails;
    std::vector<std::string> remarks;  ///< where a bound decided
};

/// Derives from the history up to `until`:
///
/// - stress volatility: the root mean square of the worst 250 daily returns;
/// - floor volatility: the median of the slow speed, and never so low that 9 sigmas, the largest
///   multiplier of a policy, fall short of .8 of the worst 24 hours: a peg's quiet years say
///   nothing of the day it breaks;
/// - tail multiplier: the mean loss over 24 h beyond its 95 % quantile, in sigmas of the largest of
///   the three speeds;
/// - tails at 1, 6 and 24 h and 95, 99 and 99.5 %, in published sigmas: the quantile of the fitted
///   tail; the shortfall is the larger of the fitted tail's and the sample's, at 99 % and more also
///   of .8 of the worst loss. At 95 % the worst of years is no statement on one day in twenty. Of a
///   two-sided pair the larger of both directions counts;
/// - liquidity aversion: c that makes LT in calm the threshold governance had set, at the floor
///   volatility with its stress mix and the calm synthetic depth and debt (for SmartLTV at the
///   median of the middle speed, which it uses); at most 9;
/// - the cap's multiple: calm debt over calm depth at the bonus, rounded up to .01, at most 9.
///
/// Stress and floor are of 4 h spot closes where there are any, else of the hourly ones.
/// Errors: input_missing, bad_data.
[[nodiscard]] Result<AssetCalibration> calibrate_asset(const std::filesystem::path& folder,
                                                       const engine::VolatilityPolicy& volatility,
                                                       const engine::AssetPolicy& asset,
                                                       UnixSeconds until);

/// Returns `value` at 10^-digits as a Wad, rounded half up. Requires 0 <= value <= 9.
[[nodiscard]] engine::Wad rounded(double value, int digits);

}  // namespace ballast::validation
