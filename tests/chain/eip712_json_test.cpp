// SPDX-License-Identifier: MIT
#include "chain/eip712_json.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "chain/signer.hpp"
#include "tests/chain/eip712_documents.hpp"

namespace ballast::chain {
namespace {

struct Published {
    const char* text;
    const char* encoded_type;
    const char* struct_hash;
    const char* separator;
    const char* digest;
    const char* key_of;
    const char* signature;
};

const Published kPublished[] = {
    {test::kMailDocument,
     "Mail(Person from,Person to,string contents)Person(string name,address wallet)",
     "0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e",
     "0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f",
     "0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2", "cow",
     "0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d"
     "07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c"},
    {test::kArraysDocument,
     "Mail(Person from,Person[] to,string contents)Person(string name,address[] wallets)",
     "0xeb4221181ff3f1a83ea7313993ca9218496e424604ba9492bb4052c03d5c3df8",
     "0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f",
     "0xa85c2e2b118698e88db68a8105b794a8cc7cec074e89ef991cb4f5f533819cc2", "cow",
     "0x65cbd956f2fae28a601bebc9b906cea0191744bd4c4247bcd27cd08f8eb6b71c"
     "78efdf7a31dc9abee78f492292721f362d296cf86b4538e07b51303b67f749061b"},
    {test::kRecursiveDocument, "Person(string name,Person mother,Person father)",
     "0xfdc7b6d35bbd81f7fa78708604f57569a10edff2ca329c8011373f0667821a45",
     "0xfacb2c1888f63a780c84c216bd9a81b516fc501a19bae1fc81d82df590bbdc60",
     "0x807773b9faa9879d4971b43856c4d60c2da15c6f8c062bd9d33afefb756de19c", "dragon",
     "0xf2ec61e636ff7bb3ac8bc2a4cc2c8b8f635dd1b2ec8094c963128b358e79c85c"
     "5ca6dd637ed7e80f0436fe8fce39c0e5f2082c9517fe677cc2917dcd6c84ba881c"}};

TEST(Eip712Json, KeepsEveryFigureOfThePublishedDocuments) {
    for (const Published& published : kPublished) {
        const auto document = parse_eip712(published.text);
        ASSERT_TRUE(document) << document.error().what;
        EXPECT_EQ(*encode_type(document->types, document->primary), published.encoded_type);
        const auto hash = hash_struct(document->types, document->primary, document->message);
        EXPECT_EQ(to_hex(*hash), published.struct_hash);
        EXPECT_EQ(to_hex(domain_separator(document->domain)), published.separator);
        const Hash32 digest = *signing_digest(*document);
        EXPECT_EQ(to_hex(digest), published.digest);
        const auto key = SecretKey::from_bytes(keccak256(as_bytes(published.key_of)).view());
        const Signature signature = key->sign(digest);
        const char* v = signature.y_parity == 0 ? "1b" : "1c";
        EXPECT_EQ(to_hex(signature.r) + to_hex(signature.s).substr(2) + v, published.signature);
    }
}

TEST(Eip712Json, WritesWhatItReads) {
    for (const Published& published : kPublished) {
        const auto document = parse_eip712(published.text);
        const auto written = eip712_to_json(*document);
        ASSERT_TRUE(written) << written.error().what;
        const auto again = parse_eip712(write_json(*written));
        ASSERT_TRUE(again) << again.error().what;
        EXPECT_EQ(to_hex(*signing_digest(*again)), published.digest);
        EXPECT_EQ(*eip712_to_json(*again), *written);
    }
}

/// A document of one struct A with one member x.
std::string one_member(const std::string& type, const std::string& value) {
    return R"({"types":{"EIP712Domain":[],"A":[{"name":"x","type":")" + type +
           R"("}]},"primaryType":"A","domain":{},"message":{"x":)" + value + "}}";
}

TEST(Eip712Json, ReadsIntegersInEveryForm) {
    const auto digest = [](const std::string& type, const std::string& value) {
        const auto document = parse_eip712(one_member(type, value));
        return document ? to_hex(*signing_digest(*document)) : document.error().what;
    };
    const std::string ten = digest("uint8", "10");
    for (const char* same : {R"("10")", R"("0xa")", R"("0x0A")", R"("010")"})
        EXPECT_EQ(digest("uint8", same), ten) << same;
    EXPECT_EQ(digest("int8", "-128"), digest("int8", R"("-128")"));
    EXPECT_EQ(digest("uint256", "9007199254740991"), digest("uint256", R"("0x1fffffffffffff")"));
    EXPECT_EQ(digest("int256", "0"), digest("int256", R"("-0")"));
    const char* lowest =
        R"("-57896044618658097711785492504343953926634992332820282019728792003956564819968")";
    EXPECT_TRUE(parse_eip712(one_member("int256", lowest)));
}

struct Refused {
    std::string text;
    const char* fault;
};

std::string mail_with(std::string_view from, std::string_view to) {
    std::string text = test::kMailDocument;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

void expect_refused(const std::vector<Refused>& cases) {
    for (const Refused& refused : cases) {
        const auto document = parse_eip712(refused.text);
        ASSERT_FALSE(document) << refused.text;
        EXPECT_EQ(document.error().code, Errc::bad_data);
        EXPECT_NE(document.error().what.find(refused.fault), std::string::npos)
            << document.error().what << " / " << refused.fault;
    }
}

TEST(Eip712Json, RefusesValuesWithTheirPath) {
    const char* over = "message.x: not uint8: it is out of range";
    expect_refused({
        {one_member("uint8", "256"), over},
        {one_member("uint8", "-1"), over},
        {one_member("uint8", R"("-1")"), over},
        {one_member("int8", "128"), "out of range"},
        {one_member("int8", "-129"), "out of range"},
        {one_member("int256", R"("0x8)" + std::string(63, '0') + "\""), "out of range"},
        {one_member("uint8", "1.0"), "message.x: not uint8: not a number"},
        {one_member("uint8", "1e1"), "not a number"},
        {one_member("uint8", R"("-0x1")"), "two readings"},
        {one_member("uint8", R"("")"), "not a number"},
        {one_member("uint8", R"("0x")"), "not a number"},
        {one_member("uint8", "true"), "is not a number"},
        {one_member("uint256", "9007199254740992"), "must stand in a string"},
        {one_member("uint256", "123456789012345678901234567890"), "must stand in a string"},
        {one_member("bool", "1"), "message.x: not bool"},
        {one_member("bool", R"("true")"), "message.x: not bool"},
        {one_member("string", "1"), "message.x: not string"},
        {one_member("bytes", R"("00")"), "does not start with 0x"},
        {one_member("bytes", R"("0x0")"), "odd number"},
        {one_member("bytes4", R"("0x000000")"), "has 3 bytes"},
        {one_member("address", R"("0xcD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826")"), "EIP-55"},
        {one_member("uint8[]", "1"), "message.x: is not an array"},
        {one_member("uint8[2]", "[1]"), "message.x: uint8[2] cannot have 1 elements"},
        {one_member("uint8[][2]", "[[],[1,-1]]"), "message.x[1][1]: not uint8"},
        {one_member("A[]", R"([{"x":[]},{"y":[]}])"), "message.x[1].x: is missing"},
        {one_member("uint8", "null"), "message.x"},
    });
}

TEST(Eip712Json, RefusesMembersMissingOrTooMany) {
    expect_refused({
        {mail_with(R"("contents": "Hello, Bob!")", R"("content": "")"), "message.contents: is mis"},
        {mail_with(R"("name": "Bob", )", ""), "message.to.name: is missing"},
        {mail_with(R"("name": "Bob", )", R"("name": "Bob", "more": 1, )"),
         "message.to.more: is no member"},
        {mail_with(R"("Ether Mail", "version": "1")", R"("Ether Mail")"),
         "types.EIP712Domain[1]: must be uint256 chainId"},
        {mail_with(R"("version": "1")", R"("version": "1", "salt": "0x00")"),
         "types.EIP712Domain[4]: must be bytes32 salt"},
        {mail_with(R"("version": "1")", R"("version": "1", "Version": "1")"), "domain: has a mem"},
        {mail_with(R"("version": "1")", R"("version": 1)"), "domain.version: not string"},
        {mail_with(R"("chainId": 1)", R"("chainId": -1)"), "domain.chainId: not uint256"},
        {mail_with(R"(uint256)", R"(uint64)"), "types.EIP712Domain[2]: must be uint256"},
        {mail_with(R"("EIP712Domain")", R"("Domain")"), "types.EIP712Domain: is missing"},
        {mail_with(R"("primaryType": "Mail")", R"("primaryType": "Letter")"), "primaryType"},
        {mail_with(R"("primaryType": "Mail")", R"("primaryType": "EIP712Domain")"), "primaryType"},
        {mail_with(R"("primaryType": "Mail",)", ""), "primaryType: is missing"},
        {mail_with(R"("primaryType")", R"("more": 1, "primaryType")"), "has a member beside"},
        {"[]", "types: is missing"},
        {"{", "typed data: not JSON"},
        {std::string(kEip712BytesMax + 1, ' '), "longer than"},
    });
}

TEST(Eip712Json, RefusesNamesAndTypesThatHideSomething) {
    const char* wallet = R"({"name": "wallet", "type": "address"})";
    const auto with = [&](const char* name, const char* type) {
        return mail_with(wallet,
                         std::string(R"({"name": ")") + name + R"(", "type": ")" + type + "\"}");
    };
    expect_refused({
        {with("", "address"), "types.Person[1].name: is not a name"},
        {with("1a", "address"), "is not a name"},
        {with("a b", "address"), "is not a name"},
        {with("a)B(", "address"), "is not a name"},
        {with("name", "address"), "stands twice"},
        {with("wallet", "Letter"), "\"Letter\" is unknown"},
        {with("wallet", "uint"), "is unknown"},
        {with("wallet", "function"), "is unknown"},
        {with("wallet", "(uint8)"), "is unknown"},
        {with("wallet", "address[-1]"), "no array"},
        {with("wallet", "address[01]"), "no array"},
        {with("wallet", "address]"), "is unknown"},
        {with("wallet", "address[1]]"), "no array"},
        {with("wallet", "address[1"), "no array"},
        {with("wallet", "[]"), "is unknown"},
        {with("wallet", "EIP712Domain"), "is unknown"},
        {with("wallet", std::string(129, 'a').c_str()), "too long"},
        {mail_with(R"("Person": [)", R"("uint8": [], "Person": [)"), "cannot name a struct"},
        {mail_with(R"("Person": [)", R"("uint": [], "Person": [)"), "cannot name a struct"},
        {mail_with(R"("Person": [)", R"("A(": [], "Person": [)"), "cannot name a struct"},
        {mail_with(wallet, R"({"name": "wallet", "type": "address", "more": 1})"), "not an object"},
        {mail_with(wallet, R"({"name": "wallet"})"), "types.Person[1]"},
        {mail_with(wallet, R"({"name": "wallet", "type": 1})"), "types.Person[1]"},
    });
}

TEST(Eip712Json, BoundsTypesAndDepth) {
    std::string structs;
    for (std::size_t i = 0; i < kEip712StructsMax; ++i)
        structs += "\"S" + std::to_string(i) + "\":[],";
    EXPECT_FALSE(parse_eip712(mail_with(R"("Person": [)", structs + R"("Person": [)")));
    std::string members;
    for (std::size_t i = 0; i < kEip712MembersMax; ++i)
        members += R"({"name":"m)" + std::to_string(i) + R"(","type":"bool"},)";
    EXPECT_FALSE(parse_eip712(mail_with(R"({"name": "wallet")", members + R"({"name": "wallet")")));
    const auto nested = [](int depth) {
        std::string value;
        for (int i = 0; i < depth; ++i)
            value += R"([{"x":)";
        value += "[]";
        for (int i = 0; i < depth; ++i)
            value += "}]";
        return one_member("A[]", value);
    };
    const auto deep = parse_eip712(nested(30));
    ASSERT_TRUE(deep) << deep.error().what;
    EXPECT_TRUE(signing_digest(*deep));
    EXPECT_FALSE(parse_eip712(nested(31)));
}

TEST(Eip712Json, TheWriterRefusesWhatTheReaderWould) {
    Eip712Document document = *parse_eip712(one_member("string", R"("a")"));
    EXPECT_TRUE(eip712_to_json(document));
    document.message = AbiValue::list({AbiValue::string("\xed\xa0\x80")});
    EXPECT_FALSE(eip712_to_json(document));
    document.message = AbiValue::list({AbiValue::uint(U256(1))});
    EXPECT_FALSE(eip712_to_json(document));
    document.message = AbiValue::list({});
    EXPECT_FALSE(eip712_to_json(document));
    document.message = AbiValue::list({AbiValue::string("a")});
    document.domain.name = "\xff";
    EXPECT_FALSE(eip712_to_json(document));
    document.domain.name.reset();
    document.primary = "B";
    EXPECT_FALSE(eip712_to_json(document));
    document.primary = "A";
    document.types["uint8"] = {};
    EXPECT_FALSE(eip712_to_json(document));
}

}  // namespace
}  // namespace ballast::chain
