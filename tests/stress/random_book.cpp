// SPDX-License-Identifier: MIT
#include "tests/stress/random_book.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "statistics/random.hpp"
#include "stress/book_generator.hpp"

namespace ballast::stress::test {
namespace {

using statistics::Random;

template <std::size_t N>
std::int64_t pick(Random& random, const std::array<std::int64_t, N>& of) {
    return of[random.below(N)];
}

/// A round number, a dull one, or anything.
std::int64_t random_amount(Random& random) {
    constexpr std::array<std::int64_t, 6> kRound = {
        1, 10'000, kAmountOne, 2 * kAmountOne, 100 * kAmountOne, kAmountMax / 64};
    if (random.below(3) == 0) return static_cast<std::int64_t>(random.below(kAmountMax / 64)) + 1;
    const auto times = static_cast<std::int64_t>(random.below(8)) + 1;
    return pick(random, kRound) * times;
}

std::vector<BookAsset> random_assets(Random& random) {
    constexpr std::array<std::int64_t, 5> kPrices = {1, 100'000'000, 200'000'000, 350'000'000'000,
                                                     kBookPriceMax};
    constexpr std::array<std::int64_t, 5> kLts = {1, 5'000, 8'000, 9'700, 10'000};
    constexpr std::array<std::int64_t, 4> kBonuses = {0, 500, 2'500, 10'000};
    // Few assets mostly: then many positions share theirs.
    const std::uint64_t most = random.below(3) == 0 ? kBookAssetsMax : 5;
    std::vector<BookAsset> assets(random.below(most) + 1);
    for (std::size_t a = 0; a < assets.size(); ++a)
        assets[a] = {"A" + std::to_string(a), engine::Price::of(pick(random, kPrices)),
                     engine::Bps::of(pick(random, kLts)), engine::Bps::of(pick(random, kBonuses))};
    return assets;
}

std::vector<Leg> random_legs(Random& random, std::size_t assets, std::size_t most) {
    const std::size_t count = random.below(std::min(most, assets)) + 1;
    std::vector<Leg> legs;
    while (legs.size() < count) {
        const auto asset = static_cast<std::uint32_t>(random.below(assets));
        const bool taken = std::any_of(legs.begin(), legs.end(),
                                       [asset](const Leg& leg) { return leg.asset == asset; });
        if (!taken) legs.push_back({asset, random_amount(random)});
    }
    return legs;
}

}  // namespace

Book random_book(std::uint64_t seed, std::size_t positions) {
    Random random(seed);
    auto book = Book::from(random_assets(random));
    BALLAST_CHECK(book);
    for (std::size_t i = 0; i < positions; ++i) {
        const auto held = random_legs(random, book->assets().size(), kCollateralsMax);
        const auto owed = random_legs(random, book->assets().size(), kDebtsMax);
        // A book that is full takes no more of an asset: then there are fewer positions.
        (void)book->add(held, owed);
    }
    return std::move(*book);
}

PriceTable random_prices(const Book& book, std::uint64_t seed, std::size_t count) {
    Random random = Random(seed).stream(1);
    PriceTable table(book.assets().size());
    for (std::size_t s = 0; s < count; ++s) {
        std::vector<std::int64_t> prices;
        for (const BookAsset& asset : book.assets()) {
            const std::int64_t today = asset.price.count();
            const std::array<std::int64_t, 8> choices = {
                today,
                today,
                today / 2,
                std::min(2 * today, kBookPriceMax),
                today - today / 10,
                0,
                1,
                static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(today) + 1))};
            // Extremes seldom: mostly a scenario is near today.
            prices.push_back(choices[random.below(random.below(4) == 0 ? choices.size() : 5)]);
        }
        BALLAST_CHECK(table.add(prices));
    }
    return table;
}

InventedBook invented_book(std::uint64_t seed, std::size_t positions) {
    std::vector<GeneratedAsset> assets;
    std::vector<ShockedAsset> shocked;
    for (std::int64_t a = 0; a < 6; ++a) {
        const BookAsset asset{"A" + std::to_string(a), engine::Price::of((a + 1) * 7'700'000'000),
                              engine::Bps::of(8'300 - 300 * a), engine::Bps::of(500)};
        assets.push_back({asset, 1.0, a > 2 ? 1.0 : 0.0});
        shocked.push_back({asset.price, a > 3 ? 0.0 : 1.0, a > 3 ? 0.02 : 0.4});
    }
    auto book = generate_book({assets, positions, seed, engine::Usd::of(500'000'000)});
    BALLAST_CHECK(book);
    return {std::move(*book), std::move(shocked)};
}

}  // namespace ballast::stress::test
