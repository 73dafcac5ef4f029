// SPDX-License-Identifier: MIT
// The parameters and caps that a pool really has, beside those that the oracle says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "books/aave_state.hpp"

namespace ballast::books {

/// What bounds borrowing against one reserve.
struct Limits {
    std::uint64_t ltv = 0;         ///< bps
    std::uint64_t lt = 0;          ///< bps
    std::uint64_t bonus = 0;       ///< bps, 10,500 being 5 % more
    std::uint64_t supply_cap = 0;  ///< whole tokens; 0 is none
};

/// What of the caps is used, in the token's smallest units. The pool counts what its treasury has
/// accrued as supplied, too, which is left out here.
struct CapUse {
    U256 supplied;
    U256 borrowed;
    /// What still fits, in whole tokens rounded down; all ones where there is no cap.
    U256 supply_room;
    U256 borrow_room;
};

/// One figure in which pool and oracle differ.
struct LimitDifference {
    std::string_view figure;  ///< "ltv", "lt", "bonus" or "supply_cap"
    std::uint64_t pool = 0;
    std::uint64_t oracle = 0;
    /// The pool permits more than the oracle says.
    bool pool_is_looser = false;
    bool operator==(const LimitDifference&) const = default;
};

[[nodiscard]] Limits limits_of(const ReserveState& reserve);
[[nodiscard]] CapUse cap_use(const ReserveState& reserve);

/// Returns every figure that differs. A larger bonus is neither looser nor tighter; an absent cap
/// is looser than any. While a threshold is on its ramp the pool is behind the oracle, and looser:
/// whoever reads this says since when.
[[nodiscard]] std::vector<LimitDifference> compare_limits(const Limits& pool, const Limits& oracle);

/// Returns one sentence for people: "lt: the pool has 8000, the oracle says 7900: the pool is
/// looser".
[[nodiscard]] std::string sentence(const LimitDifference& difference);

}  // namespace ballast::books
