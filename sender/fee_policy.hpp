// SPDX-License-Identifier: MIT
#pragma once

#include "base/u256.hpp"

namespace ballast::sender {

/// What transactions may cost. Defaults with their sources: docs/sender.md. Fees in wei per gas,
/// below 2^128.
struct FeePolicy {
    /// What a first fee is at least made of. A fee that is too low to be taken holds up every later
    /// transaction.
    U256 base_floor{1'000'000'000};
    U256 tip_floor{1'000'000'000};
    /// No call ever offers more.
    U256 routine_cap{100'000'000'000};
    U256 urgent_cap{500'000'000'000};
    /// In wei, for any 24 hours. The urgent one is the account's whole budget; what routine
    /// transactions may take of it stops earlier, so that they cannot keep an urgent one away.
    U256 routine_day{1'000'000'000'000'000'000};
    U256 urgent_day{3'000'000'000'000'000'000};
    bool operator==(const FeePolicy&) const = default;
};

}  // namespace ballast::sender
