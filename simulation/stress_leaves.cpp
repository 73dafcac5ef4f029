// SPDX-License-Identifier: MIT
#include "simulation/stress_leaves.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <span>

namespace ballast::simulation {
namespace {

constexpr std::size_t kAxesMax = kLegsMax + 1;

/// A position on its way into a tile.
struct Item {
    std::uint64_t assets = 0;  ///< bits of the collaterals above those of the debts
    std::uint32_t position = 0;
    /// What tiles are cut along, each from 0 to 1: share of each leg, and debt over value.
    std::array<float, kAxesMax> axes{};
};

double base_value(const Book& book, const Leg& leg, bool weighted) {
    const BookAsset& asset = book.assets()[leg.asset];
    const double value = static_cast<double>(leg.amount) * static_cast<double>(asset.price.count());
    return weighted ? value * asset.lt.count() / engine::kBpsOne : value;
}

double base_value(const Book& book, std::span<const Leg> legs, bool weighted) {
    double value = 0;
    for (const Leg& leg : legs)
        value += base_value(book, leg, weighted);
    return value;
}

Item item_of(const Book& book, std::uint32_t i) {
    Item item{0, i, {}};
    const PositionView position = book[i];
    const double held = base_value(book, position.collaterals, true);
    const double owed = base_value(book, position.debts, false);
    std::size_t axis = 0;
    for (const Leg& leg : position.collaterals) {
        item.assets |= std::uint64_t{1} << (leg.asset + kBookAssetsMax);
        item.axes[axis++] = static_cast<float>(base_value(book, leg, true) / held);
    }
    for (const Leg& leg : position.debts) {
        item.assets |= std::uint64_t{1} << leg.asset;
        item.axes[axis++] = static_cast<float>(base_value(book, leg, false) / owed);
    }
    item.axes[axis] = static_cast<float>(std::min(owed / held, 2.0));
    return item;
}

std::size_t widest_axis(std::span<const Item> items) {
    std::size_t widest = 0;
    float width = -1;
    for (std::size_t axis = 0; axis < kAxesMax; ++axis) {
        const auto [low, high] = std::minmax_element(
            items.begin(), items.end(),
            [axis](const Item& a, const Item& b) { return a.axes[axis] < b.axes[axis]; });
        const float here = high->axes[axis] - low->axes[axis];
        if (here <= width) continue;
        widest = axis;
        width = here;
    }
    return widest;
}

class Builder {
  public:
    Builder(const Book& book, LeafTable& table) : book_(book), table_(table) {}

    /// Cuts items of one set of assets in halves until each fits a tile.
    void cut(std::span<Item> items) {
        if (items.size() <= kLeafPositionsMax) return close(items);
        const std::size_t axis = widest_axis(items);
        const std::size_t half = items.size() / 2;
        std::nth_element(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(half),
                         items.end(), [axis](const Item& a, const Item& b) {
                             if (a.axes[axis] != b.axes[axis]) return a.axes[axis] < b.axes[axis];
                             return a.position < b.position;
                         });
        cut(items.first(half));
        cut(items.subspan(half));
    }

  private:
    void close(std::span<const Item> items);
    void add_row(PositionView position);
    void add_sums(const Leaf& leaf);
    void bound(Leaf& leaf) const;

    const Book& book_;
    LeafTable& table_;
};

void Builder::close(std::span<const Item> items) {
    Leaf leaf{};
    const PositionView any = book_[items.front().position];
    leaf.first = static_cast<std::uint32_t>(table_.positions);
    leaf.row = static_cast<std::uint32_t>(table_.amounts.size());
    leaf.count = static_cast<std::uint8_t>(items.size());
    leaf.collaterals = static_cast<std::uint8_t>(any.collaterals.size());
    leaf.debts = static_cast<std::uint8_t>(any.debts.size());
    std::size_t leg_number = 0;
    for (const auto& side : {any.collaterals, any.debts})
        for (const Leg& leg : side)
            leaf.assets[leg_number++] = static_cast<std::uint8_t>(leg.asset);
    for (const Item& item : items)
        add_row(book_[item.position]);
    add_sums(leaf);
    bound(leaf);
    table_.positions += items.size();
    table_.leaves.push_back(leaf);
}

void Builder::add_row(PositionView position) {
    const double owed = base_value(book_, position.debts, false);
    for (const Leg& leg : position.collaterals) {
        table_.weights.push_back(static_cast<float>(base_value(book_, leg, true) / owed));
        table_.amounts.push_back(leg.amount);
    }
    for (const Leg& leg : position.debts) {
        table_.weights.push_back(static_cast<float>(base_value(book_, leg, false) / owed));
        table_.amounts.push_back(leg.amount);
    }
}

void Builder::add_sums(const Leaf& leaf) {
    const std::size_t legs = std::size_t{leaf.collaterals} + leaf.debts;
    for (std::size_t k = 0; k < legs; ++k) {
        std::int64_t sum = 0;
        for (std::size_t j = 0; j < leaf.count; ++j)
            sum += table_.amounts[leaf.row + j * legs + k];
        table_.amounts.push_back(sum);
        table_.weights.push_back(0);
    }
}

void Builder::bound(Leaf& leaf) const {
    const std::size_t legs = std::size_t{leaf.collaterals} + leaf.debts;
    constexpr float kMost = std::numeric_limits<float>::max();
    std::fill(std::begin(leaf.common), std::end(leaf.common), kMost);
    std::fill(std::begin(leaf.debt_common), std::end(leaf.debt_common), kMost);
    double low = std::numeric_limits<double>::max();
    double high = 0;
    for (std::size_t j = 0; j < leaf.count; ++j) {
        const float* row = &table_.weights[leaf.row + j * legs];
        double sum = 0;
        for (std::size_t k = 0; k < leaf.collaterals; ++k) {
            leaf.common[k] = std::min(leaf.common[k], row[k]);
            sum += static_cast<double>(row[k]);
        }
        for (std::size_t k = 0; k < leaf.debts; ++k)
            leaf.debt_common[k] = std::min(leaf.debt_common[k], row[leaf.collaterals + k]);
        low = std::min(low, sum);
        high = std::max(high, sum);
    }
    double common = 0;
    for (std::size_t k = 0; k < leaf.collaterals; ++k)
        common += static_cast<double>(leaf.common[k]);
    double debt_common = 0;
    for (std::size_t k = 0; k < leaf.debts; ++k)
        debt_common += static_cast<double>(leaf.debt_common[k]);
    leaf.rest_low = static_cast<float>(std::max(0.0, low - common));
    leaf.rest_high = static_cast<float>(std::max(0.0, high - common));
    leaf.debt_rest = static_cast<float>(std::max(0.0, 1 - debt_common));
}

}  // namespace

LeafTable leaf_table(const Book& book) {
    std::vector<Item> items;
    for (std::size_t i = 0; i < book.size(); ++i) {
        const PositionView position = book[i];
        if (position.collaterals.size() > 1 || position.debts.size() > 1)
            items.push_back(item_of(book, static_cast<std::uint32_t>(i)));
    }
    std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
        return a.assets != b.assets ? a.assets < b.assets : a.position < b.position;
    });
    LeafTable table;
    Builder builder(book, table);
    for (std::size_t from = 0; from < items.size();) {
        std::size_t to = from;
        while (to < items.size() && items[to].assets == items[from].assets)
            ++to;
        builder.cut(std::span(items).subspan(from, to - from));
        from = to;
    }
    return table;
}

}  // namespace ballast::simulation
