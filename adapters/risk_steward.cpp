// SPDX-License-Identifier: MIT
#include "adapters/risk_steward.hpp"

#include <algorithm>
#include <string>

namespace ballast::adapters {
namespace {

using chain::AbiValue;
using engine::Bps;

constexpr std::int64_t kWhole = 10'000;

bool is_ratio(Bps x) {
    return x.count() >= 1 && x.count() <= kWhole;
}

bool bears(Bps lt, Bps bonus) {
    return std::int64_t{lt.count()} * (kWhole + bonus.count()) <= kWhole * kWhole;
}

Status check(const Ratios& r, const char* which) {
    const bool ratios = is_ratio(r.ltv) && is_ratio(r.lt) && is_ratio(r.bonus);
    if (ratios && r.ltv <= r.lt && bears(r.lt, r.bonus)) return {};
    return fail(Errc::bad_data, std::string(which) + ": ltv " + std::to_string(r.ltv.count()) +
                                    ", lt " + std::to_string(r.lt.count()) + ", bonus " +
                                    std::to_string(r.bonus.count()) +
                                    " bps are no ratios that Aave would hold");
}

/// `from`, nearer to `to` by at most `step`.
Bps nearer(Bps from, Bps to, Bps step) {
    return to < from ? std::max(to, from - step) : std::min(to, from + step);
}

/// The ratios after one more update. Threshold and bonus move together where the product bears it,
/// else the one that falls goes first, which is always borne.
Ratios next_ratios(const Ratios& at, const Ratios& target, const StewardLimits& limits) {
    const Bps lt = nearer(at.lt, target.lt, limits.lt_step);
    const Bps bonus = nearer(at.bonus, target.bonus, limits.bonus_step);
    Ratios next{nearer(at.ltv, target.ltv, limits.ltv_step), lt, bonus};
    if (!bears(lt, bonus)) {
        next.lt = std::min(lt, at.lt);
        next.bonus = std::min(bonus, at.bonus);
    }
    next.ltv = std::min(next.ltv, next.lt);
    return next;
}

std::optional<Bps> changed(Bps from, Bps to) {
    return from == to ? std::nullopt : std::optional(to);
}

U256 keep_current() {
    Hash32 ones;
    ones.bytes.fill(0xff);
    return U256::from_big_endian(ones.view()) - U256{42};
}

AbiValue word_of(const std::optional<Bps>& ratio) {
    return AbiValue::uint(ratio ? U256{static_cast<std::uint64_t>(ratio->count())}
                                : keep_current());
}

Status check(const RatioChange& change) {
    const auto wrong = [](const std::optional<Bps>& x) { return x && !is_ratio(*x); };
    if (!change.ltv && !change.lt && !change.bonus)
        return fail(Errc::bad_data, "an update that changes nothing: the steward refuses it");
    if (wrong(change.ltv) || wrong(change.lt) || wrong(change.bonus))
        return fail(Errc::bad_data, "a ratio outside 1 to 10,000 bps: the steward refuses it");
    return {};
}

}  // namespace

StewardLimits reserve_steward_limits() {
    return {Bps::of(50), Bps::of(50), Bps::of(50), {3 * kDay.count}};
}

StewardLimits emode_steward_limits() {
    return {Bps::of(50), Bps::of(10), Bps::of(50), {3 * kDay.count}};
}

Result<std::vector<StewardStep>> plan_steward(const ReserveState& now, const Ratios& target,
                                              UnixSeconds start, const StewardLimits& limits) {
    if (now.frozen || now.pending_ltv.count() != 0)
        return fail(Errc::bad_data,
                    "the reserve is frozen or has an LTV pending, which an update "
                    "would lose: let governance open it first");
    if (const auto ok = check(now.ratios, "the reserve"); !ok) return fail(ok.error());
    if (const auto ok = check(target, "the target"); !ok) return fail(ok.error());
    std::vector<StewardStep> steps;
    Ratios at = now.ratios;
    UnixSeconds when = start;
    while (at != target) {
        const Ratios next = next_ratios(at, target, limits);
        const RatioChange change{changed(at.ltv, next.ltv), changed(at.lt, next.lt),
                                 changed(at.bonus, next.bonus)};
        steps.push_back({when, change, next});
        at = next;
        when = when + limits.delay;
    }
    return steps;
}

Result<Call> update_collateral_side(const chain::Address& steward,
                                    const std::vector<CollateralUpdate>& updates,
                                    ConfigEngine engine) {
    if (updates.empty()) return fail(Errc::bad_data, "no update: the steward refuses it");
    std::vector<AbiValue> list;
    for (const CollateralUpdate& update : updates) {
        const RatioChange& c = update.change;
        if (const auto ok = check(c); !ok) return fail(ok.error());
        std::vector<AbiValue> members{AbiValue::address(update.asset), word_of(c.ltv),
                                      word_of(c.lt), word_of(c.bonus)};
        const std::size_t kept = engine == ConfigEngine::v3_6 ? 2 : 1;
        members.insert(members.end(), kept, AbiValue::uint(keep_current()));
        list.push_back(AbiValue::list(std::move(members)));
    }
    const char* signature =
        engine == ConfigEngine::v3_6
            ? "updateCollateralSide((address,uint256,uint256,uint256,uint256,uint256)[])"
            : "updateCollateralSide((address,uint256,uint256,uint256,uint256)[])";
    return make_call(steward, signature, {AbiValue::list(std::move(list))});
}

Result<Call> update_emode_categories(const chain::Address& steward,
                                     const std::vector<CategoryUpdate>& updates) {
    if (updates.empty()) return fail(Errc::bad_data, "no update: the steward refuses it");
    std::vector<AbiValue> list;
    for (const CategoryUpdate& update : updates) {
        const RatioChange& c = update.change;
        if (update.category == 0) return fail(Errc::bad_data, "category 0 is no eMode");
        if (const auto ok = check(c); !ok) return fail(ok.error());
        list.push_back(
            AbiValue::list({AbiValue::uint(U256{update.category}), word_of(c.ltv), word_of(c.lt),
                            word_of(c.bonus), AbiValue::string("KEEP_CURRENT_STRING")}));
    }
    return make_call(steward, "updateEModeCategories((uint8,uint256,uint256,uint256,string)[])",
                     {AbiValue::list(std::move(list))});
}

}  // namespace ballast::adapters
