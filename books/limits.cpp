// SPDX-License-Identifier: MIT
#include "books/limits.hpp"

namespace ballast::books {
namespace {

U256 power_of_ten(std::uint8_t exponent) {
    U256 value{1};
    for (std::uint8_t i = 0; i < exponent; ++i)
        value = value * U256{10};
    return value;
}

U256 no_limit() {
    Hash32 ones;
    ones.bytes.fill(0xff);
    return U256::from_big_endian(ones.view());
}

U256 room(std::uint64_t cap, const U256& used, const U256& unit) {
    if (cap == 0) return no_limit();
    const U256 all = U256{cap} * unit;
    return used >= all ? U256() : mul_div_down(all - used, U256{1}, unit);
}

U256 ray() {
    return power_of_ten(27);
}

}  // namespace

Limits limits_of(const ReserveState& reserve) {
    const ReserveConfig& config = reserve.config;
    return {config.ltv, config.lt, config.bonus, config.supply_cap};
}

CapUse cap_use(const ReserveState& reserve) {
    const U256 unit = power_of_ten(reserve.config.decimals);
    CapUse use;
    use.supplied = mul_div_up(reserve.scaled_supply, reserve.income_index, ray());
    use.borrowed = mul_div_up(reserve.scaled_debt, reserve.debt_index, ray());
    use.supply_room = room(reserve.config.supply_cap, use.supplied, unit);
    use.borrow_room = room(reserve.config.borrow_cap, use.borrowed, unit);
    return use;
}

std::vector<LimitDifference> compare_limits(const Limits& pool, const Limits& oracle) {
    std::vector<LimitDifference> found;
    const auto note = [&](std::string_view figure, std::uint64_t ours, std::uint64_t theirs,
                          bool looser) {
        if (ours != theirs) found.push_back({figure, ours, theirs, looser});
    };
    note("ltv", pool.ltv, oracle.ltv, pool.ltv > oracle.ltv);
    note("lt", pool.lt, oracle.lt, pool.lt > oracle.lt);
    note("bonus", pool.bonus, oracle.bonus, false);
    const bool uncapped = pool.supply_cap == 0;
    note("supply_cap", pool.supply_cap, oracle.supply_cap,
         oracle.supply_cap != 0 && (uncapped || pool.supply_cap > oracle.supply_cap));
    return found;
}

std::string sentence(const LimitDifference& difference) {
    std::string text = std::string(difference.figure) + ": the pool has " +
                       std::to_string(difference.pool) + ", the oracle says " +
                       std::to_string(difference.oracle);
    return difference.pool_is_looser ? text + ": the pool is looser" : text;
}

}  // namespace ballast::books
