// SPDX-License-Identifier: MIT
// Quantities are types: a price is not added to a ratio, and no number enters unchecked.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.hpp"
#include "base/int128.hpp"
#include "base/result.hpp"

namespace ballast::engine {

/// An integer count of one unit, inside the bounds that its tag states.
template <class Tag>
class Quantity {
  public:
    using Rep = typename Tag::Rep;

    constexpr Quantity() = default;

    /// Returns the quantity, or bad_data where `count` is outside [Tag::kMin, Tag::kMax].
    [[nodiscard]] static Result<Quantity> from(Int128 count) {
        if (count < Tag::kMin || count > Tag::kMax)
            return fail(Errc::bad_data, std::string(Tag::kName) + " out of bounds: " +
                                            to_string(count) + " is not within " +
                                            to_string(Tag::kMin) + " to " + to_string(Tag::kMax));
        return Quantity(static_cast<Rep>(count));
    }

    /// Returns the quantity. Requires a count inside the bounds: for results that are proven so.
    [[nodiscard]] static constexpr Quantity of(Int128 count) {
        BALLAST_CHECK(count >= Tag::kMin && count <= Tag::kMax);
        return Quantity(static_cast<Rep>(count));
    }

    /// Returns the nearest quantity inside the bounds: for results that may saturate.
    [[nodiscard]] static constexpr Quantity saturated(Int128 count) {
        if (count < Tag::kMin) return Quantity(static_cast<Rep>(Tag::kMin));
        if (count > Tag::kMax) return Quantity(static_cast<Rep>(Tag::kMax));
        return Quantity(static_cast<Rep>(count));
    }

    [[nodiscard]] constexpr Rep count() const noexcept { return count_; }
    auto operator<=>(const Quantity&) const = default;

    friend constexpr Quantity operator+(Quantity a, Quantity b) {
        return of(Int128{a.count_} + b.count_);
    }
    friend constexpr Quantity operator-(Quantity a, Quantity b) {
        return of(Int128{a.count_} - b.count_);
    }

  private:
    constexpr explicit Quantity(Rep count) noexcept : count_(count) {}
    Rep count_ = 0;
};

struct BpsTag {
    using Rep = std::int32_t;
    static constexpr std::string_view kName = "basis points";
    // Ten times unity on either side: attributions are signed, health factors run above 1.
    static constexpr Int128 kMin = -1'000'000;
    static constexpr Int128 kMax = 1'000'000;
};
/// Basis points: 10,000 is 1.
using Bps = Quantity<BpsTag>;
constexpr std::int32_t kBpsOne = 10'000;

struct WadTag {
    using Rep = std::int64_t;
    static constexpr std::string_view kName = "fixed-point ratio at 1e-18";
    // 9, the largest round number in 64 bits: a daily variance of 9 is a volatility of 300 % a day.
    static constexpr Int128 kMin = -9'000'000'000'000'000'000;
    static constexpr Int128 kMax = 9'000'000'000'000'000'000;
};
/// A ratio, volatility or variance at 1e-18.
using Wad = Quantity<WadTag>;
constexpr std::int64_t kWadOne = 1'000'000'000'000'000'000;

struct PriceTag {
    using Rep = std::int64_t;
    static constexpr std::string_view kName = "price at 1e-8 USD";
    // Up to 100 million USD, so that a price difference times 1e18 stays under 2^127 (1.7e38).
    static constexpr Int128 kMin = 0;
    static constexpr Int128 kMax = 10'000'000'000'000'000;
};
/// USD at 1e-8 for one unit of collateral. Zero means that there is none.
using Price = Quantity<PriceTag>;

struct LevelTag {
    using Rep = std::int64_t;
    static constexpr std::string_view kName = "indicator level at 1e-8";
    static constexpr Int128 kMin = -10'000'000'000'000;
    static constexpr Int128 kMax = 10'000'000'000'000;
};
/// What an indicator reads, at 1e-8 of its own unit (index points, yen per dollar, percent).
/// Bound: 100,000 units either way, so that a ratio of two at 1e18 stays under 2^127.
using Level = Quantity<LevelTag>;
constexpr std::int64_t kLevelOne = 100'000'000;

struct UsdTag {
    using Rep = std::int64_t;
    static constexpr std::string_view kName = "whole USD";
    static constexpr Int128 kMin = 0;
    static constexpr Int128 kMax = 100'000'000'000'000;
};
/// Whole dollars, up to 100 trillion, so that two of them multiplied at 1e4 stay under 2^127.
using Usd = Quantity<UsdTag>;

/// Returns floor(x / 1e14): what permits borrowing is rounded down.
[[nodiscard]] Bps to_bps_down(Wad x);

/// Returns ceil(x / 1e14): what restrains borrowing is rounded up.
[[nodiscard]] Bps to_bps_up(Wad x);

/// Returns the exact ratio.
[[nodiscard]] Wad to_wad(Bps x);

/// Reads decimal text such as "0.0252" as an integer count of 10^-digits, exactly.
/// Errors: bad_data for anything but digits, one point and a minus sign, or more decimals.
[[nodiscard]] Result<Int128> parse_decimal(std::string_view text, int digits);

/// Returns `count` units of 10^-digits as decimal text without trailing zeros: 0.0252.
[[nodiscard]] std::string format_decimal(Int128 count, int digits);

}  // namespace ballast::engine
