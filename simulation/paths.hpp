// SPDX-License-Identifier: MIT
// Invented years of a real market: blocks of its history, and falls laid over them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/policy.hpp"
#include "engine/state.hpp"
#include "history/series.hpp"

namespace ballast::simulation {

/// How far apart decisions are. Six hours, so that a year of them costs milliseconds; liquidations
/// are simulated every hour.
constexpr std::int64_t kEpochHours = 6;
/// A path begins this long before anything is counted: the book is opened at once and has to age.
constexpr std::int64_t kBurnInDays = 30;
/// What was known before this moment calibrates, what follows judges: 2024-01-01T00:00:00Z.
constexpr UnixSeconds kJudgedFrom{1'704'067'200};

/// What happens on a path.
enum class PathSet {
    calibration,  ///< a year in blocks of history before 2024
    history,      ///< a year in blocks of history from 2024 on
    fall_35,      ///< half a year of the latter, with -35 % in 10 days laid over it
    march_2020,   ///< the same, with March 2020 in it as it was
    fall_50,      ///< the same, with -50 % in 24 hours laid over it
};
constexpr std::array<PathSet, 5> kPathSets = {PathSet::calibration, PathSet::history,
                                              PathSet::fall_35, PathSet::march_2020,
                                              PathSet::fall_50};

/// Returns the name that rows carry: "fall_35_10d".
[[nodiscard]] std::string_view name(PathSet set) noexcept;

/// Returns how many days of a path are counted: 365, or 180 with a fall in them.
[[nodiscard]] std::int64_t counted_days(PathSet set) noexcept;

/// What paths of one collateral are cut from. Hour 0 is a midnight UTC.
struct PathSource {
    std::string asset;
    UnixSeconds start;
    std::vector<double> close;                 ///< hourly, USD
    std::vector<engine::Variances> variances;  ///< after each close, by engine::update_variances
    std::vector<double> march_2020;  ///< hourly relative prices from 2020-03-01, the first is 1
    /// The macro score S at each epoch of `close`, and at each epoch of `march_2020`.
    std::vector<engine::Wad> score;
    std::vector<engine::Wad> march_score;
};

/// Makes a source of hourly bars without gaps and of the 4 h bars of March 2020, whose hours are
/// interpolated. Scores are left 0. Errors: bad_data where hours are missing or the history is
/// shorter than a block on either side of 2024.
[[nodiscard]] Result<PathSource> make_source(const std::string& asset,
                                             const history::PriceSeries& hourly,
                                             const history::PriceSeries& four_hourly,
                                             const engine::VolatilityPolicy& volatility);

/// What the macro score knows on a path.
enum class Signal {
    none,
    macro,     ///< S as it stood on the days that the path is made of
    random,    ///< S of other days: the same frequency and length, and nothing to say
    foretold,  ///< 1 from three days before a fall to its end: more than anyone can know
};
[[nodiscard]] std::string_view name(Signal signal) noexcept;

/// One invented year. All policies see the same one.
struct Path {
    PathSet set = PathSet::calibration;
    std::uint64_t number = 0;
    std::vector<double> price;                      ///< hourly; one more than hours
    engine::Variances variances;                    ///< at the first price
    std::array<std::vector<engine::Wad>, 4> score;  ///< for each Signal, one an epoch
    std::vector<bool> alert;  ///< an epoch: 1-day volatility over 1.5 times the 69-day one

    [[nodiscard]] std::size_t epochs() const { return score.front().size(); }
};

/// Returns path `number` of a set: blocks of 40 to 120 days that begin at midnight, drawn with
/// replacement. The same bytes whatever else was drawn.
[[nodiscard]] Path make_path(const PathSource& source, PathSet set, std::uint64_t number);

}  // namespace ballast::simulation
