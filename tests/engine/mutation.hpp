// SPDX-License-Identifier: MIT
#pragma once

#include "tests/engine/random_case.hpp"

namespace ballast::engine::test {

/// Replaces, doubles or loses one to three parts of one of the four documents. Returns false, and
/// changes nothing, where the document can then not be read.
bool mutate(Case& made, Random& random);

}  // namespace ballast::engine::test
