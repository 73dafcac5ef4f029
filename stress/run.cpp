// SPDX-License-Identifier: MIT
#include "stress/run.hpp"

#include <algorithm>
#include <atomic>

#include "base/check.hpp"
#include "base/threads.hpp"
#include "stress/scenarios.hpp"

namespace ballast::stress {
namespace {

/// Daily volatility of ETH that the five-day shape belongs to: the floor of the shipped policies,
/// the median of its 69-day volatility from 2017-08-17 to 2024-06-28.
constexpr double kShapeVolatility = 0.0463;
// How much of a change all assets have in common, and how much is an asset's own. Invented.
constexpr double kMarketPart = 0.9;
constexpr double kOwnPart = 0.5;

PriceTable last_prices(const StressPlan& plan, std::size_t from, std::size_t to) {
    PriceTable table(plan.book.assets().size());
    for (std::size_t s = from; s < to; ++s) {
        const Status added = table.add(plan.paths[s].steps.back());
        BALLAST_CHECK(added);
    }
    return table;
}

/// The rows of stress without cascade: nothing is sold.
CascadeRow row_of(const StressRow& stress, std::size_t assets) {
    CascadeRow row;
    row.stress = stress;
    row.impacts.assign(assets, 0);
    return row;
}

CascadeRow row_with_reactions(const StressPlan& plan, std::size_t s) {
    const Book book = react(plan.book, plan.paths[s], plan.elasticity, plan.seed);
    const PriceTable prices = last_prices(plan, s, s + 1);
    if (plan.curves.empty()) return row_of(stress_simple(book, prices).front(), prices.assets());
    return cascade_simple(book, plan.curves, prices).front();
}

/// Each scenario by itself: its book is like no other's.
std::vector<CascadeRow> rows_with_reactions(const StressPlan& plan, std::size_t from,
                                            std::size_t to) {
    std::vector<CascadeRow> rows(to - from);
    std::atomic<std::size_t> next{from};
    const auto work = [&] {
        for (std::size_t s = next++; s < to; s = next++)
            rows[s - from] = row_with_reactions(plan, s);
    };
    on_threads(plan.threads, work);
    return rows;
}

std::vector<CascadeRow> rows_by_index(const StressPlan& plan, const StressIndex& index,
                                      std::size_t from, std::size_t to) {
    const PriceTable prices = last_prices(plan, from, to);
    if (!plan.curves.empty()) return cascade(index, plan.curves, prices, plan.threads);
    std::vector<CascadeRow> rows;
    for (const StressRow& row : index.run(prices, plan.threads))
        rows.push_back(row_of(row, prices.assets()));
    return rows;
}

}  // namespace

PricePath path_of(const Book& book, const WorstPath& worst) {
    PricePath path;
    for (const std::vector<std::int64_t>& step : worst.steps) {
        std::vector<std::int64_t>& prices = path.steps.emplace_back();
        for (const BookAsset& asset : book.assets()) {
            const auto found = std::find(worst.assets.begin(), worst.assets.end(), asset.name);
            const std::int64_t relative =
                found == worst.assets.end()
                    ? kRelativeOne
                    : step[static_cast<std::size_t>(found - worst.assets.begin())];
            prices.push_back(static_cast<std::int64_t>(
                mul_div_down(asset.price.count(), relative, kRelativeOne)));
        }
    }
    return path;
}

std::vector<PricePath> invented_paths(const Book& book, const engine::Policy& policy,
                                      std::size_t count, std::uint64_t seed) {
    std::vector<ShockedAsset> shocked;
    for (const BookAsset& asset : book.assets()) {
        double scale = 0;
        for (const engine::AssetPolicy& item : policy.assets)
            if (item.asset == asset.name)
                scale = static_cast<double>(item.floor_volatility.count()) /
                        static_cast<double>(engine::kWadOne) / kShapeVolatility;
        shocked.push_back({asset.price, kMarketPart * scale, kOwnPart * scale});
    }
    const PriceTable table = generate_scenarios(shocked, count, seed, ShockRange::all);
    std::vector<PricePath> paths;
    for (std::size_t s = 0; s < table.size(); ++s)
        paths.push_back(straight_path(book, table[s], kInventedSteps));
    return paths;
}

std::vector<CascadeRow> run_stress(const StressPlan& plan,
                                   const std::function<void(std::size_t)>& progress) {
    BALLAST_CHECK(!plan.paths.empty() && plan.threads >= 1);
    const auto index = StressIndex::from(plan.book);
    BALLAST_CHECK(index);
    // In tenths, so that there is something to tell.
    const std::size_t tenth = (plan.paths.size() + 9) / 10;
    std::vector<CascadeRow> rows;
    for (std::size_t from = 0; from < plan.paths.size(); from += tenth) {
        const std::size_t to = std::min(from + tenth, plan.paths.size());
        std::vector<CascadeRow> some = plan.elasticity.count() > 0
                                           ? rows_with_reactions(plan, from, to)
                                           : rows_by_index(plan, *index, from, to);
        std::move(some.begin(), some.end(), std::back_inserter(rows));
        progress(to);
    }
    return rows;
}

}  // namespace ballast::stress
