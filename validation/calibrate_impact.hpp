// SPDX-License-Identifier: MIT
// Y of the square-root law I = Y sigma sqrt(Q / V), as far as quotes of one day can say it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace ballast::validation {

/// What one source says of one token.
struct ImpactFit {
    std::string source;
    std::string token;
    double impact = 0;    ///< Y; 0 where it was not fitted
    double exponent = 0;  ///< of Q; .5 is the law
    std::size_t quotes = 0;
};

/// Volatilities a day at the half-life of 11 days, on the day of the quotes.
struct QuoteDay {
    double btc = 0;
    double eth = 0;
};

/// The day of the quotes: 2023-11-20.
constexpr UnixSeconds kQuoteDay{1'700'438'400};

/// Fits sales of WBTC and WETH for USDC and USDT through 1inch, of 1 M USD and more (smaller ones
/// are noise): Y is the geometric mean of I / (sigma sqrt(Q / V)), the exponent the slope of ln I
/// on ln Q. V is the synthetic daily volume that snapshots carry. Then the exponents between the
/// sizes for 0.5 % and 25 % slippage of February 2024, Gauntlet's. Errors: input_missing, bad_data.
[[nodiscard]] Result<std::vector<ImpactFit>> fit_impact(const std::filesystem::path& folder,
                                                        const QuoteDay& volatility);

}  // namespace ballast::validation
