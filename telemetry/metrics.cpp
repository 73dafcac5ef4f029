// SPDX-License-Identifier: MIT
// The door of prometheus-cpp: its registry, gauges, counters and text; nothing of it serves HTTP.
#include "telemetry/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <cstdlib>
#include <map>
#include <mutex>
#include <vector>

#include "base/check.hpp"
#include "telemetry/metric_catalogue.hpp"
#include "telemetry/text.hpp"

namespace ballast::telemetry {
namespace {

using Values = std::vector<std::string_view>;

constexpr std::size_t kSeriesMax = 512;
constexpr std::size_t kLabelBytesMax = 128;

constexpr std::array kModes = {"running", "standby", "shadow", "paused", "stopping"};
constexpr std::array kCycles = {"updated", "unchanged", "held", "failed"};
constexpr std::array kReloads = {"applied", "refused"};
constexpr std::array kSeverities = {"warning", "critical"};
constexpr std::array kFetches = {"accepted", "rejected", "failed"};
constexpr std::array kParameters = {"ltv", "lt"};
constexpr std::array kStages = {"wanted", "onchain"};
constexpr std::array kStatuses = {"sent",    "confirmed", "reverted", "cancelled",
                                  "expired", "reorged",   "foreign"};
constexpr std::array kRequests = {"answered", "failed"};

/// Seconds: from an answer on this machine to a transaction that took ten minutes.
const prometheus::Histogram::BucketBoundaries kBuckets = {0.01, 0.05, 0.1, 0.25, 0.5, 1,   2.5,
                                                          5,    10,   30,  60,   120, 300, 600};

template <std::size_t N, class Enum>
std::string_view name_in(const std::array<const char*, N>& names, Enum value) {
    return names.at(static_cast<std::size_t>(value));
}

double seconds(Milliseconds span) {
    return static_cast<double>(span.count) / 1e3;
}

double ether(const U256& wei) {
    return std::strtod(wei.to_decimal().c_str(), nullptr) / 1e18;
}

/// The series of one metric. The library can remove a series only by its address.
template <class Metric>
struct Family {
    prometheus::Family<Metric>* family = nullptr;
    std::map<prometheus::Labels, Metric*> series;

    void forget(const std::string& label, const std::string& value) {
        for (auto it = series.begin(); it != series.end();) {
            const auto found = it->first.find(label);
            const bool gone = found != it->first.end() && found->second == value;
            if (gone) family->Remove(it->second);
            it = gone ? series.erase(it) : std::next(it);
        }
    }
};

}  // namespace

class Metrics::Registry {
  public:
    Registry() {
        for (const MetricRow& row : metric_catalogue()) {
            BALLAST_CHECK(&row == &row_of(row.id));
            if (row.kind == MetricKind::counter)
                add(counters_[row.id], prometheus::BuildCounter(), row);
            else if (row.kind == MetricKind::gauge)
                add(gauges_[row.id], prometheus::BuildGauge(), row);
            else
                add(histograms_[row.id], prometheus::BuildHistogram(), row);
        }
        count(MetricId::series_dropped, {}, 0);
    }

    void set(MetricId id, const Values& values, double value) {
        const std::lock_guard lock(mutex_);
        if (auto* gauge = series(gauges_.at(id), row_of(id), values)) gauge->Set(value);
    }

    void count(MetricId id, const Values& values, double by = 1) {
        const std::lock_guard lock(mutex_);
        if (auto* counter = series(counters_.at(id), row_of(id), values)) counter->Increment(by);
    }

    void observe(MetricId id, const Values& values, Milliseconds took) {
        const std::lock_guard lock(mutex_);
        auto* histogram = series(histograms_.at(id), row_of(id), values, kBuckets);
        if (histogram != nullptr) histogram->Observe(seconds(took));
    }

    /// A set of states: 1 for `now`, 0 for the others.
    template <std::size_t N, class Enum>
    void set_state(MetricId id, const std::array<const char*, N>& names, Enum now) {
        for (const char* name : names)
            set(id, {name}, name == name_in(names, now) ? 1 : 0);
    }

    void forget(const std::string& label, const std::string& value) {
        const std::lock_guard lock(mutex_);
        for (auto& [id, family] : counters_)
            family.forget(label, value);
        for (auto& [id, family] : gauges_)
            family.forget(label, value);
        for (auto& [id, family] : histograms_)
            family.forget(label, value);
    }

    [[nodiscard]] std::string text() const {
        std::unique_lock lock(mutex_);
        const auto collected = registry_.Collect();
        lock.unlock();
        return prometheus::TextSerializer().Serialize(collected);
    }

  private:
    static const MetricRow& row_of(MetricId id) {
        return metric_catalogue()[static_cast<std::size_t>(id)];
    }

    template <class Metric, class Builder>
    void add(Family<Metric>& family, Builder builder, const MetricRow& row) {
        builder.Name(std::string(row.name)).Help(std::string(row.help));
        family.family = &builder.Register(registry_);
    }

    /// Returns nullptr where the metric has all the series that it may have.
    template <class Metric, class... Made>
    Metric* series(Family<Metric>& family, const MetricRow& row, const Values& values,
                   const Made&... made) {
        const auto names = row.labels();
        BALLAST_CHECK(values.size() == names.size());
        prometheus::Labels labels;
        for (std::size_t i = 0; i < values.size(); ++i)
            labels[std::string(names[i])] = clean_utf8(values[i], kLabelBytesMax);
        const auto known = family.series.find(labels);
        if (known != family.series.end()) return known->second;
        if (family.series.size() >= kSeriesMax) {
            counters_.at(MetricId::series_dropped).series.begin()->second->Increment();
            return nullptr;
        }
        Metric* const added = &family.family->Add(labels, made...);
        family.series.emplace(std::move(labels), added);
        return added;
    }

    mutable std::mutex mutex_;
    prometheus::Registry registry_;
    std::map<MetricId, Family<prometheus::Counter>> counters_;
    std::map<MetricId, Family<prometheus::Gauge>> gauges_;
    std::map<MetricId, Family<prometheus::Histogram>> histograms_;
};

Metrics::Metrics(std::string_view version, std::string_view code_hash)
    : registry_(std::make_unique<Registry>()) {
    registry_->set(MetricId::build_info, {version, code_hash}, 1);
    for (const char* outcome : kCycles)
        registry_->count(MetricId::cycles, {outcome}, 0);
    for (const char* outcome : kReloads)
        registry_->count(MetricId::config_reloads, {outcome}, 0);
    for (const char* severity : kSeverities)
        registry_->set(MetricId::alarms, {severity}, 0);
}

Metrics::~Metrics() = default;

std::string Metrics::text() const {
    return registry_->text();
}

void Metrics::expect_chain(std::string_view chain) {
    for (const char* status : kStatuses)
        registry_->count(MetricId::updates, {chain, status}, 0);
    registry_->count(MetricId::fee_bumps, {chain}, 0);
    registry_->count(MetricId::rpc_disagreements, {chain}, 0);
}

void Metrics::expect_endpoint(std::string_view chain, std::string_view endpoint) {
    for (const char* outcome : kRequests)
        registry_->count(MetricId::rpc_requests, {chain, endpoint, outcome}, 0);
}

void Metrics::expect_source(std::string_view source) {
    for (const char* outcome : kFetches)
        registry_->count(MetricId::feed_fetches, {source, outcome}, 0);
}

void Metrics::forget(std::string_view label, std::string_view value) {
    registry_->forget(std::string(label), clean_utf8(value, kLabelBytesMax));
}

void Metrics::mode(Mode mode) {
    registry_->set_state(MetricId::mode, kModes, mode);
}

void Metrics::ready(bool ready) {
    registry_->set(MetricId::ready, {}, ready ? 1 : 0);
}

void Metrics::cycle(CycleOutcome outcome, Milliseconds took) {
    registry_->count(MetricId::cycles, {name_in(kCycles, outcome)});
    registry_->observe(MetricId::cycle_duration, {}, took);
}

void Metrics::came_round(UnixSeconds at) {
    registry_->set(MetricId::last_cycle, {}, static_cast<double>(at.count));
}

void Metrics::last_epoch(std::string_view chain, UnixSeconds at) {
    registry_->set(MetricId::last_epoch, {chain}, static_cast<double>(at.count));
}

void Metrics::cycle_interval(Seconds interval) {
    registry_->set(MetricId::cycle_interval, {}, static_cast<double>(interval.count));
}

void Metrics::next_epoch(UnixSeconds at) {
    registry_->set(MetricId::next_epoch, {}, static_cast<double>(at.count));
}

void Metrics::clock_skew(Seconds ahead) {
    registry_->set(MetricId::clock_skew, {}, static_cast<double>(ahead.count));
}

void Metrics::config_reload(ReloadOutcome outcome) {
    registry_->count(MetricId::config_reloads, {name_in(kReloads, outcome)});
}

void Metrics::alarms(Severity severity, std::int64_t standing) {
    registry_->set(MetricId::alarms, {name_in(kSeverities, severity)},
                   static_cast<double>(standing));
}

void Metrics::feed_age(std::string_view feed, Seconds age, Seconds stale_after) {
    registry_->set(MetricId::feed_age, {feed}, static_cast<double>(age.count));
    registry_->set(MetricId::feed_stale_after, {feed}, static_cast<double>(stale_after.count));
}

void Metrics::feed_value(std::string_view feed, std::int64_t at_1e8) {
    registry_->set(MetricId::feed_value, {feed}, static_cast<double>(at_1e8) / 1e8);
}

void Metrics::feed_fetch(std::string_view source, FetchOutcome outcome) {
    registry_->count(MetricId::feed_fetches, {source, name_in(kFetches, outcome)});
}

void Metrics::group_sources(std::string_view group, std::int64_t fresh, std::int64_t needed) {
    registry_->set(MetricId::group_sources_fresh, {group}, static_cast<double>(fresh));
    registry_->set(MetricId::group_sources_needed, {group}, static_cast<double>(needed));
}

void Metrics::market_parameter(std::string_view market, Parameter parameter, Stage stage,
                               std::int64_t bps) {
    registry_->set(MetricId::market_parameter,
                   {market, name_in(kParameters, parameter), name_in(kStages, stage)},
                   static_cast<double>(bps) / 1e4);
}

void Metrics::market_limited(std::string_view market, bool limited) {
    registry_->set(MetricId::market_limited, {market}, limited ? 1 : 0);
}

void Metrics::market_pending(std::string_view market, bool pending) {
    registry_->set(MetricId::market_pending, {market}, pending ? 1 : 0);
}

void Metrics::market_liquidatable(std::string_view market, std::int64_t usd) {
    registry_->set(MetricId::market_liquidatable, {market}, static_cast<double>(usd));
}

void Metrics::decision(std::string_view market, std::string_view reason) {
    registry_->count(MetricId::decisions, {market, reason});
}

void Metrics::update(std::string_view chain, UpdateStatus status) {
    registry_->count(MetricId::updates, {chain, name_in(kStatuses, status)});
}

void Metrics::update_confirmed(std::string_view chain, Milliseconds took) {
    update(chain, UpdateStatus::confirmed);
    registry_->observe(MetricId::update_duration, {chain}, took);
}

void Metrics::last_update(std::string_view chain, UnixSeconds at) {
    registry_->set(MetricId::last_update, {chain}, static_cast<double>(at.count));
}

void Metrics::heartbeat(std::string_view chain, Seconds interval) {
    registry_->set(MetricId::heartbeat, {chain}, static_cast<double>(interval.count));
}

void Metrics::fee_bump(std::string_view chain) {
    registry_->count(MetricId::fee_bumps, {chain});
}

void Metrics::nonce_gaps(std::string_view chain, std::int64_t gaps) {
    registry_->set(MetricId::nonce_gaps, {chain}, static_cast<double>(gaps));
}

void Metrics::sender_stopped(std::string_view chain, bool stopped) {
    registry_->set(MetricId::sender_stopped, {chain}, stopped ? 1 : 0);
}

void Metrics::gas(std::string_view chain, const U256& balance_wei, std::int64_t updates_left) {
    registry_->set(MetricId::gas_balance, {chain}, ether(balance_wei));
    registry_->set(MetricId::gas_updates_left, {chain}, static_cast<double>(updates_left));
}

void Metrics::rpc_needed(std::string_view chain, std::int64_t endpoints) {
    registry_->set(MetricId::rpc_needed, {chain}, static_cast<double>(endpoints));
}

void Metrics::rpc_endpoint(std::string_view chain, std::string_view endpoint, bool usable,
                           std::uint64_t head_block) {
    registry_->set(MetricId::rpc_usable, {chain, endpoint}, usable ? 1 : 0);
    registry_->set(MetricId::rpc_head_block, {chain, endpoint}, static_cast<double>(head_block));
}

void Metrics::rpc_requests(std::string_view chain, std::string_view endpoint,
                           RequestOutcome outcome, std::uint64_t more) {
    registry_->count(MetricId::rpc_requests, {chain, endpoint, name_in(kRequests, outcome)},
                     static_cast<double>(more));
}

void Metrics::rpc_disagreements(std::string_view chain, std::uint64_t more) {
    registry_->count(MetricId::rpc_disagreements, {chain}, static_cast<double>(more));
}

void Metrics::journal_records(std::int64_t records) {
    registry_->set(MetricId::journal_records, {}, static_cast<double>(records));
}

void Metrics::journal_bytes(std::int64_t bytes) {
    registry_->set(MetricId::journal_bytes, {}, static_cast<double>(bytes));
}

void Metrics::disk_free(std::int64_t bytes) {
    registry_->set(MetricId::disk_free, {}, static_cast<double>(bytes));
}

void Metrics::process(std::int64_t resident_bytes, std::int64_t open_files) {
    registry_->set(MetricId::resident_memory, {}, static_cast<double>(resident_bytes));
    registry_->set(MetricId::open_files, {}, static_cast<double>(open_files));
}

}  // namespace ballast::telemetry
