// SPDX-License-Identifier: MIT
// Digest, attestation and calldata beside ethers', byte for byte, on random reports.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/u256.hpp"
#include "oracle/risk_report.hpp"

namespace ballast::oracle {
namespace {

std::string text_at(const Json& object, const char* key) {
    const auto text = string_member(object, key);
    EXPECT_TRUE(text) << key;
    return text.value_or("");
}

template <class Integer = std::uint64_t>
Integer number_at(const Json& object, const char* key) {
    return static_cast<Integer>(*U256::from_text(text_at(object, key))->to_u64());
}

Hash32 hash_at(const Json& object, const char* key) {
    return *hash_from_hex(text_at(object, key));
}

ParamUpdate update_of(const Json& json) {
    return {.market_id = hash_at(json, "marketId"),
            .ltv = number_at<std::uint16_t>(json, "ltv"),
            .lt = number_at<std::uint16_t>(json, "lt"),
            .bonus = number_at<std::uint16_t>(json, "lb"),
            .supply_cap = number_at(json, "supplyCap"),
            .expected_ltv = number_at<std::uint16_t>(json, "expectLtv"),
            .expected_lt = number_at<std::uint16_t>(json, "expectLt"),
            .ramp_seconds = number_at<std::uint32_t>(json, "rampSeconds"),
            .induced_usd = number_at(json, "maxNewLiqUsd"),
            .regime = number_at<std::uint8_t>(json, "regime")};
}

RiskReport report_of(const Json& json) {
    RiskReport report{.config_digest = hash_at(json, "configDigest"),
                      .seq = number_at(json, "seq"),
                      .observed_at = {number_at<std::int64_t>(json, "observedAt")},
                      .valid_until = {number_at<std::int64_t>(json, "validUntil")},
                      .inputs_root = hash_at(json, "inputsRoot"),
                      .policy_hash = hash_at(json, "policyHash"),
                      .code_hash = hash_at(json, "codeHash"),
                      .previous_report = hash_at(json, "prevReport"),
                      .updates = {}};
    for (const Json& update : *json.find("updates")->as_array())
        report.updates.push_back(update_of(update));
    return report;
}

std::vector<std::string> texts_at(const Json& line, const char* key) {
    std::vector<std::string> texts;
    for (const Json& item : *line.find(key)->as_array())
        texts.push_back(*item.as_string());
    return texts;
}

/// Cut short, with another selector, with dirty bits: none of them is the call.
void check_refusals(const Bytes& calldata) {
    const ByteView all(calldata);
    for (const std::size_t size : {std::size_t{0}, std::size_t{3}, std::size_t{4},
                                   calldata.size() / 2, calldata.size() - 32})
        EXPECT_EQ(decode_submit(all.first(size)).error().code, Errc::bad_data) << size;
    for (std::size_t i = 0; i < 4; ++i) {
        Bytes foreign = calldata;
        foreign[i] ^= 1U;
        EXPECT_EQ(decode_submit(foreign).error().code, Errc::bad_data);
    }
    Bytes dirty = calldata;
    // The high bytes of `seq`, the second word of the report, which begins after two offsets.
    dirty[4 + 64 + 32] = 1;
    EXPECT_EQ(decode_submit(dirty).error().code, Errc::bad_data);
}

void check_recovery(const Json& line, const Hash32& digest, const Bytes& attestation) {
    const auto indexes = texts_at(line, "indexes");
    const auto addresses = texts_at(line, "addresses");
    const auto signers = recover_signers(digest, attestation);
    ASSERT_TRUE(signers) << signers.error().what;
    ASSERT_EQ(signers->size(), indexes.size());
    for (std::size_t i = 0; i < indexes.size(); ++i) {
        const std::uint32_t index = (*signers)[i].index;
        EXPECT_EQ(std::to_string(index), indexes[i]);
        EXPECT_EQ(to_hex((*signers)[i].address), addresses[index]);
    }
}

void check_line(const Json& line) {
    const RiskReport report = report_of(*line.find("report"));
    const Json& domain = *line.find("domain");
    const Hash32 digest =
        report_digest(report, number_at(domain, "chainId"),
                      *chain::parse_address(text_at(domain, "verifyingContract")));
    EXPECT_EQ(to_hex(digest), text_at(line, "digest"));

    std::vector<chain::SecretKey> keys;
    for (const std::string& key : texts_at(line, "keys"))
        keys.push_back(*chain::SecretKey::from_bytes(*from_hex(key)));
    std::vector<IndexedKey> signing;
    for (const std::string& index : texts_at(line, "indexes")) {
        const auto place = static_cast<std::uint32_t>(*parse_integer(index));
        signing.push_back({place, &keys[place]});
    }
    const Bytes attestation = attest(digest, signing);
    EXPECT_EQ(to_hex(attestation), text_at(line, "attestation"));
    const Bytes calldata = encode_submit(report, attestation);
    EXPECT_EQ(to_hex(calldata), text_at(line, "calldata"));

    const auto submission = decode_submit(calldata);
    ASSERT_TRUE(submission) << submission.error().what;
    EXPECT_TRUE(submission->report == report);
    EXPECT_EQ(submission->attestation, attestation);
    check_refusals(calldata);
    check_recovery(line, digest, attestation);
}

std::string setting(const char* name, std::string otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::string(text);
}

TEST(RiskReport, AgreesWithEthersByteForByte) {
    const std::string seed = setting("BALLAST_SEED", std::to_string(std::random_device{}()));
    const std::string cases = setting("BALLAST_CASES", "300");
    ASSERT_TRUE(parse_integer(seed) && parse_integer(cases)) << "both are numbers";
    const std::string repeat = "BALLAST_SEED=" + seed + " BALLAST_CASES=" + cases +
                               " ctest --preset dev -R '^ballast_oracle_tests$'";
    std::printf("seed=%s, to repeat: %s\n", seed.c_str(), repeat.c_str());
    const std::string command = "node tests/oracle/ethers_reports.cjs " + seed + " " + cases;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    ASSERT_NE(pipe, nullptr);
    char* text = nullptr;
    std::size_t room = 0;
    std::int64_t lines = 0;
    for (ssize_t size = 0; (size = ::getline(&text, &room, pipe)) > 0;) {
        if (HasFailure()) continue;
        SCOPED_TRACE(repeat);
        const auto line = parse_json(std::string_view(text, static_cast<std::size_t>(size)));
        EXPECT_TRUE(line.has_value());
        if (line) check_line(*line);
        ++lines;
    }
    std::free(text);
    EXPECT_EQ(::pclose(pipe), 0) << "node with ethers (npm ci at the root) is needed";
    EXPECT_EQ(lines, *parse_integer(cases));
    if (!HasFailure()) std::printf("reports=%s differences=0\n", cases.c_str());
}

class Attestation : public ::testing::Test {
  protected:
    static chain::SecretKey key(int number) {
        return *chain::SecretKey::from_bytes(
            keccak256(as_bytes("key " + std::to_string(number))).view());
    }
    Hash32 digest_ = keccak256(as_bytes("a digest"));
    chain::SecretKey a_ = key(1);
    chain::SecretKey b_ = key(2);
    Bytes good_ = attest(digest_, {{0, &a_}, {31, &b_}});
};

TEST_F(Attestation, IsAMaskAndItsSignatures) {
    ASSERT_EQ(good_.size(), 4U + 2 * 64);
    EXPECT_EQ(to_hex(ByteView(good_).first(4)), "0x80000001");
    const auto signers = recover_signers(digest_, good_);
    ASSERT_TRUE(signers.has_value());
    EXPECT_EQ((*signers)[0].address, a_.address());
    EXPECT_EQ((*signers)[1].index, 31U);
    EXPECT_EQ((*signers)[1].address, b_.address());
    EXPECT_TRUE(recover_signers(digest_, Bytes(4))->empty());
}

TEST_F(Attestation, WrongLengthsAreRefused) {
    for (std::size_t size = 0; size < good_.size(); ++size) {
        // Nothing signed is a whole attestation; 4 + 64 lacks the second signature.
        EXPECT_EQ(recover_signers(digest_, ByteView(good_).first(size)).error().code,
                  Errc::bad_data)
            << size;
    }
    for (std::size_t more = 1; more <= 64; ++more) {
        Bytes longer = good_;
        longer.resize(good_.size() + more);
        EXPECT_FALSE(recover_signers(digest_, longer).has_value()) << more;
    }
}

TEST_F(Attestation, MissingAndExtraSignaturesAreRefused) {
    Bytes extra = good_;
    append(extra, ByteView(good_).last(64));
    EXPECT_EQ(recover_signers(digest_, extra).error().code, Errc::bad_data);
    Bytes bit_missing = good_;
    bit_missing[0] = 0;
    EXPECT_EQ(recover_signers(digest_, bit_missing).error().code, Errc::bad_data);
    Bytes bit_extra = good_;
    bit_extra[3] = 3;
    EXPECT_EQ(recover_signers(digest_, bit_extra).error().code, Errc::bad_data);
}

TEST_F(Attestation, ForeignDigestGivesOtherSigners) {
    const auto signers = recover_signers(keccak256(as_bytes("another")), good_);
    EXPECT_TRUE(!signers || (*signers)[0].address != a_.address());
}

TEST_F(Attestation, HighSAndZeroAreRefused) {
    Bytes zero = good_;
    std::fill(zero.begin() + 4, zero.begin() + 68, std::uint8_t{0});
    EXPECT_FALSE(recover_signers(digest_, zero).has_value());
    Bytes high = good_;
    // 2^255 - 1, which is above half the order, with the parity bit clear.
    std::fill(high.begin() + 36, high.begin() + 68, std::uint8_t{0xff});
    high[36] = 0x7f;
    EXPECT_FALSE(recover_signers(digest_, high).has_value());
}

}  // namespace
}  // namespace ballast::oracle
