// SPDX-License-Identifier: MIT
// P4: the cascade ends at the least fixed point, which a search of the whole grid finds too, and
// moves one way with everything that feeds it.
#include "engine/cascade.hpp"
#include "engine/liquidity.hpp"
#include "engine/slippage.hpp"
#include "tests/engine/property_case.hpp"

namespace ballast::engine::test {
namespace {

constexpr std::int32_t kFallMax = 9500;

/// Books and a place to sell, of sizes that often cascade.
struct Scene {
    std::vector<Book> books;
    SaleVenue venue;
    Bps start;

    [[nodiscard]] std::vector<const Book*> views() const {
        std::vector<const Book*> all;
        for (const Book& book : books)
            all.push_back(&book);
        return all;
    }
    [[nodiscard]] Cascade run() const { return run_cascade(views(), venue, start); }
    /// F of M-21. `all` is views(), made once for a search.
    [[nodiscard]] Bps map(const std::vector<const Book*>& all, std::int32_t fall) const {
        const Int128 sold = debt_after_fall(all, Bps::of(fall));
        return std::min(Bps::of(kFallMax), start + slippage(venue, sold));
    }
};

Book random_book(Random& random) {
    Book book{.debt = Usd::of(random.scaled(10'000'000'000)), .largest_position = {}, .wall = {}};
    std::int64_t factor = random.within(9'000, 12'000);
    std::int64_t debt = 0;
    for (std::int64_t points = random.within(0, 5); points > 0; --points) {
        book.wall.push_back({Bps::of(factor), Usd::of(debt)});
        factor += random.within(0, 1500);
        debt += random.scaled(1'000'000'000);
    }
    return book;
}

Scene random_scene(Random& random) {
    Scene scene{.books = {}, .venue = {}, .start = Bps::of(random.edgy(0, kFallMax))};
    if (random.chance(70)) scene.start = Bps::of(random.within(0, 2000));
    for (std::int64_t count = random.within(1, 3); count > 0; --count)
        scene.books.push_back(random_book(random));
    std::int64_t usd = 0;
    for (Usd& point : scene.venue.thin)
        point = Usd::of(usd += random.scaled(3'000'000'000));
    scene.venue.volume = Usd::of(random.chance(20) ? 0 : random.within(1, 10'000'000'000));
    scene.venue.impact = Wad::of(random.scaled(kWadOne));
    return scene;
}

BALLAST_PROPERTY(P04, TheCascadeEndsAtTheLeastFixedPointOfTheGrid, kEveryday, kNightly) {
    Random random = seeded();
    const Scene scene = random_scene(random);
    const Cascade found = scene.run();
    RC_ASSERT(found.fall >= scene.start);
    const auto all = scene.views();
    RC_ASSERT(scene.map(all, found.fall.count()) == found.fall);
    std::int32_t least = 0;
    while (scene.map(all, least).count() != least)
        ++least;
    RC_ASSERT(least == found.fall.count());
    RC_TAG(found.fall == scene.start        ? "rests at once"
           : found.fall.count() == kFallMax ? "never rests"
                                            : "deepens and rests");
}

BALLAST_PROPERTY(P04, TheCascadeDeepensWithFallDebtAndThinness, kEveryday, kNightly) {
    Random random = seeded();
    const Scene calm = random_scene(random);
    Scene worse = calm;
    worse.start = Bps::of(random.within(calm.start.count(), kFallMax));
    for (Book& book : worse.books) {
        book.debt = Usd::of(book.debt.count() + random.scaled(1'000'000'000));
        std::int64_t more = 0;
        for (WallPoint& point : book.wall)
            point.debt = Usd::of(point.debt.count() + (more += random.scaled(1'000'000'000)));
    }
    const std::int64_t share = random.within(1, 1000);
    for (Usd& point : worse.venue.thin)
        point = Usd::of(mul_div_up(point.count(), share, 1000));
    worse.venue.volume = Usd::of(mul_div_up(calm.venue.volume.count(), share, 1000));
    worse.venue.impact = Wad::of(calm.venue.impact.count() + random.scaled(kWadOne));
    RC_ASSERT(worse.run().fall >= calm.run().fall);
}

BALLAST_PROPERTY(P04, SlippageIsTheLeastThatSellsTheAmount, kEveryday, kNightly) {
    Random random = seeded();
    const SaleVenue venue = random_scene(random).venue;
    const Usd deepest = venue.thin.back();
    const std::int64_t usd = random.edgy(0, deepest.count());
    if (deepest.count() == 0) RC_DISCARD("no depth");
    const Bps found = inverse_depth(venue.thin, usd);
    RC_ASSERT(depth_at(venue.thin, found).count() >= usd);
    if (found.count() > 0) RC_ASSERT(depth_at(venue.thin, found - Bps::of(1)).count() < usd);
    RC_ASSERT(inverse_depth(venue.thin, Int128{usd} + random.scaled(1'000'000'000)) >= found);
}

}  // namespace
}  // namespace ballast::engine::test
