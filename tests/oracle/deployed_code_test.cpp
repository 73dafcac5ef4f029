// SPDX-License-Identifier: MIT
// Which code passes for the committed artifact's.
#include "oracle/deployed_code.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

#include "base/u256.hpp"
#include "oracle/report_words.hpp"

namespace ballast::oracle {
namespace {

const Immutables kHere = {.chain_id = 0x1122334455667788, .oracle = {}, .holds_ramp = false};

using Place = Bytes::iterator;

/// Where the word stands for the first time.
Place find(Bytes& code, const Hash32& word) {
    return std::search(code.begin(), code.end(), word.bytes.begin(), word.bytes.end());
}

void expect_refused(const Bytes& code, std::size_t at) {
    const Status checked = check_code(code, kHere);
    ASSERT_FALSE(checked.has_value());
    EXPECT_EQ(checked.error().code, Errc::mismatch);
    EXPECT_NE(checked.error().what.find("at byte " + std::to_string(at)), std::string::npos)
        << checked.error().what;
}

TEST(DeployedCode, PassesWithItsOwnWordsAlone) {
    EXPECT_TRUE(check_code(deployed_code(kHere), kHere).has_value());
    Immutables other = kHere;
    other.holds_ramp = true;
    EXPECT_FALSE(check_code(deployed_code(other), kHere).has_value());
    other = kHere;
    other.oracle.bytes[0] = 1;
    EXPECT_FALSE(check_code(deployed_code(other), kHere).has_value());
    other = kHere;
    ++other.chain_id;
    EXPECT_FALSE(check_code(deployed_code(other), kHere).has_value());
}

/// A contract that takes its choice about ramps for its chain id, or the like, is another contract.
TEST(DeployedCode, RefusesTheRightWordInAnotherImmutablesPlace) {
    const Hash32 chain_id = U256(kHere.chain_id).to_big_endian();
    const Hash32 domain = report_domain(kHere.chain_id, kHere.oracle);
    for (const auto& [word, wrong] : {std::pair{chain_id, domain},
                                      {domain, chain_id},
                                      {chain_id, Hash32{}},
                                      {domain, Hash32{}}}) {
        Bytes code = deployed_code(kHere);
        const Place place = find(code, word);
        ASSERT_NE(place, code.end());
        const auto differs =
            std::mismatch(word.bytes.begin(), word.bytes.end(), wrong.bytes.begin());
        std::copy(wrong.bytes.begin(), wrong.bytes.end(), place);
        expect_refused(code, static_cast<std::size_t>(place - code.begin()) +
                                 static_cast<std::size_t>(differs.first - word.bytes.begin()));
    }
}

TEST(DeployedCode, RefusesAnyOtherByteAndLength) {
    const Bytes good = deployed_code(kHere);
    for (std::size_t at = 0; at < good.size(); at += 97) {
        Bytes code = good;
        code[at] ^= 1U;
        expect_refused(code, at);
    }
    Bytes longer = good;
    longer.push_back(0);
    EXPECT_FALSE(check_code(longer, kHere).has_value());
    EXPECT_FALSE(check_code(ByteView(good).first(good.size() - 1), kHere).has_value());
    EXPECT_FALSE(check_code({}, kHere).has_value());
}

}  // namespace
}  // namespace ballast::oracle
