// SPDX-License-Identifier: MIT
// A dry run over five years of market history, where it is present.
#include <gtest/gtest.h>

#include "apps/dry_run/compute.hpp"
#include "tests/support/market_data.hpp"

namespace ballast::apps {
namespace {

TEST(DryRunRealHistory, TheProposedMacroWeightLowersLtAroundTheCarryUnwind) {
    BALLAST_NEEDS_MARKET_DATA();
    DryRunOptions options;
    options.policy = "policies/proposal_example.toml";
    options.data = test::market_data();
    options.assets = {"BTC", "ETH"};
    options.at = "2024-08-10T00:00:00Z";
    options.days = 26;
    const auto run = compute_dry_run(options);
    ASSERT_TRUE(run) << run.error().what;
    EXPECT_EQ(run->proposed.epochs.size(), 26U * 24);
    for (const AssetRow& row : run->assets) {
        EXPECT_LT(row.macro.lt_now, engine::Bps{}) << row.asset;
        EXPECT_LT(row.lt, row.lt_own) << row.asset;
    }
}

}  // namespace
}  // namespace ballast::apps
