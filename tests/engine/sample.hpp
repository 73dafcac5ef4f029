// SPDX-License-Identifier: MIT
// One plausible market in a calm hour: each test changes what it is about.
#pragma once

#include "tests/engine/random_case.hpp"

namespace ballast::engine::test {

/// Tuesday, 2025-07-08T00:00:00Z.
constexpr UnixSeconds kNow{1'751'932'800};

/// Returns a policy for BTC with one channel, "vix".
Policy sample_policy();

/// Returns a calm step: confirmed price, live indicator, quiet for a week, published values at the
/// cautious end of the play band, limits as docs/oracle-contract.md has them, nothing consumed.
Case sample_case();

/// Returns the step of the sample's only market. Requires arguments that step accepts.
MarketDecision decide(const Case& made);

}  // namespace ballast::engine::test
