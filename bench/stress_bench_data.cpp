// SPDX-License-Identifier: MIT
#include "bench/stress_bench_data.hpp"

#include <array>
#include <string>

#include "base/check.hpp"

namespace ballast::bench {
namespace {

using stress::GeneratedAsset;

constexpr std::uint64_t kBookSeed = 1;
constexpr std::uint64_t kScenarioSeed = 2;
const engine::Usd kDebt = engine::Usd::of(20'000'000'000);
constexpr std::size_t kFluctuating = 12;
constexpr std::size_t kStable = 4;

/// Prices from 100,000 USD down to 2; LT from 85 down to 63 %; the first assets are chosen
/// most often, as collateral, and the stable ones as debt. Invented.
std::vector<GeneratedAsset> assets() {
    std::vector<GeneratedAsset> all;
    std::int64_t price = 10'000'000'000'000;
    for (std::size_t i = 0; i < kFluctuating; ++i, price = price * 3 / 8) {
        const auto lt = static_cast<std::int32_t>(8'500 - 200 * i);
        all.push_back({{"V" + std::to_string(i), engine::Price::of(price), engine::Bps::of(lt),
                        engine::Bps::of(500)},
                       1.0 / static_cast<double>(2 + i),
                       0.5 / static_cast<double>(2 + i)});
    }
    for (std::size_t i = 0; i < kStable; ++i)
        all.push_back({{"S" + std::to_string(i), engine::Price::of(100'000'000),
                        engine::Bps::of(7'700), engine::Bps::of(450)},
                       0.2 / static_cast<double>(1 + i),
                       2.0 / static_cast<double>(1 + i)});
    return all;
}

}  // namespace

stress::Book bench_book(std::size_t positions) {
    auto book = stress::generate_book({assets(), positions, kBookSeed, kDebt});
    BALLAST_CHECK(book);
    return std::move(*book);
}

std::vector<stress::ImpactCurve> bench_curves(const stress::Book& book) {
    // ETH in the recorded events: 15, 35, 70, 150 and 260 million USD for 900 million of debt.
    constexpr std::array<std::int64_t, 5> kDepths = {15, 35, 70, 150, 260};
    constexpr std::int64_t kDepthDebt = 900;
    std::vector<stress::ImpactCurve> curves;
    for (std::size_t a = 0; a < book.assets().size(); ++a) {
        const stress::BookAsset& asset = book.assets()[a];
        const Int128 weighted = mul_div_down(Int128{book.collateral(a)} * asset.price.count(),
                                             asset.lt.count(), 2 * engine::kBpsOne);
        engine::DepthCurve depth;
        for (std::size_t i = 0; i < depth.size(); ++i)
            depth[i] =
                engine::Usd::of(mul_div_down(weighted / stress::kValueOne, kDepths[i], kDepthDebt));
        curves.emplace_back(depth);
    }
    return curves;
}

stress::PriceTable bench_scenarios(std::size_t count, stress::ShockRange range) {
    std::vector<stress::ShockedAsset> shocked;
    for (const GeneratedAsset& asset : assets()) {
        const bool stable = asset.asset.name.front() == 'S';
        shocked.push_back({asset.asset.price, stable ? 0.0 : 0.9, stable ? 0.02 : 0.5});
    }
    return stress::generate_scenarios(shocked, count, kScenarioSeed, range);
}

}  // namespace ballast::bench
