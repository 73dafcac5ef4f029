// SPDX-License-Identifier: MIT
#include "stress/terms.hpp"

#include <algorithm>
#include <array>

#include "engine/fixed_point.hpp"
#include "engine/liquidity.hpp"
#include "engine/parameters.hpp"
#include "engine/volatility.hpp"

namespace ballast::stress {
namespace {

constexpr const char* kDollar = "USD";
constexpr std::int64_t kUsd = 100'000'000;  // of a price
constexpr std::int64_t kInventedPriceUsd = 1'000;
constexpr double kVolatileDebt = 0.15;  // of the dollars' weight, all volatile assets together

/// Depth over debt of ETH in the recorded events: 150 of 900 million USD at its bonus of 5 %.
constexpr std::int64_t kDebtOverDepth = 6;
constexpr std::array<std::int64_t, 5> kDepthShape = {15, 35, 70, 150, 260};

const engine::AssetPolicy* find(const engine::Policy& policy, const std::string& asset) {
    const auto found =
        std::find_if(policy.assets.begin(), policy.assets.end(),
                     [&asset](const engine::AssetPolicy& item) { return item.asset == asset; });
    return found == policy.assets.end() ? nullptr : &*found;
}

const policies::ScenarioMarket* find(const policies::Scenario* scenario, const std::string& asset) {
    if (scenario == nullptr) return nullptr;
    const auto found = std::find_if(
        scenario->markets.begin(), scenario->markets.end(),
        [&asset](const policies::ScenarioMarket& market) { return market.asset == asset; });
    return found == scenario->markets.end() ? nullptr : &*found;
}

engine::DepthCurve scaled(const engine::DepthCurve& shape, Int128 factor, Int128 divisor) {
    engine::DepthCurve depth;
    for (std::size_t i = 0; i < depth.size(); ++i)
        depth[i] = engine::Usd::of(mul_div_down(shape[i].count(), factor, divisor));
    return depth;
}

/// Depth that stands to the debt as in the policy's calm state.
engine::DepthCurve depth_for(double debt_usd, const engine::AssetPolicy* asset) {
    engine::DepthCurve shape;
    for (std::size_t i = 0; i < shape.size(); ++i)
        shape[i] = engine::Usd::of(kDepthShape[i] * 1'000'000);
    const engine::Bps bonus = asset != nullptr ? asset->bonus : engine::Bps::of(500);
    const std::int64_t at_bonus = std::max<std::int64_t>(
        1, engine::depth_at(shape, std::max(bonus, engine::Bps::of(50))).count());
    const engine::Wad cap = asset != nullptr && asset->cap_depth.count() > 0
                                ? asset->cap_depth
                                : engine::Wad::of(Int128{kDebtOverDepth} * engine::kWadOne);
    const auto debt = static_cast<std::int64_t>(std::min(debt_usd, 1e13));
    const Int128 wanted = mul_div_down(debt, engine::kWadOne, cap.count());
    return scaled(shape, wanted, at_bonus);
}

}  // namespace

std::string_view name(LtSource source) noexcept {
    switch (source) {
        case LtSource::structural_calm:
            return "structural_calm";
        case LtSource::lt_max:
            return "lt_max";
        case LtSource::none:
            break;
    }
    return "none";
}

std::pair<engine::Bps, LtSource> calm_lt(const engine::AssetPolicy& asset) {
    if (asset.lt_form != engine::LtForm::structural || asset.cap_depth.count() == 0)
        return {engine::fixed_lt(asset, asset.bonus).value, LtSource::lt_max};
    // Any depth will do: the form reads the quotient of depth and debt alone.
    const engine::Usd depth = engine::Usd::of(1'000'000'000'000);
    const engine::Usd debt =
        engine::Usd::of(mul_div_down(depth.count(), asset.cap_depth.count(), engine::kWadOne));
    const engine::Wad floor = asset.floor_volatility;
    const engine::Wad variance = engine::anti_procyclical_variance(
        engine::Wad::of(engine::wad_mul_up(floor.count(), floor.count())), asset.stress_volatility,
        floor);
    const engine::Target target = engine::structural_lt(
        asset, {engine::wad_sqrt_up(variance), engine::Wad::of(engine::kWadOne), depth, debt},
        {asset.bonus, {}});
    return {target.value, LtSource::structural_calm};
}

Result<std::vector<LtSource>> apply_policy(Book& book, const engine::Policy& policy) {
    std::vector<LtSource> sources;
    for (std::size_t a = 0; a < book.assets().size(); ++a) {
        const engine::AssetPolicy* asset = find(policy, book.assets()[a].name);
        const auto [lt, source] =
            asset != nullptr ? calm_lt(*asset) : std::pair{engine::Bps{}, LtSource::none};
        const Status set = book.set_terms(a, lt, asset != nullptr ? asset->bonus : engine::Bps{});
        if (!set) return fail(set.error());
        sources.push_back(source);
    }
    if (const Status known = book.check_terms(); !known) return fail(known.error());
    return sources;
}

std::vector<double> secured_debt(const Book& book) {
    std::vector<double> secured(book.assets().size());
    const auto usd = [&book](const Leg& leg) {
        return static_cast<double>(leg.amount) * 1e-16 *
               static_cast<double>(book.assets()[leg.asset].price.count());
    };
    for (std::size_t i = 0; i < book.size(); ++i) {
        double debt = 0;
        double held = 0;
        for (const Leg& leg : book[i].debts)
            debt += usd(leg);
        for (const Leg& leg : book[i].collaterals)
            held += usd(leg) * book.assets()[leg.asset].lt.count();
        for (const Leg& leg : book[i].collaterals)
            secured[leg.asset] +=
                held > 0 ? debt * usd(leg) * book.assets()[leg.asset].lt.count() / held : 0;
    }
    return secured;
}

std::vector<ImpactCurve> impact_curves(const Book& book, const engine::Policy& policy,
                                       const policies::Scenario* scenario, engine::Bps depth_left) {
    BALLAST_CHECK(depth_left.count() >= 0 && depth_left.count() <= engine::kBpsOne);
    const std::vector<double> debts = secured_debt(book);
    std::vector<ImpactCurve> curves;
    for (std::size_t a = 0; a < book.assets().size(); ++a) {
        const std::string& asset = book.assets()[a].name;
        const policies::ScenarioMarket* market = find(scenario, asset);
        const engine::DepthCurve depth = market != nullptr
                                             ? market->synthetic.calm_depth
                                             : depth_for(debts[a], find(policy, asset));
        curves.emplace_back(scaled(depth, depth_left.count(), engine::kBpsOne));
    }
    return curves;
}

Result<BookRecipe> recipe_of(const engine::Policy& policy, const policies::Scenario* scenario,
                             std::size_t positions, std::uint64_t seed) {
    BookRecipe recipe{{}, positions, seed, {}};
    Int128 debt = 0;
    for (const engine::AssetPolicy& asset : policy.assets) {
        const policies::ScenarioMarket* market = find(scenario, asset.asset);
        if (!asset.debt_asset.empty() || (scenario != nullptr && market == nullptr)) continue;
        const engine::Price price =
            market != nullptr ? market->last_close : engine::Price::of(kInventedPriceUsd * kUsd);
        recipe.assets.push_back({{asset.asset, price, calm_lt(asset).first, asset.bonus}, 1, 0});
        if (market != nullptr) debt += market->synthetic.debt.count();
    }
    if (recipe.assets.empty())
        return fail(Errc::bad_data,
                    "the policy and the scenario have no collateral in common that "
                    "borrows dollars");
    for (GeneratedAsset& asset : recipe.assets)
        asset.debt_weight = kVolatileDebt / static_cast<double>(recipe.assets.size());
    recipe.assets.push_back({{kDollar, engine::Price::of(kUsd), {}, {}}, 0, 1});
    recipe.total_debt = engine::Usd::of(debt);
    return recipe;
}

}  // namespace ballast::stress
