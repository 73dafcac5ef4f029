// SPDX-License-Identifier: MIT
#include "oracle/contract.hpp"

#include "base/check.hpp"
#include "base/hash.hpp"
#include "oracle/abi_reader.hpp"

namespace ballast::oracle {
namespace {

using chain::AbiValue;
using engine::Bps;

constexpr std::uint8_t kWithPending = 2;

chain::AbiType type_of(std::string_view text) {
    auto type = chain::parse_abi_type(text);
    BALLAST_CHECK(type.has_value());
    return std::move(*type);
}

Bps bps(AbiReader& list) {
    return Bps::of(list.integer<std::uint16_t>());
}

engine::Limiter read_history(const AbiValue& value) {
    AbiReader list(value);
    engine::Limiter limiter;
    limiter.ltv_raised_at = list.time();
    limiter.ltv_cut_at = list.time();
    limiter.lt_raised_at = list.time();
    limiter.lt_cut_at = list.time();
    limiter.ltv_rise_day_used = bps(list);
    limiter.ltv_rise_week_used = bps(list);
    limiter.lt_rise_day_used = bps(list);
    limiter.lt_rise_week_used = bps(list);
    limiter.lt_cut_week_used = bps(list);
    return limiter;
}

engine::Pending read_pending(const AbiValue& value) {
    AbiReader list(value);
    engine::Pending pending;
    pending.ltv = bps(list);
    pending.lt = bps(list);
    for (int skipped = 0; skipped < 5; ++skipped)
        list.value();  // lb, expected, regime, count
    pending.executable_at = list.time();
    return pending;
}

/// Fills everything but the limits; the tuple is MarketState of RiskTypes.sol.
engine::PublishedMarket read_state(const AbiValue& state) {
    AbiReader parts(state);
    AbiReader stored(parts.value());
    engine::PublishedMarket market;
    market.ltv = bps(stored);
    market.lt = bps(stored);
    market.lt_start = bps(stored);
    market.bonus = bps(stored);
    market.ramp_start = stored.time();
    market.ramp = stored.span();
    market.as_of = stored.time();
    stored.value();  // regime
    const auto listing = stored.integer<std::uint8_t>();
    market.limiter = read_history(parts.value());
    if (listing == kWithPending) market.pending = read_pending(parts.value());
    return market;
}

engine::OracleLimits read_limits(const AbiValue& value) {
    AbiReader list(value);
    engine::OracleLimits limits;
    limits.ltv_min = bps(list);
    limits.ltv_max = bps(list);
    limits.lt_min = bps(list);
    limits.lt_max = bps(list);
    list.value();  // lbMin
    list.value();  // lbMax
    limits.gap_min = bps(list);
    limits.ltv_rise_step = bps(list);
    limits.lt_rise_step = bps(list);
    limits.ltv_rise_day = bps(list);
    limits.ltv_rise_week = bps(list);
    limits.lt_rise_day = bps(list);
    limits.lt_rise_week = bps(list);
    limits.lt_cut_week = bps(list);
    limits.max_age = list.span();
    limits.ltv_rise_delay = list.span();
    limits.lt_rise_delay = list.span();
    limits.lt_cut_delay = list.span();
    limits.ltv_rise_after_cut = list.span();
    limits.lt_rise_after_cut = list.span();
    limits.ramp_min = list.span();
    limits.ramp_per_100_bps = list.span();
    limits.ltv_veto = list.span();
    limits.lt_veto = list.span();
    return limits;
}

constexpr std::string_view kMarketState =
    "((uint16,uint16,uint16,uint16,uint40,uint32,uint40,uint8,uint8),"
    "(uint40,uint40,uint40,uint40,uint16,uint16,uint16,uint16,uint16),"
    "(uint16,uint16,uint16,uint16,uint16,uint8,uint32,uint40,uint64))";
constexpr std::string_view kLimits =
    "(uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,"
    "uint16,uint32,uint24,uint24,uint24,uint24,uint24,uint24,uint24,uint24,uint24)";

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
    const auto calldata = chain::encode_call(signature, arguments);
    BALLAST_CHECK(calldata.has_value());
    auto outcome = rpc_.eth_call(address_, *calldata, block);
    if (!outcome) return fail(outcome.error());
    const std::string place = "oracle " + chain::checksum_text(address_) + ", " +
                              std::string(signature.substr(0, signature.find('(')));
    if (outcome->reverted)
        return fail(Errc::mismatch, place + ": reverted with " + to_hex(outcome->output) +
                                        "; is this address a Ballast oracle with this market?");
    auto decoded = chain::abi_decode(type_of("(" + std::string(returns) + ")"), outcome->output);
    if (!decoded) return fail_in(place, decoded.error());
    return decoded;
}

Result<engine::PublishedMarket> OracleContract::read_market(const MarketName& name,
                                                            const rpc::BlockTag& block) {
    const std::vector<AbiValue> id = {AbiValue::bytes(name.market_id.view())};
    const auto state = view("marketState(bytes32)", kMarketState, id, block);
    if (!state) return fail(state.error());
    const auto limits = view("limits(bytes32)", kLimits, id, block);
    if (!limits) return fail(limits.error());
    engine::PublishedMarket market = read_state(state->as_list()->front());
    market.asset = name.asset;
    market.limits = read_limits(limits->as_list()->front());
    return market;
}

Result<OracleState> OracleContract::read(const rpc::BlockTag& block) {
    OracleState state;
    const auto head = view("head()", "uint64,bytes32,uint40,bytes32", {}, block);
    if (!head) return fail(head.error());
    AbiReader heads(*head);
    state.head.seq = heads.integer<std::uint64_t>();
    state.head.last_report = heads.hash();
    state.head.observed_at = heads.time();
    state.head.config_digest = heads.hash();

    const auto status = view("status()", "uint8,uint8,bool,bool,uint32", {}, block);
    if (!status) return fail(status.error());
    AbiReader switches(*status);
    switches.value();  // threshold
    switches.value();  // signers
    state.current.loosening_paused = switches.boolean();
    state.current.frozen = switches.boolean();

    for (const MarketName& name : markets_) {
        auto market = read_market(name, block);
        if (!market) return fail(market.error());
        state.current.markets.push_back(std::move(*market));
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

Result<std::vector<EntryOutcome>> entry_outcomes(const rpc::Receipt& receipt,
                                                 const chain::Address& oracle) {
    static const Hash32 kUpdated = topic(
        "ParamsUpdated(bytes32,uint64,uint16,uint16,uint16,uint16,uint16,uint40,uint32,uint8,"
        "uint64)");
    static const Hash32 kQueued =
        topic("PendingQueued(bytes32,uint64,uint16,uint16,uint16,uint40)");
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
