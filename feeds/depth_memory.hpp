// SPDX-License-Identifier: MIT
// What could be sold at the worst hour of thirty days.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/snapshot.hpp"

namespace ballast::feeds {

/// How long depth is remembered.
constexpr Seconds kDepthWindow{30 * kDay.count};

/// Keeps the median depth of each hour of one market: a curve that one venue showed for a minute is
/// no depth, and one bad minute is no drought.
class DepthMemory {
  public:
    /// Notes a curve that the venues answered at `at`; one without any depth is a pool that was
    /// drained. Requires an answer: nobody answering is no drought and is not to be noted. Errors:
    /// bad_data for a curve that falls, and for one of an hour before the newest; hours that
    /// lie further ahead than two were a wrong clock's and are dropped.
    [[nodiscard]] Status note(UnixSeconds at, const engine::DepthCurve& curve);

    /// Returns, at each slippage, the lowest hourly median of the 30 days before `at`, the running
    /// hour among them; nothing where none was noted.
    [[nodiscard]] std::optional<engine::DepthCurve> low(UnixSeconds at) const;

    /// Returns how many hours of the 30 days before `at` have a curve.
    [[nodiscard]] std::int64_t hours_watched(UnixSeconds at) const;

    /// Returns the canonical document: {"hours":[{"depth_usd":[...],"hour":"..."}...], ...}, with
    /// the samples of the running hour.
    [[nodiscard]] Json to_json() const;

    /// The reverse, for a restart. Errors: bad_data.
    [[nodiscard]] static Result<DepthMemory> from_json(const Json& document);

  private:
    void forgive_clock(std::int64_t hour);
    void start_hour();
    void put_sample(const engine::DepthCurve& curve);
    [[nodiscard]] Status resume_hour(const Json& document);

    std::map<std::int64_t, engine::DepthCurve> medians_;  ///< by hours since 1970, ascending
    std::vector<engine::DepthCurve> running_;             ///< samples of the newest hour
    std::int64_t seen_ = 0;                               ///< how many it had
    std::int64_t stride_ = 1;                             ///< of which every so many-th is kept
};

}  // namespace ballast::feeds
