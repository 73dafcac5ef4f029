// SPDX-License-Identifier: MIT
#include "statistics/normal.hpp"

#include <array>
#include <cmath>

#include "base/check.hpp"
#include "statistics/elementary.hpp"

namespace ballast::statistics {
namespace {

constexpr double kSqrtTwoPi = 2.50662827463100050242;

using Coefficients = std::array<double, 8>;

double polynomial(const Coefficients& c, double x) {
    double value = 0;
    for (auto at = c.rbegin(); at != c.rend(); ++at)
        value = value * x + *at;
    return value;
}

// AS 241, in the paper's order; near the centre in q^2, in the tail in sqrt(-ln p) less an offset.
constexpr Coefficients kCentreAbove{3.3871328727963666080e0,  1.3314166789178437745e+2,
                                    1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                    4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                    3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr Coefficients kCentreBelow{1.0,
                                    4.2313330701600911252e+1,
                                    6.8718700749205790830e+2,
                                    5.3941960214247511077e+3,
                                    2.1213794301586595867e+4,
                                    3.9307895800092710610e+4,
                                    2.8729085735721942674e+4,
                                    5.2264952788528545610e+3};
constexpr Coefficients kTailAbove{1.42343711074968357734e0,  4.63033784615654529590e0,
                                  5.76949722146069140550e0,  3.64784832476320460504e0,
                                  1.27045825245236838258e0,  2.41780725177450611770e-1,
                                  2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr Coefficients kTailBelow{1.0,
                                  2.05319162663775882187e0,
                                  1.67638483018380384940e0,
                                  6.89767334985100004550e-1,
                                  1.48103976427480074590e-1,
                                  1.51986665636164571966e-2,
                                  5.47593808499534494600e-4,
                                  1.05075007164441684324e-9};
constexpr Coefficients kFarAbove{6.65790464350110377720e0,  5.46378491116411436990e0,
                                 1.78482653991729133580e0,  2.96560571828504891230e-1,
                                 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                 2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr Coefficients kFarBelow{1.0,
                                 5.99832206555887937690e-1,
                                 1.36929880922735805310e-1,
                                 1.48753612908506148525e-2,
                                 7.86869131145613259100e-4,
                                 1.84631831751005468180e-5,
                                 1.42151175831644588870e-7,
                                 2.04426310338993978564e-15};

double tail_quantile(double tail) {
    const double r = std::sqrt(-portable_log(tail));
    if (r <= 5) return polynomial(kTailAbove, r - 1.6) / polynomial(kTailBelow, r - 1.6);
    return polynomial(kFarAbove, r - 5) / polynomial(kFarBelow, r - 5);
}

/// P(Z > x) for x >= 2: density over the continued fraction x + 1/(x + 2/(x + 3/(x + ...))).
double upper_tail(double x) {
    double fraction = x;
    for (int k = 200; k >= 1; --k)
        fraction = x + k / fraction;
    return normal_density(x) / fraction;
}

/// P(0 < Z < x) for 0 <= x < 2: density times x + x^3/3 + x^5/15 + ... (Marsaglia 2004).
double centre(double x) {
    double term = x;
    double sum = x;
    for (int k = 3; k <= 101; k += 2) {
        term *= x * x / k;
        sum += term;
    }
    return normal_density(x) * sum;
}

}  // namespace

double normal_density(double x) {
    return portable_exp(-x * x / 2) / kSqrtTwoPi;
}

double normal_cdf(double x) {
    const double size = std::fabs(x);
    const double above = size < 2 ? 0.5 - centre(size) : upper_tail(size);
    return x < 0 ? above : 1 - above;
}

double normal_quantile(double p) {
    BALLAST_CHECK(p > 0 && p < 1);
    const double q = p - 0.5;
    if (std::fabs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * polynomial(kCentreAbove, r) / polynomial(kCentreBelow, r);
    }
    return q < 0 ? -tail_quantile(p) : tail_quantile(1 - p);
}

}  // namespace ballast::statistics
