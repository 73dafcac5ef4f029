// SPDX-License-Identifier: MIT
#include "adapters/fluid.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "tests/adapters/samples.hpp"

namespace ballast::adapters {
namespace {

bool accepted(const std::function<void(FluidSettings&)>& change) {
    FluidSettings settings = fluid_live();
    change(settings);
    return update_core_settings(address_of(3), settings).has_value();
}

TEST(Fluid, TheVaultsOwnChecks) {
    EXPECT_TRUE(accepted([](FluidSettings&) {}));
    EXPECT_FALSE(accepted([](FluidSettings& s) { s.collateral_factor = s.liquidation_threshold; }));
    EXPECT_FALSE(accepted([](FluidSettings& s) { s.liquidation_threshold = bps(9200); }));
    EXPECT_FALSE(accepted([](FluidSettings& s) { s.liquidation_max_limit = bps(9880); }));
    EXPECT_TRUE(accepted([](FluidSettings& s) { s.liquidation_max_limit = bps(9870); }));
    EXPECT_FALSE(accepted([](FluidSettings& s) { s.supply_rate_magnifier = bps(65'536); }));
    EXPECT_FALSE(accepted([](FluidSettings& s) { s.borrow_rate_magnifier = bps(65'536); }));
    EXPECT_FALSE(accepted([](FluidSettings& s) { s.withdraw_gap = bps(10'240); }));
    EXPECT_FALSE(accepted([](FluidSettings& s) { s.borrow_fee = bps(1'024); }));
    EXPECT_FALSE(accepted([](FluidSettings& s) { s.borrow_fee = bps(-1); }));
}

TEST(Fluid, WhatItWouldCutOffUnsaidIsRefused) {
    EXPECT_FALSE(accepted([](FluidSettings& s) { s.collateral_factor = bps(7995); }));
    EXPECT_FALSE(accepted([](FluidSettings& s) { s.withdraw_gap = bps(505); }));
}

TEST(Fluid, AStepThatTheVaultWouldRefuseIsNoCall) {
    EXPECT_FALSE(fluid_call(address_of(3), fluid_live(), {kStart, bps(8000), bps(9200), {}}));
}

}  // namespace
}  // namespace ballast::adapters
