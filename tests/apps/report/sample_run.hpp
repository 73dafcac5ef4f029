// SPDX-License-Identifier: MIT
// Hand-made runs: every number in them is set by the test that uses them.
#pragma once

#include <string>
#include <vector>

#include "apps/report/run.hpp"

namespace ballast::apps {

/// 2024-08-01T00:00:00Z, the first epoch of every sample.
constexpr UnixSeconds kStart{1'722'470'400};

/// Returns the time of epoch `index`, an hour apart.
[[nodiscard]] constexpr UnixSeconds epoch_at(std::int64_t index) {
    return {kStart.count + index * kHour.count};
}

/// Returns a calm run of `epochs` hours: one market BTC at 60,000, LTV 73 % and LT 78 %, channels
/// "vix" and "usdjpy_volatility" at score 0, no fall, and a macro_blind that equals it.
[[nodiscard]] Run calm_run(std::int64_t epochs);

/// Sets a channel's score and 1-day rank over the epochs [from, to).
void set_score(Run& run, std::size_t channel, std::int64_t from, std::int64_t to, std::int64_t wad);

/// Cuts or raises a market's LTV in force from epoch `from` on, in the run and in its shadows, with
/// the attribution's parts at that epoch and later.
void set_ltv(Run& run, std::size_t market, std::int64_t from, std::int32_t bps,
             const engine::Attribution& parts);

/// Sets the debt cap of one epoch, a position limit of a tenth and a token for every 1,000 USD. The
/// market's policy has a cap only where the test gives it a `cap_depth`.
void set_caps(Run& run, std::size_t market, std::size_t epoch, std::int64_t usd,
              engine::Reason binding);

/// Sets the cascade of one epoch: known, from 5 % to a tenth of the gain more.
void set_cascade(Run& run, std::size_t market, std::size_t epoch, engine::Alarm alarm,
                 std::int32_t gain_bps);

/// Returns a long run of two markets and four channels with cuts, rises, heartbeats and a fall, as
/// a page to look at.
[[nodiscard]] Run showcase_run();

}  // namespace ballast::apps
