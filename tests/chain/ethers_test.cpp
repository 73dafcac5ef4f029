// SPDX-License-Identifier: MIT
// Our encoders beside ethers', byte for byte, on random cases. BALLAST_CASES sets their number and
// BALLAST_SEED repeats a run.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <string>

#include "base/json.hpp"
#include "chain/abi.hpp"
#include "chain/eip712.hpp"
#include "chain/signer.hpp"
#include "chain/transaction.hpp"

namespace ballast::chain {
namespace {

std::string text_at(const Json& object, const char* key) {
    const auto text = string_member(object, key);
    EXPECT_TRUE(text) << key;
    return text.value_or("");
}

Bytes bytes_at(const Json& object, const char* key) {
    return *from_hex(text_at(object, key));
}
U256 word_at(const Json& object, const char* key) {
    return *U256::from_text(text_at(object, key));
}

AbiValue value_of(const AbiType& type, const Json& json) {
    if (const JsonArray* items = json.as_array()) {
        std::vector<AbiValue> values;
        for (std::size_t i = 0; i < items->size(); ++i)
            values.push_back(
                value_of(type.parts[type.kind == AbiKind::tuple ? i : 0], (*items)[i]));
        return AbiValue::list(std::move(values));
    }
    if (const bool* flag = json.as_bool()) return AbiValue::boolean(*flag);
    const std::string& text = *json.as_string();
    if (type.kind == AbiKind::string) return AbiValue::string(text);
    if (type.kind == AbiKind::bytes || type.kind == AbiKind::fixed_bytes)
        return AbiValue::bytes(*from_hex(text));
    if (type.kind == AbiKind::address) return AbiValue::address(*parse_address(text));
    return AbiValue::uint(*U256::from_text(text));
}

void check_abi(const Json& line) {
    const auto type = parse_abi_type(text_at(line, "type"));
    ASSERT_TRUE(type) << type.error().what;
    EXPECT_EQ(to_text(*type), text_at(line, "type"));
    const AbiValue value = value_of(*type, *line.find("value"));
    const auto encoded = abi_encode(*type, value);
    ASSERT_TRUE(encoded) << encoded.error().what;
    EXPECT_EQ(to_hex(*encoded), text_at(line, "encoded"));
    const auto decoded = abi_decode(*type, *encoded);
    ASSERT_TRUE(decoded) << decoded.error().what;
    EXPECT_TRUE(*decoded == value);
}

Transaction transaction_of(const Json& line) {
    Transaction tx;
    tx.chain_id = *word_at(line, "chain_id").to_u64();
    tx.nonce = *word_at(line, "nonce").to_u64();
    tx.max_priority_fee_per_gas = word_at(line, "tip");
    tx.max_fee_per_gas = word_at(line, "fee");
    tx.gas_limit = *word_at(line, "gas").to_u64();
    if (const std::string to = text_at(line, "to"); !to.empty()) tx.to = *parse_address(to);
    tx.value = word_at(line, "value");
    tx.data = bytes_at(line, "data");
    for (const Json& entry : *line.find("access_list")->as_array()) {
        const JsonArray& pair = *entry.as_array();
        AccessListItem item{*parse_address(*pair[0].as_string()), {}};
        for (const Json& key : *pair[1].as_array())
            item.storage_keys.push_back(*hash_from_hex(*key.as_string()));
        tx.access_list.push_back(std::move(item));
    }
    return tx;
}

void check_transaction(const Json& line) {
    const Transaction tx = transaction_of(line);
    EXPECT_EQ(to_hex(encode_unsigned(tx)), text_at(line, "unsigned"));
    const auto key = SecretKey::from_bytes(bytes_at(line, "key"));
    ASSERT_TRUE(key) << key.error().what;
    const SignedTransaction signed_tx{tx, key->sign(signing_hash(tx))};
    const Bytes raw = encode_signed(signed_tx);
    EXPECT_EQ(to_hex(raw), text_at(line, "signed"));
    EXPECT_EQ(to_hex(transaction_hash(raw)), text_at(line, "hash"));
    const auto decoded = decode_signed(raw);
    ASSERT_TRUE(decoded) << decoded.error().what;
    EXPECT_TRUE(*decoded == signed_tx);
    EXPECT_EQ(checksum_text(*recover_sender(*decoded)), text_at(line, "from"));
    EXPECT_TRUE(*decode_unsigned(encode_unsigned(tx)) == tx);
}

/// Gives the values of a document their shape: for every struct its ABI tuple.
AbiType type_of(const Eip712Types& types, const std::string& name) {
    if (name.ends_with(']'))
        return {AbiKind::array, 0, {type_of(types, name.substr(0, name.rfind('[')))}};
    const auto found = types.find(name);
    if (found == types.end()) return *parse_abi_type(name);
    AbiType tuple;
    for (const Eip712Member& member : found->second)
        tuple.parts.push_back(type_of(types, member.type));
    return tuple;
}

Eip712Domain domain_of(const Json& json) {
    Eip712Domain domain;
    if (json.find("name") != nullptr) domain.name = text_at(json, "name");
    if (json.find("version") != nullptr) domain.version = text_at(json, "version");
    if (json.find("chainId") != nullptr) domain.chain_id = word_at(json, "chainId");
    if (json.find("verifyingContract") != nullptr)
        domain.verifying_contract = *parse_address(text_at(json, "verifyingContract"));
    if (json.find("salt") != nullptr) domain.salt = *hash_from_hex(text_at(json, "salt"));
    return domain;
}

void check_typed_data(const Json& line) {
    Eip712Types types;
    for (const auto& [name, members] : *line.find("types")->as_object())
        for (const Json& member : *members.as_array())
            types[name].push_back(
                {*(*member.as_array())[0].as_string(), *(*member.as_array())[1].as_string()});
    const std::string primary = text_at(line, "primary");
    EXPECT_EQ(encode_type(types, primary).value_or(""), text_at(line, "encoded_type"));
    const AbiValue value = value_of(type_of(types, primary), *line.find("value"));
    const auto hash = hash_struct(types, primary, value);
    ASSERT_TRUE(hash) << hash.error().what;
    EXPECT_EQ(to_hex(*hash), text_at(line, "struct_hash"));
    const Hash32 separator = domain_separator(domain_of(*line.find("domain")));
    EXPECT_EQ(to_hex(separator), text_at(line, "separator"));
    EXPECT_EQ(to_hex(signing_digest(separator, *hash)), text_at(line, "digest"));
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
        use(std::string_view(line, static_cast<std::size_t>(size)));
    std::free(line);
    return ::pclose(pipe);
}

TEST(Ethers, AgreesByteForByte) {
    const std::string seed = setting("BALLAST_SEED", std::to_string(std::random_device{}()));
    const std::string cases = setting("BALLAST_CASES", "300");
    ASSERT_TRUE(parse_integer(seed) && parse_integer(cases)) << "both are numbers";
    const std::string repeat = "BALLAST_SEED=" + seed + " BALLAST_CASES=" + cases +
                               " ctest --preset dev -R '^ballast_chain_tests$'";
    std::printf("seed=%s, to repeat: %s\n", seed.c_str(), repeat.c_str());
    const std::map<std::string, void (*)(const Json&), std::less<>> checks{
        {"abi", check_abi}, {"transaction", check_transaction}, {"typed_data", check_typed_data}};
    std::map<std::string, std::int64_t> seen;
    const int status = each_line(
        "node tests/chain/ethers_vectors.cjs " + seed + " " + cases, [&](std::string_view line) {
            if (HasFailure()) return;
            SCOPED_TRACE(repeat + "\n" + std::string(line.substr(0, 2000)));
            const auto json = parse_json(line);
            ASSERT_TRUE(json) << json.error().what;
            const std::string kind = text_at(*json, "kind");
            ++seen[kind];
            checks.at(kind)(*json);
        });
    EXPECT_EQ(status, 0) << "node with ethers (npm ci at the root) is needed for this test";
    for (const auto& [kind, check] : checks)
        EXPECT_EQ(seen[kind], *parse_integer(cases)) << kind;
    if (!HasFailure())
        std::printf("transactions=%s abi_values=%s typed_data=%s differences=0\n", cases.c_str(),
                    cases.c_str(), cases.c_str());
}

}  // namespace
}  // namespace ballast::chain
