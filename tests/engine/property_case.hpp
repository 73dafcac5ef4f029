// SPDX-License-Identifier: MIT
// What the properties share: a case from one drawn number, and its step.
#pragma once

#include "tests/engine/random_case.hpp"
#include "tests/support/property.hpp"

namespace ballast::engine::test {

/// How often a property is tried where nothing else is said.
inline constexpr int kEveryday = 1000;
inline constexpr int kNightly = 10'000;

/// Returns a generator from a number that RapidCheck draws and prints where a property fails.
inline Random seeded() {
    return Random(ballast::test::drawn_seed());
}

/// Returns the step of `made`; the property fails where there is none.
inline Step stepped(const Case& made) {
    auto result = step(made.policy, made.state, made.snapshot, made.current);
    RC_ASSERT(result.has_value());
    return *std::move(result);
}

/// Returns whether `step` refuses `made`.
inline bool is_refused(const Case& made) {
    return !step(made.policy, made.state, made.snapshot, made.current).has_value();
}

}  // namespace ballast::engine::test
