// SPDX-License-Identifier: MIT
#include "feeds/plausibility.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/check.hpp"

namespace ballast::feeds {
namespace {

using providers::Reading;

/// Beyond it no number of sources is believed: they may share what made it. No day of any feed of
/// the policies since 1990 moved so far.
constexpr std::int64_t kUnbelievable = 5;

Int128 distance(Reading a, Reading b) {
    const Int128 difference = Int128{a.count()} - b.count();
    return difference < 0 ? -difference : difference;
}

MoveSize size_of_part(std::int64_t most, Reading last, Reading now) {
    const Int128 low = std::min(last.count(), now.count());
    const Int128 high = std::max(last.count(), now.count());
    BALLAST_CHECK(low > 0);
    if (high >= low * kUnbelievable) return MoveSize::unbelievable;
    // high / low <= 1 + most, exactly: readings are up to 1e16 and `most` to 4e18, below 2^127.
    return (high - low) * engine::kWadOne <= low * most ? MoveSize::usual : MoveSize::jump;
}

/// Tells whether a / b is within a fifth of `times`, without dividing. Requires b > 0.
bool near_multiple(Int128 a, Int128 b, Int128 times) {
    return 5 * a >= 4 * times * b && 5 * a <= 6 * times * b;
}

/// Near one a number and one over it are neighbours: a dollar that loses its peg at 0.88 is no pair
/// turned round. Only numbers that are twice one another can be told apart from a market that
/// moves.
bool is_inverse(Int128 last, Int128 now) {
    if (std::max(last, now) < 2 * std::min(last, now)) return false;
    // now * last at 1e-16 against 1, both in units of one.
    constexpr Int128 kOne = Int128{engine::kLevelOne} * engine::kLevelOne;
    return near_multiple(now * last, kOne, 1);
}

}  // namespace

MoveSize size_of_move(const JumpLimit& limit, Reading last, Reading now) {
    if (limit.relative) return size_of_part(limit.most, last, now);
    const Int128 moved = distance(last, now);
    if (moved <= limit.most) return MoveSize::usual;
    return moved > Int128{limit.most} * kUnbelievable ? MoveSize::unbelievable : MoveSize::jump;
}

std::optional<FeedReason> find_slip(const JumpLimit& limit, Reading reference, Reading value) {
    // Of a number and its negative neither is the other's slip of units.
    if (reference.count() == 0 || value.count() == 0) return std::nullopt;
    if ((reference.count() > 0) != (value.count() > 0)) return std::nullopt;
    const Int128 last = std::abs(reference.count());
    const Int128 now = std::abs(value.count());
    if (size_of_move(limit, reference, value) == MoveSize::usual) return std::nullopt;
    if (near_multiple(now, last, 100)) return FeedReason::slip_hundredfold;
    if (near_multiple(last, now, 100)) return FeedReason::slip_hundredth;
    return is_inverse(last, now) ? std::optional(FeedReason::slip_inverse) : std::nullopt;
}

}  // namespace ballast::feeds
