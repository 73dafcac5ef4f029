// SPDX-License-Identifier: MIT
#include "audit/checkpoint.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"

namespace ballast::audit {
namespace {

Checkpoint sample() {
    return {"ballast/1/0xaa/0xbb", {20852163, keccak256(as_bytes("a root"))}};
}

TEST(Checkpoint, IsThreeLines) {
    // keccak256("") in base64, as any tool prints it.
    const Checkpoint checkpoint{"example.org/log", {0, keccak256({})}};
    EXPECT_EQ(write_checkpoint(checkpoint),
              "example.org/log\n0\nxdJGAYb3IzySfn2y3McDwOUAtlPKgic7e/rYBF2FpHA=\n");
}

TEST(Checkpoint, ComesBack) {
    const auto read = read_checkpoint(write_checkpoint(sample()));
    ASSERT_TRUE(read.has_value()) << read.error().what;
    EXPECT_EQ(*read, sample());
}

TEST(Checkpoint, EveryChangedBitIsAnotherCheckpointOrNone) {
    const std::string text = write_checkpoint(sample());
    for (std::size_t i = 0; i < text.size(); ++i)
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string changed = text;
            changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
            const auto read = read_checkpoint(changed);
            EXPECT_FALSE(read && *read == sample()) << i << " " << bit;
        }
}

TEST(Checkpoint, OtherSpellingsAreRefusedByLine) {
    const std::string text = write_checkpoint(sample());
    const std::string root = text.substr(text.size() - 45);
    const auto error_of = [](const std::string& spelling) {
        const auto read = read_checkpoint(spelling);
        return read ? "read" : read.error().what;
    };
    for (const std::string size : {"", "01", "+1", "-1", " 1", "1 ", "0x1", "99999999999999999999"})
        EXPECT_NE(error_of("o\n" + size + "\n" + root).find("line 2"), std::string::npos) << size;
    EXPECT_NE(error_of("\n1\n" + root).find("line 1"), std::string::npos);
    EXPECT_NE(error_of("o p\n1\n" + root).find("line 1"), std::string::npos);
    EXPECT_NE(error_of(text.substr(0, text.size() - 1)).find("line 3"), std::string::npos);
    EXPECT_NE(error_of(text + "\n").find("line 4"), std::string::npos);
    EXPECT_NE(error_of(text + "extension\n").find("line 4"), std::string::npos);
    std::string unpadded = text;
    unpadded[unpadded.size() - 2] = 'A';
    EXPECT_NE(error_of(unpadded).find("line 3"), std::string::npos);
}

}  // namespace
}  // namespace ballast::audit
