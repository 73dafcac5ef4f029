// SPDX-License-Identifier: MIT
// Copies of a SQLite journal. Of a PostgreSQL journal the server's own tools make copies, or
// export_journal() does.
#pragma once

#include <filesystem>

#include "audit/check_journal.hpp"

namespace ballast::audit {

/// Copies one state of the journal to a new file, also beside its writer, reads the copy back,
/// makes every hash of it anew, and syncs it. Returns what the copy holds. Errors: mismatch where
/// the copy is not whole (no file is left then), cannot_write, also where the file is there; usage
/// where the journal is no file.
[[nodiscard]] Result<JournalCheck> backup_journal(const std::string& location,
                                                  const std::filesystem::path& file);

/// Puts a backup in the journal's place, with what stands in the backup's own write-ahead log. A
/// journal that is there must be a beginning of the backup, with no transaction that the backup
/// lacks; it is kept beside it as FILE.replaced. Returns what was restored, read back from the
/// copy. Errors: mismatch where the backup is not whole, or the journal there is ahead of it,
/// differs from it, or cannot be read; lock_held where somebody writes it; cannot_write.
[[nodiscard]] Result<JournalCheck> restore_journal(const std::filesystem::path& backup,
                                                   const std::string& location);

}  // namespace ballast::audit
