// SPDX-License-Identifier: MIT
// Fault 47 under the store: SQLite's own file system on a real disk, whose system calls are
// interrupted, write short, or find no file descriptor free.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>

#include "base/check.hpp"
#include "tests/support/sim_sender.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::test {
namespace {

/// What the hooks below do, and how often they did. Plain functions have no other place for it.
struct Spoiler {
    std::uint64_t open_fails_at = 0;  ///< the open that finds no descriptor, counted from 1
    bool interrupts_writes = false;   ///< every other write is interrupted before its first byte
    bool shortens_writes = false;     ///< every other write takes half of its bytes
    std::uint64_t opens = 0;
    std::uint64_t writes = 0;
    std::uint64_t spoiled = 0;
};
Spoiler spoiler;

int spoiled_open(const char* path, int flags, int mode) {
    if (++spoiler.opens == spoiler.open_fails_at) {
        ++spoiler.spoiled;
        errno = EMFILE;
        return -1;
    }
    return ::open(path, flags, mode);
}

/// Returns how much of `size` may be written now; 0 for an interruption.
std::size_t spoiled_size(std::size_t size) {
    if (++spoiler.writes % 2 == 0 || size < 2) return size;
    if (!spoiler.interrupts_writes && !spoiler.shortens_writes) return size;
    ++spoiler.spoiled;
    return spoiler.interrupts_writes ? 0 : size / 2;
}

ssize_t spoiled_pwrite(int file, const void* from, std::size_t size, off_t offset) {
    const std::size_t now = spoiled_size(size);
    if (now > 0) return ::pwrite(file, from, now, offset);
    errno = EINTR;
    return -1;
}

ssize_t spoiled_write(int file, const void* from, std::size_t size) {
    const std::size_t now = spoiled_size(size);
    if (now > 0) return ::write(file, from, now);
    errno = EINTR;
    return -1;
}

/// Puts the hooks in; takes them out when it goes.
class Hooked {
  public:
    explicit Hooked(const Spoiler& plan) {
        spoiler = plan;
        set("open", reinterpret_cast<sqlite3_syscall_ptr>(spoiled_open));
        set("pwrite", reinterpret_cast<sqlite3_syscall_ptr>(spoiled_pwrite));
        set("pwrite64", reinterpret_cast<sqlite3_syscall_ptr>(spoiled_pwrite));
        set("write", reinterpret_cast<sqlite3_syscall_ptr>(spoiled_write));
    }
    Hooked(const Hooked&) = delete;
    Hooked& operator=(const Hooked&) = delete;
    ~Hooked() { vfs()->xSetSystemCall(vfs(), nullptr, nullptr); }

  private:
    static sqlite3_vfs* vfs() { return sqlite3_vfs_find("unix"); }
    static void set(const char* name, sqlite3_syscall_ptr call) {
        const int done = vfs()->xSetSystemCall(vfs(), name, call);
        BALLAST_CHECK(done == SQLITE_OK || done == SQLITE_NOTFOUND);
    }
};

/// One life on the real disk under `plan`. Returns whether all was done, once each.
bool is_clean_under(const Spoiler& plan) {
    const TemporaryFolder folder;
    SimWorld world = funded_world(1, {});
    SimJob job;
    SimProcess process;
    SimLife life{world, job, process, folder.path() / "journal", make_sender};
    life.on_real_disk = true;
    const Hooked hooked(plan);
    return live(life) == LifeEnd::done && judge(world.chain, job).is_clean();
}

void print_spoiled(const char* what) {
    std::printf("%s=%llu opens=%llu writes=%llu\n", what,
                static_cast<unsigned long long>(spoiler.spoiled),
                static_cast<unsigned long long>(spoiler.opens),
                static_cast<unsigned long long>(spoiler.writes));
}

TEST(fault_47_system_calls, interrupted_writes_lose_nothing) {
    EXPECT_TRUE(is_clean_under({.interrupts_writes = true}));
    print_spoiled("interrupted");
    EXPECT_GT(spoiler.spoiled, 50U);
}

TEST(fault_47_system_calls, short_writes_lose_nothing) {
    EXPECT_TRUE(is_clean_under({.shortens_writes = true}));
    print_spoiled("short");
    EXPECT_GT(spoiler.spoiled, 50U);
}

TEST(fault_47_system_calls, no_descriptor_at_any_open_loses_nothing) {
    ASSERT_TRUE(is_clean_under({}));
    const std::uint64_t opens = spoiler.opens;
    EXPECT_GT(opens, 2U);
    std::uint64_t spoiled = 0;
    for (std::uint64_t at = 1; at <= opens; ++at) {
        EXPECT_TRUE(is_clean_under({.open_fails_at = at})) << at;
        spoiled += spoiler.spoiled;
    }
    print_spoiled("no_descriptor");
    EXPECT_EQ(spoiled, opens);
}

}  // namespace
}  // namespace ballast::test
