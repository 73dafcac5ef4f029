// SPDX-License-Identifier: MIT
#pragma once

#include "policies/document_reader.hpp"
#include "policies/scenario.hpp"

namespace ballast::policies {

/// The bounds of a price in whole USD, and of an indicator's level.
constexpr Bounds kUsdPrice = {1, engine::PriceTag::kMax / engine::kLevelOne, "a price"};
constexpr Bounds kIndicatorLevel = {engine::LevelTag::kMin, engine::LevelTag::kMax,
                                    "an indicator's level"};

/// Returns whole USD as a price at 1e-8.
[[nodiscard]] engine::Price whole_usd(std::int64_t usd);

/// Reads [indicator.NAME]. Faults are noted.
[[nodiscard]] ScenarioIndicator read_indicator(TableReader& reader);

/// Reads [market.ASSET]. Faults are noted.
[[nodiscard]] ScenarioMarket read_market(TableReader& reader);

/// Reads one [[day]] of a scenario whose indicators and markets are known. Faults are noted.
[[nodiscard]] ScenarioDay read_day(TableReader& reader, const Scenario& scenario);

}  // namespace ballast::policies
