// SPDX-License-Identifier: MIT
// A disk that forgets what was not synced.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "tests/support/sim_process.hpp"

namespace ballast::test {

/// What can go wrong with an act of the disk.
enum class DiskFault {
    none,
    full,         ///< SQLITE_FULL, nothing written
    io_error,     ///< SQLITE_IOERR, nothing done
    short_write,  ///< the first half of the bytes is written, then SQLITE_FULL
};

/// When it does.
struct DiskPlan {
    DiskFault fault = DiskFault::none;
    /// The first write, sync or truncation that fails, counted from 1.
    std::uint64_t first = 0;
    /// How many fail from there on.
    std::uint64_t times = 1;
};

/// What survives when the power goes: of everything since the last sync of its file.
enum class PowerLoss {
    all_lost,    ///< nothing of it
    torn_last,   ///< nothing but a prefix of the last write, in whole sectors
    any_sector,  ///< each sector of each write or not, by the seed, in any order
};

/// Files in memory. A value: a copy is a disk of its own.
class SimDisk {
  public:
    static constexpr std::size_t kSector = 512;

    struct Change {
        bool is_truncation = false;
        std::size_t offset = 0;  ///< of a truncation: the new size
        Bytes bytes;
    };
    struct File {
        Bytes content;                ///< what every process sees
        Bytes synced;                 ///< what is on the medium for certain
        std::vector<Change> pending;  ///< since then, in order
        bool exists = false;
        bool exists_synced = false;
    };

    /// What a process may do now. `process` may be null: then nobody dies here.
    void run_by(SimProcess* process) { process_ = process; }
    [[nodiscard]] SimProcess* process() const { return process_; }
    void set_plan(const DiskPlan& plan);
    /// How many acts the plan has spoiled.
    [[nodiscard]] std::uint64_t spoiled() const { return spoiled_; }
    /// Acts that the plan could have spoiled, since set_plan().
    [[nodiscard]] std::uint64_t plannable() const { return planned_acts_; }

    /// Tells whether the act happens, dead or alive, and how the plan spoils it.
    [[nodiscard]] bool does(Act act);
    [[nodiscard]] DiskFault spoil();

    [[nodiscard]] bool exists(const std::string& path) const;
    File& create(const std::string& path);
    void remove(const std::string& path, bool sync_folder);
    static void write(File& file, std::size_t offset, ByteView bytes);
    static void truncate(File& file, std::size_t size);
    static void sync(File& file);
    /// As Linux does it: what was to be written is taken for written, and is not on the medium.
    static void fail_sync(File& file);
    /// Makes creations and removals last.
    void sync_folder();

    /// Returns how many unsynced changes were lost or torn. Nobody may have a file open.
    std::size_t lose_power(PowerLoss how, std::uint64_t seed);
    /// Returns how many changes a loss of power would endanger.
    [[nodiscard]] std::size_t unsynced() const;

  private:
    std::map<std::string, File> files_;
    SimProcess* process_ = nullptr;
    DiskPlan plan_;
    std::uint64_t planned_acts_ = 0;
    std::uint64_t spoiled_ = 0;
};

}  // namespace ballast::test
