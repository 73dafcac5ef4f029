// SPDX-License-Identifier: MIT
#include "chain/rfc6979.hpp"

#include <gtest/gtest.h>
#include <secp256k1.h>

#include <algorithm>
#include <array>

#include "base/hash.hpp"
#include "chain/signer.hpp"
#include "tests/base/seeded.hpp"

namespace ballast::chain {
namespace {

Hash32 ours(const Hash32& key, const Hash32& digest) {
    Hash32 nonce;
    rfc6979_nonce(key.view(), digest.view(), nonce.bytes.data());
    return nonce;
}

Hash32 of_library(const Hash32& key, const Hash32& digest) {
    Hash32 nonce;
    EXPECT_EQ(secp256k1_nonce_function_rfc6979(nonce.bytes.data(), digest.bytes.data(),
                                               key.bytes.data(), nullptr, nullptr, 0),
              1);
    return nonce;
}

// Published by the authors of several wallets: key, text hashed with SHA-256, nonce.
TEST(Rfc6979, PublishedNonces) {
    Hash32 one;
    one.bytes[31] = 1;
    EXPECT_EQ(to_hex(ours(one, sha256(as_bytes("Satoshi Nakamoto")))),
              "0x8f8a276c19f4149656b280621e358cce24f5f52542772691ee69063b74f15d15");
    EXPECT_EQ(to_hex(ours(one, sha256(as_bytes("All those moments will be lost in time, like tears "
                                               "in rain. Time to die...")))),
              "0x38aa22d72376b4dbc472e06c3ba403ee0a394da63fc58d88686c611aba98d6b3");
}

TEST(Rfc6979, TheSameAsTheLibraryMakes) {
    auto generator = test::seeded_generator();
    const auto random = [&] {
        Hash32 value;
        for (std::uint8_t& byte : value.bytes)
            byte = static_cast<std::uint8_t>(generator());
        return value;
    };
    for (int i = 0; i < 10'000; ++i) {
        const Hash32 key = random();
        const Hash32 digest = random();
        ASSERT_EQ(ours(key, digest), of_library(key, digest)) << to_hex(key) << to_hex(digest);
    }
}

// Not below the group order: the library reduces it.
TEST(Rfc6979, ADigestAboveTheOrderIsSignedAsTheLibrarySignsIt) {
    Hash32 digest;
    digest.bytes.fill(0xff);
    const Bytes key(32, 7);
    secp256k1_context* context = secp256k1_context_create(SECP256K1_CONTEXT_SIGN);
    secp256k1_ecdsa_signature made;
    std::array<std::uint8_t, 64> bytes{};
    ASSERT_EQ(
        secp256k1_ecdsa_sign(context, &made, digest.bytes.data(), key.data(), nullptr, nullptr), 1);
    secp256k1_ecdsa_signature_serialize_compact(context, bytes.data(), &made);
    secp256k1_context_destroy(context);
    const Signature signature = SecretKey::from_bytes(key)->sign(digest);
    EXPECT_TRUE(std::equal(bytes.begin(), bytes.begin() + 32, signature.r.bytes.begin()));
    EXPECT_TRUE(std::equal(bytes.begin() + 32, bytes.end(), signature.s.bytes.begin()));
}

}  // namespace
}  // namespace ballast::chain
