// SPDX-License-Identifier: MIT
#pragma once

#include "tests/mirror/world.hpp"

namespace ballast::oracle::test {

/// Lets a new world live through `reports` reports and whatever happens between them. The same
/// seed and number give the same script everywhere.
[[nodiscard]] std::vector<Act> walk(std::uint64_t seed, std::uint64_t script, int reports,
                                    Tally& tally);

}  // namespace ballast::oracle::test
