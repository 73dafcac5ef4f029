// SPDX-License-Identifier: MIT
#include "adapters/fluid.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace ballast::adapters {
namespace {

using chain::AbiValue;
using engine::Bps;

// The widths of Fluid's fields, and its own bound (VaultT1 admin module).
constexpr std::int32_t kQuantum = 10;
constexpr std::int32_t kBits16 = 65'535;
constexpr std::int32_t kBits10 = 1'023;
constexpr std::int32_t kLimitAndPenalty = 9'970;

bool whole(Bps x) {
    return x.count() % kQuantum == 0;
}

bool fits(const FluidSettings& s) {
    const bool order = s.collateral_factor < s.liquidation_threshold &&
                       s.liquidation_threshold < s.liquidation_max_limit;
    const bool quanta = whole(s.collateral_factor) && whole(s.liquidation_threshold) &&
                        whole(s.liquidation_max_limit) && whole(s.withdraw_gap);
    const bool magnifiers =
        s.supply_rate_magnifier.count() <= kBits16 && s.borrow_rate_magnifier.count() <= kBits16;
    const bool fields = s.withdraw_gap.count() / kQuantum <= kBits10 &&
                        s.liquidation_penalty.count() <= kBits10 && s.borrow_fee.count() <= kBits10;
    const bool limit =
        s.liquidation_max_limit.count() + s.liquidation_penalty.count() <= kLimitAndPenalty;
    return order && quanta && magnifiers && fields && limit;
}

}  // namespace

Result<Call> update_core_settings(const chain::Address& vault, const FluidSettings& s) {
    const std::array values{s.supply_rate_magnifier, s.borrow_rate_magnifier,
                            s.collateral_factor,     s.liquidation_threshold,
                            s.liquidation_max_limit, s.withdraw_gap,
                            s.liquidation_penalty,   s.borrow_fee};
    const bool negative =
        std::any_of(values.begin(), values.end(), [](Bps x) { return x.count() < 0; });
    if (negative || !fits(s))
        return fail(Errc::bad_data,
                    "factor " + std::to_string(s.collateral_factor.count()) + ", threshold " +
                        std::to_string(s.liquidation_threshold.count()) + ", limit " +
                        std::to_string(s.liquidation_max_limit.count()) +
                        " bps or another setting: the vault would refuse or cut "
                        "it");
    std::vector<AbiValue> words;
    std::transform(values.begin(), values.end(), std::back_inserter(words), [](Bps x) {
        return AbiValue::uint(U256{static_cast<std::uint64_t>(x.count())});
    });
    return make_call(vault,
                     "updateCoreSettings(uint256,uint256,uint256,uint256,uint256,uint256,uint256,"
                     "uint256)",
                     words);
}

Result<Call> fluid_call(const chain::Address& vault, const FluidSettings& live,
                        const engine::PlanStep& step) {
    FluidSettings next = live;
    next.collateral_factor = step.ltv;
    next.liquidation_threshold = step.lt;
    return update_core_settings(vault, next);
}

}  // namespace ballast::adapters
