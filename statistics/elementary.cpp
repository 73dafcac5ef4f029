// SPDX-License-Identifier: MIT
#include "statistics/elementary.hpp"

#include <algorithm>
#include <cmath>

#include "base/check.hpp"

namespace ballast::statistics {
namespace {

// ln 2 in two parts: the first ends in 21 zero bits, so that its product with an exponent is exact.
constexpr double kLn2High = 6.93147180369123816490e-01;
constexpr double kLn2Low = 1.90821492927058770002e-10;
constexpr double kSqrtHalf = 0.70710678118654752440;
constexpr double kExpMax = 700;

/// ln m = 2 atanh(s) with s = (m - 1) / (m + 1), |s| < .172: the term after s^23 is under 1e-18 s.
double log_of_mantissa(double m) {
    const double s = (m - 1) / (m + 1);
    const double square = s * s;
    double sum = 0;
    for (int k = 23; k >= 3; k -= 2)
        sum = (sum + 1.0 / k) * square;
    return 2 * s + 2 * s * sum;
}

/// e^r for |r| <= .347: the Taylor term after r^14 is under 1e-19.
double exp_of_remainder(double r) {
    double sum = 1;
    for (int k = 14; k >= 2; --k)
        sum = 1 + sum * r / k;
    return 1 + r * sum;
}

}  // namespace

double portable_log(double x) {
    BALLAST_CHECK(std::isnormal(x) && x > 0);
    int exponent = 0;
    double mantissa = std::frexp(x, &exponent);
    if (mantissa < kSqrtHalf) {
        mantissa *= 2;
        --exponent;
    }
    return exponent * kLn2High + (log_of_mantissa(mantissa) + exponent * kLn2Low);
}

double portable_exp(double x) {
    if (x < -kExpMax) return 0;
    const double bounded = std::min(x, kExpMax);
    const double k = std::floor(bounded / kLn2High + 0.5);
    const double r = (bounded - k * kLn2High) - k * kLn2Low;
    return std::ldexp(exp_of_remainder(r), static_cast<int>(k));
}

double portable_pow(double base, double exponent) {
    return portable_exp(exponent * portable_log(base));
}

}  // namespace ballast::statistics
