// SPDX-License-Identifier: MIT
#include "tests/audit/played.hpp"

#include <unistd.h>

#include <algorithm>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "engine/canonical.hpp"
#include "engine/step.hpp"
#include "feeds/recorded_event.hpp"
#include "oracle/deployment.hpp"
#include "oracle/make_report.hpp"
#include "oracle/mirror.hpp"
#include "policies/policy_document.hpp"
#include "policies/policy_selection.hpp"
#include "policies/scenario_document.hpp"

namespace ballast::audit::test {
namespace {

constexpr const char* kEvent = "policies/scenarios/2024-08-05.toml";
/// The first bar that is played: the markets fall from here on.
constexpr std::size_t kFirstBar = 44;
constexpr std::size_t kSigners = 3;
constexpr Seconds kUntilMined{12};

template <class T>
T must(Result<T> result) {
    if (!result) std::fprintf(stderr, "%s\n", result.error().what.c_str());
    BALLAST_CHECK(result.has_value());
    return std::move(*result);
}

chain::SecretKey key(int number) {
    const std::string name = "ballast test key " + std::to_string(number);
    return must(chain::SecretKey::from_bytes(keccak256(as_bytes(name)).view()));
}

/// Ascending by address, as the oracle wants its signers.
std::vector<chain::SecretKey> keys_from(int first) {
    std::vector<chain::SecretKey> keys;
    for (std::size_t i = 0; i < kSigners; ++i)
        keys.push_back(key(first + static_cast<int>(i)));
    std::sort(keys.begin(), keys.end(),
              [](const auto& a, const auto& b) { return a.address() < b.address(); });
    return keys;
}

engine::Current start_of(const policies::Scenario& scenario, const engine::Policy& policy) {
    engine::Current start;
    for (const engine::AssetPolicy& asset : policy.assets) {
        const policies::ScenarioMarket& market =
            *std::find_if(scenario.markets.begin(), scenario.markets.end(),
                          [&](const auto& m) { return m.asset == asset.asset; });
        start.markets.push_back({.asset = asset.asset,
                                 .ltv = market.ltv_start,
                                 .lt = market.lt_start,
                                 .lt_start = market.lt_start,
                                 .bonus = market.bonus,
                                 .limits = oracle::default_limits({.ltv_min = asset.ltv_min,
                                                                   .ltv_max = asset.ltv_max,
                                                                   .lt_min = asset.lt_min,
                                                                   .lt_max = asset.lt_max,
                                                                   .gap = asset.gap})});
    }
    return start;
}

class Player {
  public:
    explicit Player(const Play& how);
    std::vector<Entry> play();

  private:
    void begin();
    void epoch(std::size_t number);
    void publish(Entry& entry, const oracle::RiskReport& report);
    void land(const engine::Report& decided, UnixSeconds mined);
    void execute(const engine::Report& decided, UnixSeconds at);

    const Play& how_;
    engine::Policy policy_;
    feeds::RecordedEvent event_;
    engine::State state_;
    engine::Current current_;
    Setup setup_;
    oracle::Head head_;
    std::vector<chain::SecretKey> keys_;
    std::vector<Entry> entries_;
};

Player::Player(const Play& how)
    : how_(how),
      policy_(must(
          policies::select_assets(must(policies::load_policy("policies/" + how.policy + ".toml")),
                                  std::vector<std::string>{"BTC", "ETH"}))),
      event_(must(feeds::RecordedEvent::from(must(policies::load_scenario(kEvent)), policy_))),
      state_(feeds::initial_state(event_.scenario(), policy_)),
      current_(start_of(event_.scenario(), policy_)),
      keys_(keys_from(how.first_key)) {
    how.remember(state_);
    setup_.event = event_.scenario().event;
    setup_.scenario_hash = keccak256(as_bytes("a scenario"));
    setup_.chain_id = 31337;
    setup_.oracle = key(100).address();
    for (const auto& market : current_.markets)
        setup_.markets.push_back({market.asset, keccak256(as_bytes(market.asset))});
    for (const chain::SecretKey& signer : keys_from(1))
        setup_.signers.push_back(signer.address());
    setup_.threshold = 2;
    setup_.code_hash = keccak256(as_bytes("a build"));
    head_.config_digest = keccak256(as_bytes("a configuration"));
}

void Player::begin() {
    Entry genesis{.kind = RecordKind::genesis, .at = state_.at, .fields = {}};
    genesis.fields[kPolicy] = engine::canonical_text(policy_);
    genesis.fields[kState] = engine::canonical_text(state_);
    genesis.fields[kSetup] = write_setup(setup_);
    entries_.push_back(std::move(genesis));
    Entry created{.kind = RecordKind::deployment, .at = state_.at, .fields = {}};
    created.fields[kWhat] = "create the oracle";
    created.fields[kKey] = to_hex(keccak256(as_bytes("creation")));
    created.fields[kCalldata] = "0x6000";
    created.fields[kReceipt] = write_receipt({.succeeded = true, .block_number = 1});
    entries_.push_back(std::move(created));
}

void Player::publish(Entry& entry, const oracle::RiskReport& report) {
    const Hash32 digest = oracle::report_digest(report, setup_.chain_id, setup_.oracle);
    const Bytes attestation = oracle::attest(digest, {{0, &keys_[0]}, {2, &keys_[2]}});
    entry.fields[kKey] = to_hex(digest);
    entry.fields[kTo] = to_hex(setup_.oracle);
    entry.fields[kCalldata] = to_hex(oracle::encode_submit(report, attestation));
    entry.fields[kReceipt] = write_receipt({.tx_hash = keccak256(digest.view()),
                                            .succeeded = true,
                                            .block_number = 100 + report.seq,
                                            .gas_used = 100'000});
    std::vector<oracle::EntryOutcome> outcomes;
    for (const oracle::ParamUpdate& u : report.updates) {
        const bool loosens = u.ltv > u.expected_ltv || u.lt > u.expected_lt;
        outcomes.push_back(
            {u.market_id, loosens ? oracle::Verdict::queued : oracle::Verdict::applied});
    }
    entry.fields[kOutcomes] = write_outcomes(outcomes);
    head_.seq = report.seq;
    head_.last_report = digest;
    head_.observed_at = report.observed_at;
}

void Player::land(const engine::Report& decided, UnixSeconds mined) {
    for (std::size_t i = 0; i < decided.markets.size(); ++i)
        current_.markets[i] =
            oracle::apply(current_.markets[i], decided.markets[i], decided.observed_at, mined);
}

void Player::execute(const engine::Report& decided, UnixSeconds at) {
    for (std::size_t i = 0; i < decided.markets.size(); ++i) {
        if (!decided.markets[i].execute_pending || !current_.markets[i].pending) continue;
        current_.markets[i] = oracle::execute_pending(current_.markets[i], at);
        Entry entry{.kind = RecordKind::execution, .at = decided.at, .fields = {}};
        entry.fields[kWhat] = "executePending " + decided.markets[i].asset;
        entries_.push_back(std::move(entry));
    }
}

void Player::epoch(std::size_t number) {
    const std::size_t bar = kFirstBar + number;
    BALLAST_CHECK(bar < event_.size());
    const UnixSeconds at = event_.at(bar);
    std::vector<engine::Bps> thresholds;
    for (const engine::PublishedMarket& market : current_.markets)
        thresholds.push_back(engine::lt_now(market, at));
    engine::Snapshot snapshot = event_.observe(bar, thresholds);
    how_.edit(number, snapshot);
    const Hash32 root = engine::inputs_root({.snapshot = engine::hash(snapshot),
                                             .state_before = engine::hash(state_),
                                             .current = engine::hash(current_),
                                             .policy = engine::hash(policy_)});
    const engine::Step step = must(engine::step(policy_, state_, snapshot, current_));
    Entry entry{.kind = RecordKind::epoch, .at = at, .fields = {}};
    entry.fields[kSnapshot] = engine::canonical_text(snapshot);
    entry.fields[kCurrent] = engine::canonical_text(current_);
    entry.fields[kReport] = engine::canonical_text(step.report);
    entry.fields[kStateHash] = to_hex(engine::hash(step.state));
    entry.fields[kBinary] = to_hex(sha256(as_bytes("a binary")));
    const auto report = oracle::make_report(step.report, {.head = head_,
                                                          .inputs_root = root,
                                                          .policy_hash = engine::hash(policy_),
                                                          .code_hash = setup_.code_hash,
                                                          .markets = setup_.markets});
    state_ = step.state;
    if (report) publish(entry, *report);
    entries_.push_back(std::move(entry));
    if (report) land(step.report, at + kUntilMined);
    execute(step.report, at + kUntilMined);
}

std::vector<Entry> Player::play() {
    begin();
    for (std::size_t i = 0; i < how_.epochs; ++i)
        epoch(i);
    return std::move(entries_);
}

}  // namespace

std::vector<Entry> play(const Play& how) {
    return Player(how).play();
}

std::vector<StoredRecord> chained(const std::vector<Entry>& entries) {
    std::vector<StoredRecord> records;
    Hash32 previous;
    for (const Entry& entry : entries) {
        const Hash32 hash = record_hash(records.size(), entry, previous);
        StoredRecord record{.index = records.size(),
                            .kind = std::string(name(entry.kind)),
                            .at = entry.at.count,
                            .previous = to_hex(previous),
                            .hash = to_hex(hash),
                            .fields = {}};
        for (const auto& [field, text] : entry.fields)
            record.fields.emplace(field, std::pair(text, to_hex(field_hash(text))));
        records.push_back(std::move(record));
        previous = hash;
    }
    return records;
}

void write_journal(const std::filesystem::path& path, const std::vector<Entry>& entries) {
    BALLAST_CHECK(!std::filesystem::exists(path));
    Journal journal = must(Journal::open(path, Journal::Mode::write));
    for (const Entry& entry : entries)
        must(journal.append(entry));
}

std::vector<std::size_t> updates(const std::vector<Entry>& entries) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (entries[i].kind == RecordKind::epoch && entries[i].fields.contains(kCalldata))
            found.push_back(i);
    return found;
}

}  // namespace ballast::audit::test
