// SPDX-License-Identifier: MIT
// 128-bit integers under a name, and the rounded divisions that the model is made of.
#pragma once

#include <cstdint>
#include <string>

namespace ballast {

__extension__ using Int128 = __int128;

/// Returns floor(numerator / denominator). Requires denominator > 0.
[[nodiscard]] Int128 div_down(Int128 numerator, Int128 denominator) noexcept;

/// Returns ceil(numerator / denominator). Requires denominator > 0.
[[nodiscard]] Int128 div_up(Int128 numerator, Int128 denominator) noexcept;

/// Returns floor(a * b / denominator). Requires denominator > 0 and |a * b| < 2^127, which the
/// bounds in engine/limits.hpp guarantee for every caller; checked in every build.
[[nodiscard]] Int128 mul_div_down(Int128 a, Int128 b, Int128 denominator) noexcept;

/// Returns ceil(a * b / denominator). Requires the same as mul_div_down.
[[nodiscard]] Int128 mul_div_up(Int128 a, Int128 b, Int128 denominator) noexcept;

/// Returns the largest r with r * r <= x. Requires x >= 0.
[[nodiscard]] Int128 isqrt_down(Int128 x) noexcept;

/// Returns the smallest r with r * r >= x. Requires x >= 0.
[[nodiscard]] Int128 isqrt_up(Int128 x) noexcept;

/// Returns the decimal text of `x`.
[[nodiscard]] std::string to_string(Int128 x);

}  // namespace ballast
