// SPDX-License-Identifier: MIT
#include "base/hash.hpp"

#include <gtest/gtest.h>

namespace ballast {
namespace {

struct Vector {
    std::string message;
    std::string digest;
};

const std::string kMillion(1'000'000, 'a');

TEST(Hash, Keccak256GivesThePublishedDigests) {
    // The empty and one-byte messages: ShortMsgKAT_256 of the Keccak submission to NIST (round 3);
    // the sentences: go-ethereum and the Keccak team's pages.
    const Vector vectors[] = {
        {"", "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"},
        {"\xcc", "0xeead6dbfc7340a56caedc044696a168870549a6a7f6f56961e84a54bd9970b8a"},
        {"abc", "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"},
        {"The quick brown fox jumps over the lazy dog",
         "0x4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15"},
        {"The quick brown fox jumps over the lazy dog.",
         "0x578951e24efd62a3d63a86f7cd19aaa53c898fe287d2552133220370240b572d"},
        {kMillion, "0xfadae6b49f129bbb812be8407b7b2894f34aecf6dbd1f9b0f0c7e9853098fc96"},
    };
    for (const auto& [message, digest] : vectors)
        EXPECT_EQ(to_hex(keccak256(as_bytes(message))), digest) << message.substr(0, 50);
}

TEST(Hash, Keccak256IsEthereumsNotSha3) {
    // The selector of ERC-20's transfer, which every token contract carries.
    const std::string hex = to_hex(keccak256(as_bytes("transfer(address,uint256)")));
    EXPECT_EQ(hex.substr(0, 10), "0xa9059cbb");
    // FIPS 202 SHA3-256 of the empty message.
    EXPECT_NE(to_hex(keccak256({})),
              "0xa7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
}

TEST(Hash, Sha256GivesThePublishedDigests) {
    // FIPS 180-2, appendix B, and the empty message of NIST's SHA256ShortMsg.rsp.
    const Vector vectors[] = {
        {"", "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "0x248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {kMillion, "0xcdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    for (const auto& [message, digest] : vectors)
        EXPECT_EQ(to_hex(sha256(as_bytes(message))), digest) << message.substr(0, 50);
}

TEST(Hash, ATagSeparatesKindsOfDocument) {
    const ByteView document = as_bytes("{}");
    EXPECT_NE(tagged_hash("snapshot", document), tagged_hash("policy", document));
    EXPECT_NE(tagged_hash("snapshot", document), keccak256(document));
    // A tag and its document cannot be cut elsewhere.
    EXPECT_NE(tagged_hash("ab", as_bytes("c")), tagged_hash("a", as_bytes("bc")));
}

TEST(Hash, ATaggedHashIsTheHashOfTagHashAndData) {
    Bytes message;
    append(message, keccak256(as_bytes("policy")).view());
    append(message, as_bytes("{}"));
    EXPECT_EQ(tagged_hash("policy", as_bytes("{}")), keccak256(message));
}

}  // namespace
}  // namespace ballast
