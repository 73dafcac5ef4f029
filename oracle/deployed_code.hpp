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

/// Compares an account's code with the committed artifact, byte for byte; in the places of the
/// immutables each word must be one of those that this deployment has. Errors: mismatch naming the
/// first byte that differs.
[[nodiscard]] Status check_code(ByteView code, const Immutables& immutables);

}  // namespace ballast::oracle
