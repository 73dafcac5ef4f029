// SPDX-License-Identifier: MIT
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "chain/types.hpp"

namespace ballast::oracle {

/// What the compiled contract leaves open until it is deployed.
struct Immutables {
    std::uint64_t chain_id = 0;
    chain::Address oracle;
    bool holds_ramp = false;
};

/// Returns the code that this deployment must have: the committed artifact's, with the immutables'
/// words in their places.
[[nodiscard]] Bytes deployed_code(const Immutables& immutables);

/// Compares an account's code with deployed_code(), byte for byte. Errors: mismatch naming the
/// first byte that differs.
[[nodiscard]] Status check_code(ByteView code, const Immutables& immutables);

}  // namespace ballast::oracle
