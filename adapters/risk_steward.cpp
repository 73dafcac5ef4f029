// SPDX-License-Identifier: MIT
#include "adapters/risk_steward.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace ballast::adapters {
namespace {

using chain::AbiValue;
using engine::Bps;

constexpr std::int64_t kWhole = 10'000;

// As deployed: aave-dao/aave-v3-risk-stewards, scripts/deploy/DeployStewards.s.sol.
constexpr std::int32_t kStep = 50;
constexpr std::int32_t kCategoryLtStep = 10;
constexpr Seconds kDelay{3 * kDay.count};

bool is_ratio(Bps x) {
    return x.count() >= 1 && x.count() <= kWhole;
}

bool bears(Bps lt, Bps bonus) {
    return std::int64_t{lt.count()} * (kWhole + bonus.count()) <= kWhole * kWhole;
}

Status check(Bps ltv, Bps lt, Bps bonus) {
    const bool ratios = is_ratio(ltv) && is_ratio(lt) && is_ratio(bonus);
    if (ratios && ltv <= lt && bears(lt, bonus)) return {};
    return fail(Errc::bad_data, "ltv " + std::to_string(ltv.count()) + ", lt " +
                                    std::to_string(lt.count()) + ", bonus " +
                                    std::to_string(bonus.count()) +
                                    " bps: the steward or Aave refuses them");
}

/// `from`, nearer to `to` by at most `step`.
Bps nearer(Bps from, Bps to, Bps step) {
    return to < from ? std::max(to, from - step) : std::min(to, from + step);
}

/// The ratios after one more update. LT and bonus move together where their product allows, else
/// the one that falls goes first, which is always allowed.
CategoryRatios next_ratios(const CategoryRatios& at, const CategoryRatios& target) {
    const Bps lt = nearer(at.lt, target.lt, Bps::of(kCategoryLtStep));
    const Bps bonus = nearer(at.bonus, target.bonus, Bps::of(kStep));
    CategoryRatios next{nearer(at.ltv, target.ltv, Bps::of(kStep)), lt, bonus};
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

bool far(Bps a, Bps b) {
    return std::abs(a.count() - b.count()) > kStep;
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

Result<std::vector<TimedCall>> steward_calls(const chain::Address& steward,
                                             const chain::Address& asset, const ReserveState& now,
                                             const engine::Plan& plan, ConfigEngine engine) {
    if (now.frozen || now.pending_ltv.count() != 0)
        return fail(Errc::bad_data,
                    "the reserve is frozen or has an LTV pending, which an update "
                    "would lose: let governance open it first");
    std::vector<TimedCall> calls;
    Bps ltv = now.ltv;
    Bps lt = now.lt;
    for (const engine::PlanStep& step : plan.steps) {
        if (const auto ok = check(step.ltv, step.lt, now.bonus); !ok) return fail(ok.error());
        const bool soon = !calls.empty() && step.at < calls.back().not_before + kDelay;
        if (soon || far(step.ltv, ltv) || far(step.lt, lt))
            return fail(Errc::bad_data,
                        "a step of more than 50 bps, or within 3 days of the one "
                        "before: the steward refuses it");
        const RatioChange change{changed(ltv, step.ltv), changed(lt, step.lt), {}};
        auto call = update_collateral_side(steward, {{asset, change}}, engine);
        if (!call) return fail(call.error());
        calls.push_back({step.at, *std::move(call)});
        ltv = step.ltv;
        lt = step.lt;
    }
    return calls;
}

Result<std::vector<TimedCall>> category_calls(const chain::Address& steward, std::uint8_t category,
                                              const CategoryRatios& now,
                                              const CategoryRatios& target, UnixSeconds start) {
    if (const auto ok = check(now.ltv, now.lt, now.bonus); !ok) return fail(ok.error());
    if (const auto ok = check(target.ltv, target.lt, target.bonus); !ok) return fail(ok.error());
    std::vector<TimedCall> calls;
    UnixSeconds when = start;
    for (CategoryRatios at = now; at != target; when = when + kDelay) {
        const CategoryRatios next = next_ratios(at, target);
        const RatioChange change{changed(at.ltv, next.ltv), changed(at.lt, next.lt),
                                 changed(at.bonus, next.bonus)};
        auto call = update_emode_categories(steward, {{category, change}});
        if (!call) return fail(call.error());
        calls.push_back({when, *std::move(call)});
        at = next;
    }
    return calls;
}

}  // namespace ballast::adapters
