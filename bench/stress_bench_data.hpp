// SPDX-License-Identifier: MIT
// The book and the scenarios of the benchmark: invented, the same in every run.
#pragma once

#include <cstdint>
#include <vector>

#include "stress/book_generator.hpp"
#include "stress/impact.hpp"
#include "stress/scenarios.hpp"

namespace ballast::bench {

/// Returns a book of 16 assets (12 that fluctuate, 4 stable), 2.8 legs a position.
[[nodiscard]] stress::Book bench_book(std::size_t positions);

/// Returns five-day scenarios of those assets.
[[nodiscard]] stress::PriceTable bench_scenarios(std::size_t count, stress::ShockRange range);

/// Returns depth in the proportion of the recorded events: at a slippage of 10 % may be sold 29 %
/// of the debt that half of the LT-weighted collateral stands for.
[[nodiscard]] std::vector<stress::ImpactCurve> bench_curves(const stress::Book& book);

}  // namespace ballast::bench
