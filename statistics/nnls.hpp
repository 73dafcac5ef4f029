// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "base/result.hpp"

namespace ballast::statistics {

/// Returns the coefficients, none negative, of least squares |sum x_j column_j - target|. For a
/// handful of columns: it works on the normal equations, which square the condition number.
/// Requires columns as long as the target, at least one. Errors: bad_data where columns depend on
/// each other.
/// Source: Lawson and Hanson, "Solving Least Squares Problems" (1974), algorithm 23.10.
[[nodiscard]] Result<std::vector<double>> nonnegative_least_squares(
    std::span<const std::vector<double>> columns, std::span<const double> target);

}  // namespace ballast::statistics
