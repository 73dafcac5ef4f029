// SPDX-License-Identifier: MIT
#include "keeper/chain_metrics.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/rpc/pool_world.hpp"

namespace ballast::keeper {
namespace {

using sender::AttemptKind;
using sender::Move;
using sender::StepReport;
using sender::TxReason;
using sender::TxRecord;
using sender::TxState;

Hash32 hash_of(std::uint64_t number) {
    return U256(number).to_big_endian();
}

/// A record with one call on that nonce, signed at 100.
TxRecord record_at(std::uint64_t nonce, TxState state = TxState::sent) {
    TxRecord record;
    record.key = hash_of(1'000 + nonce);
    record.nonce = nonce;
    record.state = state;
    record.attempts.push_back({AttemptKind::call, {}, hash_of(nonce), {100}});
    return record;
}

TxRecord in_block(TxRecord record, bool succeeded) {
    record.state = TxState::included;
    record.inclusion = sender::Inclusion{.tx_hash = record.attempts.front().tx_hash,
                                         .block_number = 7,
                                         .block_hash = {},
                                         .block_time = {124},
                                         .succeeded = succeeded,
                                         .fee = {}};
    return record;
}

class ChainMetricsTest : public ::testing::Test {
  protected:
    /// The look in which the record stands so; what is final is a move alone.
    void see(const TxRecord& record, Move move = Move::wait) {
        StepReport report;
        report.view.nonce = record.nonce;
        if (move != Move::wait) report.moves.push_back({move, record});
        if (!sender::is_final(record.state)) report.open.push_back(record);
        told_.hear(report);
    }
    std::string value(const std::string& series) const { return value_in(metrics_, series); }
    static std::string value_in(const telemetry::Metrics& metrics, const std::string& series) {
        std::istringstream lines(metrics.text());
        for (std::string line; std::getline(lines, line);)
            if (line.starts_with(series + ' ')) return line.substr(series.size() + 1);
        return "none";
    }
    std::string updates(const std::string& status) const {
        return value("ballast_updates_total{chain=\"main\",status=\"" + status + "\"}");
    }

    telemetry::Metrics metrics_{"0", "0"};
    ChainMetrics told_{metrics_, "main", 2, chain::Address{}, {}};
};

TEST_F(ChainMetricsTest, AnUpdateIsSentAndConfirmedOnce) {
    see(record_at(5));
    see(record_at(5));
    EXPECT_EQ(updates("sent"), "1");
    EXPECT_EQ(updates("confirmed"), "0");
    TxRecord record = in_block(record_at(5), true);
    see(record, Move::include);
    see(record);
    record.state = TxState::succeeded;
    see(record, Move::settle);
    EXPECT_EQ(updates("sent"), "1");
    EXPECT_EQ(updates("confirmed"), "1");
    EXPECT_EQ(value("ballast_update_confirmation_seconds_sum{chain=\"main\"}"), "24");
    EXPECT_EQ(value("ballast_update_confirmation_seconds_count{chain=\"main\"}"), "1");
}

TEST_F(ChainMetricsTest, OneThatAnEarlierRunSentIsNotSentAgain) {
    telemetry::Metrics metrics("0", "0");
    ChainMetrics told(metrics, "main", 1, chain::Address{}, {record_at(5)});
    StepReport report;
    report.view.nonce = 5;
    report.open.push_back(in_block(record_at(5), true));
    told.hear(report);
    const std::string name = "ballast_updates_total{chain=\"main\",status=";
    // Not by being made: a reload makes new ones to try, and may be refused.
    EXPECT_NE(value_in(metrics, "ballast_rpc_endpoints_needed{chain=\"main\"}"), "1");
    told.need();
    EXPECT_EQ(value_in(metrics, name + "\"sent\"}"), "0");
    EXPECT_EQ(value_in(metrics, name + "\"confirmed\"}"), "1");
    EXPECT_EQ(value_in(metrics, "ballast_rpc_endpoints_needed{chain=\"main\"}"), "1");
}

TEST_F(ChainMetricsTest, EveryEndHasItsCount) {
    TxRecord reverted = in_block(record_at(1), false);
    see(reverted, Move::include);
    reverted.state = TxState::reverted;
    see(reverted, Move::settle);
    EXPECT_EQ(updates("reverted"), "1");
    EXPECT_EQ(updates("confirmed"), "0");

    TxRecord late = record_at(2);
    late.reason = TxReason::past_deadline;
    late.attempts.push_back({AttemptKind::cancel, {}, hash_of(99), {200}});
    see(late, Move::cancel);
    see(late);
    late.state = TxState::cancelled;
    see(late, Move::settle);
    EXPECT_EQ(updates("expired"), "1");
    EXPECT_EQ(updates("cancelled"), "1");

    TxRecord stolen = record_at(3, TxState::foreign);
    see(stolen, Move::foreign);
    EXPECT_EQ(updates("foreign"), "1");

    TxRecord moved = in_block(record_at(4), true);
    see(moved, Move::include);
    moved.inclusion.reset();
    moved.state = TxState::sent;
    moved.reason = TxReason::reorganised;
    see(moved, Move::broadcast);
    see(moved);
    moved = in_block(record_at(4), true);
    see(moved, Move::include);
    EXPECT_EQ(updates("reorged"), "1");
    EXPECT_EQ(updates("confirmed"), "1");
    EXPECT_EQ(updates("sent"), "4");
}

TEST_F(ChainMetricsTest, DearerAttemptsAreBumpsAndFillsAreNoUpdates) {
    TxRecord record = record_at(5);
    record.attempts.push_back({AttemptKind::call, {}, hash_of(6), {130}});
    see(record, Move::replace);
    EXPECT_EQ(value("ballast_fee_bumps_total{chain=\"main\"}"), "1");
    TxRecord fill = record_at(6);
    fill.attempts.front().kind = AttemptKind::fill;
    see(fill, Move::fill);
    EXPECT_EQ(updates("sent"), "1");
}

TEST_F(ChainMetricsTest, GapsAreCountedBelowTheLastNonce) {
    EXPECT_EQ(nonce_gaps(5, {}), 0);
    EXPECT_EQ(nonce_gaps(5, {record_at(5), record_at(6)}), 0);
    EXPECT_EQ(nonce_gaps(5, {record_at(7), record_at(9)}), 3);
    EXPECT_EQ(nonce_gaps(5, {record_at(3), record_at(4)}), 0);
    StepReport report;
    report.view.nonce = 5;
    report.open.push_back(record_at(7));
    told_.hear(report);
    EXPECT_EQ(value("ballast_nonce_gaps{chain=\"main\"}"), "2");
    report.view.nonce = 7;
    told_.hear(report);
    EXPECT_EQ(value("ballast_nonce_gaps{chain=\"main\"}"), "0");
}

TEST_F(ChainMetricsTest, WithoutGasNothingCanBeSent) {
    EXPECT_EQ(told_.hindrance(), "");
    told_.pay(U256(7), 0);
    EXPECT_EQ(told_.hindrance(), "main: the gas account cannot pay for one update");
    told_.pay(U256(7'000), 1);
    EXPECT_EQ(told_.hindrance(), "");
    EXPECT_EQ(told_.sight().sender->updates_left, 1);
}

TEST_F(ChainMetricsTest, NodesAreCountedByWhatTheyDid) {
    rpc::PoolWorld world;
    world.behaviour(1).unreachable = true;
    world.behaviour(2).lie = [](const std::string& method, const JsonArray&, Json honest) {
        return method == "eth_getBalance" ? Json("0x7") : honest;
    };
    ASSERT_FALSE(world.look());  // Two answer, and say different things.
    const auto endpoints = world.pool->endpoints();
    ASSERT_GE(world.pool->counters().disagreements, 1U);
    told_.look(*world.pool);
    told_.look(*world.pool);
    const auto requests = [&](std::size_t endpoint, const std::string& outcome) {
        return value("ballast_rpc_requests_total{chain=\"main\",endpoint=\"" +
                     endpoints[endpoint].name + "\",outcome=\"" + outcome + "\"}");
    };
    EXPECT_EQ(requests(0, "answered"), std::to_string(endpoints[0].requests));
    EXPECT_EQ(requests(0, "failed"), "0");
    EXPECT_EQ(requests(1, "failed"), std::to_string(endpoints[1].failures));
    EXPECT_NE(requests(1, "failed"), "0");
    EXPECT_EQ(told_.hindrance(), "");
    world.behaviour(2).unreachable = true;
    ASSERT_FALSE(world.look());
    told_.look(*world.pool);
    EXPECT_EQ(told_.hindrance(), "main: 1 nodes can be used, 2 must agree");
    EXPECT_NE(value("ballast_rpc_disagreements_total{chain=\"main\"}"), "0");
    EXPECT_EQ(
        value("ballast_rpc_head_block{chain=\"main\",endpoint=\"" + endpoints[0].name + "\"}"),
        std::to_string(world.chain.head_number()));
}

}  // namespace
}  // namespace ballast::keeper
