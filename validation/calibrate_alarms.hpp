// SPDX-License-Identifier: MIT
// The alarm budget, by the engine's own regime on what was known each day.
#pragma once

#include <filesystem>
#include <vector>

#include "base/result.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"
#include "validation/calibrate_macro.hpp"

namespace ballast::validation {

/// The budget: S is at least a half on at most this part of the weekdays from kAlarmsFrom on.
constexpr double kAlarmBudget = .05;
constexpr UnixSeconds kAlarmsFrom{1'420'070'400};  // 2015-01-01

/// The indicators as known at 23:00 UTC of each day, when New York has closed and before the day
/// takes its part of the score, and the policy's reference quantiles as each January had them.
class AlarmHistory {
  public:
    /// Reads the regime's channels up to `last_day`; the year before kAlarmsFrom only fills the
    /// channels' histories. Errors: as read_indicator; bad_data where a channel has fewer than
    /// 1,260 changes before a January; configuration where one has no quantiles to renew.
    [[nodiscard]] static Result<AlarmHistory> read(const std::filesystem::path& folder,
                                                   const engine::RegimePolicy& regime,
                                                   UnixSeconds last_day);

    /// Returns S of each weekday from kAlarmsFrom on, as engine::update_regime has it with that
    /// rank threshold.
    [[nodiscard]] std::vector<Dated> scores(engine::Wad rank_threshold) const;

  private:
    struct Day {
        engine::Snapshot snapshot;
        std::size_t year = 0;  ///< in regimes_
    };
    std::vector<engine::RegimePolicy> regimes_;
    std::vector<Day> days_;
};

/// Returns the part of the days on which S is at least a half. Requires a day.
[[nodiscard]] double alarm_share(std::span<const Dated> scores);

/// Returns the least threshold on a grid of .005 from which on every one keeps the budget; .995
/// where none does.
[[nodiscard]] engine::Wad threshold_within(const AlarmHistory& history, double budget);

/// Returns the regime with reference quantiles of the last 1,260 changes up to `last_day` in place
/// of its own, and with no ranks but its own. Errors: as read_indicator; bad_data where a channel
/// has fewer; configuration where one has no quantiles.
[[nodiscard]] Result<engine::RegimePolicy> with_references(const std::filesystem::path& folder,
                                                           const engine::RegimePolicy& regime,
                                                           UnixSeconds last_day);

/// Returns the values of one channel up to `last_day`. Errors: as read_indicator; bad_data where
/// there are fewer than 1,260.
[[nodiscard]] Result<std::vector<Dated>> values_of(const std::filesystem::path& folder,
                                                   const engine::Channel& channel,
                                                   engine::Wad indicator_decay,
                                                   UnixSeconds last_day);

/// Returns the ranks of a channel's reference quantiles.
[[nodiscard]] std::vector<double> ranks_of(const engine::Channel& channel);

}  // namespace ballast::validation
