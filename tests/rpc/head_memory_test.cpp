// SPDX-License-Identifier: MIT
#include "rpc/head_memory.hpp"

#include <gtest/gtest.h>

namespace ballast::rpc {
namespace {

Block block(std::uint64_t number, std::uint8_t fork = 0) {
    Block made;
    made.number = number;
    made.hash.bytes[0] = static_cast<std::uint8_t>(number);
    made.hash.bytes[1] = fork;
    return made;
}

TEST(HeadMemoryTest, WhatIsFinalNeitherGoesBackNorChanges) {
    HeadMemory memory;
    ASSERT_TRUE(memory.take(block(20), block(10)));
    EXPECT_FALSE(memory.take(block(21), block(9)));
    EXPECT_FALSE(memory.take(block(21), block(10, 1)));
    EXPECT_EQ(memory.head()->number, 20U) << "nothing is remembered of what was refused";
    EXPECT_EQ(memory.finalized_number(), 10U);
    EXPECT_TRUE(memory.take(block(21), block(11)));
}

TEST(HeadMemoryTest, AnOlderHeadNeedsAReorganisation) {
    HeadMemory memory;
    ASSERT_TRUE(memory.take(block(19), block(10)));
    ASSERT_TRUE(memory.take(block(20), block(10)));
    EXPECT_FALSE(memory.take(block(19), block(10)));
    EXPECT_TRUE(memory.take(block(19, 1), block(10)));
}

}  // namespace
}  // namespace ballast::rpc
