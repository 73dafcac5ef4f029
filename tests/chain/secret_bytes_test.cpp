// SPDX-License-Identifier: MIT
#include "chain/secret_bytes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace ballast::chain {
namespace {

SecretBytes filled(std::size_t size) {
    auto made = SecretBytes::zeros(size);
    EXPECT_TRUE(made);
    std::fill(made->writable().begin(), made->writable().end(), std::uint8_t{7});
    return std::move(*made);
}

TEST(SecretBytes, ComparesEveryByteAndTheLength) {
    const Bytes one{1, 2, 3};
    EXPECT_TRUE(equal_in_constant_time(one, Bytes{1, 2, 3}));
    EXPECT_TRUE(equal_in_constant_time({}, {}));
    for (const Bytes& other : {Bytes{0, 2, 3}, Bytes{1, 2, 2}, Bytes{1, 0, 3}, Bytes{1, 2},
                               Bytes{1, 2, 3, 0}, Bytes{1, 2, 3, 4}, Bytes{}})
        EXPECT_FALSE(equal_in_constant_time(one, other));
    // Differences that would cancel out in a sum.
    EXPECT_FALSE(equal_in_constant_time(Bytes{1, 2}, Bytes{2, 1}));
    EXPECT_FALSE(equal_in_constant_time(Bytes{1, 1}, Bytes{0, 0}));
}

TEST(SecretBytes, HasItsSizeInZerosWhateverPagesItTakes) {
    for (const std::size_t size : {0U, 1U, 32U, 4095U, 4096U, 4097U, 100'000U}) {
        auto made = SecretBytes::zeros(size);
        ASSERT_TRUE(made) << size;
        EXPECT_EQ(made->size(), size);
        EXPECT_EQ(made->text().size(), size);
        EXPECT_TRUE(std::all_of(made->view().begin(), made->view().end(),
                                [](std::uint8_t byte) { return byte == 0; }));
        for (std::uint8_t& byte : made->writable())
            byte = 1;  // every byte is there to be written
    }
}

TEST(SecretBytes, ForgetsWhatIsShrunkAway) {
    SecretBytes bytes = filled(64);
    const std::uint8_t* const first = bytes.view().data();
    bytes.shrink(64);
    EXPECT_EQ(bytes.view().back(), 7);
    bytes.shrink(20);
    EXPECT_EQ(bytes.size(), 20U);
    EXPECT_EQ(bytes.view().back(), 7);
    for (std::size_t i = 20; i < 64; ++i)
        EXPECT_EQ(first[i], 0) << i;
    EXPECT_EXIT(bytes.shrink(21), ::testing::ExitedWithCode(70), "size <= size_");
}

TEST(SecretBytes, IsEmptyOnceMoved) {
    SecretBytes one = filled(32);
    SecretBytes two = std::move(one);
    EXPECT_EQ(two.size(), 32U);
    EXPECT_EQ(one.size(), 0U);  // NOLINT(bugprone-use-after-move): that is what is asked
    EXPECT_FALSE(one.is_locked());
    two = filled(8);
    EXPECT_EQ(two.size(), 8U);
    SecretBytes& same = two;
    two = std::move(same);
    EXPECT_EQ(two.size(), 8U);
    EXPECT_EQ(two.view().front(), 7);
}

}  // namespace
}  // namespace ballast::chain
