// SPDX-License-Identifier: MIT
// Calldata that somebody wrote to be misread: each table is one suspicion.
#include <gtest/gtest.h>

#include "chain/abi.hpp"
#include "chain/calldata.hpp"

namespace ballast::chain {
namespace {

/// A word in hex from its last digits.
std::string w(const std::string& digits) {
    return std::string(64 - digits.size(), '0') + digits;
}
std::string f(std::size_t digits) {
    return std::string(digits, 'f');
}

struct Case {
    const char* type;
    std::string hex;
    bool taken;
};

void check(const std::vector<Case>& cases) {
    for (const Case& one : cases) {
        const Bytes data = *from_hex(one.hex);
        const auto decoded = abi_decode(*parse_abi_type(one.type), data);
        EXPECT_EQ(decoded.has_value(), one.taken) << one.type << " " << one.hex;
        if (!decoded) {
            EXPECT_EQ(decoded.error().code, Errc::bad_data);
        }
    }
}

TEST(HostileAbi, WordsAtTheirBounds) {
    check({{"(bool)", w("0"), true},
           {"(bool)", w("1"), true},
           {"(bool)", w("2"), false},
           {"(bool)", w("101"), false},
           {"(bool)", "80" + std::string(60, '0') + "01", false},
           {"(address)", w(f(40)), true},
           {"(address)", w("1" + std::string(40, '0')), false},
           {"(uint8)", w("ff"), true},
           {"(uint8)", w("100"), false},
           {"(uint248)", w(f(62)), true},
           {"(uint248)", w("1" + std::string(62, '0')), false},
           {"(uint256)", f(64), true},
           {"(int8)", w("7f"), true},
           {"(int8)", w("80"), false},
           {"(int8)", f(62) + "80", true},
           {"(int8)", f(62) + "7f", false},
           {"(int8)", "0" + f(63), false},
           {"(int8)", f(60) + "feff", false},
           {"(int248)", "00" + f(62), false},
           {"(int248)", "ff80" + std::string(60, '0'), true},
           {"(int248)", "ff7" + f(61), false},
           {"(int256)", "8" + std::string(63, '0'), true},
           {"(bytes1)", "ff" + std::string(62, '0'), true},
           {"(bytes1)", "ff" + std::string(61, '0') + "1", false},
           {"(bytes1)", "ff01" + std::string(60, '0'), false},
           {"(bytes31)", f(62) + "00", true},
           {"(bytes31)", f(62) + "01", false},
           {"(bytes32)", f(64), true},
           {"(function)", f(48) + std::string(16, '0'), true},
           {"(function)", f(50) + std::string(14, '0'), false}});
}

TEST(HostileAbi, OffsetsAndLengthsThatOverflow) {
    check({{"(bytes)", f(64) + w("0"), false},
           {"(bytes)", w(f(16)) + w("0"), false},
           {"(bytes)", w("1" + std::string(16, '0')) + w("0"), false},  // 2^64
           {"(bytes)", w("20") + f(64), false},
           {"(bytes)", w("20") + w(f(16)), false},
           {"(bytes)", w("20") + w("ffffffffffffffe0") + w("0"), false},
           {"(bytes)", w("21") + w("0"), false},
           {"(bytes)", w("20") + w("21") + w("0"), false},
           {"(bytes)", w("20") + w("20") + w("0"), true},
           {"(uint8[])", w("20") + w("1000000000000000"), false},
           {"(uint8[])", w("20") + w("2") + w("1"), false},
           {"((bytes))", w("20") + w("40"), false},
           {"((bytes))", w("20") + w("20") + w("0"), true},
           // An inner offset counts from its own tuple, not from the beginning.
           {"((bytes))", w("20") + w("40") + w("0"), false},
           {"(string[])", w("20") + w("1") + w("20") + w("0"), true},
           {"(string[])", w("20") + w("1") + w("40") + w("0"), false}});
}

/// One value for two, which slack elsewhere must not pay for.
TEST(HostileAbi, BytesOfTwoValues) {
    const std::string slack = w("0") + w("0") + w("0") + w("0");
    const std::string tail = w("1") + "aa" + std::string(62, '0');
    check({{"(bytes,bytes)", w("40") + w("80") + tail + tail, true},
           {"(bytes,bytes)", w("80") + w("40") + tail + tail, true},
           {"(bytes,bytes)", w("40") + w("40") + tail, false},
           {"(bytes,bytes)", w("40") + w("40") + tail + slack, false},
           // The length of one is the content of the other.
           {"(bytes,bytes)", w("40") + w("60") + w("20") + w("0") + slack, false},
           // An offset that is its own length.
           {"(bytes)", w("0") + slack, false},
           {"(uint8[])", w("0") + slack, false},
           {"(uint8,bytes)", w("40") + w("0") + slack, false},
           {"(uint8[][])", w("20") + w("2") + w("40") + w("40") + w("0") + slack, false},
           {"(string[0],string[0])", w("40") + w("40") + slack, true}});  // nothing is read there
}

TEST(HostileAbi, WhatNoValueIsReadFromIsFreeButToldOf) {
    const std::string call = "0x" + to_hex(function_selector("f(bytes)")).substr(2);
    const auto shown = [&](const std::string& rest) {
        const auto text = calldata_text("f(bytes)", *from_hex(call + rest));
        return text ? *text : "refused";
    };
    const std::string plain = "f(0xaa)";
    EXPECT_EQ(shown(w("20") + w("1") + "aa" + std::string(62, '0')), plain);
    for (const std::string& rest :
         {w("20") + w("1") + "aa" + std::string(61, '0') + "1",
          w("40") + f(64) + w("1") + "aa" + std::string(62, '0'),
          w("21") + "00" + w("1") + "aa" + std::string(62, '0'), w("20") + w("1") + "aa",
          w("20") + w("1") + "aa" + std::string(62, '0') + w("0")})
        EXPECT_EQ(shown(rest), plain + " (not the canonical encoding)") << rest;
}

TEST(HostileAbi, TypesThatAreDearToRead) {
    std::string deep;
    for (int i = 0; i < 8; ++i)
        deep = "(" + (deep.empty() ? "uint8" : deep) + ")[]";
    EXPECT_TRUE(parse_abi_type(deep)) << deep;  // 16 levels
    EXPECT_FALSE(parse_abi_type(deep + "[]"));
    EXPECT_FALSE(parse_abi_type("(" + deep + ")"));
    // Each tuple under its own row of arrays: shallow brackets, a deep type.
    EXPECT_FALSE(parse_abi_type("((uint8[][][][][][])[][][][][][])[][][][][][]"));
    for (const char* type :
         {"bool[65536][0]", "bool[65536][1]", "bool[1][65536]", "bool[0][65536]"})
        EXPECT_TRUE(parse_abi_type(type)) << type;
    for (const char* type : {"bool[65536][2]", "bool[2][65536]", "bool[65537][0]"})
        EXPECT_FALSE(parse_abi_type(type)) << type;
    std::string wide = "bool";
    for (int i = 0; i < 1000; ++i)
        wide += ",bool";
    // An element of one word whose type takes a thousand steps to walk, for every element.
    EXPECT_FALSE(parse_abi_type("((" + wide + ")[0],bool)[]"));
    EXPECT_TRUE(parse_abi_type("((" + wide + ")[0],bool)[2]"));
    for (const char* type : {"()[]", "()[][]", "(())[]", "()[1][]", "uint8[0][]", "string[0][0][]"})
        EXPECT_EQ(parse_abi_type(type).has_value(), std::string_view(type) == "string[0][0][]")
            << type;
}

}  // namespace
}  // namespace ballast::chain
