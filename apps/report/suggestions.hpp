// SPDX-License-Identifier: MIT
// What a run suggests beside LTV and LT, which alone are on the chain: caps, and how near the book
// came to feeding on its own liquidations.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/report/run.hpp"

namespace ballast::apps {

/// The path of one suggested amount: USD, or whole tokens.
struct AmountPath {
    std::int64_t first = 0;
    std::int64_t lowest = 0;
    std::int64_t last = 0;
};

/// The caps of one market (M-26), as remembered after each epoch.
struct CapFinding {
    AmountPath debt_cap;                ///< USD
    AmountPath position_limit;          ///< USD
    AmountPath supply_cap;              ///< whole tokens
    UnixSeconds lowest_at;              ///< the first epoch with the lowest debt cap
    engine::Reason at_lowest{};         ///< what bound the debt cap then
    engine::Reason at_last{};           ///< and at the end
    std::vector<engine::Reason> holds;  ///< why a wanted rise was held at the last epoch
};

/// The cascade of one market (M-21), over the epochs in which its figures are known.
struct CascadeFinding {
    std::int64_t known = 0;  ///< epochs; at least one
    std::int64_t amber = 0;
    std::int64_t red = 0;
    UnixSeconds worst_at;    ///< the first epoch with the highest gain
    engine::Bps gain;        ///< then
    engine::Bps fall_start;  ///< the fall while the largest position is sold, then
    engine::Bps fall;        ///< with the liquidations it causes, then
    engine::Alarm last = engine::Alarm::none;  ///< at the last of these epochs
};

/// One market over the whole run.
struct SuggestionFinding {
    std::string asset;
    engine::Usd debt;                ///< of the book, at the last epoch
    std::optional<CapFinding> caps;  ///< absent: the policy has none, or depth was never known
    std::optional<CascadeFinding> cascade;  ///< absent: its figures were never known
};

/// Returns a finding for each market of the policy, in its order; none where there is no epoch.
[[nodiscard]] std::vector<SuggestionFinding> find_suggestions(const Run& run);

}  // namespace ballast::apps
