// SPDX-License-Identifier: MIT
#include "keys/private_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/temporary_folder.hpp"

namespace ballast::keys {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

TEST(PrivateFile, ReadsBackWhatItWrote) {
    const test::TemporaryFolder folder;
    const fs::path path = folder / "a" / "b" / "secret";
    ASSERT_TRUE(write_private_file(path, "hush"));
    struct stat found {};
    ASSERT_EQ(::stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 07777U, 0600U);
    ASSERT_EQ(::stat(path.parent_path().c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 07777U, 0700U);
    const auto content = read_private_file(path, 100);
    ASSERT_TRUE(content);
    EXPECT_EQ(content->text(), "hush");
    EXPECT_EQ(std::distance(fs::directory_iterator(path.parent_path()), {}), 1);
}

TEST(PrivateFile, NeverOverwrites) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_private_file(folder / "secret", "first"));
    const auto refused = write_private_file(folder / "secret", "second");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::cannot_write);
    EXPECT_THAT(refused.error().what, HasSubstr("is there already"));
    EXPECT_EQ(read_private_file(folder / "secret", 100)->text(), "first");
    fs::create_symlink("elsewhere", folder / "link");
    EXPECT_FALSE(write_private_file(folder / "link", "third"));
    EXPECT_FALSE(fs::exists(folder / "elsewhere"));
}

TEST(PrivateFile, SaysWhatCannotBeRead) {
    const test::TemporaryFolder folder;
    EXPECT_EQ(read_private_file(folder / "none", 9).error().code, Errc::input_missing);
    ASSERT_TRUE(write_private_file(folder / "long", "0123456789"));
    EXPECT_EQ(read_private_file(folder / "long", 9).error().code, Errc::bad_data);
    EXPECT_EQ(read_private_file(folder / "long", 10)->text(), "0123456789");
}

TEST(PrivateFile, JudgesOwnerAndMode) {
    const auto judge = [](mode_t mode, uid_t owner, FileMaker maker) {
        return judge_file("f", {true, mode, owner}, 1000, maker).has_value();
    };
    for (const mode_t mode : {0600U, 0400U, 0700U})
        EXPECT_TRUE(judge(mode, 1000, FileMaker::owner)) << mode;
    for (const mode_t mode : {0640U, 0604U, 0610U, 0601U, 0620U, 0602U, 0644U, 0777U})
        EXPECT_FALSE(judge(mode, 1000, FileMaker::owner)) << mode;
    EXPECT_FALSE(judge(0600, 1001, FileMaker::owner));
    EXPECT_FALSE(judge(0600, 0, FileMaker::owner));
    EXPECT_TRUE(judge(0440, 0, FileMaker::system));
    EXPECT_TRUE(judge(0400, 1000, FileMaker::system));
    EXPECT_FALSE(judge(0444, 0, FileMaker::system));
    EXPECT_FALSE(judge(0420, 0, FileMaker::system));
    EXPECT_FALSE(judge(0400, 1001, FileMaker::system));
}

}  // namespace
}  // namespace ballast::keys
