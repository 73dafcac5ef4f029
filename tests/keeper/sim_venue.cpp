// SPDX-License-Identifier: MIT
#include "tests/keeper/sim_venue.hpp"

#include "base/check.hpp"
#include "base/hash.hpp"
#include "chain/signer.hpp"
#include "chain/transaction.hpp"
#include "engine/canonical.hpp"
#include "oracle/calls.hpp"
#include "oracle/default_limits.hpp"
#include "oracle/make_report.hpp"
#include "oracle/mirrored_oracle.hpp"
#include "oracle/report_checks.hpp"

namespace ballast::test {
namespace {

using oracle::Verdict;

Hash32 hash_of(const std::string& text) {
    return keccak256(as_bytes(text));
}

const chain::SecretKey& gas_key() {
    static const auto kKey =
        chain::SecretKey::from_bytes(hash_of("gas key of a simulation").view());
    return *kKey;
}

oracle::MarketRecord first_record(const engine::AssetPolicy& asset) {
    oracle::MarketRecord record;
    record.market.asset = asset.asset;
    record.market.lt = record.market.lt_start = asset.lt_max;
    record.market.ltv =
        engine::Bps::of(std::min(asset.ltv_max.count(), asset.lt_max.count() - asset.gap.count()));
    record.market.bonus = asset.bonus;
    record.market.limits = oracle::default_limits(
        {asset.ltv_min, asset.ltv_max, asset.lt_min, asset.lt_max, asset.gap});
    record.own_limits = oracle::default_own_limits(asset.bonus);
    return record;
}

/// As the contract's events tell it: entry_outcomes() reads topics, and of a skip its word.
rpc::Log log_of(const chain::Address& oracle, const Hash32& market, Verdict verdict) {
    static const Hash32 kUpdated = hash_of(
        "ParamsUpdated(bytes32,uint64,(uint16,uint16,uint16,uint16,uint16,uint64,uint40,uint32,"
        "uint8,uint64))");
    static const Hash32 kQueued =
        hash_of("PendingQueued(bytes32,uint64,uint16,uint16,uint16,uint64,uint40)");
    static const Hash32 kSkipped = hash_of("UpdateSkipped(bytes32,uint64,uint8)");
    rpc::Log log;
    log.address = oracle;
    const bool skipped = verdict != Verdict::applied && verdict != Verdict::queued;
    log.topics = {skipped ? kSkipped : verdict == Verdict::queued ? kQueued : kUpdated, market};
    append(log.data, U256(1).to_big_endian().view());
    append(log.data, U256(static_cast<std::uint64_t>(verdict)).to_big_endian().view());
    return log;
}

}  // namespace

SimOracle::SimOracle(const engine::Policy& policy, std::uint64_t id, const Hash32& code)
    : chain_id(id) {
    address.bytes.fill(static_cast<std::uint8_t>(id));
    record.switches.threshold = 1;
    record.switches.signers = 1;
    record.policies.insert(engine::hash(policy));
    record.codes.insert(code);
    for (const engine::AssetPolicy& asset : policy.assets) {
        const Hash32 market = hash_of(std::to_string(id) + asset.asset);
        markets.push_back({asset.asset, market});
        record.markets[market] = first_record(asset);
    }
}

tl::unexpected<Error> SimVenue::down() {
    ++refusals;
    if (hang) hang();
    return fail(Errc::upstream_unavailable, "simulated: no node answers");
}

Result<keeper::VenueState> SimVenue::read(const rpc::BlockTag& block) {
    const bool is_past = block.text() != rpc::BlockTag::latest().text();
    if (is_down || reads_fail || (forgets_states && is_past)) return down();
    keeper::VenueState seen;
    seen.block.number = oracle_.block;
    seen.block.timestamp = clock_.now();
    seen.oracle.head = oracle_.record.head;
    seen.oracle.switches = oracle_.record.switches;
    seen.oracle.current.frozen = oracle_.record.switches.frozen;
    seen.oracle.current.loosening_paused = oracle_.record.switches.loosening_paused;
    for (const oracle::MarketName& name : oracle_.markets) {
        const oracle::MarketRecord& record = oracle_.record.markets.at(name.market_id);
        seen.oracle.records.push_back(record);
        seen.oracle.current.markets.push_back(published(record, oracle_.record.switches));
    }
    return seen;
}

Status SimVenue::agree(const oracle::OracleState&, const oracle::RiskReport& report) {
    if (is_down) return down();
    if (const auto refusal = check_report(report, oracle_.record, clock_.now()))
        return fail(Errc::mismatch, "the mirror refuses: " + std::string(name(refusal->fault)));
    for (const Verdict verdict : oracle::preview(oracle_.record, report, clock_.now()))
        if (verdict != Verdict::applied && verdict != Verdict::queued)
            return fail(Errc::mismatch, "the mirror answers " + std::string(name(verdict)));
    return {};
}

Result<Verdict> SimVenue::preview_pending(const Hash32& market_id) {
    if (is_down) return down();
    return oracle::judge_pending(&oracle_.record.markets.at(market_id), oracle_.record.switches,
                                 clock_.now());
}

/// Stored before it is sent, as the real one does it: what a restart finds its draft by.
Status SimVenue::store(const sender::TransactionRequest& request) {
    const auto known = store_->find(request.key);
    if (!known) return fail(known.error());
    if (*known) return {};
    sender::TxRecord record;
    record.key = request.key;
    record.urgent = request.urgent;
    record.chain_id = oracle_.chain_id;
    record.account = gas_key().address();
    const auto last = store_->last(record.chain_id, record.account);
    record.nonce = last && *last ? (*last)->nonce + 1 : 0;
    chain::Transaction transaction;
    transaction.chain_id = oracle_.chain_id;
    transaction.nonce = record.nonce;
    transaction.to = request.to;
    transaction.data = request.data;
    const Bytes raw =
        chain::encode_signed({transaction, gas_key().sign(chain::signing_hash(transaction))});
    record.attempts.push_back({sender::AttemptKind::call, raw, keccak256(raw), clock_.now()});
    return store_->insert(record);
}

Result<std::optional<rpc::Receipt>> SimVenue::send(const sender::TransactionRequest& request) {
    ++sends;
    if (is_down) return down();
    if (auto stored = store(request); !stored) return fail(stored.error());
    if (loses_request) {
        loses_request = false;
        ++lost_requests;
        return fail(Errc::upstream_unavailable, "simulated: it reached nobody yet");
    }
    const auto before = oracle_.mined.find(request.key);
    if (before != oracle_.mined.end()) return std::optional(before->second);
    if (mines_nothing) return std::optional<rpc::Receipt>();
    return std::optional(mine(request));
}

/// As the real one comes to: what is routine is cancelled for good, what is urgent stays.
Status SimVenue::hurry(const U256&) {
    if (hurries_fail > 0) {
        --hurries_fail;
        return down();
    }
    auto open = store_->unfinished(oracle_.chain_id, gas_key().address());
    if (!open) return fail(open.error());
    for (sender::TxRecord& record : *open) {
        if (record.urgent || oracle_.mined.contains(record.key)) continue;
        record.state = sender::TxState::cancelled;
        ++cleared;
        if (auto kept = store_->update(record); !kept) return kept;
    }
    return {};
}

rpc::Receipt SimVenue::mine(const sender::TransactionRequest& request) {
    rpc::Receipt receipt;
    receipt.tx_hash = keccak256(request.data);
    receipt.block_number = ++oracle_.block;
    receipt.block_time = clock_.now();
    const auto submission = oracle::decode_submit(request.data);
    if (!submission) {  // executePending(bytes32)
        const Hash32 market =
            U256::from_big_endian(ByteView(request.data).last(32)).to_big_endian();
        receipt.succeeded =
            execute_pending(oracle_.record, market, clock_.now()) == Verdict::applied;
    } else if (!check_report(submission->report, oracle_.record, clock_.now())) {
        const auto& report = submission->report;
        const Hash32 digest = report_digest(report, oracle_.chain_id, oracle_.address);
        const auto verdicts = oracle::submit(oracle_.record, report, digest, clock_.now());
        for (std::size_t i = 0; i < verdicts.size(); ++i)
            receipt.logs.push_back(
                log_of(oracle_.address, report.updates[i].market_id, verdicts[i]));
        receipt.succeeded = true;
        oracle_.accepted.push_back(
            {report.valid_until - oracle::kReportLifetime, clock_.now(), report});
    }
    return oracle_.mined[request.key] = receipt;
}

}  // namespace ballast::test
