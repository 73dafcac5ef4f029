// SPDX-License-Identifier: MIT
// Internal to audit/: records and the draft as rows of either store.
#pragma once

#include <optional>

#include "audit/journal.hpp"
#include "audit/sql.hpp"

namespace ballast::audit {

/// Returns the records that `where` (nothing, or a condition on idx) selects, in index order. To be
/// called in one snapshot. Errors: mismatch where a field has no record, or a column another type.
[[nodiscard]] Result<std::vector<StoredRecord>> read_records(Sql& sql, const std::string& where,
                                                             const Row& parameters);

/// Adds the record. To be called in a transaction. Errors: cannot_write.
[[nodiscard]] Status insert_record(Sql& sql, const Record& record);

/// Replaces the draft. To be called in a transaction. Errors: cannot_write.
[[nodiscard]] Status write_draft(Sql& sql, const Entry& entry);

/// Errors: bad_data where it is not what was stored. Before version 4 nothing told.
[[nodiscard]] Result<std::optional<Entry>> read_draft(Sql& sql, bool sealed = true);

}  // namespace ballast::audit
