// SPDX-License-Identifier: MIT
#include "telemetry/process.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <vector>

namespace ballast::telemetry {
namespace {

TEST(Process, MemoryThatIsTouchedIsCounted) {
    const std::int64_t before = resident_bytes().value();
    std::vector<char> touched(64U << 20U);
    // Through a volatile: a compiler may leave out what nobody sees.
    volatile char* const bytes = touched.data();
    for (std::size_t at = 0; at < touched.size(); at += 4096)
        bytes[at] = 'x';
    EXPECT_GE(resident_bytes().value(), before + (60LL << 20));
}

TEST(Process, OpenFilesAreCountedExactly) {
    const std::int64_t before = open_files().value();
    const int file = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    EXPECT_EQ(open_files().value(), before + 1);
    ::close(file);
    EXPECT_EQ(open_files().value(), before);
}

TEST(Process, FreeSpace) {
    EXPECT_GT(free_bytes("/").value(), 0);
    EXPECT_EQ(free_bytes("/nowhere/at/all").error().code, Errc::failed);
}

}  // namespace
}  // namespace ballast::telemetry
