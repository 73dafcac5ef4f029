// SPDX-License-Identifier: MIT
#include "oracle/calls.hpp"

#include "base/check.hpp"
#include "chain/abi.hpp"
#include "oracle/read_records.hpp"

namespace ballast::oracle {
namespace {

using chain::AbiValue;
using engine::Bps;

AbiValue number(std::int64_t value) {
    BALLAST_CHECK(value >= 0);
    return AbiValue::uint(U256(static_cast<std::uint64_t>(value)));
}
AbiValue number(Bps value) {
    return number(value.count());
}
AbiValue number(Seconds value) {
    return number(value.count);
}
AbiValue word(const Hash32& value) {
    return AbiValue::bytes(value.view());
}

Bytes encoded(std::string_view signature, const std::vector<AbiValue>& arguments) {
    auto calldata = chain::encode_call(signature, arguments);
    BALLAST_CHECK(calldata.has_value());
    return std::move(*calldata);
}

/// Limits of RiskTypes.sol, in its order.
AbiValue limits_value(const MarketRecord& record) {
    const engine::OracleLimits& l = record.market.limits;
    const OwnLimits& own = record.own_limits;
    return AbiValue::list({number(l.ltv_min),
                           number(l.ltv_max),
                           number(l.lt_min),
                           number(l.lt_max),
                           number(own.bonus_min),
                           number(own.bonus_max),
                           number(l.gap_min),
                           number(l.ltv_rise_step),
                           number(l.lt_rise_step),
                           number(l.ltv_rise_day),
                           number(l.ltv_rise_week),
                           number(l.lt_rise_day),
                           number(l.lt_rise_week),
                           number(l.lt_cut_week),
                           number(l.max_age),
                           number(l.ltv_rise_delay),
                           number(l.lt_rise_delay),
                           number(l.lt_cut_delay),
                           number(l.ltv_rise_after_cut),
                           number(l.lt_rise_after_cut),
                           number(l.ramp_min),
                           number(l.ramp_per_100_bps),
                           number(l.ltv_veto),
                           number(l.lt_veto),
                           number(own.baseline_ltv),
                           number(own.stale_decay_per_hour),
                           AbiValue::boolean(own.shadow),
                           AbiValue::uint(U256(own.supply_cap_min)),
                           AbiValue::uint(U256(own.supply_cap_max)),
                           number(own.supply_cap_rise_day)});
}

std::string with_limits(std::string_view name, std::string_view rest) {
    return std::string(name) + "(bytes32," + std::string(kLimitsType) + std::string(rest) + ")";
}

}  // namespace

Bytes encode_plain_call(std::string_view signature) {
    return encoded(signature, {});
}

Bytes encode_market_call(std::string_view signature, const Hash32& market_id) {
    return encoded(signature, {word(market_id)});
}

Bytes encode_execute_pending(const Hash32& market_id) {
    return encode_market_call("executePending(bytes32)", market_id);
}

std::string add_market_signature() {
    return with_limits("addMarket", ",uint16,uint16,uint16,uint64");
}

Bytes encode_add_market(const Hash32& market_id, const MarketRecord& record) {
    return encoded(
        add_market_signature(),
        {word(market_id), limits_value(record), number(record.market.ltv), number(record.market.lt),
         number(record.market.bonus), AbiValue::uint(U256(record.supply_cap.tokens))});
}

Bytes encode_set_limits(const Hash32& market_id, const MarketRecord& record) {
    return encoded(with_limits("setLimits", ""), {word(market_id), limits_value(record)});
}

Bytes encode_tighten_limits(const Hash32& market_id, const LooseningLimits& l) {
    return encoded(
        "tightenLimits(bytes32,(uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint64,uint16))",
        {word(market_id),
         AbiValue::list({number(l.ltv_max), number(l.ltv_rise_step), number(l.lt_rise_step),
                         number(l.ltv_rise_day), number(l.ltv_rise_week), number(l.lt_rise_day),
                         number(l.lt_rise_week), AbiValue::uint(U256(l.supply_cap_max)),
                         number(l.supply_cap_rise_day)})});
}

Bytes encode_set_signers(const std::vector<chain::Address>& signers, std::uint8_t threshold) {
    std::vector<AbiValue> list;
    for (const chain::Address& signer : signers)
        list.push_back(AbiValue::address(signer));
    return encoded("setSigners(address[],uint8)",
                   {AbiValue::list(std::move(list)), number(threshold)});
}

Bytes encode_drop_signer(std::uint64_t index) {
    return encoded("dropSigner(uint256)", {AbiValue::uint(U256(index))});
}

Bytes encode_set_guardian(const chain::Address& to) {
    return encoded("setGuardian(address)", {AbiValue::address(to)});
}

Bytes encode_transfer_ownership(const chain::Address& to) {
    return encoded("transferOwnership(address)", {AbiValue::address(to)});
}

Bytes encode_approve_policy(const Hash32& hash, bool approved) {
    return encoded("approvePolicy(bytes32,bool)", {word(hash), AbiValue::boolean(approved)});
}

Bytes encode_approve_code(const Hash32& hash, bool approved) {
    return encoded("approveCode(bytes32,bool)", {word(hash), AbiValue::boolean(approved)});
}

}  // namespace ballast::oracle
