// SPDX-License-Identifier: MIT
#include "books/borrower_index.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "base/file.hpp"
#include "tests/books/mock_aave.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::books {
namespace {

using test::MockAave;
using test::TemporaryFolder;

const IndexKey kKey{1, MockAave::pool(), 10};

Checkpoint at(std::uint64_t number) {
    Checkpoint made{number, {}};
    made.hash.bytes[31] = static_cast<std::uint8_t>(number);
    return made;
}

chain::Address who(std::uint64_t number) {
    return MockAave::address(0x1000 + number);
}

class BorrowerIndexTest : public ::testing::Test {
  protected:
    [[nodiscard]] Result<BorrowerIndex> open(const IndexKey& key = kKey) const {
        return BorrowerIndex::open(path(), key);
    }
    [[nodiscard]] std::filesystem::path path() const { return folder_ / "index"; }
    TemporaryFolder folder_;
};

TEST_F(BorrowerIndexTest, BeginsAtTheFirstBlockAndKnowsNobody) {
    const auto index = open();
    ASSERT_TRUE(index.has_value());
    EXPECT_EQ(index->next_block(), 10U);
    EXPECT_TRUE(index->owing().empty());
}

TEST_F(BorrowerIndexTest, IsTheSameAfterARestart) {
    Hash32 digest;
    {
        auto index = open();
        ASSERT_TRUE(index->extend(at(20), {{who(1), 12}, {who(2), 20}}).has_value());
        ASSERT_TRUE(index->settle({who(2)}, 20).has_value());
        digest = index->digest();
    }
    const auto index = open();
    EXPECT_EQ(index->digest(), digest);
    EXPECT_EQ(index->next_block(), 21U);
    EXPECT_EQ(index->owing(), std::vector{who(1)});
}

TEST_F(BorrowerIndexTest, WhoBorrowsAgainOwesAgain) {
    auto index = open();
    ASSERT_TRUE(index->extend(at(20), {{who(1), 12}}).has_value());
    ASSERT_TRUE(index->settle({who(1)}, 20).has_value());
    EXPECT_TRUE(index->owing().empty());
    ASSERT_TRUE(index->extend(at(30), {{who(1), 25}}).has_value());
    EXPECT_EQ(index->owing(), std::vector{who(1)});
    // A settlement that is older than the borrow says nothing.
    ASSERT_TRUE(index->settle({who(1)}, 24).has_value());
    EXPECT_EQ(index->owing(), std::vector{who(1)});
}

TEST_F(BorrowerIndexTest, ARewindTakesBackBorrowsAndSettlements) {
    auto index = open();
    ASSERT_TRUE(index->extend(at(20), {{who(1), 12}}).has_value());
    ASSERT_TRUE(index->extend(at(30), {{who(2), 25}}).has_value());
    ASSERT_TRUE(index->settle({who(1)}, 30).has_value());
    ASSERT_TRUE(index->rewind(20).has_value());
    EXPECT_EQ(index->next_block(), 21U);
    EXPECT_EQ(index->owing(), std::vector{who(1)});
    ASSERT_TRUE(index->rewind(std::nullopt).has_value());
    EXPECT_EQ(index->next_block(), 10U);
    EXPECT_EQ(index->size(), 0U);
}

TEST_F(BorrowerIndexTest, ALineThatWasNeverFinishedIsCutOff) {
    ASSERT_TRUE(open()->extend(at(20), {{who(1), 12}}).has_value());
    std::ofstream(path(), std::ios::app) << R"({"borrowers":[["0x12)";
    auto index = open();
    ASSERT_TRUE(index.has_value());
    EXPECT_EQ(index->next_block(), 21U);
    ASSERT_TRUE(index->extend(at(30), {}).has_value());
    EXPECT_EQ(read_file(path())->find("0x12\n"), std::string::npos);
}

TEST_F(BorrowerIndexTest, ADamagedLineIsNamed) {
    ASSERT_TRUE(open()->extend(at(20), {{who(1), 12}}).has_value());
    std::ofstream(path(), std::ios::app) << "{\"borrowers\":[]}\n";
    const auto index = open();
    ASSERT_FALSE(index.has_value());
    EXPECT_EQ(index.error().code, Errc::bad_data);
    EXPECT_NE(index.error().what.find("line 3"), std::string::npos) << index.error().what;
}

TEST_F(BorrowerIndexTest, TheIndexOfAnotherPoolIsRefused) {
    ASSERT_TRUE(open().has_value());
    IndexKey other = kKey;
    other.pool = who(9);
    EXPECT_EQ(open(other).error().code, Errc::configuration);
}

TEST_F(BorrowerIndexTest, TwoProcessesCannotHaveIt) {
    const auto first = open();
    EXPECT_EQ(open().error().code, Errc::lock_held);
}

TEST_F(BorrowerIndexTest, ALongFileIsCompactedAndStaysTheSame) {
    std::mt19937_64 random(1);
    std::size_t longest = 0;
    std::vector<chain::Address> owing;
    Hash32 digest;
    {
        auto index = open();
        for (std::uint64_t block = 110; block < 60'000; block += 100) {
            std::vector<Borrow> borrows;
            for (std::uint64_t i = 0; i < 60; ++i)
                borrows.emplace_back(who(random() % 500), block - i);
            ASSERT_TRUE(index->extend(at(block), borrows).has_value());
            ASSERT_TRUE(index->settle({who(random() % 500)}, block).has_value());
            longest = std::max<std::size_t>(longest, std::filesystem::file_size(path()));
        }
        owing = index->owing();
        digest = index->digest();
    }
    EXPECT_LT(longest, std::size_t{3} << 20U);
    EXPECT_LT(std::filesystem::file_size(path()), longest);
    const auto index = open();
    ASSERT_TRUE(index.has_value());
    EXPECT_EQ(index->owing(), owing);
    EXPECT_EQ(index->digest(), digest);
    std::printf("longest_bytes=%zu\n", longest);
}

/// Whatever was done, the file tells what memory held.
TEST_F(BorrowerIndexTest, RandomActsSurviveRandomRestarts) {
    const std::uint64_t seed = 20'240'805;
    std::mt19937_64 random(seed);
    std::uint64_t restarts = 0;
    auto index = std::make_unique<BorrowerIndex>(open().value());
    for (int act = 0; act < 400; ++act) {
        const std::uint64_t next = index->next_block();
        const std::uint64_t end = next + random() % 20;
        const auto& known = index->checkpoints();
        switch (random() % 4) {
            case 0:
            case 1:
                ASSERT_TRUE(index->extend(at(end), {{who(random() % 40), end}}).has_value());
                break;
            case 2:
                if (!known.empty()) {
                    ASSERT_TRUE(
                        index->settle({who(random() % 40)}, known.back().number).has_value());
                }
                break;
            default:
                if (known.size() > 2 && random() % 4 == 0) {
                    ASSERT_TRUE(index->rewind(known[known.size() - 2].number).has_value());
                }
        }
        if (random() % 5 != 0) continue;
        const auto owing = index->owing();
        const Hash32 digest = index->digest();
        index.reset();
        index = std::make_unique<BorrowerIndex>(open().value());
        ASSERT_EQ(index->owing(), owing) << "seed " << seed << ", act " << act;
        ASSERT_EQ(index->digest(), digest);
        ++restarts;
    }
    EXPECT_GT(restarts, 40U);
    std::printf("restarts=%llu\n", static_cast<unsigned long long>(restarts));
}

}  // namespace
}  // namespace ballast::books
