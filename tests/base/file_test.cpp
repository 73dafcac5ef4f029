// SPDX-License-Identifier: MIT
#include "base/file.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "tests/support/temporary_folder.hpp"

namespace ballast {
namespace {

/// A folder of its own for each test, removed afterwards.
class File : public ::testing::Test {
  protected:
    [[nodiscard]] std::size_t entries() const {
        const std::filesystem::directory_iterator files(folder_.path());
        return static_cast<std::size_t>(std::distance(begin(files), end(files)));
    }

    test::TemporaryFolder folder_;
};

TEST_F(File, EveryByteIsWrittenAndReadBack) {
    const auto path = folder_ / "all";
    std::string text(100'000, '\0');
    for (std::size_t i = 0; i < text.size(); ++i)
        text[i] = static_cast<char>(i);
    ASSERT_TRUE(write_file(path, text));
    EXPECT_EQ(read_file(path).value(), text);
    ASSERT_TRUE(write_file(path, ""));
    EXPECT_EQ(read_file(path).value(), "");
    EXPECT_EQ(entries(), 1U);
}

TEST_F(File, MissingFoldersAreCreated) {
    const auto path = folder_ / "a" / "b" / "c.json";
    ASSERT_TRUE(write_file(path, "{}"));
    EXPECT_EQ(read_file(path).value(), "{}");
}

TEST_F(File, AReaderSeesTheOldOrTheNewContent) {
    const auto path = folder_ / "state";
    const std::string contents[] = {std::string(200'000, 'o'), std::string(300'000, 'n')};
    ASSERT_TRUE(write_file(path, contents[0]));
    std::atomic<bool> done = false;
    std::thread writer([&] {
        for (int i = 0; i < 100; ++i)
            EXPECT_TRUE(write_file(path, contents[i % 2]));
        done = true;
    });
    while (!done) {
        const auto seen = read_file(path);
        EXPECT_TRUE(seen && (*seen == contents[0] || *seen == contents[1]));
    }
    writer.join();
    EXPECT_EQ(entries(), 1U);
}

TEST_F(File, AMissingFileIsMissing) {
    const auto text = read_file(folder_ / "none");
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, Errc::input_missing);
    EXPECT_NE(text.error().what.find("none"), std::string::npos);
    EXPECT_FALSE(read_file(folder_.path()));
}

TEST_F(File, AFileBeyondTheLimitIsRefused) {
    const auto path = folder_ / "large";
    ASSERT_TRUE(write_file(path, "x"));
    std::filesystem::resize_file(path, (64U << 20U) + 1);  // sparse
    const auto text = read_file(path);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, Errc::bad_data);
}

TEST_F(File, WhereAFolderCannotBeMadeNothingIsWritten) {
    ASSERT_TRUE(write_file(folder_ / "file", "x"));
    const auto written = write_file(folder_ / "file" / "below", "y");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Errc::cannot_write);
    EXPECT_EQ(read_file(folder_ / "file").value(), "x");
}

TEST_F(File, AFailedReplacementLeavesNoTemporaryBehind) {
    // A folder that is not empty cannot be replaced by a file, not even by root.
    ASSERT_TRUE(write_file(folder_ / "target" / "inside", "x"));
    const auto written = write_file(folder_ / "target", "y");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Errc::cannot_write);
    EXPECT_EQ(entries(), 1U);
}

TEST_F(File, AFullDiskIsAnErrorThatNamesTheFile) {
    // /dev/full refuses every byte; the temporary beside the target is made to lead there.
    std::filesystem::create_symlink("/dev/full", folder_ / "report.tmp");
    const auto written = write_file(folder_ / "report", "y");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Errc::cannot_write);
    EXPECT_NE(written.error().what.find("report"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "report"));
    EXPECT_EQ(entries(), 0U);
}

TEST_F(File, AFolderWithoutWritePermissionRefuses) {
    std::filesystem::permissions(
        folder_.path(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
    // Root may write anywhere, so the attempt is made by a child that has given root up.
    const pid_t child = ::fork();
    if (child == 0) {
        const bool dropped = ::geteuid() != 0 || ::setuid(65534) == 0;
        const auto written = write_file(folder_ / "file", "x");
        ::_exit(dropped && !written && written.error().code == Errc::cannot_write ? 0 : 1);
    }
    int outcome = -1;
    ASSERT_EQ(::waitpid(child, &outcome, 0), child);
    EXPECT_EQ(outcome, 0);
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::owner_all);
    EXPECT_EQ(entries(), 0U);
}

}  // namespace
}  // namespace ballast
