// SPDX-License-Identifier: MIT
#pragma once

#include "telemetry/metrics.hpp"

namespace ballast::test {

/// Sets or counts every metric at least once, with names as hostile as a configuration could hold.
inline void fill(telemetry::Metrics& metrics) {
    using namespace telemetry;
    metrics.expect_chain("ethereum");
    metrics.expect_endpoint("ethereum", "own");
    metrics.expect_source("vix_cboe");
    metrics.mode(Mode::running);
    metrics.ready(true);
    metrics.cycle(CycleOutcome::updated, {420});
    metrics.came_round({1'700'000'000});
    metrics.last_epoch("ethereum", {1'700'000'000});
    metrics.cycle_interval({15});
    metrics.next_epoch({1'700'003'600});
    metrics.clock_skew({-1});
    metrics.config_reload(ReloadOutcome::refused);
    metrics.alarms(Severity::critical, 1);
    metrics.feed_age("vix", {600}, {7200});
    metrics.feed_value("vix", 1'523'000'000);
    metrics.feed_value("evil\"} 1\nballast_ready 0\\\xff", -1);
    metrics.feed_fetch("vix_cboe", FetchOutcome::accepted);
    metrics.group_sources("usdjpy", 2, 2);
    metrics.market_parameter("WETH", Parameter::ltv, Stage::onchain, 8050);
    metrics.market_parameter("WETH", Parameter::lt, Stage::wanted, 8300);
    metrics.market_limited("WETH", true);
    metrics.market_pending("WETH", false);
    metrics.market_liquidatable("WETH", 125'000);
    metrics.decision("WETH", "stress");
    metrics.update("ethereum", UpdateStatus::reverted);
    metrics.update_confirmed("ethereum", {24'000});
    metrics.last_update("ethereum", {1'700'000'000});
    metrics.heartbeat("ethereum", {3600});
    metrics.fee_bump("ethereum");
    metrics.nonce_gaps("ethereum", 0);
    metrics.sender_stopped("ethereum", false);
    metrics.gas("ethereum", U256(1'500'000'000'000'000'000), 412);
    metrics.rpc_needed("ethereum", 2);
    metrics.rpc_endpoint("ethereum", "own", true, 21'000'000);
    metrics.rpc_requests("ethereum", "own", RequestOutcome::answered, 3);
    metrics.rpc_disagreements("ethereum", 1);
    metrics.journal_records(720);
    metrics.journal_bytes(1 << 20);
    metrics.disk_free(50'000'000'000);
    metrics.process(30'000'000, 24);
}

}  // namespace ballast::test
