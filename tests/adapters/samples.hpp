// SPDX-License-Identifier: MIT
// The addresses of calldata_vectors.json, and one live configuration for each protocol.
#pragma once

#include <cstdint>

#include "adapters/compound_v3.hpp"
#include "adapters/fluid.hpp"
#include "adapters/morpho.hpp"
#include "adapters/risk_steward.hpp"

namespace ballast::adapters {

inline engine::Bps bps(std::int32_t count) {
    return engine::Bps::of(count);
}

/// The address of forty times the same digit.
inline chain::Address address_of(std::uint8_t digit) {
    chain::Address address;
    address.bytes.fill(static_cast<std::uint8_t>(digit * 0x11));
    return address;
}

inline U256 wad_of(std::uint64_t count) {
    return U256{count} * U256{100'000'000'000'000};
}

constexpr UnixSeconds kStart{1'800'000'000};

/// The engine's plan from one pair of LTV and LT to another, from kStart on.
inline engine::Plan plan_of(engine::Protocol protocol, std::int32_t ltv, std::int32_t lt,
                            std::int32_t goal_ltv, std::int32_t goal_lt) {
    return engine::make_plan(protocol, {bps(ltv), bps(lt), {}},
                             {bps(goal_ltv), bps(goal_lt), {}, bps(0)}, kStart);
}

/// Its one step.
inline engine::PlanStep planned(engine::Protocol protocol, std::int32_t ltv, std::int32_t lt,
                                std::int32_t goal_ltv, std::int32_t goal_lt) {
    return plan_of(protocol, ltv, lt, goal_ltv, goal_lt).steps.at(0);
}

inline CometMarket comet_market() {
    return {address_of(3), address_of(4), address_of(5), address_of(1)};
}

inline FluidSettings fluid_live() {
    return {bps(10000), bps(11000), bps(8000), bps(8700), bps(9200), bps(500), bps(100), bps(5)};
}

inline MorphoPair morpho_pair() {
    return {address_of(6), address_of(1), address_of(7), address_of(8)};
}

inline MorphoPosition morpho_at(std::int32_t lltv) {
    const U256 cap = U256{1'000'000'000'000} * U256{1'000'000'000'000};
    return {bps(lltv), cap, U256{5}};
}

}  // namespace ballast::adapters
