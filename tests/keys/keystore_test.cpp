// SPDX-License-Identifier: MIT
#include "keys/keystore.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/keys/keystore_vectors.hpp"

namespace ballast::keys {
namespace {

using ::testing::HasSubstr;

std::string padded_hex(const std::string& key) {
    return "0x" + std::string(64 - key.size(), '0') + key;
}

Result<chain::SecretKey> open(std::string_view document, std::string_view password) {
    const auto keystore = parse_keystore(document);
    if (!keystore) return fail(keystore.error());
    return unlock(*keystore, as_bytes(password));
}

TEST(Keystore, OpensThePublishedVectors) {
    for (const KeystoreVector& vector : kKeystoreVectors) {
        const auto key = open(vector.document, vector.password);
        ASSERT_TRUE(key) << vector.name << ": " << key.error().what;
        EXPECT_EQ(to_hex(key->secret()), padded_hex(vector.key)) << vector.name;
    }
}

TEST(Keystore, TellsAWrongPasswordAndAnAlteredFileInOneSentence) {
    const auto wrong = open(kKeystoreVectors[2].document, "fooo");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, Errc::permission);
    for (const auto& document : {altered("\"9517", "\"9518"), altered("\"711f", "\"711e"),
                                 altered("\"d5e1", "\"d5e0"), altered("\"n\":2", "\"n\":4")}) {
        const auto other = open(document, "foo");
        ASSERT_FALSE(other);
        EXPECT_EQ(other.error().what, wrong.error().what);
    }
}

TEST(Keystore, ComparesTheAddressWhereThereIsOne) {
    const auto key = open(kKeystoreVectors[2].document, "foo");
    ASSERT_TRUE(key);
    const std::string hex = to_hex(key->address());
    for (const std::string& right :
         {hex, hex.substr(2), chain::checksum_text(key->address()).substr(2)})
        EXPECT_TRUE(
            open(altered("{\"crypto\"", R"({"address":")" + right + R"(","crypto")"), "foo"));
    const std::string other = std::string(39, '0') + "1";
    const auto refused =
        open(altered("{\"crypto\"", R"({"address":")" + other + R"(","crypto")"), "foo");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::mismatch);
}

TEST(Keystore, TakesTheCapitalThatSomeWritersUse) {
    EXPECT_TRUE(open(altered("{\"crypto\"", "{\"Crypto\""), "foo"));
}

struct Hostile {
    const char* from;
    const char* to;
    const char* place;
};

constexpr Hostile kHostile[] = {
    {"\"version\":3", "\"version\":1", "version is 1"},
    {"\"version\":3", "\"version\":2", "version is 2"},
    {"\"version\":3", "\"version\":\"3\"", "version is not a number"},
    {"\"version\":3", "\"version\":3.0", "version is not a positive integer"},
    {"\"version\":3", "\"version\":99999999999999999999", "version is not a positive integer"},
    {"\"version\":3", "\"version\":3,\"version\":3", "version"},
    {",\"version\":3", "", "version is missing"},
    {"\"crypto\":{", "\"crypto\":7,\"x\":{", "crypto is not an object"},
    {"{\"crypto\":", "{\"Crypto\":{},\"crypto\":", "Crypto stands beside crypto"},
    {"\"aes-128-ctr\"", "\"aes-128-cbc\"", "crypto.cipher is not \"aes-128-ctr\""},
    {"\"aes-128-ctr\"", "null", "crypto.cipher is not a string"},
    {"{\"iv\":\"e0", "{\"iv\":\"", "crypto.cipherparams.iv has 15 bytes"},
    {"{\"iv\":\"e0", "{\"iv\":\"zz", "crypto.cipherparams.iv is not hex"},
    {"{\"iv\"", "{\"vi\"", "crypto.cipherparams.iv is missing"},
    {"\"9517cd", "\"", "crypto.ciphertext has 28 bytes"},
    {"\"9517cd", "\"95950000009517cd", "crypto.ciphertext has 36 bytes"},
    {"\"scrypt\"", "\"argon2id\"", "crypto.kdf is neither"},
    {"\"scrypt\"", "\"pbkdf2\"", "crypto.kdfparams.prf is missing"},
    {"\"dklen\":32", "\"dklen\":16", "crypto.kdfparams.dklen is not from 32 to 64"},
    {"\"dklen\":32", "\"dklen\":65", "crypto.kdfparams.dklen is not from 32 to 64"},
    {"\"n\":2", "\"n\":3", "crypto.kdfparams.n is not a power of two"},
    {"\"n\":2", "\"n\":1", "crypto.kdfparams.n is not a power of two"},
    {"\"n\":2", "\"n\":0", "crypto.kdfparams.n is not a positive integer"},
    {"\"n\":2", "\"n\":-2", "crypto.kdfparams.n is not a positive integer"},
    {"\"n\":2", "\"n\":\"2\"", "crypto.kdfparams.n is not a number"},
    {"\"n\":2", "\"n\":2e0", "crypto.kdfparams.n is not a positive integer"},
    {"\"n\":2", "\"n\":2,\"n\":2", "n"},
    {"\"r\":8", "\"r\":0", "crypto.kdfparams.r is not a positive integer"},
    {"\"711f", "\"711", "crypto.kdfparams.salt is not hex"},
    {"\"d5e1", "\"", "crypto.mac has 30 bytes"},
    {"{\"crypto\"", "{\"address\":7,\"crypto\"", "address is not a string"},
    {"{\"crypto\"", "{\"address\":\"0x12\",\"crypto\"", "address is no address"},
};

TEST(Keystore, NamesThePlaceOfEveryFault) {
    for (const Hostile& hostile : kHostile) {
        const std::string document = altered(hostile.from, hostile.to);
        ASSERT_FALSE(document.empty()) << hostile.from;
        const auto refused = parse_keystore(document);
        ASSERT_FALSE(refused) << hostile.to;
        EXPECT_EQ(refused.error().code, Errc::bad_data) << refused.error().what;
        EXPECT_THAT(refused.error().what, HasSubstr(hostile.place));
    }
    for (const char* text : {"", "{", "[]", "3", "null", "{}"})
        EXPECT_FALSE(parse_keystore(text)) << text;
    EXPECT_FALSE(parse_keystore(
        altered("{\"crypto\"", "{\"x\":\"" + std::string(70'000, 'x') + "\",\"crypto\"")));
}

TEST(Keystore, ReadsBackWhatItWrites) {
    const auto key = chain::SecretKey::random();
    ASSERT_TRUE(key);
    for (const Kdf& cost : {Kdf(Scrypt{1024, 8, 1}), Kdf(Pbkdf2{1000})}) {
        EXPECT_EQ(seal(*key, {}, cost).error().code, Errc::bad_data);
        const auto document = seal(*key, as_bytes("pass word"), cost);
        ASSERT_TRUE(document);
        const auto keystore = parse_keystore(*document);
        ASSERT_TRUE(keystore) << keystore.error().what;
        EXPECT_EQ(keystore->kdf, cost);
        EXPECT_EQ(keystore->address, key->address());
        const auto again = unlock(*keystore, as_bytes("pass word"));
        ASSERT_TRUE(again);
        EXPECT_EQ(to_hex(again->secret()), to_hex(key->secret()));
        EXPECT_NE(*seal(*key, as_bytes("pass word"), cost), *document);
    }
    EXPECT_EQ(describe(kStandardCost), "scrypt n=262144 r=8 p=1");
}

}  // namespace
}  // namespace ballast::keys
