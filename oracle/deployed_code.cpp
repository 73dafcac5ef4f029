// SPDX-License-Identifier: MIT
#include "oracle/deployed_code.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "base/check.hpp"
#include "base/u256.hpp"
#include "oracle/creation_bytecode.hpp"
#include "oracle/report_words.hpp"

namespace ballast::oracle {
namespace {

void put(Bytes& code, std::span<const std::size_t> sites, const Hash32& word) {
    for (const std::size_t at : sites) {
        BALLAST_CHECK(at + Hash32::kSize <= code.size());
        std::copy(word.bytes.begin(), word.bytes.end(),
                  code.begin() + static_cast<std::ptrdiff_t>(at));
    }
}

}  // namespace

Bytes deployed_code(const Immutables& immutables) {
    auto code = from_hex(kDeployedBytecode);
    BALLAST_CHECK(code.has_value());
    put(*code, kChainIdSites, U256(immutables.chain_id).to_big_endian());
    put(*code, kDomainSites, report_domain(immutables.chain_id, immutables.oracle));
    put(*code, kHoldsRampSites, U256(immutables.holds_ramp ? 1U : 0U).to_big_endian());
    return std::move(*code);
}

Status check_code(ByteView code, const Immutables& immutables) {
    const Bytes wanted = deployed_code(immutables);
    if (code.empty()) return fail(Errc::mismatch, "there is no contract at this address");
    if (code.size() != wanted.size())
        return fail(Errc::mismatch, "the code has " + std::to_string(code.size()) +
                                        " bytes, the artifact's " + std::to_string(wanted.size()));
    const auto differs = std::mismatch(code.begin(), code.end(), wanted.begin()).first;
    if (differs == code.end()) return {};
    return fail(Errc::mismatch, "the code differs from the artifact's at byte " +
                                    std::to_string(differs - code.begin()));
}

}  // namespace ballast::oracle
