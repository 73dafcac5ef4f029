// SPDX-License-Identifier: MIT
#include "tests/keeper/month/month_venue.hpp"

#include "base/check.hpp"
#include "keeper/agreement.hpp"
#include "tests/keeper/month/month_policy.hpp"

namespace ballast::month {
namespace {

using oracle::Verdict;
using test::Act;

constexpr Milliseconds kSilence{5'000};
/// Three nodes, one after the other, four seconds each.
constexpr Milliseconds kHang{12'000};
constexpr std::uint64_t kExecutionGas = 150'000;

tl::unexpected<Error> silence() {
    return fail(Errc::upstream_unavailable, "simulated: no node answers");
}

const chain::SecretKey& gas_key() {
    static const chain::SecretKey key = [] {
        Bytes bytes(32, 0x31);
        return std::move(*chain::SecretKey::from_bytes(bytes));
    }();
    return key;
}

/// The words of the contract on each entry, or of its refusal.
rpc::CallOutcome previewed(const oracle::OracleRecord& record, const oracle::RiskReport& report,
                           UnixSeconds at) {
    const auto refusal = oracle::check_report(report, record, at);
    if (refusal) return {true, oracle::revert_data(*refusal), std::string(name(refusal->fault))};
    return {false, oracle::encode_verdicts(oracle::preview(record, report, at)), ""};
}

rpc::SendVerdict verdict(const std::optional<test::Refusal>& refusal) {
    if (!refusal) return rpc::SendVerdict::accepted;
    if (*refusal == test::Refusal::already_known) return rpc::SendVerdict::already_known;
    if (*refusal == test::Refusal::nonce_too_low) return rpc::SendVerdict::nonce_too_low;
    if (*refusal == test::Refusal::insufficient_funds) return rpc::SendVerdict::insufficient_funds;
    return rpc::SendVerdict::fee_too_low;
}

oracle::OracleState state_of(const oracle::OracleRecord& record,
                             const std::vector<oracle::MarketName>& markets, UnixSeconds at) {
    oracle::OracleState state{
        .head = record.head, .switches = record.switches, .current = {}, .records = {}};
    state.switches.held = oracle::held_seconds(record.switches, at);
    state.current.frozen = record.switches.frozen;
    state.current.loosening_paused = record.switches.loosening_paused;
    for (const oracle::MarketName& market : markets) {
        const oracle::MarketRecord& held = record.markets.at(market.market_id);
        state.current.markets.push_back(oracle::published(held, state.switches));
        state.records.push_back(held);
    }
    return state;
}

}  // namespace

Result<UnixSeconds> MonthNodes::head() {
    if (!process_.does(Act::look)) return silence();
    if (chain_.weather.hangs) {
        chain_.meet(FaultKind::chain_hangs);
        clock_.wait(kHang);
        return silence();
    }
    if (chain_.weather.unreachable) {
        chain_.meet(chain_.weather.is_out ? FaultKind::outage : FaultKind::node_unreachable);
        clock_.wait(kSilence);
        return silence();
    }
    if (chain_.weather.lag.count > 0) chain_.meet(FaultKind::node_lagging);
    return time_() - chain_.weather.lag;
}

Result<rpc::AccountView> MonthNodes::look(const chain::Address&) {
    const auto at = head();
    if (!at) return fail(at.error());
    const rpc::Block block = chain_.block_at(*at);
    const std::uint64_t final_number =
        block.number > kFinalityDepth ? block.number - kFinalityDepth : 0;
    const ChainState& state = chain_.state_at(*at);
    const ChainState& settled = chain_.state_at(chain_.block(final_number).timestamp);
    return rpc::AccountView{.head = block,
                            .finalized_number = final_number,
                            .nonce = state.nonce,
                            .finalized_nonce = settled.nonce,
                            .balance = state.balance,
                            .tip = U256(1'000'000'000)};
}

Result<std::optional<rpc::Receipt>> MonthNodes::receipt(const Hash32& tx_hash) {
    const auto at = head();
    if (!at) return fail(at.error());
    const rpc::Receipt* receipt = chain_.receipt(tx_hash);
    const bool seen = receipt != nullptr && receipt->block_time <= *at;
    return seen ? std::optional(*receipt) : std::nullopt;
}

Result<bool> MonthNodes::knows(const Hash32& tx_hash) {
    if (const auto at = head(); !at) return fail(at.error());
    return chain_.knows(tx_hash);
}

Result<bool> MonthNodes::keeps_receipts_above(std::uint64_t) {
    if (const auto at = head(); !at) return fail(at.error());
    return true;
}

Result<rpc::CallOutcome> MonthNodes::call(const rpc::CallMessage& message) {
    const auto at = head();
    if (!at) return fail(at.error());
    BALLAST_CHECK(to_preview && message.data == oracle::encode_preview(*to_preview));
    return previewed(chain_.state_at(*at).oracle, *to_preview, *at);
}

Result<std::uint64_t> MonthNodes::estimate_gas(const rpc::CallMessage& message) {
    const auto at = head();
    if (!at) return fail(at.error());
    const auto submission = oracle::decode_submit(message.data);
    if (!submission) return kExecutionGas;
    const auto refusal = oracle::check_report(submission->report, chain_.state_at(*at).oracle, *at);
    if (refusal)
        return fail(Errc::failed, "simulated: reverts with " + std::string(name(refusal->fault)));
    return kReportGas;
}

Result<rpc::BroadcastAnswer> MonthNodes::broadcast(ByteView raw) {
    const rpc::BroadcastAnswer unheard;
    if (!process_.does(Act::send)) return unheard;
    if (chain_.weather.hangs) clock_.wait(kHang);
    if (chain_.weather.unreachable || chain_.weather.hangs) return unheard;
    const auto read = test::read_transaction(raw);
    BALLAST_CHECK(read.has_value());
    const auto refusal = chain_.take(*read, time_());
    if (!process_.does(Act::answer)) return unheard;
    rpc::BroadcastAnswer answer;
    answer.verdict = verdict(refusal);
    return answer;
}

const chain::Address& MonthSigner::address() const {
    return gas_key().address();
}

Result<Bytes> MonthSigner::sign_transaction(const chain::Transaction& transaction) {
    if (!process_.does(Act::sign)) return fail(Errc::upstream_unavailable, "simulated: dead");
    BALLAST_CHECK(transaction.chain_id == chain_id_);
    return chain::encode_signed({transaction, gas_key().sign(chain::signing_hash(transaction))});
}

Result<chain::Signature> MonthSigner::sign_typed_data(const chain::Eip712Document&) {
    return fail(Errc::permission, "simulated: signs transactions only");
}

Result<keeper::VenueState> MonthVenue::read(const rpc::BlockTag& block) {
    const auto at = nodes_.head();
    if (!at) return fail(at.error());
    MonthChain& chain = nodes_.chain();
    rpc::Block seen = chain.block_at(*at);
    if (block.text() != "latest") {
        const auto number = U256::from_text(block.text());
        BALLAST_CHECK(number && number->to_u64());
        if (*number->to_u64() > seen.number)
            return fail(Errc::upstream_unavailable, "simulated: no node has that block yet");
        seen = chain.block(*number->to_u64());
    }
    const UnixSeconds time = seen.timestamp;
    return keeper::VenueState{state_of(chain.state_at(time).oracle, markets_, time), seen};
}

/// As keeper::agree does, with the mirror for both of those who are asked.
Status MonthVenue::agree(const oracle::OracleState&, const oracle::RiskReport& report) {
    const auto at = nodes_.head();
    if (!at) return fail(at.error());
    nodes_.to_preview = report;
    const rpc::Block seen = nodes_.chain().block_at(*at);
    const rpc::CallOutcome outcome =
        previewed(nodes_.chain().state_at(seen.timestamp).oracle, report, seen.timestamp);
    if (outcome.reverted)
        return fail(Errc::mismatch, "simulated: the oracle refuses with " + outcome.message);
    if (outcome.output != oracle::encode_verdicts(keeper::meant(report)))
        return fail(Errc::mismatch, "simulated: the oracle would do other than was meant");
    return {};
}

Result<Verdict> MonthVenue::preview_pending(const Hash32& market_id) {
    const auto at = nodes_.head();
    if (!at) return fail(at.error());
    const oracle::OracleRecord& record = nodes_.chain().state_at(*at).oracle;
    if (record.switches.frozen)
        return fail(Errc::mismatch, "simulated: executePending reverts with OracleFrozen");
    return oracle::judge_pending(&record.markets.at(market_id), record.switches, *at);
}

Result<std::optional<rpc::Receipt>> MonthVenue::send(const sender::TransactionRequest& request) {
    auto receipt = sender_.try_send(request);
    // Whoever goes on with a draft has no terms: this is its first time.
    const bool is_new = request.deadline.count > 0;
    const bool waits = receipt && !*receipt;
    if (const auto at = nodes_.head(); is_new && waits && !request.urgent && at)
        nodes_.chain().spike(*at);
    return receipt;
}

Status MonthVenue::hurry(const U256& fee_cap) {
    return sender_.hurry_open(fee_cap);
}

}  // namespace ballast::month
