// SPDX-License-Identifier: MIT
// P6: the path from targets to published values keeps order. The induced-liquidation budget and
// the oracle's delays depend on a market's book and history, so they stand outside.
#include <algorithm>

#include "engine/publication.hpp"
#include "tests/engine/property_case.hpp"

namespace ballast::engine::test {
namespace {

BALLAST_PROPERTY(P06, ThePlayBandKeepsOrderAndStaysInside, kEveryday, kNightly) {
    Random random = seeded();
    const auto value = [&](std::int64_t least) { return Bps::of(random.within(least, kBpsOne)); };
    const Bps low_published = value(0);
    const Bps high_published = value(low_published.count());
    const Bps low_target = value(0);
    const Bps high_target = value(low_target.count());
    const Wad play = Wad::of(random.within(kWadOne, 9 * kWadOne));
    const Bps low = play_band(low_published, low_target, play);
    RC_ASSERT(low <= play_band(high_published, high_target, play));
    RC_ASSERT(low <= low_target);
    RC_ASSERT(play_band(low, low_target, play) == low);
}

/// One epoch of a fixed rate limit behind the play band.
Bps followed(Bps published, Bps target, Wad play, Bps most_down, Bps most_up) {
    const Bps desired = play_band(published, target, play);
    return std::clamp(desired, published - most_down, published + most_up);
}

BALLAST_PROPERTY(P06, ALowerPathOfTargetsIsPublishedLowerAtEveryEpoch, kEveryday, kNightly) {
    Random random = seeded();
    const Wad play = Wad::of(random.within(kWadOne, 2 * kWadOne));
    const Bps most_down = Bps::of(random.within(0, 300));
    const Bps most_up = Bps::of(random.within(0, 100));
    Bps low = Bps::of(random.within(0, kBpsOne));
    Bps high = Bps::of(random.within(low.count(), kBpsOne));
    for (int epoch = 0; epoch < 100; ++epoch) {
        const Bps low_target = Bps::of(random.within(0, kBpsOne));
        const Bps high_target = Bps::of(random.within(low_target.count(), kBpsOne));
        low = followed(low, low_target, play, most_down, most_up);
        high = followed(high, high_target, play, most_down, most_up);
        RC_ASSERT(low <= high);
    }
}

}  // namespace
}  // namespace ballast::engine::test
