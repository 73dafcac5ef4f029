// SPDX-License-Identifier: MIT
#include "adapters/aave_book.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>

namespace ballast::adapters {
namespace {

using engine::Bps;

constexpr std::uint64_t kOne = 1'000'000'000'000'000'000;
constexpr std::uint64_t kBpsOne = 10'000;
constexpr std::uint64_t kPerUsd = 100'000'000;

U256 no_debt() {
    Hash32 ones;
    ones.bytes.fill(0xff);
    return U256::from_big_endian(ones.view());
}

bool within(const CutImpact& impact, const CutLimit& limit) {
    return impact.accounts <= limit.accounts && impact.debt <= limit.debt;
}

/// How far the collateral may lose of its weight, in bps rounded up: C lt / (1e4 D - O). With other
/// collateral that does not fall with it this is more than the account's health factor: a holding
/// of a dollar beside a million stands at the end of the wall, not where the account does. Nothing
/// where the rest carries the debt: then nothing that happens to this collateral liquidates.
/// At most what Bps holds: beyond it no threshold reaches. A health of exactly 1 is no liquidation
/// yet, which a wall of "at most" can only say one bps higher.
std::optional<std::int32_t> health_bps_up(const AavePosition& position, Bps lt) {
    const U256 needed = position.debt * U256{kBpsOne};
    if (position.other_weighted >= needed) return std::nullopt;
    const U256 carried = needed - position.other_weighted;
    const U256 weighted = position.collateral * U256{static_cast<std::uint64_t>(lt.count())};
    if (weighted == carried) return engine::kBpsOne + 1;
    const U256 bps = mul_div_up(weighted, U256{kBpsOne}, carried);
    const U256 most{static_cast<std::uint64_t>(engine::BpsTag::kMax)};
    return static_cast<std::int32_t>(*std::min(bps, most).to_u64());
}

}  // namespace

U256 health_factor(const AavePosition& position, Bps lt) {
    BALLAST_CHECK(lt.count() >= 0 && lt.count() <= engine::kBpsOne);
    if (position.debt == U256{}) return no_debt();
    const U256 weight{static_cast<std::uint64_t>(lt.count())};
    const U256 weighted = position.collateral * weight + position.other_weighted;
    const U256 half_up = weighted * U256{kOne} + (position.debt >> 1);
    return mul_div_down(mul_div_down(half_up, U256{1}, position.debt), U256{1}, U256{kBpsOne});
}

bool liquidatable(const AavePosition& position, Bps lt) {
    return health_factor(position, lt) < U256{kOne};
}

CutImpact impact_of_cut(const std::vector<AavePosition>& positions, Bps now, Bps after) {
    CutImpact impact;
    for (const AavePosition& position : positions) {
        if (liquidatable(position, now) || !liquidatable(position, after)) continue;
        ++impact.accounts;
        impact.debt = impact.debt + position.debt;
    }
    return impact;
}

CutJudgement judge_cut(const std::vector<AavePosition>& positions, Bps now, Bps after,
                       const CutLimit& limit) {
    BALLAST_CHECK(after <= now);
    CutJudgement judgement;
    judgement.impact = impact_of_cut(positions, now, after);
    judgement.blocked = !within(judgement.impact, limit);
    judgement.admissible = after;
    judgement.admissible_impact = judgement.impact;
    // The impact grows as the threshold falls: the last one within the limit is what is looked for.
    std::int32_t low = after.count();
    std::int32_t high = now.count();
    while (judgement.blocked && low < high) {
        const std::int32_t middle = low + (high - low) / 2;
        const bool fits = within(impact_of_cut(positions, now, Bps::of(middle)), limit);
        (fits ? high : low) = fits ? middle : middle + 1;
    }
    if (!judgement.blocked) return judgement;
    judgement.admissible = Bps::of(high);
    judgement.admissible_impact = impact_of_cut(positions, now, judgement.admissible);
    return judgement;
}

Result<engine::Book> book_of(const std::vector<AavePosition>& positions, Bps now) {
    std::map<std::int32_t, U256> debt_at;
    U256 largest;
    for (const AavePosition& position : positions) {
        const auto health = health_bps_up(position, now);
        if (!health) continue;
        // Nobody repays more than the collateral that they get for it is worth.
        const U256 carried = std::min(position.debt, position.collateral);
        U256& debt = debt_at[*health];
        debt = debt + carried;
        largest = std::max(largest, carried);
    }
    const auto usd_up = [](const U256& debt) -> Result<engine::Usd> {
        const auto whole = mul_div_up(debt, U256{1}, U256{kPerUsd}).to_u64();
        if (!whole) return fail(whole.error());
        return engine::Usd::from(Int128{*whole});
    };
    engine::Book book;
    U256 sum;
    for (const auto& [health, debt] : debt_at) {
        const auto before = usd_up(sum);
        sum = sum + debt;
        const auto upto = usd_up(sum);
        if (!before) return fail(before.error());
        if (!upto) return fail(upto.error());
        const bool gap = book.wall.empty() || book.wall.back().health_factor.count() < health - 1;
        if (gap) book.wall.push_back({Bps::of(health - 1), *before});
        book.wall.push_back({Bps::of(health), *upto});
    }
    const auto all = usd_up(sum);
    const auto top = usd_up(largest);
    if (!all) return fail(all.error());
    if (!top) return fail(top.error());
    book.debt = *all;
    book.largest_position = *top;
    return book;
}

}  // namespace ballast::adapters
