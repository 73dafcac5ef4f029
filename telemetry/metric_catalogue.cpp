// SPDX-License-Identifier: MIT
#include "telemetry/metric_catalogue.hpp"

#include <algorithm>

namespace ballast::telemetry {
namespace {

using enum MetricId;
using enum MetricKind;

// clang-format off
constexpr MetricRow kRows[] = {
    {build_info, gauge, "ballast_build_info", {"version", "code_hash"},
     "Always 1; the labels say which program and which model runs."},
    {mode, gauge, "ballast_mode", {"mode"},
     "1 for the mode the keeper is in, 0 for the others."},
    {ready, gauge, "ballast_ready", {},
     "1 while /readyz answers 200, else 0."},
    {cycles, counter, "ballast_cycles_total", {"outcome"},
     "Rounds of the keeper's loop by how they ended."},
    {cycle_duration, histogram, "ballast_cycle_duration_seconds", {},
     "How long a round of the loop took."},
    {cycle_interval, gauge, "ballast_cycle_interval_seconds", {},
     "How long a round and the wait behind it may take."},
    {last_cycle, gauge, "ballast_last_cycle_timestamp_seconds", {},
     "When the loop came round last."},
    {last_epoch, gauge, "ballast_last_epoch_timestamp_seconds", {"chain"},
     "The moment of the last epoch that was decided and journaled."},
    {next_epoch, gauge, "ballast_next_epoch_timestamp_seconds", {},
     "When the next epoch is due."},
    {clock_skew, gauge, "ballast_clock_skew_seconds", {},
     "This machine's clock less that of blocks and servers."},
    {config_reloads, counter, "ballast_config_reloads_total", {"outcome"},
     "Hot reloads of the configuration by outcome."},
    {alarms, gauge, "ballast_alarms", {"severity"},
     "Alarms that stand now."},
    {feed_age, gauge, "ballast_feed_age_seconds", {"feed"},
     "Age of a feed's newest value, counted in its market's sessions."},
    {feed_stale_after, gauge, "ballast_feed_stale_after_seconds", {"feed"},
     "The age from which a feed is stale."},
    {feed_value, gauge, "ballast_feed_value", {"feed"},
     "A feed's newest accepted value, in the feed's own unit."},
    {feed_fetches, counter, "ballast_feed_fetches_total", {"source", "outcome"},
     "Fetches of a source by outcome."},
    {group_sources_fresh, gauge, "ballast_group_sources_fresh", {"group"},
     "Sources of a quorum group that are fresh."},
    {group_sources_needed, gauge, "ballast_group_sources_needed", {"group"},
     "Sources that a quorum group needs."},
    {market_parameter, gauge, "ballast_market_parameter_ratio", {"market", "parameter", "stage"},
     "LTV and LT of a market as wanted and as on chain."},
    {market_limited, gauge, "ballast_market_limited", {"market"},
     "1 while a limit keeps a market from what the model wants."},
    {market_pending, gauge, "ballast_market_pending", {"market"},
     "1 while a loosening waits for its time lock."},
    {market_liquidatable, gauge, "ballast_market_liquidatable_usd", {"market"},
     "Debt that the next planned cut would make liquidatable."},
    {decisions, counter, "ballast_decisions_total", {"market", "reason"},
     "Decisions of a market by the reason that stood first."},
    {updates, counter, "ballast_updates_total", {"chain", "status"},
     "Updates and executions by what became of them."},
    {update_duration, histogram, "ballast_update_confirmation_seconds", {"chain"},
     "From signing an update to the block that holds it."},
    {last_update, gauge, "ballast_last_update_timestamp_seconds", {"chain"},
     "The moment of the last epoch whose update was confirmed."},
    {heartbeat, gauge, "ballast_heartbeat_seconds", {"chain"},
     "How often an update is due where nothing moves."},
    {fee_bumps, counter, "ballast_fee_bumps_total", {"chain"},
     "Attempts that replaced one with lower fees."},
    {nonce_gaps, gauge, "ballast_nonce_gaps", {"chain"},
     "Nonces below our last one that nothing of ours stands on."},
    {sender_stopped, gauge, "ballast_sender_stopped", {"chain"},
     "1 while a stranger's transaction on our nonce stops all sending."},
    {gas_balance, gauge, "ballast_gas_balance_ether", {"chain"},
     "Balance of the account that pays for gas."},
    {gas_updates_left, gauge, "ballast_gas_updates_left", {"chain"},
     "Updates that the balance pays for at the present fee."},
    {rpc_needed, gauge, "ballast_rpc_endpoints_needed", {"chain"},
     "Endpoints that must say the same: the configured quorum."},
    {rpc_usable, gauge, "ballast_rpc_usable", {"chain", "endpoint"},
     "1 while an endpoint has a voice in the quorum."},
    {rpc_head_block, gauge, "ballast_rpc_head_block", {"chain", "endpoint"},
     "The newest block that an endpoint told."},
    {rpc_requests, counter, "ballast_rpc_requests_total", {"chain", "endpoint", "outcome"},
     "Requests to an endpoint by outcome."},
    {rpc_disagreements, counter, "ballast_rpc_disagreements_total", {"chain"},
     "Answers of nodes that contradicted each other."},
    {journal_bytes, gauge, "ballast_journal_bytes", {},
     "Size of the SQLite journals on this machine's disk."},
    {journal_records, gauge, "ballast_journal_records", {},
     "Records in the journal."},
    {disk_free, gauge, "ballast_disk_free_bytes", {},
     "Free space where the journal lies."},
    {resident_memory, gauge, "ballast_resident_memory_bytes", {},
     "Memory of this process that is in RAM."},
    {open_files, gauge, "ballast_open_files", {},
     "File descriptors that this process holds."},
    {series_dropped, counter, "ballast_series_dropped_total", {},
     "Samples left out because a metric had too many series."},
};
// clang-format on

}  // namespace

std::span<const std::string_view> MetricRow::labels() const {
    const auto* const end = std::find(label_names.begin(), label_names.end(), std::string_view());
    return {label_names.begin(), end};
}

std::span<const MetricRow> metric_catalogue() {
    return kRows;
}

std::string_view kind_name(MetricKind kind) {
    if (kind == counter) return "counter";
    return kind == gauge ? "gauge" : "histogram";
}

}  // namespace ballast::telemetry
