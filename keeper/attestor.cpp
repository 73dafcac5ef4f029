// SPDX-License-Identifier: MIT
#include "keeper/attestor.hpp"

#include "base/check.hpp"
#include "chain/signer.hpp"
#include "oracle/report_words.hpp"

namespace ballast::keeper {
namespace {

using chain::AbiValue;

AbiValue word(std::uint64_t value) {
    return AbiValue::uint(U256(value));
}
AbiValue word(const Hash32& hash) {
    return AbiValue::bytes(hash.view());
}
AbiValue word(UnixSeconds at) {
    return word(static_cast<std::uint64_t>(at.count));
}

AbiValue value_of(const oracle::ParamUpdate& u) {
    return AbiValue::list({word(u.market_id), word(u.ltv), word(u.lt), word(u.bonus),
                           word(u.supply_cap), word(u.expected_ltv), word(u.expected_lt),
                           word(u.ramp_seconds), word(u.induced_usd), word(u.regime)});
}

}  // namespace

chain::Eip712Document report_document(const oracle::RiskReport& r, std::uint64_t chain_id,
                                      const chain::Address& oracle) {
    std::vector<AbiValue> updates;
    for (const oracle::ParamUpdate& update : r.updates)
        updates.push_back(value_of(update));
    chain::Eip712Document document;
    document.types = oracle::report_types();
    document.primary = "RiskReport";
    document.domain.name = "Ballast";
    document.domain.version = "1";
    document.domain.chain_id = U256(chain_id);
    document.domain.verifying_contract = oracle;
    document.message = AbiValue::list(
        {word(r.config_digest), word(r.seq), word(r.observed_at), word(r.valid_until),
         word(r.inputs_root), word(r.policy_hash), word(r.code_hash), word(r.previous_report),
         AbiValue::list(std::move(updates))});
    return document;
}

Attest attest_with(std::vector<IndexedReportSigner> signers, std::uint64_t chain_id,
                   const chain::Address& oracle) {
    return [signers = std::move(signers), chain_id, oracle](const oracle::RiskReport& report,
                                                            const Hash32& digest) -> Result<Bytes> {
        const chain::Eip712Document document = report_document(report, chain_id, oracle);
        const auto same = chain::signing_digest(document);
        BALLAST_CHECK(same && *same == digest);
        std::uint32_t mask = 0;
        Bytes signatures;
        for (const IndexedReportSigner& each : signers) {
            const auto signature = each.signer->sign_typed_data(document);
            if (!signature) return fail(signature.error());
            BALLAST_CHECK(each.index < 32 && (mask >> each.index) == 0);
            mask |= std::uint32_t{1} << each.index;
            append(signatures, chain::to_compact(*signature).view());
        }
        Bytes attestation;
        for (unsigned shift = 32; shift > 0; shift -= 8)
            attestation.push_back(static_cast<std::uint8_t>(mask >> (shift - 8)));
        append(attestation, signatures);
        return attestation;
    };
}

}  // namespace ballast::keeper
