// SPDX-License-Identifier: MIT
// A disk that is full, fails or writes short, at every act of it.
#include <gtest/gtest.h>

#include "audit/journal_sqlite.hpp"
#include "tests/killpoints/reference_outbox.hpp"
#include "tests/support/crash_vfs.hpp"
#include "tests/support/sim_sender.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::test {
namespace {

struct DiskFigures {
    std::uint64_t runs = 0;
    std::uint64_t spoiled = 0;  ///< runs in which the fault happened
    std::uint64_t sends = 0;
    std::uint64_t sends_without_row = 0;
    std::uint64_t not_recovered = 0;
    std::uint64_t unclean = 0;
};

/// Tells whether the attempt would be there if the power went now.
bool is_durable(const SimDisk& disk, const std::string& path, const Hash32& tx_hash) {
    SimDisk copy = disk;
    copy.run_by(nullptr);
    copy.set_plan({});
    copy.lose_power(PowerLoss::all_lost, 1);
    const CrashVfs mounted(copy);
    auto journal = audit::Sqlite::open(path, true);
    if (!journal) return false;
    const auto rows = journal->query("SELECT 1 FROM attempts WHERE tx_hash = ?",
                                     {audit::Cell::of(to_hex(tx_hash))});
    return rows && rows->size() == 1;
}

/// Runs one life of a keeper on a disk with faults. Returns how many acts could have failed.
std::uint64_t run_with(const DiskPlan& plan, const MakeOutbox& make, DiskFigures& figures) {
    const TemporaryFolder folder;
    SimWorld world = funded_world(1, {.fee_change = 4});
    world.disk.set_plan(plan);
    SimJob job;
    SimProcess process;
    SimLife life{world, job, process, folder.path() / "journal", make};
    life.on_arrival = [&](const MockTransaction& transaction) {
        ++figures.sends;
        if (!is_durable(world.disk, life.path.string(), transaction.hash))
            ++figures.sends_without_row;
    };
    ++figures.runs;
    figures.not_recovered += live(life) != LifeEnd::done ? 1U : 0U;
    figures.unclean += judge(world.chain, job).is_clean() ? 0U : 1U;
    figures.spoiled += world.disk.spoiled() > 0 ? 1U : 0U;
    return world.disk.plannable();
}

/// Lets each act of the disk fail, once and with those after it, in every way.
DiskFigures sweep_disk(const MakeOutbox& make, std::uint64_t stride) {
    DiskFigures figures;
    const std::uint64_t acts = run_with({}, make, figures);
    for (const DiskFault fault : {DiskFault::full, DiskFault::io_error, DiskFault::short_write})
        for (const std::uint64_t times : {1U, 40U})
            for (std::uint64_t first = 1; first <= acts; first += stride)
                run_with({fault, first, times}, make, figures);
    std::printf(
        "runs=%llu spoiled=%llu sends=%llu sends_without_row=%llu not_recovered=%llu "
        "unclean=%llu\n",
        static_cast<unsigned long long>(figures.runs),
        static_cast<unsigned long long>(figures.spoiled),
        static_cast<unsigned long long>(figures.sends),
        static_cast<unsigned long long>(figures.sends_without_row),
        static_cast<unsigned long long>(figures.not_recovered),
        static_cast<unsigned long long>(figures.unclean));
    return figures;
}

TEST(fault_37_disk_full_or_failing, no_send_without_a_stored_row_and_it_recovers) {
    const DiskFigures figures = sweep_disk(make_sender, 1);
    EXPECT_EQ(figures.sends_without_row, 0U);
    EXPECT_EQ(figures.not_recovered, 0U);
    EXPECT_EQ(figures.unclean, 0U);
    EXPECT_GE(figures.spoiled + 1, figures.runs);
    EXPECT_GE(figures.sends, 3 * figures.runs);
}

TEST(fault_37_disk_full_or_failing, the_checker_catches_who_sends_first) {
    EXPECT_GT(sweep_disk(make_send_then_store, 40).sends_without_row, 0U);
}

}  // namespace
}  // namespace ballast::test
