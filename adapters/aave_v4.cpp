// SPDX-License-Identifier: MIT
#include "adapters/aave_v4.hpp"

namespace ballast::adapters {
namespace {

using chain::AbiValue;

constexpr std::int64_t kWhole = 10'000;

bool within(engine::Bps x, std::int64_t least, std::int64_t most) {
    return x.count() >= least && x.count() <= most;
}

AbiValue word(std::int64_t value) {
    return AbiValue::uint(U256{static_cast<std::uint64_t>(value)});
}

}  // namespace

Result<Call> add_dynamic_reserve_config(const chain::Address& spoke, std::uint64_t reserve_id,
                                        const DynamicReserveConfig& c) {
    const bool ratios = within(c.collateral_factor, 1, kWhole - 1) && within(c.bonus, 0, kWhole) &&
                        within(c.liquidation_fee, 0, kWhole);
    const std::int64_t bonus = kWhole + c.bonus.count();
    if (!ratios || c.collateral_factor.count() * bonus > (kWhole - 1) * kWhole)
        return fail(Errc::bad_data,
                    "collateral factor " + std::to_string(c.collateral_factor.count()) +
                        " bps with bonus " + std::to_string(c.bonus.count()) + " and fee " +
                        std::to_string(c.liquidation_fee.count()) + ": the spoke refuses it");
    const AbiValue config = AbiValue::list(
        {word(c.collateral_factor.count()), word(bonus), word(c.liquidation_fee.count())});
    return make_call(spoke, "addDynamicReserveConfig(uint256,(uint16,uint32,uint16))",
                     {AbiValue::uint(U256{reserve_id}), config});
}

}  // namespace ballast::adapters
