// SPDX-License-Identifier: MIT
#include "validation/gauntlet_rule.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace ballast::validation {
namespace {

constexpr double kIncentiveMax = 0.15;
constexpr double kIncentiveMin = 0.005;
// Under this part of the first collateral a remainder is rounding and no debt.
constexpr double kNothing = 1e-12;

/// The whale while the price falls.
struct Position {
    double price = 1;
    double tokens = 0;
    double debt = 0;

    [[nodiscard]] double value() const { return price * tokens; }
};

/// One liquidation, if the position may be liquidated. False: it may not.
bool liquidate(Position& whale, double lltv, double repay_max) {
    if (whale.debt < lltv * whale.value()) return false;
    const double with_incentive = 1 + gauntlet_incentive(lltv);
    const double repaid = std::min({repay_max, whale.debt, whale.value() / with_incentive});
    whale.debt -= repaid;
    whale.tokens -= repaid * with_incentive / whale.price;
    return true;
}

}  // namespace

double gauntlet_incentive(double lltv) {
    return std::clamp(1 / (0.3 * lltv + 0.7) - 1, kIncentiveMin, kIncentiveMax);
}

double gauntlet_insolvency(const GauntletMarket& market, double lltv) {
    BALLAST_CHECK(market.collateral_usd > 0 && market.repay_usd > 0 && market.step > 0);
    BALLAST_CHECK(market.max_drawdown > 0 && market.max_drawdown < 1 && lltv > 0 && lltv < 1);
    const double floor = 1 - market.max_drawdown;
    if (lltv * (1 + gauntlet_incentive(lltv)) < floor) return 0;
    const double nothing = kNothing * market.collateral_usd;
    Position whale{.tokens = market.collateral_usd, .debt = lltv * market.collateral_usd};
    while (whale.debt > nothing && whale.value() > nothing) {
        const bool resting = whale.price <= floor;
        whale.price = std::max(floor, whale.price - market.step);
        if (!liquidate(whale, lltv, market.repay_usd) && resting) break;
    }
    const double uncovered = whale.debt - std::max(whale.value(), 0.0);
    return uncovered > nothing ? uncovered : 0;
}

std::optional<GauntletLimit> gauntlet_limit(const GauntletMarket& market) {
    std::optional<GauntletLimit> limit;
    for (int percent = 1; percent < 100; ++percent) {
        const double lltv = percent / 100.0;
        if (gauntlet_insolvency(market, lltv) > 0) break;
        limit = GauntletLimit{lltv, gauntlet_incentive(lltv)};
    }
    return limit;
}

}  // namespace ballast::validation
