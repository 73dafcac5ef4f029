// SPDX-License-Identifier: MIT
#include "simulation/stress_leaves.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <span>
#include <unordered_map>
#include <utility>

namespace ballast::simulation {
namespace {

constexpr std::size_t kAxesMax = kLegsMax + 1;
/// More than a sum of four in single precision can err, relative to it: a difference of two such
/// sums is wrong by that much of the sums, however small it is itself.
constexpr float kRestMargin = 0x1p-20F;

/// A position on its way into a tile.
struct Item {
    std::uint32_t position = 0;
    /// What tiles are cut along, each from 0 to 1: debt over value, then the share of each leg.
    std::array<float, kAxesMax> axes{};
};

double base_value(const BookAsset& asset, std::int64_t amount) {
    return static_cast<double>(amount) * static_cast<double>(asset.price.count());
}

/// Bits of the collaterals above those of the debts.
std::uint64_t assets_of(PositionView position) {
    std::uint64_t bits = 0;
    for (const Leg& leg : position.collaterals)
        bits |= std::uint64_t{1} << (leg.asset + kBookAssetsMax);
    for (const Leg& leg : position.debts)
        bits |= std::uint64_t{1} << leg.asset;
    return bits;
}

/// Positions of several legs, by set of assets: those of group g are
/// positions[starts[g]] .. positions[starts[g + 1] - 1], ascending.
struct Groups {
    std::vector<std::size_t> starts;
    std::vector<std::uint32_t> positions;
};

Groups groups_of(const Book& book) {
    std::unordered_map<std::uint64_t, std::uint32_t> numbers;  // only looked up: order is no matter
    std::vector<std::pair<std::uint32_t, std::uint32_t>> members;
    Groups groups;
    for (std::uint32_t i = 0; i < book.size(); ++i) {
        const PositionView position = book[i];
        if (position.collaterals.size() == 1 && position.debts.size() == 1) continue;
        const auto next = static_cast<std::uint32_t>(groups.starts.size());
        const auto [found, is_new] = numbers.try_emplace(assets_of(position), next);
        if (is_new) groups.starts.push_back(0);
        ++groups.starts[found->second];
        members.emplace_back(found->second, i);
    }
    std::size_t sum = 0;
    for (std::size_t& start : groups.starts)
        start = std::exchange(sum, sum + start);
    groups.positions.resize(sum);
    for (const auto& [group, position] : members)
        groups.positions[groups.starts[group]++] = position;
    // Each start has moved to its end: the next one's start.
    groups.starts.insert(groups.starts.begin(), 0);
    return groups;
}

std::size_t widest_axis(std::span<const Item> items, std::size_t axes) {
    std::size_t widest = 0;
    float width = -1;
    for (std::size_t axis = 0; axis < axes; ++axis) {
        float low = items.front().axes[axis];
        float high = low;
        for (const Item& item : items) {
            low = std::min(low, item.axes[axis]);
            high = std::max(high, item.axes[axis]);
        }
        if (high - low <= width) continue;
        widest = axis;
        width = high - low;
    }
    return widest;
}

class Builder {
  public:
    Builder(const Book& book, LeafTable& table) : book_(book), table_(table) {}

    void add_group(std::span<const std::uint32_t> positions);

  private:
    [[nodiscard]] Item item_of(std::uint32_t position) const;
    void cut(std::span<Item> items);
    void close(std::span<Item> items);
    void add_row(PositionView position);
    void add_sums(const Leaf& leaf);
    void bound(Leaf& leaf);

    const Book& book_;
    LeafTable& table_;
    std::vector<Item> items_;
};

void Builder::add_group(std::span<const std::uint32_t> positions) {
    items_.clear();
    for (const std::uint32_t position : positions)
        items_.push_back(item_of(position));
    cut(items_);
}

Item Builder::item_of(std::uint32_t number) const {
    Item item{number, {}};
    const PositionView position = book_[number];
    std::array<double, kLegsMax> values{};
    double held = 0;
    double owed = 0;
    std::size_t k = 0;
    for (const Leg& leg : position.collaterals) {
        const BookAsset& asset = book_.assets()[leg.asset];
        values[k] = base_value(asset, leg.amount) * asset.lt.count() / engine::kBpsOne;
        held += values[k++];
    }
    for (const Leg& leg : position.debts) {
        values[k] = base_value(book_.assets()[leg.asset], leg.amount);
        owed += values[k++];
    }
    item.axes[0] = static_cast<float>(std::min(owed / held, 2.0));
    for (std::size_t leg = 0; leg < k; ++leg)
        item.axes[leg + 1] =
            static_cast<float>(values[leg] / (leg < position.collaterals.size() ? held : owed));
    return item;
}

/// Cuts items of one set of assets in halves until each fits a tile.
void Builder::cut(std::span<Item> items) {
    if (items.size() <= kLeafPositionsMax) return close(items);
    const PositionView any = book_[items.front().position];
    const std::size_t axis = widest_axis(items, any.collaterals.size() + any.debts.size() + 1);
    const std::size_t half = items.size() / 2;
    std::nth_element(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(half), items.end(),
                     [axis](const Item& a, const Item& b) {
                         if (a.axes[axis] != b.axes[axis]) return a.axes[axis] < b.axes[axis];
                         return a.position < b.position;
                     });
    cut(items.first(half));
    cut(items.subspan(half));
}

void Builder::close(std::span<Item> items) {
    std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
        return a.axes[0] != b.axes[0] ? a.axes[0] > b.axes[0] : a.position < b.position;
    });
    Leaf leaf{};
    const PositionView any = book_[items.front().position];
    leaf.first = static_cast<std::uint32_t>(table_.health.size());
    leaf.row = static_cast<std::uint32_t>(table_.amounts.size());
    leaf.count = static_cast<std::uint8_t>(items.size());
    leaf.collaterals = static_cast<std::uint8_t>(any.collaterals.size());
    leaf.debts = static_cast<std::uint8_t>(any.debts.size());
    std::size_t number = 0;
    for (const auto& side : {any.collaterals, any.debts})
        for (const Leg& leg : side)
            leaf.assets[number++] = static_cast<std::uint8_t>(leg.asset);
    for (const Item& item : items)
        add_row(book_[item.position]);
    add_sums(leaf);
    bound(leaf);
    table_.leaves.push_back(leaf);
    // The kernels read healths by kLanes: behind the last one stand such as are never too low.
    while (table_.health.size() % kLanes != 0)
        table_.health.push_back(std::numeric_limits<float>::max());
}

void Builder::add_row(PositionView position) {
    double owed = 0;
    for (const Leg& leg : position.debts)
        owed += base_value(book_.assets()[leg.asset], leg.amount);
    float health = 0;
    for (const Leg& leg : position.collaterals) {
        const BookAsset& asset = book_.assets()[leg.asset];
        const double value = base_value(asset, leg.amount) * asset.lt.count();
        table_.weights.push_back(static_cast<float>(value / (engine::kBpsOne * owed)));
        table_.amounts.push_back(leg.amount);
        health += table_.weights.back();
    }
    for (const Leg& leg : position.debts) {
        const double value = base_value(book_.assets()[leg.asset], leg.amount);
        table_.weights.push_back(static_cast<float>(value / owed));
        table_.amounts.push_back(leg.amount);
    }
    table_.health.push_back(health);
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

void Builder::bound(Leaf& leaf) {
    const std::size_t legs = std::size_t{leaf.collaterals} + leaf.debts;
    std::array<float, kLegsMax> least{};
    least.fill(std::numeric_limits<float>::max());
    for (std::size_t j = 0; j < leaf.count; ++j)
        for (std::size_t k = 0; k < legs; ++k)
            least[k] = std::min(least[k], table_.weights[leaf.row + j * legs + k]);
    float common = 0;
    for (std::size_t k = 0; k < leaf.collaterals; ++k)
        common += leaf.common[k] = least[k];
    float debt_common = 0;
    for (std::size_t k = 0; k < leaf.debts; ++k)
        debt_common += leaf.debt_common[k] = least[leaf.collaterals + k];
    leaf.debt_rest = std::max(0.0F, 1 - debt_common);
    const float* middle = &table_.weights[leaf.row + leaf.count / 2 * legs];
    leaf.leading =
        static_cast<std::uint8_t>(std::max_element(middle, middle + leaf.collaterals) - middle);
    // From the last to the first, so that each says what holds for all after it.
    const std::span health = std::span(table_.health).subspan(leaf.first, leaf.count);
    const float highest = *std::max_element(health.begin(), health.end());
    leaf.rest_high = highest - common + kRestMargin * highest;
    for (std::size_t j = health.size() - 1; j-- > 0;)
        health[j] = std::min(health[j], health[j + 1]);
    leaf.rest_low = std::max(0.0F, health.front() * (1 - kRestMargin) - common);
    leaf.common_sum = common;
}

std::size_t leading_asset(const Leaf& leaf) {
    return leaf.assets[leaf.leading];
}

/// How the value of a family's average position is split.
void add_shares(LeafFamily& family, const LeafTable& table, const Leaf& leaf) {
    const std::size_t legs = std::size_t{leaf.collaterals} + leaf.debts;
    for (std::size_t j = 0; j < leaf.count; ++j) {
        const float* row = &table.weights[leaf.row + j * legs];
        float held = 0;
        for (std::size_t k = 0; k < leaf.collaterals; ++k)
            held += row[k];
        for (std::size_t k = 0; k < leaf.collaterals; ++k)
            family.collateral_shares[leaf.assets[k]] += static_cast<double>(row[k] / held);
        for (std::size_t k = leaf.collaterals; k < legs; ++k)
            family.debt_shares[leaf.assets[k]] += static_cast<double>(row[k]);
    }
}

void make_families(LeafTable& table, std::size_t assets) {
    std::stable_sort(table.leaves.begin(), table.leaves.end(), [](const Leaf& a, const Leaf& b) {
        return leading_asset(a) < leading_asset(b);
    });
    for (std::size_t i = 0; i < table.leaves.size(); ++i) {
        const Leaf& leaf = table.leaves[i];
        if (i == 0 || leading_asset(table.leaves[i - 1]) != leading_asset(leaf))
            table.families.push_back(
                {i, 0, std::vector<double>(assets), std::vector<double>(assets)});
        ++table.families.back().count;
        add_shares(table.families.back(), table, leaf);
    }
}

}  // namespace

LeafTable leaf_table(const Book& book) {
    const Groups groups = groups_of(book);
    LeafTable table;
    Builder builder(book, table);
    for (std::size_t g = 0; g + 1 < groups.starts.size(); ++g)
        builder.add_group(std::span(groups.positions)
                              .subspan(groups.starts[g], groups.starts[g + 1] - groups.starts[g]));
    make_families(table, book.assets().size());
    return table;
}

}  // namespace ballast::simulation
