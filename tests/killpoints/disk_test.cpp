// SPDX-License-Identifier: MIT
// The simulated disk itself: it must really lose and really tear, else it acquits everybody.
#include "tests/support/sim_disk.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>

#include "audit/journal_sqlite.hpp"
#include "tests/support/crash_vfs.hpp"

namespace ballast::test {
namespace {

using audit::Cell;
using audit::Sqlite;

constexpr const char* kPath = "/simulated/rows";

Bytes filled(std::size_t size, std::uint8_t with) {
    return Bytes(size, with);
}

TEST(sim_disk, loses_what_was_not_synced) {
    SimDisk disk;
    SimDisk::File& file = disk.create("f");
    disk.sync_folder();
    SimDisk::write(file, 0, filled(1024, 1));
    SimDisk::sync(file);
    SimDisk::write(file, 512, filled(1024, 2));
    SimDisk::write(file, 4096, filled(10, 3));
    EXPECT_EQ(file.content.size(), 4106U);
    EXPECT_EQ(disk.unsynced(), 2U);
    EXPECT_EQ(disk.lose_power(PowerLoss::all_lost, 1), 2U);
    EXPECT_EQ(file.content, filled(1024, 1));
}

TEST(sim_disk, loses_files_whose_folder_was_not_synced) {
    SimDisk disk;
    SimDisk::sync(disk.create("f"));
    disk.lose_power(PowerLoss::all_lost, 1);
    EXPECT_FALSE(disk.exists("f"));
    disk.create("g");
    disk.sync_folder();
    disk.remove("g", false);
    disk.lose_power(PowerLoss::all_lost, 1);
    EXPECT_TRUE(disk.exists("g"));
    disk.remove("g", true);
    disk.lose_power(PowerLoss::all_lost, 1);
    EXPECT_FALSE(disk.exists("g"));
}

TEST(sim_disk, tears_the_last_write_between_sectors) {
    std::set<std::size_t> lengths;
    for (std::uint64_t seed = 0; seed < 64; ++seed) {
        SimDisk disk;
        SimDisk::File& file = disk.create("f");
        disk.sync_folder();
        SimDisk::write(file, 0, filled(2048, 1));
        SimDisk::write(file, 0, filled(2048, 2));
        disk.lose_power(PowerLoss::torn_last, seed);
        EXPECT_EQ(file.content, filled(file.content.size(), 2));
        lengths.insert(file.content.size());
    }
    EXPECT_EQ(lengths, (std::set<std::size_t>{0, 512, 1024, 1536, 2048}));
}

TEST(sim_disk, a_failed_sync_is_not_made_good_by_the_next) {
    SimDisk disk;
    SimDisk::File& file = disk.create("f");
    disk.sync_folder();
    SimDisk::write(file, 0, filled(10, 1));
    SimDisk::fail_sync(file);
    SimDisk::sync(file);
    EXPECT_EQ(file.content.size(), 10U);
    disk.lose_power(PowerLoss::all_lost, 1);
    EXPECT_TRUE(file.content.empty());
}

/// Adds rows that SQLite acknowledges, then takes the power away. Returns how many of ten are left,
/// or nothing where the database is damaged.
std::optional<std::int64_t> rows_left(const std::string& synchronous, PowerLoss how,
                                      std::uint64_t seed) {
    SimDisk disk;
    const CrashVfs mounted(disk);
    {
        auto rows = Sqlite::open(kPath, true);
        EXPECT_TRUE(
            rows->execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                          "CREATE TABLE t(n INTEGER, text TEXT) STRICT;"));
        EXPECT_TRUE(rows->execute("PRAGMA synchronous = " + synchronous));
        for (std::int64_t i = 0; i < 10; ++i)
            EXPECT_TRUE(rows->change("INSERT INTO t VALUES(?, ?)",
                                     {Cell::of(i), Cell::of(std::string(3000, 'x'))}));
        SimProcess dead(1);
        EXPECT_FALSE(dead.does(Act::look));
        disk.run_by(&dead);  // or closing would sync
    }
    disk.run_by(nullptr);
    disk.lose_power(how, seed);
    auto rows = Sqlite::open(kPath, true);
    if (!rows || !rows->check_integrity()) return std::nullopt;
    const auto count = rows->query("SELECT count(*) FROM t");
    return count ? std::optional(count->front().front().integer) : std::nullopt;
}

TEST(sim_disk, sqlite_keeps_what_it_synced_and_loses_what_it_did_not) {
    std::uint64_t lost = 0;
    for (const PowerLoss how : {PowerLoss::all_lost, PowerLoss::torn_last, PowerLoss::any_sector}) {
        for (std::uint64_t seed = 0; seed < 10; ++seed) {
            EXPECT_EQ(rows_left("FULL", how, seed), std::optional<std::int64_t>(10));
            const auto left = rows_left("OFF", how, seed);
            lost += left != std::optional<std::int64_t>(10) ? 1U : 0U;
        }
    }
    EXPECT_GT(lost, 20U) << "the checker cannot fail";
    std::printf("power_losses=60 rows_lost_without_sync_in=%llu\n",
                static_cast<unsigned long long>(lost));
}

}  // namespace
}  // namespace ballast::test
