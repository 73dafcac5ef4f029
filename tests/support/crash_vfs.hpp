// SPDX-License-Identifier: MIT
// The door of SQLite's file system: SQLite on a SimDisk, so that the code under test is the code
// that ships.
#pragma once

#include "tests/support/sim_disk.hpp"

namespace ballast::test {

/// While it lives, whatever SQLite opens in this program is on `disk`, which must outlive the
/// connections. One inside another hides it for a while; a file has one connection at a time. WAL
/// works: its shared memory is on the heap and goes with the connection, as it goes with a process.
class CrashVfs {
  public:
    explicit CrashVfs(SimDisk& disk);
    CrashVfs(const CrashVfs&) = delete;
    CrashVfs& operator=(const CrashVfs&) = delete;
    ~CrashVfs();

  private:
    SimDisk* hidden_;
};

}  // namespace ballast::test
