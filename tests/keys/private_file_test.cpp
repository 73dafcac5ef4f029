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

TEST(PrivateFile, JudgesTheFolder) {
    for (const mode_t mode : {0700U, 0500U, 0750U, 0755U, 0711U})
        EXPECT_TRUE(judge_folder("d", mode, 1000, 1000)) << mode;
    for (const mode_t mode : {0720U, 0702U, 0770U, 0775U, 0777U, 01777U, 02770U}) {
        const auto judged = judge_folder("d", mode, 1000, 1000);
        ASSERT_FALSE(judged) << mode;
        EXPECT_EQ(judged.error().code, Errc::permission);
        EXPECT_THAT(judged.error().what, HasSubstr("chmod go-w 'd'"));
    }
    EXPECT_THAT(judge_folder("d", 0700, 1001, 1000).error().what, HasSubstr("chown 1000 'd'"));
    EXPECT_FALSE(judge_folder("d", 0700, 0, 1000));
}

TEST(PrivateFile, WritesNothingWhereOthersMayWrite) {
    const test::TemporaryFolder folder;
    const fs::path open = folder / "open";
    ASSERT_EQ(::mkdir(open.c_str(), 0700), 0);
    ASSERT_EQ(::chmod(open.c_str(), 0777), 0);
    const auto refused = write_private_file(open / "secret", "hush");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::permission);
    EXPECT_TRUE(fs::is_empty(open));
    ASSERT_EQ(::chmod(open.c_str(), 0755), 0);
    EXPECT_TRUE(write_private_file(open / "secret", "hush"));
}

}  // namespace
}  // namespace ballast::keys
