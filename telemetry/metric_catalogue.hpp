// SPDX-License-Identifier: MIT
// The closed list of what is measured. docs/metrics.md says the same to people, and a test compares
// the two.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace ballast::telemetry {

/// In the order of metric_catalogue().
enum class MetricId {
    build_info,
    mode,
    ready,
    cycles,
    cycle_duration,
    cycle_interval,
    last_cycle,
    last_epoch,
    next_epoch,
    clock_skew,
    config_reloads,
    alarms,
    feed_age,
    feed_stale_after,
    feed_value,
    feed_fetches,
    group_sources_fresh,
    group_sources_needed,
    market_parameter,
    market_limited,
    market_pending,
    market_liquidatable,
    decisions,
    updates,
    update_duration,
    last_update,
    heartbeat,
    fee_bumps,
    nonce_gaps,
    sender_stopped,
    gas_balance,
    gas_updates_left,
    rpc_needed,
    rpc_usable,
    rpc_head_block,
    rpc_requests,
    rpc_disagreements,
    journal_bytes,
    journal_records,
    disk_free,
    resident_memory,
    open_files,
    series_dropped,
};

enum class MetricKind { counter, gauge, histogram };

/// One metric as Prometheus sees it.
struct MetricRow {
    MetricId id;
    MetricKind kind;
    std::string_view name;
    std::array<std::string_view, 3> label_names;  ///< the unused ones are empty
    std::string_view help;

    [[nodiscard]] std::span<const std::string_view> labels() const;
};

/// Returns all of them, in the order of MetricId.
[[nodiscard]] std::span<const MetricRow> metric_catalogue();

/// Returns "counter", "gauge" or "histogram".
[[nodiscard]] std::string_view kind_name(MetricKind kind);

}  // namespace ballast::telemetry
