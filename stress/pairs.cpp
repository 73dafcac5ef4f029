// SPDX-License-Identifier: MIT
#include "stress/pairs.hpp"

#include <algorithm>
#include <utility>

namespace ballast::stress {
namespace {

constexpr std::size_t kPositionsABucket = 4;

/// A position with its debt a collateral, rounded: it decides all but the closest cases.
struct Keyed {
    double key = 0;
    PairList::Amounts amounts;
};

/// Rounding keeps the order of quotients, so exact products need to decide among equal ones only.
bool more_fragile(const Keyed& a, const Keyed& b) {
    if (a.key != b.key) return a.key > b.key;
    return Int128{a.amounts.debt} * b.amounts.collateral >
           Int128{b.amounts.debt} * a.amounts.collateral;
}

bool is_under(const PairList::Amounts& position, std::int64_t collateral_weight,
              std::int64_t debt_weight) {
    return Int128{position.collateral} * collateral_weight < Int128{position.debt} * debt_weight;
}

}  // namespace

PairList::PairList(std::uint32_t collateral, std::uint32_t debt, std::vector<Amounts> positions)
    : collateral_(collateral), debt_(debt), positions_(std::move(positions)) {
    std::vector<Keyed> keyed;
    keyed.reserve(positions_.size());
    for (const Amounts& position : positions_)
        keyed.push_back(
            {static_cast<double>(position.debt) / static_cast<double>(position.collateral),
             position});
    std::sort(keyed.begin(), keyed.end(), more_fragile);
    sums_.reserve(keyed.size() + 1);
    sums_.emplace_back();
    const std::size_t buckets = keyed.size() / kPositionsABucket + 1;
    buckets_a_unit_ = static_cast<double>(buckets) / keyed.front().key;
    ends_.assign(buckets, 0);
    for (std::size_t i = 0; i < keyed.size(); ++i) {
        positions_[i] = keyed[i].amounts;
        sums_.push_back({sums_.back().collateral + positions_[i].collateral,
                         sums_.back().debt + positions_[i].debt});
        ++ends_[bucket(keyed[i].key)];
    }
    for (std::size_t k = buckets - 1; k-- > 0;)
        ends_[k] += ends_[k + 1];
}

std::size_t PairList::bucket(double debt_a_collateral) const {
    const double place = debt_a_collateral * buckets_a_unit_;
    const std::size_t last = ends_.size() - 1;
    return place >= static_cast<double>(last) ? last : static_cast<std::size_t>(place);
}

std::size_t PairList::under(std::int64_t collateral_weight, std::int64_t debt_weight) const {
    if (debt_weight == 0) return 0;
    const std::size_t k =
        bucket(static_cast<double>(collateral_weight) / static_cast<double>(debt_weight));
    const auto holds = [&](const Amounts& position) {
        return is_under(position, collateral_weight, debt_weight);
    };
    const auto begin = positions_.begin();
    const auto first = begin + (k + 1 < ends_.size() ? ends_[k + 1] : 0);
    auto found = std::partition_point(first, begin + ends_[k], holds);
    // The bucket is a guess of floating point: the neighbours have the last word.
    while (found != positions_.end() && holds(*found))
        ++found;
    while (found != begin && !holds(*(found - 1)))
        --found;
    return static_cast<std::size_t>(found - begin);
}

std::vector<PairList> pair_lists(const Book& book) {
    const std::size_t assets = book.assets().size();
    std::vector<std::vector<PairList::Amounts>> by_pair(assets * assets);
    for (std::size_t i = 0; i < book.size(); ++i) {
        const PositionView position = book[i];
        if (position.collaterals.size() != 1 || position.debts.size() != 1) continue;
        const Leg& collateral = position.collaterals.front();
        const Leg& debt = position.debts.front();
        by_pair[collateral.asset * assets + debt.asset].push_back({collateral.amount, debt.amount});
    }
    std::vector<PairList> lists;
    for (std::uint32_t a = 0; a < assets; ++a)
        for (std::uint32_t b = 0; b < assets; ++b)
            if (auto& positions = by_pair[a * assets + b]; !positions.empty())
                lists.emplace_back(a, b, std::move(positions));
    return lists;
}

}  // namespace ballast::stress
