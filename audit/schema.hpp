// SPDX-License-Identifier: MIT
// Internal to audit/: the journal's tables in both stores, their version, and how an older store
// becomes one of this version. Normative text: docs/journal-format.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "audit/journal_postgres.hpp"
#include "audit/journal_sqlite.hpp"

namespace ballast::audit {

/// 1 and some files of 2 have a table of intents, and none of 2 knows when a transaction was
/// included; 3 has no digests of what is on its way, and no table of pruned transactions. Whatever
/// changes in a table changes this number, and a test compares the two.
constexpr std::int64_t kJournalVersion = 4;
/// What a writer can make into kJournalVersion, and a reader reads as it is.
constexpr std::int64_t kOldestVersion = 3;

/// Since then the rows of what is on its way have digests.
constexpr std::int64_t kSealedSince = 4;

/// Makes the tables in an empty store, or an older store's into those of this version, in one
/// transaction; a reader's store is left as it is. Returns the version that it has now.
/// Errors: bad_data where it is no journal, or one
/// of a version that this program cannot take; input_missing where it is empty and may not become
/// one.
[[nodiscard]] Result<std::int64_t> prepare(Sqlite& sqlite, const std::filesystem::path& path,
                                           bool writable, bool may_create);
[[nodiscard]] Result<std::int64_t> prepare(Postgres& postgres, const std::string& place,
                                           bool may_create);

struct Column {
    const char* name;
    bool is_integer;
};
struct Table {
    const char* name;
    std::vector<Column> columns;
    const char* order;  ///< the columns of its key
};

/// The tables beside the records, in an order in which they can be filled.
[[nodiscard]] const std::vector<Table>& tables_beside_records();

/// "SELECT every column FROM table ORDER BY its key", and the statement that adds such a row.
[[nodiscard]] std::string select_all(const Table& table);
[[nodiscard]] std::string insert_all(const Table& table);

}  // namespace ballast::audit
