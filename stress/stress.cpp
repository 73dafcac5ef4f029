// SPDX-License-Identifier: MIT
#include "stress/stress.hpp"

#include "base/check.hpp"

namespace ballast::stress {
namespace {

/// What a unit of each asset counts in one scenario.
struct Weights {
    std::vector<std::int64_t> collateral;  ///< price times LT in bps
    std::vector<std::int64_t> net;
    std::vector<std::int64_t> debt;
};

Weights weights_of(const Book& book, std::span<const std::int64_t> prices) {
    Weights weights;
    for (std::size_t a = 0; a < prices.size(); ++a) {
        const BookAsset& asset = book.assets()[a];
        weights.collateral.push_back(prices[a] * asset.lt.count());
        weights.net.push_back(net_price(prices[a], asset.bonus));
        weights.debt.push_back(prices[a]);
    }
    return weights;
}

Int128 value_of(std::span<const Leg> legs, const std::vector<std::int64_t>& weights) {
    Int128 value = 0;
    for (const Leg& leg : legs)
        value += Int128{leg.amount} * weights[leg.asset];
    return value;
}

}  // namespace

Status PriceTable::add(std::span<const std::int64_t> prices) {
    if (prices.size() != assets_)
        return fail(Errc::bad_data, "a scenario needs " + std::to_string(assets_) +
                                        " prices, found " + std::to_string(prices.size()));
    for (const std::int64_t price : prices)
        if (price < 0 || price > kBookPriceMax)
            return fail(Errc::bad_data, "a price of a scenario is outside 0 to " +
                                            engine::format_decimal(kBookPriceMax, 8) + " USD");
    prices_.insert(prices_.end(), prices.begin(), prices.end());
    return {};
}

std::int64_t net_price(std::int64_t price, engine::Bps bonus) {
    return price * engine::kBpsOne / (engine::kBpsOne + bonus.count());
}

std::vector<StressRow> stress_simple(const Book& book, const PriceTable& prices) {
    BALLAST_CHECK(prices.assets() == book.assets().size() && book.check_terms());
    std::vector<StressRow> rows(prices.size());
    for (std::size_t s = 0; s < rows.size(); ++s) {
        const Weights weights = weights_of(book, prices[s]);
        for (std::size_t i = 0; i < book.size(); ++i) {
            const PositionView position = book[i];
            const Int128 debt = value_of(position.debts, weights.debt);
            if (value_of(position.collaterals, weights.collateral) >= debt * engine::kBpsOne)
                continue;
            ++rows[s].liquidatable;
            rows[s].debt += debt;
            const Int128 net = value_of(position.collaterals, weights.net);
            if (net < debt) rows[s].bad_debt += debt - net;
        }
    }
    return rows;
}

}  // namespace ballast::stress
