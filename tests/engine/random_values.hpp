// SPDX-License-Identifier: MIT
// Quantities at random, with a taste for the ends of their ranges.
#pragma once

#include "engine/policy.hpp"
#include "engine/units.hpp"
#include "tests/engine/random.hpp"

namespace ballast::engine::test {

inline Wad random_wad(Random& random, std::int64_t least, std::int64_t most) {
    return Wad::of(random.edgy(least, most));
}
inline Bps random_bps(Random& random, std::int64_t least, std::int64_t most) {
    return Bps::of(random.edgy(least, most));
}
inline Seconds random_span(Random& random, std::int64_t most) {
    return {random.edgy(0, most)};
}

/// Returns a policy anywhere in the domain of docs/model.md, section 2: one to three assets in any
/// form, some of them lent against one another or against "DEBT", some in one wall group.
Policy random_policy(Random& random);

}  // namespace ballast::engine::test
