// SPDX-License-Identifier: MIT
#pragma once

#include "engine/step.hpp"
#include "tests/engine/random.hpp"

namespace ballast::engine::test {

/// The four arguments of a step.
struct Case {
    Policy policy;
    State state;
    Snapshot snapshot;
    Current current;
};

/// Returns arguments anywhere in the domain of docs/model.md, section 2, with a taste for its
/// edges: zero and huge prices, thin walls, missing and stale indicators, loosenings that wait,
/// ramps that run, frozen oracles, gaps of hours and years.
Case random_case(Random& random);

/// Returns the next snapshot of the same markets, 1 to 72 hours after `before`.
Snapshot random_next(Random& random, const Policy& policy, const Snapshot& before);

}  // namespace ballast::engine::test
