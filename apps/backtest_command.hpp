// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// `ballast backtest`: measures, and exits 0 whatever the lights say; 66 without data or policy, 78
/// where the policy lacks a tail.
[[nodiscard]] int run_backtest(const BacktestOptions& options);

}  // namespace ballast::apps
