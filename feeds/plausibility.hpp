// SPDX-License-Identifier: MIT
// Whether a number can be what it says. Nothing here repairs one.
#pragma once

#include <optional>

#include "feeds/declaration.hpp"
#include "feeds/reason.hpp"

namespace ballast::feeds {

/// How far a move goes beyond what one print is believed.
enum class MoveSize {
    usual,         ///< within the jump limit
    jump,          ///< beyond it: a second group or the next print must say so
    unbelievable,  ///< beyond five times either way (relative) or five limits (absolute)
};

/// Returns the size of the move from `last` to `now`. Symmetric: halving is as far as doubling.
/// Requires, for a relative limit, both above 0.
[[nodiscard]] MoveSize size_of_move(const JumpLimit& limit, providers::Reading last,
                                    providers::Reading now);

/// Returns which slip of units lies between `reference` and `value`, each within a fifth: a hundred
/// times it, a hundredth of it, one over it. A usual move is never called a slip, nor is one over
/// it what is less than twice apart.
[[nodiscard]] std::optional<FeedReason> find_slip(const JumpLimit& limit,
                                                  providers::Reading reference,
                                                  providers::Reading value);

}  // namespace ballast::feeds
