// SPDX-License-Identifier: MIT
// What is measured, for Prometheus. The door of prometheus-cpp is metrics.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "base/u256.hpp"

namespace ballast::telemetry {

enum class Mode { running, standby, shadow, paused, stopping };
enum class CycleOutcome { updated, unchanged, held, failed };
enum class ReloadOutcome { applied, refused };
enum class Severity { warning, critical };
enum class FetchOutcome { accepted, rejected, failed };
enum class Parameter { ltv, lt };
enum class Stage { wanted, onchain };
enum class UpdateStatus { sent, confirmed, reverted, cancelled, expired, reorged, foreign };
enum class RequestOutcome { answered, failed };

/// The metrics of docs/metrics.md, each with one function that sets or counts it. May be used by
/// several threads at once.
///
/// Names of feeds, markets, chains and endpoints become labels: a metric takes 512 series; samples
/// of further ones are left out and counted. Labels are made UTF-8 and cut at 128 bytes.
class Metrics {
  public:
    Metrics(std::string_view version, std::string_view code_hash);
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    /// Returns all of it in Prometheus' text format, version 0.0.4.
    [[nodiscard]] std::string text() const;

    /// Shows the counters of a chain, endpoint or feed at zero, so that their first step is seen
    /// as one: Prometheus takes a series that begins at 1 for one that never rose.
    void expect_chain(std::string_view chain);
    void expect_endpoint(std::string_view chain, std::string_view endpoint);
    void expect_source(std::string_view source);
    /// Removes every series with that label, as of a feed that the configuration dropped.
    void forget(std::string_view label, std::string_view value);

    // The loop.
    void mode(Mode mode);
    void ready(bool ready);
    void cycle(CycleOutcome outcome, Milliseconds took);
    void came_round(UnixSeconds at);
    void last_epoch(std::string_view chain, UnixSeconds at);
    void cycle_interval(Seconds interval);
    void next_epoch(UnixSeconds at);
    void clock_skew(Seconds ahead);
    void config_reload(ReloadOutcome outcome);
    void alarms(Severity severity, std::int64_t standing);

    // Feeds. `at_1e8` is the value at 1e-8 of the feed's unit.
    void feed_age(std::string_view feed, Seconds age, Seconds stale_after);
    void feed_value(std::string_view feed, std::int64_t at_1e8);
    void feed_fetch(std::string_view source, FetchOutcome outcome);
    void group_sources(std::string_view group, std::int64_t fresh, std::int64_t needed);

    // Markets.
    void market_parameter(std::string_view market, Parameter parameter, Stage stage,
                          std::int64_t bps);
    void market_limited(std::string_view market, bool limited);
    void market_pending(std::string_view market, bool pending);
    void market_liquidatable(std::string_view market, std::int64_t usd);
    void decision(std::string_view market, std::string_view reason);

    // Sending, by chain.
    void update(std::string_view chain, UpdateStatus status);
    void update_confirmed(std::string_view chain, Milliseconds took);
    void last_update(std::string_view chain, UnixSeconds at);
    void heartbeat(std::string_view chain, Seconds interval);
    void fee_bump(std::string_view chain);
    void nonce_gaps(std::string_view chain, std::int64_t gaps);
    void sender_stopped(std::string_view chain, bool stopped);
    void gas(std::string_view chain, const U256& balance_wei, std::int64_t updates_left);

    // Nodes. `endpoint` is its name, never its URL.
    void rpc_endpoint(std::string_view chain, std::string_view endpoint, bool usable,
                      std::uint64_t head_block);
    void rpc_needed(std::string_view chain, std::int64_t endpoints);
    void rpc_requests(std::string_view chain, std::string_view endpoint, RequestOutcome outcome,
                      std::uint64_t more);
    void rpc_disagreements(std::string_view chain, std::uint64_t more);

    // The machine.
    void journal_records(std::int64_t records);
    void journal_bytes(std::int64_t bytes);
    void disk_free(std::int64_t bytes);
    void process(std::int64_t resident_bytes, std::int64_t open_files);

  private:
    class Registry;
    std::unique_ptr<Registry> registry_;
};

}  // namespace ballast::telemetry
