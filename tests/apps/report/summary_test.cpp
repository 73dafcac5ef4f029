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
