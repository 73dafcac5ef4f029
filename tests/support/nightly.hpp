// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>

namespace ballast::test {

/// Returns how many cases a random test takes: `everyday`, or `nightly` under
/// `./dev test --nightly`.
[[nodiscard]] inline int cases(int everyday, int nightly) {
    return std::getenv("BALLAST_NIGHTLY") != nullptr ? nightly : everyday;
}

}  // namespace ballast::test
