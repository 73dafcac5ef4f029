// SPDX-License-Identifier: MIT
#include "oracle/report_words.hpp"

#include <array>
#include <optional>
#include <tuple>

#include "base/check.hpp"
#include "base/hash.hpp"

namespace ballast::oracle {

const chain::Eip712Types& report_types() {
    static const chain::Eip712Types kTypes = {{"RiskReport",
                                               {{"bytes32", "configDigest"},
                                                {"uint64", "seq"},
                                                {"uint40", "observedAt"},
                                                {"uint40", "validUntil"},
                                                {"bytes32", "inputsRoot"},
                                                {"bytes32", "policyHash"},
                                                {"bytes32", "codeHash"},
                                                {"bytes32", "prevReport"},
                                                {"ParamUpdate[]", "updates"}}},
                                              {"ParamUpdate",
                                               {{"bytes32", "marketId"},
                                                {"uint16", "ltv"},
                                                {"uint16", "lt"},
                                                {"uint16", "lb"},
                                                {"uint64", "supplyCap"},
                                                {"uint16", "expectLtv"},
                                                {"uint16", "expectLt"},
                                                {"uint32", "rampSeconds"},
                                                {"uint64", "maxNewLiqUsd"},
                                                {"uint8", "regime"}}}};
    return kTypes;
}

namespace {

constexpr std::size_t kWord = 32;
constexpr std::size_t kReportWords = 9;  ///< eight members and the offset of the updates
constexpr std::size_t kUpdateWords = 10;

Hash32 type_hash(std::string_view name) {
    const auto text = chain::encode_type(report_types(), name);
    BALLAST_CHECK(text.has_value());
    return keccak256(as_bytes(*text));
}

void append_word(Bytes& out, std::uint64_t value) {
    std::array<std::uint8_t, kWord> word{};
    for (std::size_t i = 0; i < 8; ++i)
        word[kWord - 1 - i] = static_cast<std::uint8_t>(value >> (8 * i));
    append(out, word);
}

/// uint40, as the contract holds times.
void append_word(Bytes& out, UnixSeconds at) {
    BALLAST_CHECK(at.count >= 0 && at.count < std::int64_t{1} << 40U);
    append_word(out, static_cast<std::uint64_t>(at.count));
}

/// The members of an update, which are all words.
void append_update(Bytes& out, const ParamUpdate& u) {
    append(out, u.market_id.view());
    for (const std::uint64_t value :
         {std::uint64_t{u.ltv}, std::uint64_t{u.lt}, std::uint64_t{u.bonus}, u.supply_cap,
          std::uint64_t{u.expected_ltv}, std::uint64_t{u.expected_lt},
          std::uint64_t{u.ramp_seconds}, u.induced_usd, std::uint64_t{u.regime}})
        append_word(out, value);
}

/// The eight members before the updates.
void append_head(Bytes& out, const RiskReport& r) {
    append(out, r.config_digest.view());
    append_word(out, r.seq);
    append_word(out, r.observed_at);
    append_word(out, r.valid_until);
    for (const Hash32* hash : {&r.inputs_root, &r.policy_hash, &r.code_hash, &r.previous_report})
        append(out, hash->view());
}

}  // namespace

Hash32 report_hash(const RiskReport& report) {
    static const Hash32 kReportType = type_hash("RiskReport");
    static const Hash32 kUpdateType = type_hash("ParamUpdate");
    Bytes hashes;
    hashes.reserve(report.updates.size() * kWord);
    Bytes words;
    words.reserve((kUpdateWords + 1) * kWord);
    for (const ParamUpdate& update : report.updates) {
        words.clear();
        append(words, kUpdateType.view());
        append_update(words, update);
        append(hashes, keccak256(words).view());
    }
    words.clear();
    append(words, kReportType.view());
    append_head(words, report);
    append(words, keccak256(hashes).view());
    return keccak256(words);
}

namespace {

Hash32 domain_separator(std::uint64_t chain_id, const chain::Address& oracle) {
    static const Bytes kConstant = [] {
        Bytes words;
        for (const std::string_view text :
             {"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
              "Ballast", "1"})
            append(words, keccak256(as_bytes(text)).view());
        return words;
    }();
    Bytes words = kConstant;
    append_word(words, chain_id);
    words.insert(words.end(), kWord - chain::Address::kSize, 0);
    append(words, oracle.view());
    return keccak256(words);
}

}  // namespace

// One keeper signs for one contract: the separator is made once, not once a tick.
Hash32 report_domain(std::uint64_t chain_id, const chain::Address& oracle) {
    thread_local std::optional<std::tuple<std::uint64_t, chain::Address, Hash32>> last;
    if (!last || std::get<0>(*last) != chain_id || std::get<1>(*last) != oracle)
        last = std::tuple(chain_id, oracle, domain_separator(chain_id, oracle));
    return std::get<2>(*last);
}

/// Offsets count from the beginning of the sequence that holds them.
Bytes submit_arguments(const RiskReport& report, ByteView attestation) {
    const std::size_t report_bytes =
        (kReportWords + 1 + kUpdateWords * report.updates.size()) * kWord;
    const std::size_t padding = (kWord - attestation.size() % kWord) % kWord;
    Bytes out;
    out.reserve(3 * kWord + report_bytes + attestation.size() + padding);
    append_word(out, 2 * kWord);
    append_word(out, 2 * kWord + report_bytes);
    append_head(out, report);
    append_word(out, kReportWords * kWord);
    append_word(out, report.updates.size());
    for (const ParamUpdate& update : report.updates)
        append_update(out, update);
    append_word(out, attestation.size());
    append(out, attestation);
    out.insert(out.end(), padding, 0);
    return out;
}

}  // namespace ballast::oracle
