// SPDX-License-Identifier: MIT
#pragma once

#include "oracle/records.hpp"
#include "tests/engine/random.hpp"

namespace ballast::oracle::test {

/// Gives the record limits that the contract takes, under which refusals of every kind happen
/// often: bands wide, steps and budgets of one size, times from none to days.
void randomize_limits(MarketRecord& record, engine::test::Random& random);

/// Breaks one of the rules that setLimits knows.
void spoil_limits(MarketRecord& record, engine::test::Random& random);

/// Returns a market that addMarket takes, as it stands right after it.
[[nodiscard]] MarketRecord random_market(engine::test::Random& random);

}  // namespace ballast::oracle::test
