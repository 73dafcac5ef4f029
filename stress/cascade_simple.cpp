// SPDX-License-Identifier: MIT
#include <algorithm>

#include "base/check.hpp"
#include "stress/cascade.hpp"

namespace ballast::stress {
namespace {

/// What a unit of each asset counts in one round.
struct Weights {
    std::vector<std::int64_t> collateral;  ///< price times LT in bps
    std::vector<std::int64_t> net;
};

Weights weights_of(const Book& book, std::span<const std::int64_t> prices,
                   std::span<const std::int32_t> impacts) {
    Weights weights;
    for (std::size_t a = 0; a < prices.size(); ++a) {
        const BookAsset& asset = book.assets()[a];
        const std::int64_t price = impacted_price(prices[a], impacts[a]);
        weights.collateral.push_back(price * asset.lt.count());
        weights.net.push_back(net_price(price, asset.bonus));
    }
    return weights;
}

/// What one round sells: whole legs in tokens, and legs in part by the debt they repay.
struct Sales {
    std::vector<Int128> whole;
    std::vector<Int128> repaid_in_part;
};

Int128 value_of(std::span<const Leg> legs, std::span<const std::int64_t> weights) {
    Int128 value = 0;
    for (const Leg& leg : legs)
        value += Int128{leg.amount} * weights[leg.asset];
    return value;
}

/// Sells until `debt` is repaid, and returns what is not.
Int128 liquidate(std::span<const Leg> collaterals, Int128 debt, const Weights& weights,
                 Sales& sales) {
    for (const Leg& leg : collaterals) {
        const Int128 worth = Int128{leg.amount} * weights.net[leg.asset];
        if (worth >= debt) {
            sales.repaid_in_part[leg.asset] += debt;
            return 0;
        }
        sales.whole[leg.asset] += leg.amount;
        debt -= worth;
    }
    return debt;
}

Sales run_round(const Book& book, std::span<const std::int64_t> prices, const Weights& weights,
                StressRow& row) {
    row = {};
    Sales sales{std::vector<Int128>(prices.size()), std::vector<Int128>(prices.size())};
    for (std::size_t i = 0; i < book.size(); ++i) {
        const PositionView position = book[i];
        const Int128 debt = value_of(position.debts, prices);
        if (value_of(position.collaterals, weights.collateral) >= debt * engine::kBpsOne) continue;
        ++row.liquidatable;
        row.debt += debt;
        row.bad_debt += liquidate(position.collaterals, debt, weights, sales);
    }
    return sales;
}

CascadeRow solve(const Book& book, std::span<const ImpactCurve> curves,
                 std::span<const std::int64_t> prices) {
    CascadeRow row;
    row.impacts.assign(prices.size(), 0);
    while (true) {
        const Weights weights = weights_of(book, prices, row.impacts);
        const Sales sales = run_round(book, prices, weights, row.stress);
        const std::vector<std::int32_t> before = row.impacts;
        row.sold = 0;
        for (std::size_t a = 0; a < prices.size(); ++a) {
            Int128 tokens = sales.whole[a];
            if (sales.repaid_in_part[a] > 0)
                tokens += div_up(sales.repaid_in_part[a], weights.net[a]);
            row.sold += tokens * prices[a];
            row.impacts[a] = curves[a].impact(tokens * prices[a]);
        }
        if (++row.rounds == 1) row.first_sold = row.sold;
        if (row.impacts == before) return row;
    }
}

}  // namespace

std::int64_t impacted_price(std::int64_t price, std::int32_t impact_bps) {
    return static_cast<std::int64_t>(Int128{price} * (engine::kBpsOne - impact_bps) /
                                     engine::kBpsOne);
}

engine::Bps cascade_gain(const CascadeRow& row) {
    // Sums of a full book times 10,000 would leave 128 bits; what is cut off is under 2^-90 of
    // them.
    constexpr int kShift = 16;
    const Int128 more = row.sold - row.first_sold;
    if (more == 0) return {};
    if (row.sold < Int128{1} << 112)
        return engine::Bps::of(mul_div_up(more, engine::kBpsOne, row.sold));
    return engine::Bps::of(mul_div_up(more >> kShift, engine::kBpsOne, row.sold >> kShift));
}

std::vector<CascadeRow> cascade_simple(const Book& book, std::span<const ImpactCurve> impacts,
                                       const PriceTable& prices) {
    BALLAST_CHECK(prices.assets() == book.assets().size() && impacts.size() == prices.assets() &&
                  book.check_terms());
    std::vector<CascadeRow> rows;
    for (std::size_t s = 0; s < prices.size(); ++s)
        rows.push_back(solve(book, impacts, prices[s]));
    return rows;
}

}  // namespace ballast::stress
