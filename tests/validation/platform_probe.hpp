// SPDX-License-Identifier: MIT
// What the digest must not depend on, made visible: locale, zone, and the C library's choice of
// code for this processor.
#pragma once

#include <string>

namespace ballast::validation::test {

/// Takes the environment's locale and zone, as programs do that the engine might be linked into.
void adopt_environment();

/// Returns "decimal_point=, utc_offset=19800 libm=0x…": how this process writes a half, its zone,
/// and a digest over exp, log, pow and sin of some doubles. The last differs between the C
/// library's variants for processors with and without FMA, which is why the engine has no doubles.
[[nodiscard]] std::string platform_text();

}  // namespace ballast::validation::test
