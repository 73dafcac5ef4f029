// SPDX-License-Identifier: MIT
// The pictures of a dry run, each for a wide page and a phone.
#pragma once

#include <string>

#include "apps/dry_run/model.hpp"
#include "apps/report/svg_chart.hpp"

namespace ballast::apps {

/// Returns a chart in two widths, under its title and its legend.
[[nodiscard]] std::string chart_figure(const Chart& chart);

/// Returns price, LTV and LT of asset `k` over the event, under both policies and without macro;
/// nothing where the run has one epoch.
[[nodiscard]] std::string path_figures(const DryRun& run, std::size_t k);

/// Returns the proposed policy's regime score over the event; nothing where the run has one epoch.
[[nodiscard]] std::string regime_figure(const DryRun& run);

/// Returns what asset `k`'s change makes liquidatable, as bars, and its liquidation wall.
[[nodiscard]] std::string impact_figures(const DryRun& run, std::size_t k);

/// Returns how asset `k`'s recommended LTV and LT come about.
[[nodiscard]] std::string attribution_figures(const DryRun& run, std::size_t k);

/// Returns asset `k`'s steps; nothing where there are fewer than two.
[[nodiscard]] std::string steps_figure(const DryRun& run, std::size_t k);

}  // namespace ballast::apps
