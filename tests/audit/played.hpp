// SPDX-License-Identifier: MIT
// A short run of the keeper in memory: the shipped policy and scenario, real signatures, and the
// mirror in the place of the chain. What apps/tick.cpp journals, for the tests of replay.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "audit/documents.hpp"
#include "audit/journal.hpp"
#include "engine/snapshot.hpp"
#include "engine/state.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::audit::test {

/// How a run differs from the honest one.
struct Play {
    std::string policy = "carry_aware";
    /// Keys number `first_key` on sign; the setup names the honest ones all the same.
    int first_key = 1;
    std::size_t epochs = 20;
    /// Changes a snapshot before it is decided on; gets the number of the epoch.
    std::function<void(std::size_t, engine::Snapshot&)> edit = [](std::size_t, auto&) {};
    /// Changes what is remembered before the first epoch.
    std::function<void(engine::State&)> remember = [](engine::State&) {};
};

/// Returns the run's entries: a genesis, a deployment, then each epoch with its executions. Ends
/// the test program where the shipped documents do not play.
[[nodiscard]] std::vector<Entry> play(const Play& how = {});

/// Returns the entries chained with valid hashes: what anyone can make who rewrites a whole file.
[[nodiscard]] std::vector<StoredRecord> chained(const std::vector<Entry>& entries);

/// Writes a journal with the entries. Requires that `path` does not exist.
void write_journal(const std::filesystem::path& path, const std::vector<Entry>& entries);

/// Returns the indices of the records with a transaction of an epoch.
[[nodiscard]] std::vector<std::size_t> updates(const std::vector<Entry>& entries);

using Folder = ballast::test::TemporaryFolder;

}  // namespace ballast::audit::test
