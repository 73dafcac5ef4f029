// SPDX-License-Identifier: MIT
// Typed data that two signers would read as two messages: refused, or read as the standard has it.
#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "chain/abi_json.hpp"
#include "chain/eip712_json.hpp"

namespace ballast::chain {
namespace {

std::string document(const std::string& structs, const std::string& message,
                     const std::string& domain_type = "[]", const std::string& domain = "{}") {
    return R"({"types":{"EIP712Domain":)" + domain_type + "," + structs +
           R"(},"primaryType":"A","domain":)" + domain + R"(,"message":)" + message + "}";
}

std::string member(const std::string& type, const std::string& value) {
    return document(R"("A":[{"name":"x","type":")" + type + R"("}])", R"({"x":)" + value + "}");
}

/// The hash of the message, or what is wrong with the document.
std::string hash_of(const std::string& text) {
    const auto read = parse_eip712(text);
    if (!read) return "refused: " + read.error().what;
    const auto hash = hash_struct(read->types, read->primary, read->message);
    return hash ? to_hex(*hash) : "not hashed";
}

bool is_refused(const std::string& text) {
    return hash_of(text).starts_with("refused");
}

std::string hash_by_hand(const std::string& type, const std::vector<Hash32>& words) {
    const Hash32 type_hash = keccak256(as_bytes(type));
    Bytes data(type_hash.bytes.begin(), type_hash.bytes.end());
    for (const Hash32& word : words)
        append(data, word.view());
    return to_hex(keccak256(data));
}

Hash32 hash_of_words(std::size_t count) {
    Bytes data;
    for (std::size_t i = 1; i <= count; ++i)
        append(data, U256(i).to_big_endian().view());
    return keccak256(data);
}

TEST(HostileEip712, NamesTwice) {
    const std::string a = R"("A":[{"name":"x","type":"bool"}])";
    for (const std::string& text :
         {document(a + "," + a, R"({"x":true})"),
          document(R"("A":[{"name":"x","type":"bool"},{"name":"x","type":"bool"}])",
                   R"({"x":true})"),
          document(a, R"({"x":true,"x":true})"), document(a, R"({"x":true,"\u0078":true})"),
          document(R"("A":[{"name":"x","name":"x","type":"bool"}])", R"({"x":true})"),
          document(R"("EIP712Domain":[],)" + a, R"({"x":true})"),
          document(a, R"({"x":true})",
                   R"([{"name":"name","type":"string"},)"
                   R"({"name":"name","type":"string"}])",
                   R"({"name":"n"})"),
          std::string(R"({"message":{"x":true},)") + document(a, R"({"x":true})").substr(1)})
        EXPECT_TRUE(is_refused(text)) << text;
}

TEST(HostileEip712, StructsThatShadowOrImitateBuiltInTypes) {
    for (const char* name :
         {"uint",   "int",      "uint8",   "uint7",   "uint08",      "uint264",   "int1",
          "bytes",  "bytes0",   "bytes33", "bytes01", "byte",        "bool",      "address",
          "string", "function", "fixed",   "ufixed",  "fixed128x18", "ufixed8x1", "var",
          "tuple",  "",         " A",      "A ",      "A[]",         "A(bool x)", "\xc3\x85",
          "0A",     "A-B",      "A.B",     "A\\u0000"}) {
        const std::string structs =
            std::string("\"") + name + R"(":[],"A":[{"name":"x","type":"bool"}])";
        EXPECT_TRUE(is_refused(document(structs, R"({"x":true})"))) << name;
    }
    for (const char* name : {"Uint8", "uinty", "_", "$", "a", "bytesX", "int8Pair", "x",
                             "fixedRate", "uint8_t", "EIP712domain"}) {
        const std::string structs =
            std::string("\"") + name + R"(":[],"A":[{"name":"x","type":"bool"}])";
        EXPECT_FALSE(is_refused(document(structs, R"({"x":true})"))) << name;
    }
}

TEST(HostileEip712, UnusedTypesAreNotHashedButChecked) {
    const std::string a = R"("A":[{"name":"x","type":"bool"}])";
    const std::string plain = hash_of(document(a, R"({"x":true})"));
    EXPECT_EQ(plain, hash_by_hand("A(bool x)", {U256(1).to_big_endian()}));
    EXPECT_EQ(hash_of(document(a + R"(,"B":[{"name":"a","type":"A"}])", R"({"x":true})")), plain);
    EXPECT_TRUE(is_refused(document(a + R"(,"B":[{"name":"c","type":"C"}])", R"({"x":true})")));
    EXPECT_TRUE(is_refused(document(a + R"(,"B":[{"name":"u","type":"uint"}])", R"({"x":true})")));
}

TEST(HostileEip712, CyclesEndWithTheirValues) {
    const std::string cycle = R"("A":[{"name":"b","type":"B[]"}],"B":[{"name":"a","type":"A"}])";
    const Hash32 none = keccak256(Bytes{});
    EXPECT_EQ(hash_of(document(cycle, R"({"b":[]})")), hash_by_hand("A(B[] b)B(A a)", {none}));
    EXPECT_FALSE(is_refused(document(cycle, R"({"b":[{"a":{"b":[{"a":null}]}}]})")));
    EXPECT_TRUE(is_refused(document(cycle, R"({"b":[{}]})")));
    const std::string self = R"("A":[{"name":"a","type":"A"}])";
    EXPECT_EQ(hash_of(document(self, R"({"a":null})")), hash_by_hand("A(A a)", {Hash32{}}));
    EXPECT_TRUE(is_refused(document(self, "null")));
}

TEST(HostileEip712, DomainsAreOfTheStandardAndInItsOrder) {
    const std::string a = R"("A":[])";
    const std::string name = R"({"name":"name","type":"string"})";
    const std::string id = R"({"name":"chainId","type":"uint256"})";
    const std::string both = R"({"name":"n","chainId":1})";
    EXPECT_FALSE(is_refused(document(a, "{}", "[" + name + "," + id + "]", both)));
    for (const std::string& type :
         {"[" + id + "," + name + "]", "[" + name + "]", "[" + id + "]", std::string("[]"),
          "[" + name + "," + id + "," + R"({"name":"salt","type":"bytes32"})" + "]",
          "[" + name + R"(,{"name":"chainId","type":"uint64"}])",
          "[" + name + R"(,{"name":"chainid","type":"uint256"}])", std::string("null"),
          std::string("{}")})
        EXPECT_TRUE(is_refused(document(a, "{}", type, both))) << type;
    for (const char* value : {"null", "-1", "1.0", "true", R"("")", R"("0x")", "9007199254740992",
                              R"("115792089237316195423570985008687907853269984665640564039457584)"
                              R"(007913129639936")"})
        EXPECT_TRUE(is_refused(
            document(a, "{}", "[" + id + "]", std::string(R"({"chainId":)") + value + "}")))
            << value;
    std::string missing = document(a, "{}");
    missing.erase(missing.find(R"("EIP712Domain":[],)"), 18);
    EXPECT_TRUE(is_refused(missing));
    EXPECT_TRUE(is_refused(R"({"types":{"EIP712Domain":[]},"primaryType":"EIP712Domain",)"
                           R"("domain":{},"message":{}})"));
    EXPECT_TRUE(is_refused(member("EIP712Domain", "{}")));
}

TEST(HostileEip712, ArraysOfArrays) {
    const std::string three = "[[1,2],[3,4],[5,6]]";
    Bytes rows;
    for (std::uint64_t row = 0; row < 3; ++row) {
        Bytes pair;
        append(pair, U256(2 * row + 1).to_big_endian().view());
        append(pair, U256(2 * row + 2).to_big_endian().view());
        append(rows, keccak256(pair).view());
    }
    for (const char* type : {"uint8[2][3]", "uint8[][3]", "uint8[2][]", "uint8[][]"})
        EXPECT_EQ(hash_of(member(type, three)),
                  hash_by_hand(std::string("A(") + type + " x)", {keccak256(rows)}))
            << type;
    for (const char* type : {"uint8[3][2]", "uint8[2]", "uint8[6]", "uint8[2][3][]", "uint8[2][03]",
                             "uint8[2][+3]", "uint8[2][ 3]", "uint8[2][0x3]", "uint8[2] [3]",
                             "uint8[2][3] ", "uint8[2][3", "uint8[2]3]", "uint8 [2][3]"})
        EXPECT_TRUE(is_refused(member(type, three))) << type;
    EXPECT_EQ(hash_of(member("uint8[0]", "[]")), hash_by_hand("A(uint8[0] x)", {hash_of_words(0)}));
    EXPECT_TRUE(is_refused(member("uint8[0]", "[1]")));
    EXPECT_TRUE(is_refused(member("uint8[]", R"({"0":1})")));
    EXPECT_TRUE(is_refused(member("uint8[]", "null")));
}

TEST(HostileEip712, ValuesOfOtherKinds) {
    for (const auto& [type, value] : std::vector<std::pair<const char*, const char*>>{
             {"uint8", "null"},
             {"uint8", "[]"},
             {"uint8", R"("1 ")"},
             {"uint8", R"(" 1")"},
             {"uint8", R"("+1")"},
             {"uint8", R"("1e0")"},
             {"uint8", R"("0X1")"},
             {"uint8", R"("1_0")"},
             {"uint8", "1E0"},
             {"uint8", "-0.0"},
             {"int8", R"("--1")"},
             {"int8", R"("-")"},
             {"int8", R"("0xff")"},
             {"uint64", "1e400"},
             {"bool", "0"},
             {"bool", "null"},
             {"bool", R"("0x1")"},
             {"string", "null"},
             {"string", R"(["a"])"},
             {"bytes", R"("0X00")"},
             {"bytes", R"("0xg0")"},
             {"bytes", "[0]"},
             {"bytes", R"("")"},
             {"bytes1", R"("0x")"},
             {"bytes1", R"("0x0000")"},
             {"bytes32", "1"},
             {"address", R"("0x0")"},
             {"address", "0"},
             {"address", R"("CD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826")"},
             {"address", R"("0xcD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826")"}})
        EXPECT_TRUE(is_refused(member(type, value))) << type << " " << value;
}

TEST(HostileEip712, WhatIsWrittenIsWhatWasRead) {
    const std::string max =
        "115792089237316195423570985008687907853269984665640564039457584007913129639935";
    for (const auto& [type, value] : std::vector<std::pair<const char*, std::string>>{
             {"bool", "true"},
             {"bool", "false"},
             {"uint8", R"("255")"},
             {"int8", R"("-128")"},
             {"int8", R"("127")"},
             {"int256", R"("-1")"},
             {"uint256", "\"" + max + "\""},
             {"address", R"("0xcd2a3d9f938e13cd947ec05abc7fe734df8dd826")"},
             {"bytes", R"("0x")"},
             {"bytes4", R"("0x00ff00ff")"},
             {"string", R"("\u0001 \"x\"")"},
             {"bool[2]", "[true,false]"},
             {"string[][]", R"([[],["a"]])"}}) {
        const auto document = parse_eip712(member(type, value));
        ASSERT_TRUE(document) << type << ": " << document.error().what;
        const auto written = eip712_to_json(*document);
        ASSERT_TRUE(written) << type;
        EXPECT_EQ(*written->find("message")->find("x"), *parse_json(value)) << type;
    }
}

// The bounds of RFC 3629: both readers of a document must see the same characters.
TEST(HostileEip712, TextsThatAreNoUtf8) {
    const auto written = [](std::string_view text) {
        return abi_to_json({AbiKind::string, 0, {}}, AbiValue::string(text)).has_value();
    };
    for (const char* text :
         {"", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xe1\x80\x80", "\xec\xbf\xbf",
          "\xed\x80\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80",
          "\xf1\x80\x80\x80", "\xf3\xbf\xbf\xbf", "\xf4\x80\x80\x80", "\xf4\x8f\xbf\xbf",
          "a\xc2\x80z"})
        EXPECT_TRUE(written(text)) << text;
    for (const char* text : {"\x80",
                             "\xbf",
                             "\xc0\x80",
                             "\xc1\xbf",
                             "\xc2",
                             "\xc2\x7f",
                             "\xc2\xc0",
                             "\xe0\x80\x80",
                             "\xe0\x9f\xbf",
                             "\xe1\x80",
                             "\xe1\x80\x7f",
                             "\xed\xa0\x80",
                             "\xed\xbf\xbf",
                             "\xf0\x80\x80\x80",
                             "\xf0\x8f\xbf\xbf",
                             "\xf0\x90\x80",
                             "\xf4\x90\x80\x80",
                             "\xf5\x80\x80\x80",
                             "\xff",
                             "\xfe",
                             "a\xc2\x80\x80"})
        EXPECT_FALSE(written(text)) << text;
}

}  // namespace
}  // namespace ballast::chain
