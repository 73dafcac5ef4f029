// SPDX-License-Identifier: MIT
#include "statistics/decay.hpp"

#include "base/check.hpp"
#include "statistics/elementary.hpp"

namespace ballast::statistics {

double effective_observations(double decay, double tolerance) {
    BALLAST_CHECK(decay > 0 && decay < 1 && tolerance > 0 && tolerance < 1);
    return portable_log(tolerance) / portable_log(decay);
}

double decay_of_half_life(double observations) {
    BALLAST_CHECK(observations > 0);
    return portable_pow(0.5, 1 / observations);
}

}  // namespace ballast::statistics
