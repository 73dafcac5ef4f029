// SPDX-License-Identifier: MIT
#include "history/folder_digest.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "history/sources.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::history {
namespace {

TEST(FolderDigest, IsWhatSha256sumMakesOfItsOwnLines) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "b.csv", "two\n"));
    ASSERT_TRUE(write_file(folder / "a.csv", "one\n"));
    ASSERT_TRUE(write_file(folder / "c.csv", "not asked for\n"));
    const auto digest = digest_files(folder.path(), {"b.csv", "a.csv"});
    ASSERT_TRUE(digest) << digest.error().what;
    ASSERT_EQ(digest->files.size(), 2U);
    EXPECT_EQ(digest->files.front().name, "a.csv");
    // printf 'one\n' > a.csv; printf 'two\n' > b.csv; sha256sum a.csv b.csv | sha256sum
    EXPECT_EQ(to_hex(digest->hash),
              "0xaa9fff3bb6faacf23ff59917d18bc892d5403f35442e8a06c48d775c68a35703");
}

TEST(FolderDigest, AnotherNameOrContentIsAnotherDigest) {
    const test::TemporaryFolder folder;
    for (const char* name : {"a", "b", "c"})
        ASSERT_TRUE(write_file(folder / name, name == std::string("c") ? "changed" : "same"));
    const auto a = digest_files(folder.path(), {"a"});
    const auto b = digest_files(folder.path(), {"b"});
    const auto c = digest_files(folder.path(), {"c"});
    ASSERT_TRUE(a && b && c);
    EXPECT_NE(a->hash, b->hash);
    EXPECT_NE(b->hash, c->hash);
    EXPECT_EQ(digest_files(folder.path(), {"d"}).error().code, Errc::input_missing);
}

/// A digest that leaves a file out would not notice its change.
TEST(FolderDigest, EveryFileThatAnAssetIsReadFromIsListed) {
    for (const std::string_view asset : hourly_assets()) {
        const test::TemporaryFolder folder;
        ASSERT_FALSE(hourly_files(asset).empty()) << asset;
        for (const std::string_view file : hourly_files(asset)) {
            const bool later = file.find("depeg") != std::string_view::npos;
            const std::string stamp = later ? "2024-02-02T01:00:00Z" : "2024-02-01T01:00:00Z";
            const bool mids = file.find("1h.csv") != std::string_view::npos;
            ASSERT_TRUE(write_file(folder / std::string(file),
                                   mids ? "ts,usd\n" + stamp + ",1\n"
                                        : "ts,open,high,low,close\n" + stamp + ",1,1,1,1\n"));
        }
        const auto read = read_hourly(folder.path(), asset);
        EXPECT_TRUE(read) << asset << ": " << read.error().what;
        for (const std::string_view file : hourly_files(asset)) {
            const auto text = read_file(folder / std::string(file));
            std::filesystem::remove(folder / std::string(file));
            EXPECT_FALSE(read_hourly(folder.path(), asset)) << asset << " without " << file;
            ASSERT_TRUE(write_file(folder / std::string(file), *text));
        }
    }
}

TEST(FolderDigest, EveryIndicatorsFileIsListed) {
    for (const char* indicator : {"jgb10", "jgb40", "move", "usdjpy", "vix"}) {
        const test::TemporaryFolder folder;
        const std::string file(indicator_file(indicator));
        ASSERT_FALSE(file.empty()) << indicator;
        ASSERT_TRUE(write_file(folder / file, "date,CLOSE,value,y10,y40\n2024-02-01,1,1,1,1\n"));
        EXPECT_TRUE(read_indicator(folder.path(), indicator)) << indicator;
    }
    EXPECT_TRUE(indicator_file("moon").empty());
}

}  // namespace
}  // namespace ballast::history
