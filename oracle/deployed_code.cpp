// SPDX-License-Identifier: MIT
#include "oracle/deployed_code.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/check.hpp"
#include "base/u256.hpp"
#include "oracle/creation_bytecode.hpp"
#include "oracle/report_words.hpp"

namespace ballast::oracle {
namespace {

constexpr std::uint8_t kPush1 = 0x60;
constexpr std::uint8_t kPush32 = 0x7f;
constexpr std::size_t kWord = 32;

/// The compiler leaves an immutable as a PUSH32 of zeros, which it writes for nothing else.
bool is_immutable(ByteView code, std::size_t at) {
    if (code[at] != kPush32 || at + kWord >= code.size()) return false;
    const ByteView word = code.subspan(at + 1, kWord);
    return std::all_of(word.begin(), word.end(), [](std::uint8_t byte) { return byte == 0; });
}

/// The instruction with what it pushes.
std::size_t length_at(ByteView code, std::size_t at) {
    const std::uint8_t op = code[at];
    const std::size_t length = op >= kPush1 && op <= kPush32 ? op - kPush1 + 2U : 1U;
    return std::min(length, code.size() - at);
}

}  // namespace

Status check_code(ByteView code, const Immutables& immutables) {
    const auto artifact = from_hex(kDeployedBytecode);
    BALLAST_CHECK(artifact.has_value());
    if (code.empty()) return fail(Errc::mismatch, "there is no contract at this address");
    if (code.size() != artifact->size())
        return fail(Errc::mismatch, "the code has " + std::to_string(code.size()) +
                                        " bytes, the artifact's " +
                                        std::to_string(artifact->size()));
    const std::array<Hash32, 3> words = {U256(immutables.chain_id).to_big_endian(),
                                         report_domain(immutables.chain_id, immutables.oracle),
                                         U256(immutables.holds_ramp ? 1U : 0U).to_big_endian()};
    for (std::size_t at = 0; at < code.size();) {
        const bool open = is_immutable(*artifact, at);
        const std::size_t length = length_at(*artifact, at);
        const ByteView found = code.subspan(at, length);
        const bool same =
            open ? found[0] == kPush32 &&
                       std::any_of(words.begin(), words.end(),
                                   [&](const Hash32& word) {
                                       return std::equal(found.begin() + 1, found.end(),
                                                         word.bytes.begin());
                                   })
                 : std::equal(found.begin(), found.end(),
                              artifact->begin() + static_cast<std::ptrdiff_t>(at));
        if (!same)
            return fail(Errc::mismatch,
                        "the code differs from the artifact's at byte " + std::to_string(at));
        at += length;
    }
    return {};
}

}  // namespace ballast::oracle
