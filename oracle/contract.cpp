// SPDX-License-Identifier: MIT
#include "oracle/contract.hpp"

#include "base/check.hpp"
#include "base/hash.hpp"
#include "oracle/abi_reader.hpp"
#include "oracle/read_records.hpp"
#include "oracle/view_call.hpp"

namespace ballast::oracle {
namespace {

using chain::AbiValue;

chain::AbiType type_of(std::string_view text) {
    auto type = chain::parse_abi_type(text);
    BALLAST_CHECK(type.has_value());
    return std::move(*type);
}

Hash32 topic(std::string_view signature) {
    return keccak256(as_bytes(signature));
}

Result<Verdict> verdict_from(const rpc::Log& log, bool skipped) {
    if (!skipped) return Verdict::applied;
    if (log.data.size() == 32) {
        const auto value = U256::from_big_endian(log.data).to_u64();
        if (value && *value < kVerdicts) return static_cast<Verdict>(*value);
    }
    return fail(Errc::bad_data, "an UpdateSkipped event has no known reason");
}

}  // namespace

Result<chain::AbiValue> OracleContract::view(std::string_view signature, std::string_view returns,
                                             const std::vector<AbiValue>& arguments,
                                             const rpc::BlockTag& block) {
    const ViewCall call{signature, returns, arguments};
    const auto outcome = rpc_.eth_call(address_, encode_view(call), block);
    if (!outcome) return fail(outcome.error());
    return read_view(call, address_, *outcome);
}

Result<MarketRecord> OracleContract::read_market(const MarketName& name,
                                                 const rpc::BlockTag& block) {
    const std::vector<AbiValue> id = {AbiValue::bytes(name.market_id.view())};
    const auto state = view("marketState(bytes32)", kMarketStateType, id, block);
    if (!state) return fail(state.error());
    const auto limits = view("limits(bytes32)", kLimitsType, id, block);
    if (!limits) return fail(limits.error());
    MarketRecord record = read_market_record(state->as_list()->front(), limits->as_list()->front());
    record.market.asset = name.asset;
    return record;
}

Result<OracleState> OracleContract::read(const rpc::BlockTag& block) {
    OracleState state;
    const auto head = view("head()", kHeadType, {}, block);
    if (!head) return fail(head.error());
    state.head = read_head(*head);
    const auto status = view("status()", kStatusType, {}, block);
    if (!status) return fail(status.error());
    state.switches = read_switches(*status);
    state.current.loosening_paused = state.switches.loosening_paused;
    state.current.frozen = state.switches.frozen;
    for (const MarketName& name : markets_) {
        const auto record = read_market(name, block);
        if (!record) return fail(record.error());
        state.current.markets.push_back(published(*record, state.switches));
        state.records.push_back(*record);
    }
    return state;
}

Result<std::vector<Verdict>> OracleContract::preview(const RiskReport& report,
                                                     const rpc::BlockTag& block) {
    auto outcome = rpc_.eth_call(address_, encode_preview(report), block);
    if (!outcome) return fail(outcome.error());
    if (outcome->reverted)
        return fail(Errc::mismatch, "the oracle refuses the whole report: " + outcome->message +
                                        " " + to_hex(outcome->output));
    const auto decoded = chain::abi_decode(type_of("(uint8[])"), outcome->output);
    if (!decoded) return fail_in("preview", decoded.error());
    std::vector<Verdict> verdicts;
    for (const AbiValue& code : *decoded->as_list()->front().as_list()) {
        const auto value = code.as_word()->to_u64();
        if (!value || *value >= kVerdicts)
            return fail(Errc::bad_data, "preview gave a reason that this build does not know");
        verdicts.push_back(static_cast<Verdict>(*value));
    }
    return verdicts;
}

Result<Verdict> OracleContract::preview_pending(const Hash32& market_id,
                                                const rpc::BlockTag& block) {
    const auto answer =
        view("previewPending(bytes32)", "uint8", {AbiValue::bytes(market_id.view())}, block);
    if (!answer) return fail(answer.error());
    const auto code = AbiReader(*answer).integer<std::uint8_t>();
    if (code >= kVerdicts)
        return fail(Errc::bad_data, "previewPending gave a reason that this build does not know");
    return static_cast<Verdict>(code);
}

OracleRecord record_of(const OracleState& state, const std::vector<MarketName>& markets) {
    BALLAST_CHECK(state.records.size() == markets.size());
    OracleRecord record{.head = state.head, .switches = state.switches};
    for (std::size_t i = 0; i < markets.size(); ++i)
        record.markets.emplace(markets[i].market_id, state.records[i]);
    return record;
}

Result<bool> OracleContract::flag(std::string_view getter, const Hash32& key,
                                  const rpc::BlockTag& block) {
    const auto answer = view(getter, "bool", {AbiValue::bytes(key.view())}, block);
    if (!answer) return fail(answer.error());
    return AbiReader(*answer).boolean();
}

Result<bool> OracleContract::holds_ramp(const rpc::BlockTag& block) {
    const auto answer = view("holdsRampWhenFrozen()", "bool", {}, block);
    if (!answer) return fail(answer.error());
    return AbiReader(*answer).boolean();
}

Result<bool> OracleContract::approves_policy(const Hash32& hash, const rpc::BlockTag& block) {
    return flag("policyApproved(bytes32)", hash, block);
}

Result<bool> OracleContract::approves_code(const Hash32& hash, const rpc::BlockTag& block) {
    return flag("codeApproved(bytes32)", hash, block);
}

Result<std::vector<chain::Address>> OracleContract::signers(const rpc::BlockTag& block) {
    const auto answer = view("signers()", "address[]", {}, block);
    if (!answer) return fail(answer.error());
    AbiReader list(answer->as_list()->front());
    std::vector<chain::Address> signers;
    for (std::size_t i = 0; i < answer->as_list()->front().as_list()->size(); ++i)
        signers.push_back(list.address());
    return signers;
}

Result<chain::Address> OracleContract::role(std::string_view getter, const rpc::BlockTag& block) {
    const auto answer = view(getter, "address", {}, block);
    if (!answer) return fail(answer.error());
    return AbiReader(*answer).address();
}

Result<std::vector<EntryOutcome>> entry_outcomes(const rpc::Receipt& receipt,
                                                 const chain::Address& oracle) {
    static const Hash32 kUpdated = topic(
        "ParamsUpdated(bytes32,uint64,(uint16,uint16,uint16,uint16,uint16,uint64,uint40,uint32,"
        "uint8,uint64))");
    static const Hash32 kQueued =
        topic("PendingQueued(bytes32,uint64,uint16,uint16,uint16,uint64,uint40)");
    static const Hash32 kSkipped = topic("UpdateSkipped(bytes32,uint64,uint8)");
    std::vector<EntryOutcome> outcomes;
    for (const rpc::Log& log : receipt.logs) {
        if (log.address != oracle || log.topics.size() < 2) continue;
        const Hash32& event = log.topics[0];
        if (event != kUpdated && event != kQueued && event != kSkipped) continue;
        auto verdict = verdict_from(log, event == kSkipped);
        if (!verdict) return fail(verdict.error());
        outcomes.push_back({log.topics[1], event == kQueued ? Verdict::queued : *verdict});
    }
    return outcomes;
}

Bytes encode_verdicts(const std::vector<Verdict>& verdicts) {
    std::vector<AbiValue> codes;
    for (const Verdict verdict : verdicts)
        codes.push_back(AbiValue::uint(U256(static_cast<std::uint64_t>(verdict))));
    auto encoded =
        chain::abi_encode(type_of("(uint8[])"), AbiValue::list({AbiValue::list(std::move(codes))}));
    BALLAST_CHECK(encoded.has_value());
    return std::move(*encoded);
}

}  // namespace ballast::oracle
