// SPDX-License-Identifier: MIT
#include "simulation/paths_depth.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/elementary.hpp"
#include "statistics/random.hpp"

namespace ballast::simulation {
namespace {

using statistics::portable_exp;
using statistics::Random;

constexpr std::uint64_t kDepthSeed = 0x6465707468;        // "depth"
constexpr std::uint64_t kArrivalSeed = 0x6172726976616c;  // "arrival"
constexpr std::size_t kEpochsPerDay = 24 / kEpochHours;
constexpr std::size_t kLowEpochs = 30 * kEpochsPerDay;
constexpr double kLn2 = 0.69314718055994530942;
/// Spread of the sizes of common borrowers, of log debt.
constexpr double kSizeSpread = 0.8;
// Parts of the borrowers who react (research/model.md 4.3 and 7).
constexpr double kCareful = 0.3;
constexpr double kSensitive = 0.4;
constexpr double kResponder = 0.3;
/// Appetites are 1 - .6 u^2: four fifths of what is allowed in the mean, most of them near all.
constexpr double kAppetiteSpread = 0.6;
constexpr double kWhaleAppetite = 0.95;

Random stream_of(std::uint64_t seed, const Path& path, std::uint64_t market) {
    return Random(seed)
        .stream(static_cast<std::uint64_t>(path.set))
        .stream(path.number)
        .stream(market);
}

Arrival draw(const BookSpec& book, std::size_t epoch, std::size_t place, Random random) {
    Arrival arrival{.epoch = epoch, .place = place};
    const double spread =
        portable_exp(kSizeSpread * random.normal() - kSizeSpread * kSizeSpread / 2);
    const double u = random.uniform();
    arrival.careful = random.uniform() < kCareful;
    arrival.sensitive = random.uniform() < kSensitive;
    arrival.responder = random.uniform() < kResponder;
    const double common = book.demand * (1 - book.whale) / static_cast<double>(kPlaces - 1);
    arrival.size = place == 0 ? book.demand * book.whale : common * spread;
    arrival.appetite = place == 0 ? kWhaleAppetite : 1 - kAppetiteSpread * u * u;
    return arrival;
}

}  // namespace

DepthPath make_depth(const BookSpec& book, const Path& path, std::uint64_t market) {
    Random random = stream_of(kDepthSeed, path, market);
    const double keep =
        portable_exp(-kLn2 / (book.half_life_days * static_cast<double>(kEpochsPerDay)));
    const double shock = std::sqrt(1 - keep * keep);
    std::vector<double> all;
    double z = random.normal();
    for (std::size_t e = 0; e < path.epochs() + kLowEpochs; ++e) {
        all.push_back(book.depth * (book.drift > 0 ? portable_exp(book.drift * z) : 1.0));
        z = keep * z + shock * random.normal();
    }
    DepthPath depth;
    for (std::size_t e = kLowEpochs; e < all.size(); ++e) {
        const auto last = all.begin() + static_cast<std::ptrdiff_t>(e) + 1;
        depth.now.push_back(all[e]);
        depth.low.push_back(
            *std::min_element(last - static_cast<std::ptrdiff_t>(kLowEpochs), last));
    }
    return depth;
}

std::vector<Arrival> make_arrivals(const BookSpec& book, const Path& path, std::uint64_t market,
                                   double turnover) {
    const Random random = stream_of(kArrivalSeed, path, market);
    const double chance = 1 - portable_exp(-turnover / static_cast<double>(kEpochsPerDay));
    std::vector<Arrival> arrivals;
    for (std::size_t place = 0; place < kPlaces; ++place) {
        Random renewals = random.stream(place);
        for (std::size_t epoch = 0; epoch < path.epochs(); ++epoch) {
            const bool comes = renewals.uniform() < chance;
            if (epoch == 0 || comes)
                arrivals.push_back(draw(book, epoch, place, renewals.stream(epoch)));
        }
    }
    std::sort(arrivals.begin(), arrivals.end(), [](const Arrival& a, const Arrival& b) {
        return a.epoch != b.epoch ? a.epoch < b.epoch : a.place < b.place;
    });
    return arrivals;
}

}  // namespace ballast::simulation
