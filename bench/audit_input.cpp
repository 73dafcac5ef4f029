// SPDX-License-Identifier: MIT
#include "bench/audit_input.hpp"

#include <algorithm>

#include "audit/documents.hpp"
#include "base/check.hpp"
#include "base/hash.hpp"
#include "bench/replay_input.hpp"
#include "engine/canonical.hpp"
#include "engine/step.hpp"
#include "oracle/default_limits.hpp"
#include "oracle/make_report.hpp"
#include "oracle/mirror.hpp"

namespace ballast::bench {
namespace {

constexpr std::size_t kCollaterals = 10;
constexpr int kKeys = 5;
constexpr std::uint8_t kThreshold = 3;

/// Of the input's two assets, five each under names of their own.
void multiply(ReplayInput& input, std::size_t hours) {
    input.hours.resize(std::min(hours, input.hours.size()));
    const auto named = [](std::size_t i) { return "A" + std::to_string(i); };
    std::vector<engine::AssetPolicy> assets;
    for (std::size_t i = 0; i < kCollaterals; ++i) {
        assets.push_back(input.policy.assets[i % input.policy.assets.size()]);
        assets.back().asset = named(i);
        assets.back().wall_group.clear();
    }
    input.policy.assets = std::move(assets);
    for (engine::Snapshot& snapshot : input.hours) {
        std::vector<engine::MarketObservation> markets;
        for (std::size_t i = 0; i < kCollaterals; ++i) {
            markets.push_back(snapshot.markets[i % snapshot.markets.size()]);
            markets.back().asset = named(i);
        }
        snapshot.markets = std::move(markets);
    }
}

class Year {
  public:
    explicit Year(ReplayInput input) : input_(std::move(input)) {
        for (int i = 0; i < kKeys; ++i) {
            const std::string name = "bench key " + std::to_string(i);
            keys_.push_back(*chain::SecretKey::from_bytes(keccak256(as_bytes(name)).view()));
        }
        std::sort(keys_.begin(), keys_.end(),
                  [](const auto& a, const auto& b) { return a.address() < b.address(); });
        for (const chain::SecretKey& key : keys_)
            setup_.signers.push_back(key.address());
        setup_.chain_id = 31337;
        setup_.threshold = kThreshold;
        for (const engine::AssetPolicy& asset : input_.policy.assets) {
            setup_.markets.push_back({asset.asset, keccak256(as_bytes(asset.asset))});
            current_.markets.push_back({.asset = asset.asset,
                                        .ltv = asset.ltv_min,
                                        .lt = asset.lt_max,
                                        .lt_start = asset.lt_max,
                                        .bonus = asset.bonus,
                                        .limits = oracle::default_limits({.ltv_min = asset.ltv_min,
                                                                          .ltv_max = asset.ltv_max,
                                                                          .lt_min = asset.lt_min,
                                                                          .lt_max = asset.lt_max,
                                                                          .gap = asset.gap})});
        }
    }

    AuditInput play() {
        audit::Entry genesis{.kind = audit::RecordKind::genesis, .at = state_.at, .fields = {}};
        genesis.fields[audit::kPolicy] = engine::canonical_text(input_.policy);
        genesis.fields[audit::kState] = engine::canonical_text(state_);
        genesis.fields[audit::kSetup] = audit::write_setup(setup_);
        store(genesis);
        for (const engine::Snapshot& snapshot : input_.hours)
            epoch(snapshot);
        return std::move(made_);
    }

  private:
    void epoch(const engine::Snapshot& snapshot) {
        const Hash32 root = engine::inputs_root({.snapshot = engine::hash(snapshot),
                                                 .state_before = engine::hash(state_),
                                                 .current = engine::hash(current_),
                                                 .policy = engine::hash(input_.policy)});
        auto step = engine::step(input_.policy, state_, snapshot, current_);
        BALLAST_CHECK(step.has_value());
        audit::Entry entry{.kind = audit::RecordKind::epoch, .at = snapshot.at, .fields = {}};
        entry.fields[audit::kSnapshot] = engine::canonical_text(snapshot);
        entry.fields[audit::kCurrent] = engine::canonical_text(current_);
        entry.fields[audit::kReport] = engine::canonical_text(step->report);
        entry.fields[audit::kStateHash] = to_hex(engine::hash(step->state));
        entry.fields[audit::kBinary] = to_hex(Hash32{});
        const auto report =
            oracle::make_report(step->report, {.head = head_,
                                               .inputs_root = root,
                                               .policy_hash = engine::hash(input_.policy),
                                               .code_hash = setup_.code_hash,
                                               .markets = setup_.markets});
        state_ = std::move(step->state);
        if (report) {
            publish(entry, *report);
            for (std::size_t i = 0; i < step->report.markets.size(); ++i)
                current_.markets[i] =
                    oracle::apply(current_.markets[i], step->report.markets[i],
                                  step->report.observed_at, snapshot.at + Seconds{12});
        }
        store(entry);
    }

    void publish(audit::Entry& entry, const oracle::RiskReport& report) {
        const Hash32 digest = oracle::report_digest(report, setup_.chain_id, setup_.oracle);
        const Bytes attestation =
            oracle::attest(digest, {{0, &keys_[0]}, {2, &keys_[2]}, {4, &keys_[4]}});
        for (std::size_t at = 4; at < attestation.size(); at += 64)
            made_.signatures.push_back(
                {digest, Bytes(attestation.begin() + static_cast<std::ptrdiff_t>(at),
                               attestation.begin() + static_cast<std::ptrdiff_t>(at + 64))});
        std::vector<oracle::EntryOutcome> outcomes;
        for (const oracle::ParamUpdate& update : report.updates)
            outcomes.push_back({update.market_id, oracle::Verdict::applied});
        entry.fields[audit::kKey] = to_hex(digest);
        entry.fields[audit::kTo] = to_hex(setup_.oracle);
        entry.fields[audit::kCalldata] = to_hex(oracle::encode_submit(report, attestation));
        entry.fields[audit::kReceipt] =
            audit::write_receipt({.succeeded = true, .block_number = report.seq});
        entry.fields[audit::kOutcomes] = audit::write_outcomes(outcomes);
        head_.seq = report.seq;
        head_.last_report = digest;
        head_.observed_at = report.observed_at;
    }

    void store(const audit::Entry& entry) {
        const std::uint64_t index = made_.records.size();
        const Hash32 hash = audit::record_hash(index, entry, previous_);
        audit::StoredRecord record{.index = index,
                                   .kind = std::string(name(entry.kind)),
                                   .at = entry.at.count,
                                   .previous = to_hex(previous_),
                                   .hash = to_hex(hash),
                                   .fields = {}};
        for (const auto& [field, text] : entry.fields)
            record.fields.emplace(field, std::pair(text, to_hex(audit::field_hash(text))));
        made_.records.push_back(std::move(record));
        previous_ = hash;
    }

    ReplayInput input_;
    audit::Setup setup_;
    engine::State state_;
    engine::Current current_;
    oracle::Head head_;
    std::vector<chain::SecretKey> keys_;
    Hash32 previous_;
    AuditInput made_;
};

}  // namespace

Result<AuditInput> make_audit_input(std::size_t hours) {
    auto input = read_replay_input();
    if (!input) return fail(input.error());
    multiply(*input, hours);
    return Year(std::move(*input)).play();
}

}  // namespace ballast::bench
