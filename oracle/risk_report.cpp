// SPDX-License-Identifier: MIT
#include "oracle/risk_report.hpp"

#include <algorithm>
#include <string>

#include "base/check.hpp"
#include "chain/abi.hpp"
#include "chain/eip712.hpp"
#include "oracle/abi_reader.hpp"
#include "oracle/report_words.hpp"

namespace ballast::oracle {
namespace {

using chain::AbiValue;

constexpr std::string_view kReportType =
    "(bytes32,uint64,uint40,uint40,bytes32,bytes32,bytes32,bytes32,"
    "(bytes32,uint16,uint16,uint16,uint64,uint16,uint16,uint32,uint64,uint8)[])";

AbiValue word(std::uint64_t value) {
    return AbiValue::uint(U256(value));
}
AbiValue word(const Hash32& hash) {
    return AbiValue::bytes(hash.view());
}
AbiValue word(UnixSeconds at) {
    BALLAST_CHECK(at.count >= 0);
    return word(static_cast<std::uint64_t>(at.count));
}

AbiValue to_abi(const ParamUpdate& u) {
    return AbiValue::list({word(u.market_id), word(u.ltv), word(u.lt), word(u.bonus),
                           word(u.supply_cap), word(u.expected_ltv), word(u.expected_lt),
                           word(u.ramp_seconds), word(u.induced_usd), word(u.regime)});
}

AbiValue to_abi(const RiskReport& r) {
    std::vector<AbiValue> updates;
    for (const ParamUpdate& update : r.updates)
        updates.push_back(to_abi(update));
    return AbiValue::list({word(r.config_digest), word(r.seq), word(r.observed_at),
                           word(r.valid_until), word(r.inputs_root), word(r.policy_hash),
                           word(r.code_hash), word(r.previous_report),
                           AbiValue::list(std::move(updates))});
}

ParamUpdate read_update(const AbiValue& value) {
    AbiReader list(value);
    ParamUpdate u;
    u.market_id = list.hash();
    u.ltv = list.integer<std::uint16_t>();
    u.lt = list.integer<std::uint16_t>();
    u.bonus = list.integer<std::uint16_t>();
    u.supply_cap = list.integer<std::uint64_t>();
    u.expected_ltv = list.integer<std::uint16_t>();
    u.expected_lt = list.integer<std::uint16_t>();
    u.ramp_seconds = list.integer<std::uint32_t>();
    u.induced_usd = list.integer<std::uint64_t>();
    u.regime = list.integer<std::uint8_t>();
    return u;
}

RiskReport read_report(const AbiValue& value) {
    AbiReader list(value);
    RiskReport r;
    r.config_digest = list.hash();
    r.seq = list.integer<std::uint64_t>();
    r.observed_at = list.time();
    r.valid_until = list.time();
    r.inputs_root = list.hash();
    r.policy_hash = list.hash();
    r.code_hash = list.hash();
    r.previous_report = list.hash();
    for (const AbiValue& update : *list.value().as_list())
        r.updates.push_back(read_update(update));
    return r;
}

std::string submit_signature() {
    return "submit(" + std::string(kReportType) + ",bytes)";
}

/// The values fit their types by construction, so an encoding fault is ours.
Bytes encoded(const std::string& signature, const std::vector<AbiValue>& arguments) {
    auto calldata = chain::encode_call(signature, arguments);
    BALLAST_CHECK(calldata.has_value());
    return std::move(*calldata);
}

}  // namespace

Hash32 report_digest(const RiskReport& report, std::uint64_t chain_id,
                     const chain::Address& oracle) {
    return chain::signing_digest(report_domain(chain_id, oracle), report_hash(report));
}

Bytes attest(const Hash32& digest, const std::vector<IndexedKey>& keys) {
    std::uint32_t mask = 0;
    Bytes signatures;
    for (const IndexedKey& signer : keys) {
        // Ascending: no bit at or above this one is set yet.
        BALLAST_CHECK(signer.index < 32 && (mask >> signer.index) == 0);
        mask |= std::uint32_t{1} << signer.index;
        append(signatures, chain::to_compact(signer.key->sign(digest)).view());
    }
    Bytes attestation;
    for (int shift = 24; shift >= 0; shift -= 8)
        attestation.push_back(static_cast<std::uint8_t>(mask >> static_cast<unsigned>(shift)));
    append(attestation, signatures);
    return attestation;
}

Result<std::vector<IndexedSigner>> recover_signers(const Hash32& digest, ByteView attestation) {
    constexpr std::size_t kSignature = chain::CompactSignature::kSize;
    if (attestation.size() < 4 || (attestation.size() - 4) % kSignature != 0)
        return fail(Errc::bad_data, "an attestation is 4 + 64 k bytes, this one has " +
                                        std::to_string(attestation.size()));
    std::uint32_t mask = 0;
    for (std::size_t i = 0; i < 4; ++i)
        mask = (mask << 8U) | attestation[i];
    std::vector<IndexedSigner> signers;
    ByteView rest = attestation.subspan(4);
    for (std::uint32_t index = 0; index < 32; ++index) {
        if (((mask >> index) & 1U) == 0) continue;
        if (rest.empty()) return fail(Errc::bad_data, "the attestation lacks a signature");
        const auto signature = chain::from_compact(rest.first(kSignature));
        if (!signature) return fail(signature.error());
        const auto address = chain::recover(digest, *signature);
        if (!address) return fail(address.error());
        signers.push_back({index, *address});
        rest = rest.subspan(kSignature);
    }
    if (!rest.empty()) return fail(Errc::bad_data, "the attestation has a signature too many");
    return signers;
}

Bytes encode_submit(const RiskReport& report, ByteView attestation) {
    static const chain::Selector kSelector = chain::function_selector(submit_signature());
    Bytes calldata(kSelector.bytes.begin(), kSelector.bytes.end());
    append(calldata, submit_arguments(report, attestation));
    return calldata;
}

Bytes encode_preview(const RiskReport& report) {
    return encoded("preview(" + std::string(kReportType) + ")", {to_abi(report)});
}

Result<Submission> decode_submit(ByteView calldata) {
    const chain::Selector selector = chain::function_selector(submit_signature());
    if (calldata.size() < 4 ||
        !std::equal(selector.bytes.begin(), selector.bytes.end(), calldata.begin()))
        return fail(Errc::bad_data, "calldata is not a call of submit");
    const auto type = chain::parse_abi_type("(" + std::string(kReportType) + ",bytes)");
    BALLAST_CHECK(type.has_value());
    const auto decoded = chain::abi_decode(*type, calldata.subspan(4));
    if (!decoded) return fail(decoded.error());
    AbiReader arguments(*decoded);
    Submission submission{.report = read_report(arguments.value()), .attestation = {}};
    submission.attestation = *arguments.value().as_bytes();
    return submission;
}

}  // namespace ballast::oracle
