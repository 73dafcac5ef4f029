// SPDX-License-Identifier: MIT
#include "chain/abi.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace ballast::chain {
namespace {

AbiValue number(std::uint64_t value) {
    return AbiValue::uint(U256(value));
}
AbiValue text(std::string_view value) {
    return AbiValue::string(value);
}
AbiValue list(std::vector<AbiValue> items) {
    return AbiValue::list(std::move(items));
}
AbiType type(std::string_view written) {
    return *parse_abi_type(written);
}

/// A word in hex from its last digits.
std::string w(const std::string& digits) {
    return std::string(64 - digits.size(), '0') + digits;
}
/// A word in hex from its first digits.
std::string p(const std::string& digits) {
    return digits + std::string(64 - digits.size(), '0');
}

struct Call {
    const char* signature;
    std::vector<AbiValue> arguments;
    std::string hex;
};

// The examples of the Solidity ABI specification.
const std::vector<Call>& calls() {
    static const std::vector<Call> kCalls{
        {"baz(uint32,bool)",
         {number(69), AbiValue::boolean(true)},
         "0xcdcd77c0" + w("45") + w("1")},
        {"bar(bytes3[2])",
         {list({text("abc"), text("def")})},
         "0xfce353f6" + p("616263") + p("646566")},
        {"sam(bytes,bool,uint256[])",
         {text("dave"), AbiValue::boolean(true), list({number(1), number(2), number(3)})},
         "0xa5643bf2" + w("60") + w("1") + w("a0") + w("4") + p("64617665") + w("3") + w("1") +
             w("2") + w("3")},
        {"f(uint256,uint32[],bytes10,bytes)",
         {number(0x123), list({number(0x456), number(0x789)}), text("1234567890"),
          text("Hello, world!")},
         "0x8be65246" + w("123") + w("80") + p("31323334353637383930") + w("e0") + w("2") +
             w("456") + w("789") + w("d") + p("48656c6c6f2c20776f726c6421")},
        {"g(uint256[][],string[])",
         {list({list({number(1), number(2)}), list({number(3)})}),
          list({text("one"), text("two"), text("three")})},
         "0x2289b18c" + w("40") + w("140") + w("2") + w("40") + w("a0") + w("2") + w("1") + w("2") +
             w("1") + w("3") + w("3") + w("60") + w("a0") + w("e0") + w("3") + p("6f6e65") +
             w("3") + p("74776f") + w("5") + p("7468726565")}};
    return kCalls;
}

TEST(Abi, KeepsTheExamplesOfTheSpecification) {
    for (const Call& call : calls()) {
        const auto calldata = encode_call(call.signature, call.arguments);
        ASSERT_TRUE(calldata) << calldata.error().what;
        EXPECT_EQ(to_hex(*calldata), call.hex);
        const std::string_view signature = call.signature;
        const AbiType arguments = type(signature.substr(signature.find('(')));
        const auto decoded = abi_decode(arguments, ByteView(*calldata).subspan(4));
        ASSERT_TRUE(decoded) << decoded.error().what;
        EXPECT_TRUE(*decoded == list(call.arguments));
    }
}

TEST(Abi, EncodesSignedIntegers) {
    const auto encoded =
        abi_encode(type("(int8,int256)"), list({AbiValue::sint(-1), AbiValue::sint(-2)}));
    EXPECT_EQ(to_hex(*encoded), "0x" + std::string(64, 'f') + std::string(63, 'f') + "e");
    EXPECT_TRUE(abi_encode(type("(int8)"), list({AbiValue::sint(-128)})));
    EXPECT_FALSE(abi_encode(type("(int8)"), list({AbiValue::sint(-129)})));
    EXPECT_FALSE(abi_encode(type("(int8)"), list({AbiValue::sint(128)})));
}

TEST(Abi, ReadsAndWritesTypes) {
    for (const char* written :
         {"()", "(bytes32,uint64,(uint16,uint16)[])", "uint256", "(address[2][],bytes,string,bool)",
          "((((int8))))[3]", "function[2]", "(uint8[0],(),()[2][1],string[0])"}) {
        const auto read = parse_abi_type(written);
        ASSERT_TRUE(read) << written;
        EXPECT_EQ(to_text(*read), written);
    }
}

TEST(Abi, RefusesTextThatIsNoType) {
    for (const char* written : {"",
                                "uint",
                                "uint7",
                                "uint264",
                                "uint08",
                                "uint0",
                                "int",
                                "bytes0",
                                "bytes33",
                                "bytes032",
                                "(",
                                ")",
                                "(uint8",
                                "(uint8,)",
                                "(,uint8)",
                                "uint8[",
                                "uint8]",

                                "uint8[-1]",
                                "uint8[65537]",
                                "uint8[00]",
                                "()[65536][2]",
                                "uint8[0][65536][2]",
                                "(()[65536],())",
                                "(,)",
                                "(())(",
                                "uint8[1 ]",
                                "(uint8 a)",
                                "uint8 ",
                                " uint8",

                                "bool8",
                                "function24",
                                "fixed128x18",
                                "uint8[65536][65536]",
                                "address payable",
                                "uint18446744073709551624"}) {
        EXPECT_FALSE(parse_abi_type(written)) << written;
    }
    EXPECT_FALSE(parse_abi_type(std::string(10'000, '(')));
    std::string deep = "uint8";
    for (int i = 0; i < 10'000; ++i)
        deep += "[]";
    EXPECT_FALSE(parse_abi_type(deep));
}

TEST(Abi, RefusesValuesThatDoNotFit) {
    const auto fits = [](std::string_view written, AbiValue value) {
        return abi_encode(type(written), list({std::move(value)})).has_value();
    };
    EXPECT_TRUE(fits("(uint16)", number(65535)));
    EXPECT_FALSE(fits("(uint16)", number(65536)));
    EXPECT_FALSE(fits("(bool)", number(2)));
    EXPECT_FALSE(fits("(uint16)", text("a")));
    EXPECT_FALSE(fits("(bytes)", number(1)));
    EXPECT_FALSE(fits("(bytes4)", text("abc")));
    EXPECT_FALSE(fits("(uint8[2])", list({number(1)})));
    EXPECT_FALSE(fits("((uint8))", number(1)));
    EXPECT_FALSE(abi_encode(type("(uint8,uint8)"), list({number(1)})));
}

bool decodes(std::string_view written, const std::string& hex) {
    return abi_decode(type(written), *from_hex(hex)).has_value();
}

TEST(Abi, RefusesDirtyWords) {
    EXPECT_TRUE(decodes("(uint8)", w("ff")));
    EXPECT_FALSE(decodes("(uint8)", w("100")));
    EXPECT_FALSE(decodes("(int8)", w("ff")));
    EXPECT_FALSE(decodes("(bool)", w("2")));
    EXPECT_FALSE(decodes("(address)", "01" + std::string(62, '0')));
    EXPECT_FALSE(decodes("(bytes4)", p("6162636465")));
}

TEST(Abi, NeverReadsPastTheEnd) {
    EXPECT_FALSE(decodes("(uint8)", ""));
    EXPECT_FALSE(decodes("(uint8)", std::string(62, '0')));
    EXPECT_FALSE(decodes("(bytes)", w("20")));
    EXPECT_FALSE(decodes("(bytes)", w("40") + w("0")));
    EXPECT_FALSE(decodes("(bytes)", w("20") + w("1")));
    EXPECT_FALSE(decodes("(bytes)", std::string(64, 'f') + w("0")));
    EXPECT_FALSE(decodes("(bytes)", w("20") + std::string(64, 'f')));
    // The unused word in between leaves room in the budget: only the length itself tells.
    EXPECT_FALSE(decodes("(bytes)", w("40") + w("0") + w("20")));
    EXPECT_FALSE(decodes("(uint8[])", w("20") + w("2") + w("1")));
    EXPECT_FALSE(decodes("(uint8[])", w("20") + w("7fffffffffffffff")));
    EXPECT_FALSE(decodes("((uint8,string)[])", w("20") + w("1") + w("ffffffffffffffe0") + w("0")));
}

TEST(Abi, EveryTruncationIsRefusedOrSafe) {
    for (const Call& call : calls()) {
        const Bytes calldata = *from_hex(call.hex);
        const std::string_view signature = call.signature;
        const AbiType arguments = type(signature.substr(signature.find('(')));
        const ByteView body = ByteView(calldata).subspan(4);
        for (std::size_t size = 0; size + 32 <= body.size(); ++size) {
            const Bytes cut(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(size));
            EXPECT_FALSE(abi_decode(arguments, cut)) << call.signature << " at " << size;
        }
    }
}

// Ten levels of two offsets that point at one place would be 2^10 leaves from 23 words.
TEST(Abi, RefusesDataThatIsUsedTwice) {
    std::string hex = w("20");
    std::string written = "uint8";
    for (int level = 0; level < 10; ++level) {
        hex += w("2") + w("40") + w("40");
        written += "[]";
    }
    hex += w("0");
    EXPECT_FALSE(decodes("(" + written + "[])", hex));
}

// What ethers makes of the same.
TEST(Abi, ReadsAndWritesWhatTakesNoSpace) {
    const std::vector<std::pair<const char*, AbiValue>> cases{
        {"(uint8[0])", list({list({})})},
        {"((),uint8)", list({list({}), number(1)})},
        {"(()[3])", list({list({list({}), list({}), list({})})})},
        {"(string[0])", list({list({})})},
        {"(string[0][])", list({list({list({}), list({})})})},
        {"(string,()[1000])", list({text("a"), list(std::vector<AbiValue>(1000, list({})))})}};
    const std::string hex[] = {"0x",
                               "0x" + w("1"),
                               "0x",
                               "0x" + w("20"),
                               "0x" + w("20") + w("2") + w("40") + w("40"),
                               "0x" + w("20") + w("1") + p("61")};
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const auto& [written, value] = cases[i];
        const auto encoded = abi_encode(type(written), value);
        ASSERT_TRUE(encoded) << encoded.error().what;
        EXPECT_EQ(to_hex(*encoded), hex[i]) << written;
        const auto decoded = abi_decode(type(written), *encoded);
        ASSERT_TRUE(decoded) << written << ": " << decoded.error().what;
        EXPECT_TRUE(*decoded == value) << written;
    }
}

TEST(Abi, RefusesArraysOfWhatTakesNextToNoSpace) {
    for (const char* written : {"()[]", "uint8[0][]", "(())[]", "()[3][]", "(uint8,()[16])[]",
                                "(string,()[65536])[]", "((uint8,()[40])[2],bool)[][1]"})
        EXPECT_FALSE(parse_abi_type(written)) << written;
    for (const char* written : {"(uint8,()[15])[]", "string[0][]", "(uint8,uint8[0])[]"})
        EXPECT_TRUE(parse_abi_type(written)) << written;
}

TEST(Abi, ReadsFunctionsAsTwentyFourBytes) {
    const Bytes function(24, 0xab);
    const auto encoded = abi_encode(type("(function)"), list({AbiValue::bytes(function)}));
    EXPECT_EQ(*encoded, *abi_encode(type("(bytes24)"), list({AbiValue::bytes(function)})));
    EXPECT_TRUE(*abi_decode(type("(function)"), *encoded) == list({AbiValue::bytes(function)}));
    EXPECT_FALSE(abi_encode(type("(function)"), list({AbiValue::bytes(Bytes(23, 1))})));
    EXPECT_FALSE(decodes("(function)", std::string(64, 'f')));
}

TEST(Abi, KnowsSelectors) {
    EXPECT_EQ(to_hex(function_selector("transfer(address,uint256)")), "0xa9059cbb");
    EXPECT_EQ(to_hex(function_selector("balanceOf(address)")), "0x70a08231");
}

TEST(AbiDeathTest, AWrongSignatureIsOurBug) {
    for (const char* signature :
         {"transfer(address, uint)", "transfer", "(address)", "transfer (address)",
          " transfer(address)", "1f(address)", "f\n()", "f(bool)[]", "f()g()", ""})
        EXPECT_EXIT(static_cast<void>(function_selector(signature)), ::testing::ExitedWithCode(70),
                    "our bug")
            << signature;
}

}  // namespace
}  // namespace ballast::chain
