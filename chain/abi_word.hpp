// SPDX-License-Identifier: MIT
// Shared by the ABI encoder and decoder, and by nobody else.
#pragma once

#include "chain/abi.hpp"

namespace ballast::chain {

/// Returns true where `word` is a clean encoding of `type`: in range, padding as it must be. False
/// for every type that is not one word.
[[nodiscard]] bool word_fits(const AbiType& type, const Hash32& word);

}  // namespace ballast::chain
