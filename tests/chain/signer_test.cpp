// SPDX-License-Identifier: MIT
#include "chain/signer.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "base/hash.hpp"
#include "base/u256.hpp"

namespace ballast::chain {
namespace {

SecretKey key_of(std::string_view hex) {
    return *SecretKey::from_bytes(*from_hex(hex));
}

constexpr const char* kOne = "0x0000000000000000000000000000000000000000000000000000000000000001";
constexpr const char* kOrder = "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
constexpr const char* kOrderLess1 =
    "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";

struct Rfc6979 {
    const char* key;
    const char* message;
    const char* r;
    const char* s;
};

// The vectors for RFC 6979 over secp256k1 with SHA-256 that wallets share.
constexpr Rfc6979 kRfc6979[] = {
    {kOne, "Satoshi Nakamoto", "0x934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8",
     "0x2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5"},
    {kOne, "All those moments will be lost in time, like tears in rain. Time to die...",
     "0x8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b",
     "0x547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21"},
    {kOrderLess1, "Satoshi Nakamoto",
     "0xfd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0",
     "0x6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5"},
};

TEST(Signer, KeepsTheVectorsOfRfc6979) {
    for (const Rfc6979& vector : kRfc6979) {
        const Signature signature = key_of(vector.key).sign(sha256(as_bytes(vector.message)));
        EXPECT_EQ(to_hex(signature.r), vector.r);
        EXPECT_EQ(to_hex(signature.s), vector.s);
    }
}

TEST(Signer, KnowsTheAddressOfKeyOne) {
    EXPECT_EQ(checksum_text(key_of(kOne).address()), "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
}

TEST(Signer, RefusesWhatIsNoKey) {
    EXPECT_FALSE(SecretKey::from_bytes(Bytes(32, 0)));
    EXPECT_FALSE(SecretKey::from_bytes(*from_hex(kOrder)));
    EXPECT_FALSE(SecretKey::from_bytes(Bytes(32, 0xff)));
    EXPECT_FALSE(SecretKey::from_bytes(Bytes(31, 1)));
    EXPECT_FALSE(SecretKey::from_bytes(Bytes(33, 1)));
}

TEST(Signer, MovesTheKeyAndItsAddress) {
    SecretKey first = key_of(kOne);
    const Address address = first.address();
    const SecretKey second = std::move(first);
    EXPECT_EQ(second.address(), address);
    SecretKey third = key_of(kOrderLess1);
    third = key_of(kOne);
    EXPECT_EQ(third.sign(Hash32{}), second.sign(Hash32{}));
}

TEST(Signer, RecoversWhatItSigned) {
    for (std::uint8_t i = 1; i < 100; ++i) {
        const auto key = SecretKey::from_bytes(Bytes(32, i));
        const Hash32 digest = keccak256(Bytes{i});
        const Signature signature = key->sign(digest);
        EXPECT_EQ(recover(digest, signature).value(), key->address());
        EXPECT_EQ(from_compact(to_compact(signature).view()).value(), signature);
        const auto other = recover(keccak256(Bytes{i, i}), signature);
        EXPECT_FALSE(other && *other == key->address());
    }
}

TEST(Signer, RefusesTheOtherFormOfASignature) {
    const Hash32 digest = keccak256(as_bytes("malleable"));
    Signature signature = key_of(kOne).sign(digest);
    const U256 order = *U256::from_text(kOrder);
    signature.s = (order - U256::from_big_endian(signature.s.view())).to_big_endian();
    signature.y_parity ^= 1U;
    const auto recovered = recover(digest, signature);
    ASSERT_FALSE(recovered);
    EXPECT_EQ(recovered.error().code, Errc::bad_data);
}

TEST(Signer, RefusesSignaturesOutOfRange) {
    const Hash32 digest = keccak256(as_bytes("x"));
    const Signature good = key_of(kOne).sign(digest);
    Signature bad = good;
    bad.y_parity = 2;
    EXPECT_FALSE(recover(digest, bad));
    bad = good;
    bad.r = *hash_from_hex(kOrder);
    EXPECT_FALSE(recover(digest, bad));
    bad = good;
    bad.s = Hash32{};
    EXPECT_FALSE(recover(digest, bad));
    EXPECT_FALSE(from_compact(Bytes(65, 0)));
}

struct Eip2098 {
    const char* message;
    const char* r;
    const char* s;
    std::uint8_t y_parity;
    const char* compact;
};

// The two examples of EIP-2098, messages signed as EIP-191 has it.
constexpr Eip2098 kEip2098[] = {
    {"Hello World", "0x68a020a209d3d56c46f38cc50a33f704f4a9a10a59377f8dd762ac66910e9b90",
     "0x7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064", 0,
     "0x68a020a209d3d56c46f38cc50a33f704f4a9a10a59377f8dd762ac66910e9b90"
     "7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064"},
    {"It's a small(er) world", "0x9328da16089fcba9bececa81663203989f2df5fe1faa6291a45381c81bd17f76",
     "0x139c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793", 1,
     "0x9328da16089fcba9bececa81663203989f2df5fe1faa6291a45381c81bd17f76"
     "939c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793"},
};

TEST(Signer, KeepsTheExamplesOfEip2098) {
    const SecretKey key =
        key_of("0x1234567890123456789012345678901234567890123456789012345678901234");
    for (const Eip2098& vector : kEip2098) {
        const std::string message = vector.message;
        const std::string framed =
            "\x19"
            "Ethereum Signed Message:\n" +
            std::to_string(message.size()) + message;
        const Signature signature = key.sign(keccak256(as_bytes(framed)));
        EXPECT_EQ(to_hex(signature.r), vector.r);
        EXPECT_EQ(to_hex(signature.s), vector.s);
        EXPECT_EQ(signature.y_parity, vector.y_parity);
        EXPECT_EQ(to_hex(to_compact(signature)), vector.compact);
        EXPECT_EQ(from_compact(*from_hex(vector.compact)).value(), signature);
    }
}

}  // namespace
}  // namespace ballast::chain
