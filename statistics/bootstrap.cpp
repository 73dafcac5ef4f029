// SPDX-License-Identifier: MIT
#include "statistics/bootstrap.hpp"

#include <algorithm>
#include <numeric>

#include "base/check.hpp"
#include "statistics/order.hpp"

namespace ballast::statistics {

std::vector<std::size_t> block_indices(std::size_t count, std::size_t block, Random random) {
    BALLAST_CHECK(count >= 1 && block >= 1);
    std::vector<std::size_t> places;
    places.reserve(count);
    while (places.size() < count) {
        const std::size_t start = random.below(count);
        for (std::size_t i = 0; i < block && places.size() < count; ++i)
            places.push_back((start + i) % count);
    }
    return places;
}

Interval bootstrap_interval(std::size_t count, const Statistic& statistic, const Resampling& how) {
    BALLAST_CHECK(how.resamples >= 1 && how.level > 0 && how.level < 1);
    std::vector<double> figures;
    for (std::size_t i = 0; i < how.resamples; ++i)
        figures.push_back(statistic(block_indices(count, how.block, Random(how.seed).stream(i))));
    std::sort(figures.begin(), figures.end());
    std::vector<std::size_t> all(count);
    std::iota(all.begin(), all.end(), std::size_t{0});
    const double outside = (1 - how.level) / 2;
    return {statistic(all), quantile(figures, outside), quantile(figures, 1 - outside)};
}

double circular_shift_p(std::size_t count, std::size_t margin,
                        const std::function<double(std::size_t)>& statistic) {
    BALLAST_CHECK(margin >= 1 && 2 * margin <= count);
    const double observed = statistic(0);
    std::size_t shifts = 1;
    std::size_t as_large = 1;
    for (std::size_t shift = margin; shift + margin <= count; ++shift) {
        ++shifts;
        if (statistic(shift) >= observed) ++as_large;
    }
    return static_cast<double>(as_large) / static_cast<double>(shifts);
}

}  // namespace ballast::statistics
