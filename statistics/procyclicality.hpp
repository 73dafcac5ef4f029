// SPDX-License-Identifier: MIT
// How much a margin moves by itself when markets do.
// Source: Murphy, Vasios and Vause, Bank of England Financial Stability Paper 29 (2014).
#pragma once

#include <cstddef>
#include <span>

namespace ballast::statistics {

/// Returns the highest margin over the lowest. Requires at least one, all above 0.
[[nodiscard]] double peak_to_trough(std::span<const double> margins);

/// Returns the largest rise over `periods` periods; 0 where none rises or the series is no longer
/// than that. Requires periods >= 1.
[[nodiscard]] double largest_rise(std::span<const double> margins, std::size_t periods);

}  // namespace ballast::statistics
