// SPDX-License-Identifier: MIT
#include "tests/keeper/month/month_chain.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "oracle/calls.hpp"
#include "oracle/contract.hpp"
#include "oracle/make_report.hpp"

namespace ballast::month {
namespace {

using oracle::Verdict;

/// States older than this are nobody's any more: a lag and the finality depth are less.
constexpr Seconds kKept{2 * kHour.count};
constexpr std::uint64_t kGas = 300'000;
const U256 kBaseFee{2'000'000'000};
/// Between what the default policy pays for a routine and for an urgent transaction.
const U256 kSpikeFee{200'000'000'000};

// The contract's events, as docs/oracle-contract.md gives them.
constexpr std::string_view kUpdated =
    "ParamsUpdated(bytes32,uint64,(uint16,uint16,uint16,uint16,uint16,uint64,uint40,uint32,uint8,"
    "uint64))";
constexpr std::string_view kQueued =
    "PendingQueued(bytes32,uint64,uint16,uint16,uint16,uint64,uint40)";
constexpr std::string_view kSkipped = "UpdateSkipped(bytes32,uint64,uint8)";

Hash32 topic(Verdict verdict) {
    static const Hash32 updated = keccak256(as_bytes(kUpdated));
    static const Hash32 queued = keccak256(as_bytes(kQueued));
    static const Hash32 skipped = keccak256(as_bytes(kSkipped));
    if (verdict == Verdict::applied) return updated;
    return verdict == Verdict::queued ? queued : skipped;
}

rpc::Log event(const chain::Address& oracle, const Hash32& market, Verdict verdict) {
    const Hash32 word = U256(static_cast<std::uint64_t>(verdict)).to_big_endian();
    return {.address = oracle,
            .topics = {topic(verdict), market},
            .data = Bytes(word.bytes.begin(), word.bytes.end()),
            .index = 0};
}

U256 cost(const chain::Transaction& transaction) {
    return transaction.max_fee_per_gas * U256(transaction.gas_limit);
}

}  // namespace

MonthChain::MonthChain(std::uint64_t chain_id, const chain::Address& oracle, UnixSeconds genesis,
                       oracle::OracleRecord deployed)
    : chain_id_(chain_id), oracle_(oracle), genesis_(genesis), mined_to_(genesis) {
    states_.push_back({genesis, std::move(deployed), 0, {}});
}

rpc::Block MonthChain::block(std::uint64_t number) const {
    Bytes name;
    append(name, U256(chain_id_).to_big_endian().view());
    append(name, U256(number).to_big_endian().view());
    const auto passed = static_cast<std::int64_t>(number) * kBlockTime.count;
    const UnixSeconds at = genesis_ + Seconds{passed};
    return {number, keccak256(name), at, base_fee(at)};
}

void MonthChain::spike(UnixSeconds at) {
    if (!weather.may_spike || spiked_at || pool_.empty()) return;
    spiked_at = at;
    meet(FaultKind::routine_stuck);
}

U256 MonthChain::base_fee(UnixSeconds at) const {
    const bool is_dear = spiked_at && at >= *spiked_at && at < *spiked_at + kSpikeLasts;
    return is_dear ? kSpikeFee : kBaseFee;
}

rpc::Block MonthChain::block_at(UnixSeconds at) const {
    const std::int64_t passed = std::max<std::int64_t>(0, (at - genesis_).count);
    return block(static_cast<std::uint64_t>(passed / kBlockTime.count));
}

const ChainState& MonthChain::state_at(UnixSeconds at) const {
    const auto newer = std::find_if(states_.rbegin(), states_.rend(),
                                    [&](const ChainState& state) { return state.since <= at; });
    return newer == states_.rend() ? states_.front() : *newer;
}

std::vector<Hash32> MonthChain::market_ids() const {
    std::vector<Hash32> ids;
    for (const auto& [id, record] : now().oracle.markets)
        ids.push_back(id);
    return ids;
}

ChainState& MonthChain::begin_state(UnixSeconds at) {
    if (states_.back().since < at) {
        states_.push_back(states_.back());
        states_.back().since = at;
    }
    while (states_.size() > 1 && states_[1].since < at - kKept)
        states_.pop_front();
    return states_.back();
}

void MonthChain::pass_to(UnixSeconds now) {
    const UnixSeconds last = block_at(now).timestamp;
    while (mined_to_ < last) {
        if (!pool_.empty() && weather.mines_nothing)
            meet(weather.never_mines ? FaultKind::never_mined : FaultKind::mined_late);
        const bool waits = !pool_.empty() && !weather.mines_nothing;
        mined_to_ = waits ? mined_to_ + kBlockTime : last;
        if (waits) mine(mined_to_);
    }
}

/// What cannot pay stays where it is, as it does in nodes that accepted it before.
void MonthChain::mine(UnixSeconds at) {
    if (std::exchange(weather.other_is_first, false)) {
        meet(FaultKind::other_report_first);
        report_of_another(at, 0);
    }
    while (!pool_.empty() && pool_.begin()->first <= now().nonce) {
        const test::MockTransaction transaction = pool_.begin()->second;
        const bool is_next = transaction.content.nonce == now().nonce;
        if (is_next && now().balance < cost(transaction.content)) return meet(FaultKind::gas_empty);
        if (is_next && transaction.content.max_fee_per_gas < base_fee(at)) return;
        pool_.erase(pool_.begin());
        if (is_next) include(transaction, at);
    }
}

std::optional<test::Refusal> MonthChain::take(const test::MockTransaction& transaction,
                                              UnixSeconds now_at) {
    const chain::Transaction& content = transaction.content;
    if (knows(transaction.hash)) return test::Refusal::already_known;
    if (content.nonce < now().nonce) return test::Refusal::nonce_too_low;
    if (now().balance < cost(content)) {
        meet(FaultKind::gas_empty);
        return test::Refusal::insufficient_funds;
    }
    const auto there = pool_.find(content.nonce);
    if (there != pool_.end() && content.max_fee_per_gas <= there->second.content.max_fee_per_gas)
        return test::Refusal::replacement_underpriced;
    pool_.insert_or_assign(content.nonce, transaction);
    arrived_.try_emplace(transaction.hash, now_at);
    return std::nullopt;
}

bool MonthChain::knows(const Hash32& tx_hash) const {
    const bool waits = std::any_of(pool_.begin(), pool_.end(),
                                   [&](const auto& entry) { return entry.second.hash == tx_hash; });
    return waits || receipts_.contains(tx_hash);
}

const rpc::Receipt* MonthChain::receipt(const Hash32& tx_hash) const {
    const auto found = receipts_.find(tx_hash);
    return found == receipts_.end() ? nullptr : &found->second;
}

void MonthChain::include(const test::MockTransaction& transaction, UnixSeconds at) {
    const rpc::Block block = block_at(at);
    rpc::Receipt receipt{.tx_hash = transaction.hash,
                         .succeeded = true,
                         .block_number = block.number,
                         .block_hash = block.hash,
                         .block_time = block.timestamp,
                         .gas_used = kGas,
                         .logs = {},
                         .contract_address = std::nullopt,
                         .effective_gas_price = kBaseFee};
    ChainState& state = begin_state(at);
    ++state.nonce;
    state.balance = state.balance - kBaseFee * U256(kGas);
    receipt.succeeded = execute(transaction, at, state, receipt);
    receipts_[transaction.hash] = receipt;
    reverted += receipt.succeeded ? 0U : 1U;
}

bool MonthChain::execute(const test::MockTransaction& transaction, UnixSeconds at,
                         ChainState& state, rpc::Receipt& receipt) {
    const Bytes& data = transaction.content.data;
    if (transaction.content.to != oracle_) {
        ++cancelled;
        return true;
    }
    if (std::exchange(weather.reverts, false)) {
        meet(FaultKind::reverted);
        return false;
    }
    const UnixSeconds arrived = arrived_.at(transaction.hash);
    const auto submission = oracle::decode_submit(data);
    if (!submission) return execute_pending(data, arrived, at, state);
    const Hash32 digest = oracle::report_digest(submission->report, chain_id_, oracle_);
    const auto signers = oracle::recover_signers(digest, submission->attestation);
    if (!signers || signers->size() != 1) return false;
    if (!submit(submission->report, digest, true, arrived, at, state)) return false;
    const AcceptedReport& last = accepted.back();
    for (std::size_t i = 0; i < last.updates.size(); ++i)
        receipt.logs.push_back(event(oracle_, last.updates[i].market_id, last.verdicts[i]));
    return true;
}

bool MonthChain::submit(const oracle::RiskReport& report, const Hash32& digest, bool is_ours,
                        UnixSeconds arrived, UnixSeconds at, ChainState& state) {
    if (oracle::check_report(report, state.oracle, at)) return false;
    if (!is_ours) meet(FaultKind::other_report);
    AcceptedReport told{.seq = report.seq,
                        .is_ours = is_ours,
                        .decided_at = report.valid_until - oracle::kReportLifetime,
                        .arrived = arrived,
                        .mined_at = at,
                        .digest = digest,
                        .updates = report.updates,
                        .verdicts = oracle::submit(state.oracle, report, digest, at)};
    accepted.push_back(told);
    if (is_ours && applies_twice) accepted.push_back(told);
    return true;
}

bool MonthChain::execute_pending(ByteView data, UnixSeconds arrived, UnixSeconds at,
                                 ChainState& state) {
    if (state.oracle.switches.frozen) return false;
    for (auto& [id, record] : state.oracle.markets) {
        const Bytes call = oracle::encode_execute_pending(id);
        if (!std::equal(data.begin(), data.end(), call.begin(), call.end())) continue;
        const std::uint64_t queued_by = record.queued.seq;
        if (oracle::execute_pending(state.oracle, id, at) != Verdict::applied) return false;
        executed.push_back({id, queued_by, arrived, at});
        return true;
    }
    return false;
}

void MonthChain::report_of_another(UnixSeconds at, std::size_t market) {
    ChainState& state = begin_state(at);
    const auto& [id, record] =
        *std::next(state.oracle.markets.begin(), static_cast<std::ptrdiff_t>(market));
    const oracle::Head& head = state.oracle.head;
    const auto ltv = static_cast<std::uint16_t>(record.market.ltv.count());
    const auto lt = static_cast<std::uint16_t>(record.market.lt.count());
    oracle::RiskReport report{.config_digest = head.config_digest,
                              .seq = head.seq + 1,
                              .observed_at = std::max(head.observed_at, at - kBlockTime),
                              .valid_until = at + oracle::kReportLifetime,
                              .inputs_root = {},
                              .policy_hash = *state.oracle.policies.begin(),
                              .code_hash = *state.oracle.codes.begin(),
                              .previous_report = head.last_report,
                              .updates = {}};
    report.updates = {{.market_id = id,
                       .ltv = ltv,
                       .lt = lt,
                       .bonus = static_cast<std::uint16_t>(record.market.bonus.count()),
                       .supply_cap = oracle::kSameSupplyCap,
                       .expected_ltv = ltv,
                       .expected_lt = lt}};
    (void)submit(report, oracle::report_digest(report, chain_id_, oracle_), false, at, at, state);
}

}  // namespace ballast::month
