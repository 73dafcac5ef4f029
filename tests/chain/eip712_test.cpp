// SPDX-License-Identifier: MIT
#include "chain/eip712.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "chain/signer.hpp"

namespace ballast::chain {
namespace {

// The example of EIP-712.
const Eip712Types kMailTypes{
    {"Person", {{"string", "name"}, {"address", "wallet"}}},
    {"Mail", {{"Person", "from"}, {"Person", "to"}, {"string", "contents"}}}};

AbiValue person(std::string_view name, std::string_view wallet) {
    return AbiValue::list({AbiValue::string(name), AbiValue::address(*parse_address(wallet))});
}

AbiValue mail() {
    return AbiValue::list({person("Cow", "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"),
                           person("Bob", "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"),
                           AbiValue::string("Hello, Bob!")});
}

Eip712Domain mail_domain() {
    Eip712Domain domain;
    domain.name = "Ether Mail";
    domain.version = "1";
    domain.chain_id = U256(1);
    domain.verifying_contract = *parse_address("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC");
    return domain;
}

TEST(Eip712, KeepsEveryFigureOfTheMailExample) {
    EXPECT_EQ(*encode_type(kMailTypes, "Mail"),
              "Mail(Person from,Person to,string contents)Person(string name,address wallet)");
    EXPECT_EQ(to_hex(keccak256(as_bytes(*encode_type(kMailTypes, "Mail")))),
              "0xa0cedeb2dc280ba39b857546d74f5549c3a1d7bdc2dd96bf881f76108e23dac2");
    const Hash32 separator = domain_separator(mail_domain());
    EXPECT_EQ(to_hex(separator),
              "0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f");
    const auto hash = hash_struct(kMailTypes, "Mail", mail());
    EXPECT_EQ(to_hex(*hash), "0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e");
    const Hash32 digest = signing_digest(separator, *hash);
    EXPECT_EQ(to_hex(digest), "0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");

    const auto key = SecretKey::from_bytes(keccak256(as_bytes("cow")).view());
    const Signature signature = key->sign(digest);
    EXPECT_EQ(to_hex(signature.r),
              "0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d");
    EXPECT_EQ(to_hex(signature.s),
              "0x07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562");
    EXPECT_EQ(signature.y_parity, 1);
    EXPECT_EQ(checksum_text(key->address()), "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826");
}

TEST(Eip712, SortsTheTypesThatAreUsed) {
    const Eip712Types types{{"A", {{"Z[]", "z"}, {"B[2]", "b"}}},
                            {"Z", {{"uint8", "x"}}},
                            {"B", {{"Z", "z"}}},
                            {"Unused", {{"bool", "x"}}}};
    EXPECT_EQ(*encode_type(types, "A"), "A(Z[] z,B[2] b)B(Z z)Z(uint8 x)");
}

TEST(Eip712, AStructMayHoldAnArrayOfItself) {
    const Eip712Types types{{"Node", {{"uint8", "x"}, {"Node[]", "children"}}}};
    const AbiValue leaf = AbiValue::list({AbiValue::uint(U256(1)), AbiValue::list({})});
    const AbiValue root = AbiValue::list({AbiValue::uint(U256(2)), AbiValue::list({leaf, leaf})});
    EXPECT_TRUE(hash_struct(types, "Node", root));
}

TEST(Eip712, RefusesUnknownTypesAndValuesThatDoNotFit) {
    EXPECT_FALSE(encode_type(kMailTypes, "Letter"));
    EXPECT_FALSE(encode_type({{"A", {{"Missing", "x"}}}}, "A"));
    EXPECT_FALSE(encode_type({{"A", {{"uint7[]", "x"}}}}, "A"));
    const auto refuses = [](const char* type, AbiValue value) {
        return !hash_struct({{"A", {{type, "x"}}}}, "A", AbiValue::list({std::move(value)}));
    };
    EXPECT_TRUE(refuses("uint8", AbiValue::uint(U256(256))));
    EXPECT_TRUE(refuses("string", AbiValue::uint(U256(1))));
    EXPECT_TRUE(refuses("uint8[2]", AbiValue::list({AbiValue::uint(U256(1))})));
    EXPECT_TRUE(refuses("uint8[]", AbiValue::uint(U256(1))));
    EXPECT_TRUE(refuses("uint8]", AbiValue::list({})));
    EXPECT_FALSE(hash_struct(kMailTypes, "Mail", AbiValue::list({})));
}

}  // namespace
}  // namespace ballast::chain
