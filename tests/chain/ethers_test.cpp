// SPDX-License-Identifier: MIT
// Our encoders and decoders beside ethers', byte for byte, on random cases. BALLAST_CASES sets
// their number and BALLAST_SEED repeats a run.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "chain/calldata.hpp"
#include "chain/eip712_json.hpp"
#include "chain/envelope.hpp"
#include "chain/signer.hpp"

namespace ballast::chain {
namespace {

using Fields = std::vector<std::string_view>;

Fields split(std::string_view line) {
    Fields fields;
    for (std::size_t tab = 0; tab != std::string_view::npos; line.remove_prefix(tab + 1)) {
        tab = line.find('\t');
        fields.push_back(line.substr(0, tab));
        if (tab == std::string_view::npos) break;
    }
    return fields;
}

Bytes bytes_of(std::string_view hex) {
    const auto bytes = from_hex(hex);
    EXPECT_TRUE(bytes) << hex.substr(0, 80);
    return bytes.value_or(Bytes{});
}

/// Type, bytes, the value as abi_text shows it.
void check_abi(const Fields& fields) {
    ASSERT_EQ(fields.size(), 3U);
    const auto type = parse_abi_type(fields[0]);
    ASSERT_TRUE(type) << type.error().what;
    EXPECT_EQ(to_text(*type), fields[0]);
    const Bytes theirs = bytes_of(fields[1]);
    const auto value = abi_decode(*type, theirs);
    ASSERT_TRUE(value) << value.error().what;
    EXPECT_EQ(abi_text(*type, *value).value_or("none"), fields[2]);
    EXPECT_EQ(abi_encode(*type, *value).value_or(Bytes{}), theirs);
}

std::string access_list_text(const std::vector<AccessListItem>& list) {
    std::string text;
    for (const AccessListItem& item : list) {
        if (!text.empty()) text += ';';
        text += checksum_text(item.address);
        for (const Hash32& key : item.storage_keys)
            text += "+" + to_hex(key);
    }
    return text;
}

/// Every field of a transaction in one line, as ethers_vectors.cjs writes it.
std::string shown(const AnyTransaction& any) {
    const auto line = [](int type, const auto& tx, const std::string& fees) {
        return std::to_string(type) + " " + std::to_string(tx.chain_id) + " " +
               std::to_string(tx.nonce) + " " + fees + " " + std::to_string(tx.gas_limit) + " " +
               (tx.to ? checksum_text(*tx.to) : "none") + " " + tx.value.to_decimal() + " " +
               to_hex(tx.data) + " ";
    };
    if (const auto* legacy = std::get_if<LegacyTransaction>(&any))
        return line(0, *legacy, legacy->gas_price.to_decimal());
    if (const auto* listed = std::get_if<AccessListTransaction>(&any))
        return line(1, *listed, listed->gas_price.to_decimal()) +
               access_list_text(listed->access_list);
    const Transaction& tx = std::get<Transaction>(any);
    return line(2, tx,
                tx.max_priority_fee_per_gas.to_decimal() + "/" + tx.max_fee_per_gas.to_decimal()) +
           access_list_text(tx.access_list);
}

/// Where ethers signed: its key and its sender.
void check_signature(const Envelope& envelope, std::string_view secret, std::string_view sender) {
    const auto key = SecretKey::from_bytes(bytes_of(secret));
    ASSERT_TRUE(key) << key.error().what;
    EXPECT_TRUE(key->sign(signing_hash(envelope.transaction)) == envelope.signature);
    const auto found = recover_sender(envelope, chain_id_of(envelope.transaction));
    ASSERT_TRUE(found) << found.error().what;
    EXPECT_EQ(checksum_text(*found), sender);
}

/// Fields, unsigned bytes, their hash, signed bytes, their hash, key and sender or nothing.
void check_transaction(const Fields& fields) {
    ASSERT_EQ(fields.size(), 7U);
    const Bytes open = bytes_of(fields[1]);
    const auto tx = decode_any_unsigned(open);
    ASSERT_TRUE(tx) << tx.error().what;
    EXPECT_EQ(shown(*tx), fields[0]);
    EXPECT_EQ(encode_unsigned(*tx), open);
    EXPECT_EQ(to_hex(signing_hash(*tx)), fields[2]);
    const Bytes raw = bytes_of(fields[3]);
    const auto envelope = decode_envelope(raw);
    ASSERT_TRUE(envelope) << envelope.error().what;
    EXPECT_TRUE(envelope->transaction == *tx);
    EXPECT_EQ(encode_signed(*envelope), raw);
    EXPECT_EQ(to_hex(transaction_hash(raw)), fields[4]);
    if (!fields[5].empty()) check_signature(*envelope, fields[5], fields[6]);
}

/// A document, the same as we write it, encodeType, domain separator, struct hash, digest.
void check_typed_data(const Fields& fields) {
    ASSERT_EQ(fields.size(), 6U);
    const auto document = parse_eip712(fields[0]);
    ASSERT_TRUE(document) << document.error().what;
    EXPECT_EQ(encode_type(document->types, document->primary).value_or(""), fields[2]);
    EXPECT_EQ(to_hex(domain_separator(document->domain)), fields[3]);
    const auto hash = hash_struct(document->types, document->primary, document->message);
    ASSERT_TRUE(hash) << hash.error().what;
    EXPECT_EQ(to_hex(*hash), fields[4]);
    EXPECT_EQ(to_hex(*signing_digest(*document)), fields[5]);
    const auto written = eip712_to_json(*document);
    ASSERT_TRUE(written) << written.error().what;
    EXPECT_EQ(write_json(*written), fields[1]);
}

std::string setting(const char* name, std::string otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::string(text);
}

/// Runs the generator and hands each line over; returns its exit status.
template <class Use>
int each_line(const std::string& command, const Use& use) {
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return -1;
    char* line = nullptr;
    std::size_t room = 0;
    for (ssize_t size = 0; (size = ::getline(&line, &room, pipe)) > 0;)
        use(std::string_view(line, static_cast<std::size_t>(size - 1)));
    std::free(line);
    return ::pclose(pipe);
}

void agree(const std::string& kind, void (*check)(const Fields&)) {
    const std::string seed = setting("BALLAST_SEED", std::to_string(std::random_device{}()));
    const std::string cases = setting("BALLAST_CASES", "10000");
    ASSERT_TRUE(parse_integer(seed) && parse_integer(cases)) << "both are numbers";
    const std::string repeat = "BALLAST_SEED=" + seed + " BALLAST_CASES=" + cases +
                               " ctest --preset dev -R '^ballast_ethers_tests$'";
    std::printf("%s: seed=%s, to repeat: %s\n", kind.c_str(), seed.c_str(), repeat.c_str());
    std::int64_t seen = 0;
    std::int64_t differences = 0;
    const int status =
        each_line("node tests/chain/ethers_vectors.cjs " + kind + " " + seed + " " + cases,
                  [&](std::string_view line) {
                      ++seen;
                      if (::testing::Test::HasFailure()) return;
                      SCOPED_TRACE(repeat + "\ncase " + std::to_string(seen) + ": " +
                                   std::string(line.substr(0, 2000)));
                      check(split(line));
                      if (::testing::Test::HasFailure())
                          ++differences;  // The first one ends the run.
                  });
    EXPECT_EQ(status, 0) << "node with ethers (npm ci at the root) is needed for this test";
    EXPECT_EQ(seen, *parse_integer(cases));
    std::printf("kind=%s cases=%lld differences=%lld\n", kind.c_str(), static_cast<long long>(seen),
                static_cast<long long>(differences));
}

TEST(Ethers, AgreesOnTransactions) {
    agree("transaction", check_transaction);
}

TEST(Ethers, AgreesOnAbiValues) {
    agree("abi", check_abi);
}

TEST(Ethers, AgreesOnTypedData) {
    agree("typed_data", check_typed_data);
}

}  // namespace
}  // namespace ballast::chain
