// SPDX-License-Identifier: MIT
// Fault 33 on one host: two processes, one journal.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>

#include "audit/journal.hpp"
#include "base/check.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::test {
namespace {

constexpr int kStarts = 1'000;

/// Starts kStarts times in a process of its own. Returns how often it got in.
int times_let_in(const std::filesystem::path& path) {
    std::array<int, 2> ends{};
    BALLAST_CHECK(::pipe(ends.data()) == 0);
    std::fflush(nullptr);
    if (::fork() == 0) {
        int let_in = 0;
        for (int i = 0; i < kStarts; ++i) {
            const auto journal = audit::Journal::open(path, audit::Journal::Mode::write);
            let_in += !journal && journal.error().code == Errc::lock_held ? 0 : 1;
        }
        ::_exit(::write(ends[1], &let_in, sizeof let_in) == sizeof let_in ? 0 : 1);
    }
    ::close(ends[1]);
    int let_in = -1;
    BALLAST_CHECK(::read(ends[0], &let_in, sizeof let_in) == sizeof let_in);
    ::close(ends[0]);
    BALLAST_CHECK(::wait(nullptr) > 0);
    return let_in;
}

TEST(fault_33_two_keepers, the_second_process_is_refused_every_time) {
    const TemporaryFolder folder;
    const auto path = folder.path() / "journal";
    {
        const auto first = audit::Journal::open(path, audit::Journal::Mode::write);
        ASSERT_TRUE(first.has_value());
        EXPECT_EQ(times_let_in(path), 0);
    }
    EXPECT_EQ(times_let_in(path), kStarts) << "the lock was not what kept it out";
    std::printf("starts=%d let_in_beside_the_first=0\n", kStarts);
}

}  // namespace
}  // namespace ballast::test
