// SPDX-License-Identifier: MIT
#include "stress/leaves.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <span>
#include <unordered_map>
#include <utility>

#include "statistics/random.hpp"

namespace ballast::stress {
namespace {

constexpr std::size_t kAxesMax = kLegsMax + 1;
/// More than a sum of four in single precision can err, relative to it: a difference of two such
/// sums is wrong by that much of the sums, however small it is itself.
constexpr float kRestMargin = 0x1p-20F;

using Amounts = std::array<std::int64_t, kLegsMax>;  ///< collaterals, then debts

/// A position on its way into a tile.
struct Item {
    const Amounts* amounts = nullptr;
    std::uint32_t number = 0;  ///< of its group
    /// What tiles are cut along, each from 0 to 1: debt over value, then the share of each leg.
    std::array<float, kAxesMax> axes{};
};

/// Bits of the collaterals above those of the debts.
std::uint64_t assets_of(PositionView position) {
    std::uint64_t bits = 0;
    for (const Leg& leg : position.collaterals)
        bits |= std::uint64_t{1} << (leg.asset + kBookAssetsMax);
    for (const Leg& leg : position.debts)
        bits |= std::uint64_t{1} << leg.asset;
    return bits;
}

/// Positions of one set of assets, in the order of the book.
struct Group {
    std::uint64_t assets = 0;  ///< as assets_of
    std::size_t first = 0;     ///< of Groups::amounts
    std::size_t count = 0;
};

struct Groups {
    std::vector<Group> groups;
    std::vector<Amounts> amounts;
};

Amounts amounts_of(PositionView position) {
    Amounts amounts{};
    std::size_t k = 0;
    for (const auto& side : {position.collaterals, position.debts})
        for (const Leg& leg : side)
            amounts[k++] = leg.amount;
    return amounts;
}

/// The standard library's hash of an integer is the integer: sets of assets are too alike for it.
struct MixedBits {
    std::size_t operator()(std::uint64_t bits) const noexcept { return statistics::mix_bits(bits); }
};
constexpr std::size_t kGroupsExpected = 1U << 15U;

/// Two passes over the book, each from its first to its last position.
Groups groups_of(const Book& book) {
    std::unordered_map<std::uint64_t, std::uint32_t, MixedBits> numbers;  // never walked through
    numbers.reserve(kGroupsExpected);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> members;
    Groups made;
    for (std::uint32_t i = 0; i < book.size(); ++i) {
        const PositionView position = book[i];
        if (position.collaterals.size() == 1 && position.debts.size() == 1) continue;
        const std::uint64_t assets = assets_of(position);
        const auto next = static_cast<std::uint32_t>(made.groups.size());
        const auto [found, is_new] = numbers.try_emplace(assets, next);
        if (is_new) made.groups.push_back({assets});
        ++made.groups[found->second].count;
        members.emplace_back(found->second, i);
    }
    std::size_t sum = 0;
    for (Group& group : made.groups) {
        group.first = sum;
        sum += std::exchange(group.count, 0);
    }
    made.amounts.resize(sum);
    for (const auto& [number, i] : members) {
        Group& group = made.groups[number];
        made.amounts[group.first + group.count++] = amounts_of(book[i]);
    }
    return made;
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
    Builder(const std::vector<BookAsset>& assets, LeafTable& table)
        : assets_(assets), table_(table) {}

    void add_group(const Group& group, std::span<const Amounts> positions);

  private:
    void read_assets(std::uint64_t bits);
    [[nodiscard]] Item item_of(const Amounts& amounts, std::uint32_t number) const;
    void cut(std::span<Item> items);
    void close(std::span<Item> items);
    void add_row(const Item& item);
    void add_sums(const Leaf& leaf);
    void bound(Leaf& leaf);

    const std::vector<BookAsset>& assets_;
    LeafTable& table_;
    std::vector<Item> items_;
    // Of the group at hand:
    Leaf shape_{};
    std::size_t legs_ = 0;
    std::array<double, kLegsMax> worth_{};  ///< today, of one unit; of collaterals times LT
};

void Builder::read_assets(std::uint64_t bits) {
    shape_ = Leaf{};
    legs_ = 0;
    for (std::uint32_t a = 0; a < kBookAssetsMax; ++a) {
        if ((bits >> (a + kBookAssetsMax) & 1U) == 0) continue;
        ++shape_.collaterals;
        shape_.assets[legs_] = static_cast<std::uint8_t>(a);
        worth_[legs_++] =
            static_cast<double>(assets_[a].price.count()) * assets_[a].lt.count() / engine::kBpsOne;
    }
    for (std::uint32_t a = 0; a < kBookAssetsMax; ++a) {
        if ((bits >> a & 1U) == 0) continue;
        ++shape_.debts;
        shape_.assets[legs_] = static_cast<std::uint8_t>(a);
        worth_[legs_++] = static_cast<double>(assets_[a].price.count());
    }
}

void Builder::add_group(const Group& group, std::span<const Amounts> positions) {
    read_assets(group.assets);
    items_.clear();
    for (const Amounts& amounts : positions)
        items_.push_back(item_of(amounts, static_cast<std::uint32_t>(items_.size())));
    cut(items_);
}

Item Builder::item_of(const Amounts& amounts, std::uint32_t number) const {
    Item item{&amounts, number, {}};
    std::array<double, kLegsMax> values{};
    double held = 0;
    double owed = 0;
    for (std::size_t k = 0; k < legs_; ++k) {
        values[k] = static_cast<double>(amounts[k]) * worth_[k];
        (k < shape_.collaterals ? held : owed) += values[k];
    }
    item.axes[0] = static_cast<float>(std::min(owed / held, 2.0));
    for (std::size_t k = 0; k < legs_; ++k)
        item.axes[k + 1] = static_cast<float>(values[k] / (k < shape_.collaterals ? held : owed));
    return item;
}

/// Cuts items in halves until each fits a tile.
void Builder::cut(std::span<Item> items) {
    if (items.size() <= kLeafPositionsMax) return close(items);
    const std::size_t axis = widest_axis(items, legs_ + 1);
    const std::size_t half = items.size() / 2;
    std::nth_element(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(half), items.end(),
                     [axis](const Item& a, const Item& b) {
                         if (a.axes[axis] != b.axes[axis]) return a.axes[axis] < b.axes[axis];
                         return a.number < b.number;
                     });
    cut(items.first(half));
    cut(items.subspan(half));
}

void Builder::close(std::span<Item> items) {
    std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
        return a.axes[0] != b.axes[0] ? a.axes[0] > b.axes[0] : a.number < b.number;
    });
    Leaf leaf = shape_;
    leaf.first = static_cast<std::uint32_t>(table_.health.size());
    leaf.row = static_cast<std::uint32_t>(table_.amounts.size());
    leaf.count = static_cast<std::uint8_t>(items.size());
    for (const Item& item : items)
        add_row(item);
    add_sums(leaf);
    bound(leaf);
    table_.leaves.push_back(leaf);
    // The kernels read healths by kLanes: behind the last one stand such as are never too low.
    while (table_.health.size() % kLanes != 0)
        table_.health.push_back(std::numeric_limits<float>::max());
}

void Builder::add_row(const Item& item) {
    const Amounts& amounts = *item.amounts;
    double owed = 0;
    for (std::size_t k = shape_.collaterals; k < legs_; ++k)
        owed += static_cast<double>(amounts[k]) * worth_[k];
    float health = 0;
    for (std::size_t k = 0; k < legs_; ++k) {
        const auto weight = static_cast<float>(static_cast<double>(amounts[k]) * worth_[k] / owed);
        if (k < shape_.collaterals) health += weight;
        table_.weights.push_back(weight);
        table_.amounts.push_back(amounts[k]);
    }
    table_.health.push_back(health);
}

void Builder::add_sums(const Leaf& leaf) {
    for (std::size_t k = 0; k < legs_; ++k) {
        std::int64_t sum = 0;
        for (std::size_t j = 0; j < leaf.count; ++j)
            sum += table_.amounts[leaf.row + j * legs_ + k];
        table_.amounts.push_back(sum);
        table_.weights.push_back(0);
    }
}

void Builder::bound(Leaf& leaf) {
    std::array<float, kLegsMax> least{};
    least.fill(std::numeric_limits<float>::max());
    for (std::size_t j = 0; j < leaf.count; ++j)
        for (std::size_t k = 0; k < legs_; ++k)
            least[k] = std::min(least[k], table_.weights[leaf.row + j * legs_ + k]);
    float common = 0;
    for (std::size_t k = 0; k < leaf.collaterals; ++k)
        common += leaf.common[k] = least[k];
    float debt_common = 0;
    for (std::size_t k = 0; k < leaf.debts; ++k)
        debt_common += leaf.debt_common[k] = least[leaf.collaterals + k];
    leaf.debt_rest_low = std::max(0.0F, 1 - kRestMargin - debt_common);
    leaf.debt_rest_high = std::max(0.0F, 1 + kRestMargin - debt_common);
    const float* middle = &table_.weights[leaf.row + leaf.count / 2 * legs_];
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
    Builder builder(book.assets(), table);
    for (const Group& group : groups.groups)
        builder.add_group(group, std::span(groups.amounts).subspan(group.first, group.count));
    make_families(table, book.assets().size());
    return table;
}

}  // namespace ballast::stress
