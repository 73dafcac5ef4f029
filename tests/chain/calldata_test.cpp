// SPDX-License-Identifier: MIT
#include "chain/calldata.hpp"

#include <gtest/gtest.h>

namespace ballast::chain {
namespace {

Bytes call(std::string_view signature, const std::vector<AbiValue>& arguments) {
    return *encode_call(signature, arguments);
}

std::string shown(std::string_view signature, const Bytes& calldata) {
    const auto text = calldata_text(signature, calldata);
    return text ? *text : "refused: " + text.error().what;
}

TEST(Calldata, ShowsEveryKindOfValue) {
    const Address cow = *parse_address("0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826");
    EXPECT_EQ(shown("transfer(address,uint256)",
                    call("transfer(address,uint256)",
                         {AbiValue::address(cow), AbiValue::uint(U256(1000))})),
              "transfer(0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826, 1000)");
    const char* all = "f(int8,bool,bytes2,bytes,string,uint8[],(bool,uint8[2]),function,())";
    const Bytes function(24, 0x11);
    const Bytes calldata = call(
        all, {AbiValue::sint(-128), AbiValue::boolean(true), AbiValue::bytes(Bytes{1, 2}),
              AbiValue::bytes(Bytes{}), AbiValue::string("a \"b\"\n\\\xe6\x8b\x85\x7f"),
              AbiValue::list({AbiValue::uint(U256(1)), AbiValue::uint(U256(2))}),
              AbiValue::list({AbiValue::boolean(false),
                              AbiValue::list({AbiValue::uint(U256(3)), AbiValue::uint(U256(4))})}),
              AbiValue::bytes(function), AbiValue::list({})});
    EXPECT_EQ(shown(all, calldata),
              R"(f(-128, true, 0x0102, 0x, "a \"b\"\x0a\\\xe6\x8b\x85\x7f", [1, 2], )"
              R"((false, [3, 4]), 0x111111111111111111111111111111111111111111111111, ()))");
}

TEST(Calldata, SaysWhereTheEncodingIsNotTheCanonicalOne) {
    Bytes calldata = call("f(bytes)", {AbiValue::bytes(Bytes{1})});
    EXPECT_EQ(shown("f(bytes)", calldata), "f(0x01)");
    calldata.push_back(0);
    EXPECT_EQ(shown("f(bytes)", calldata), "f(0x01) (not the canonical encoding)");
}

TEST(Calldata, RefusesOtherSelectorsAndSignatures) {
    const Bytes calldata = call("f(bool)", {AbiValue::boolean(true)});
    EXPECT_TRUE(shown("g(bool)", calldata).starts_with("refused: the calldata does not begin"));
    EXPECT_TRUE(shown("f(bool)", Bytes{1, 2, 3}).starts_with("refused: the calldata"));
    EXPECT_TRUE(shown("f(bool)", Bytes(calldata.begin(), calldata.begin() + 4))
                    .starts_with("refused: not an encoding"));
    for (const char* signature : {"", "f", "f(", "(bool)", "f(bool) ", "f (bool)", "f(bool)[]",
                                  "f(bool a)", "f\n(bool)", "bool", "1f(bool)"})
        EXPECT_TRUE(shown(signature, calldata).starts_with("refused: not a signature"))
            << signature;
}

TEST(Calldata, TextRefusesValuesThatDoNotFit) {
    EXPECT_EQ(*abi_text({AbiKind::uint, 8, {}}, AbiValue::uint(U256(255))), "255");
    EXPECT_FALSE(abi_text({AbiKind::uint, 8, {}}, AbiValue::uint(U256(256))));
    EXPECT_FALSE(abi_text({AbiKind::uint, 8, {}}, AbiValue::list({})));
}

}  // namespace
}  // namespace ballast::chain
