// SPDX-License-Identifier: MIT
#include "apps/report/summary.hpp"

#include <gmock/gmock.h>

#include "tests/apps/report/sample_run.hpp"

namespace ballast::apps {
namespace {

using engine::Bps;

TEST(Summary, ExactText) {
    auto run = calm_run(3);
    set_ltv(run, 0, 1, 7000, {});
    set_ltv(run, 0, 2, 7100, {});
    run.epochs[1].published[0].lt_now = Bps::of(7790);
    run.epochs[2].published[0].lt_now = Bps::of(7780);
    run.counts.updates_sent = 2;
    run.counts.updates_applied = 1;
    run.counts.updates_pending = 1;
    run.duration_seconds = 12;
    EXPECT_EQ(write_json(summary(run)),
              R"({"chain_id":31337,"duration_s":12,"epochs":3,"event":"2024-08-11",)"
              R"("markets":[{"asset":"BTC","lt_first":7800,"lt_last":7780,"lt_lowest":7780,)"
              R"("ltv_first":7300,"ltv_last":7100,"ltv_lowest":7000}],)"
              R"("oracle":"0x5FbDB2315678afecb367f032d93F642f64180aa3",)"
              R"("replay_epochs":3,"replay_identical":3,"updates_applied":1,)"
              R"("updates_pending":1,"updates_sent":2,"updates_skipped":0})");
}

TEST(Summary, CapsAndCascadeWhereTheyAreKnown) {
    auto run = calm_run(3);
    run.policy.assets[0].cap_depth = engine::Wad::of(engine::kWadOne);
    set_caps(run, 0, 0, 500'000'000, engine::Reason::cap_depth);
    set_caps(run, 0, 1, 200'000'000, engine::Reason::cap_threshold);
    set_caps(run, 0, 2, 260'000'000, engine::Reason::cap_depth);
    run.epochs[2].report.markets[0].caps.holds = {engine::Reason::cap_rise};
    set_cascade(run, 0, 1, engine::Alarm::red, 9'000);
    set_cascade(run, 0, 2, engine::Alarm::amber, 6'000);
    const Json document = summary(run);
    const Json* market = &document.find("markets")->as_array()->front();
    EXPECT_EQ(write_json(*market->find("caps")),
              R"({"binding":"cap_depth","binding_at_lowest":"cap_threshold",)"
              R"("debt_cap_usd":{"first":500000000,"last":260000000,"lowest":200000000},)"
              R"("holds":["cap_rise"],)"
              R"("position_limit_usd":{"first":50000000,"last":26000000,"lowest":20000000},)"
              R"("supply_cap_tokens":{"first":500000,"last":260000,"lowest":200000}})");
    EXPECT_EQ(write_json(*market->find("cascade")),
              R"({"alarm_last":"amber","epochs_amber":1,"epochs_known":2,"epochs_red":1,)"
              R"("fall_at_worst":1400,"fall_start_at_worst":500,"gain_at_worst":9000,)"
              R"("worst_at":"2024-08-01T01:00:00Z"})");
}

TEST(Summary, RunWithoutEpochsListsNoMarket) {
    const Json document = summary(calm_run(0));
    EXPECT_TRUE(document.find("markets")->as_array()->empty());
    EXPECT_EQ(document.find("epochs")->as_number()->text, "0");
}

TEST(Summary, LargestChainIdIsABareNumber) {
    auto run = calm_run(1);
    run.chain_id = 18'446'744'073'709'551'615U;
    EXPECT_EQ(summary(run).find("chain_id")->as_number()->text, "18446744073709551615");
}

}  // namespace
}  // namespace ballast::apps
