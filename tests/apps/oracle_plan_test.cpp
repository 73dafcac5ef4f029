// SPDX-License-Identifier: MIT
// Which of the owner's and the guardian's calls do not wait.
#include <gtest/gtest.h>

#include "apps/oracle_command.hpp"

namespace ballast::apps {
namespace {

chain::Address address(std::uint8_t last) {
    chain::Address made;
    made.bytes.back() = last;
    return made;
}

const chain::Address kOwner = address(1);
const chain::Address kGuardian = address(2);

/// One market, whose supply cap may rise to 10 on chain and to 5 in the document.
struct World {
    OracleOptions options;
    OracleSnapshot snapshot;
    OracleDocument document;

    World() {
        OracleMarket market;
        market.asset = "WETH";
        market.id.bytes[0] = 7;
        market.record.own_limits.supply_cap_max = 10;
        snapshot.oracle = address(3);
        snapshot.owner = kOwner;
        snapshot.guardian = kGuardian;
        snapshot.signers = {address(4)};
        snapshot.names = {{market.asset, market.id}};
        snapshot.state.records = {market.record};
        snapshot.state.switches.threshold = 1;
        market.record.own_limits.supply_cap_max = 5;
        document.owner = kOwner;
        document.guardian = kGuardian;
        document.signers = {{address(5), "five"}};
        document.markets = {market};
    }

    [[nodiscard]] bool is_urgent(OracleVerb verb, const chain::Address& sender) {
        options.verb = verb;
        const auto plan = plan_change({options, snapshot, &document, sender});
        EXPECT_TRUE(plan) << plan.error().what;
        EXPECT_EQ(plan->size(), 1U);
        return plan && !plan->empty() && plan->front().urgent;
    }
};

TEST(OraclePlan, WhatMakesTheOracleSaferIsUrgent) {
    World world;
    for (const chain::Address& sender : {kOwner, kGuardian}) {
        EXPECT_TRUE(world.is_urgent(OracleVerb::pause, sender));
        EXPECT_TRUE(world.is_urgent(OracleVerb::freeze, sender));
    }
    EXPECT_TRUE(world.is_urgent(OracleVerb::rotate, kOwner));
    EXPECT_TRUE(world.is_urgent(OracleVerb::limits, kGuardian));
}

TEST(OraclePlan, WhatLoosensOrSetsUpIsNot) {
    World world;
    EXPECT_FALSE(world.is_urgent(OracleVerb::limits, kOwner));
    world.snapshot.state.switches.loosening_paused = true;
    world.snapshot.state.switches.frozen = true;
    EXPECT_FALSE(world.is_urgent(OracleVerb::unpause, kOwner));
    EXPECT_FALSE(world.is_urgent(OracleVerb::unfreeze, kOwner));
    for (const PlannedCall& call : plan_deployment(world.document, kOwner))
        EXPECT_FALSE(call.urgent) << call.about;
}

}  // namespace
}  // namespace ballast::apps
