// SPDX-License-Identifier: MIT
// Numbers as sources print them, from text to fixed point without a float on the way.
#pragma once

#include <string_view>

#include "base/int128.hpp"
#include "base/result.hpp"
#include "providers/provider.hpp"

namespace ballast::providers {

/// A decimal number exactly: mantissa * 10^-decimals, with 0 to 18 decimals, below 1e36 in size.
struct Number {
    Int128 mantissa = 0;
    int decimals = 0;
};

/// Which numbers a series may have.
enum class Sign { any, positive };

/// Reads a number as JSON writes it (RFC 8259, section 6): "157.28", "-0.05", "1.5e-05". Errors:
/// bad_data for anything else (NaN, inf, hex, a plus sign, separators, white space, nothing), for
/// more than 18 decimals that are not zero, 36 digits or 64 characters.
[[nodiscard]] Result<Number> read_number(std::string_view text);

/// Returns the number times the source's scale, and one over that where it is inverse, rounded once
/// to the nearest 1e-8; a tie goes away from zero. Errors: bad_data for what is out of bounds, for
/// the inverse of zero, and, where `sign` is positive, for what is not above zero before or after
/// the rounding; configuration for a scale that is not above zero.
[[nodiscard]] Result<Reading> to_reading(const Number& number, const Source& source, Sign sign);

/// The same of the number's text.
[[nodiscard]] Result<Reading> read_reading(std::string_view text, const Source& source, Sign sign);

}  // namespace ballast::providers
