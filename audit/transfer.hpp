// SPDX-License-Identifier: MIT
// A whole journal as lines of canonical JSON and back: from one store to the other, and into hands
// that have neither. Format: docs/journal-format.md, "Export".
#pragma once

#include <filesystem>

#include "audit/check_journal.hpp"
#include "base/hash.hpp"

namespace ballast::audit {

/// The first line of an export names it.
constexpr const char* kExportFormat = "ballast/journal-export/1";

/// Returns the digest of an export up to and with `line` (without its line feed), from the one of
/// the lines before it; zero before the first. The rows of what is on its way have no other hash
/// that covers all of them: a column that no digest of a row holds is told by this one.
[[nodiscard]] inline Hash32 digest_after(const Hash32& before, std::string_view line) {
    Bytes data(before.bytes.begin(), before.bytes.end());
    const ByteView text = as_bytes(line);
    data.insert(data.end(), text.begin(), text.end());
    return tagged_hash("ballast/export-line/1", data);
}

struct Transfer {
    std::uint64_t records = 0;
    std::uint64_t rows = 0;  ///< of what is on its way
    Hash32 head;
};

/// Writes one state of the journal to a new file, also beside its writer; synced. Errors:
/// cannot_write, also where the file is there; bad_data where a field is no UTF-8, or the
/// journal is of an older version that no writer has opened yet.
[[nodiscard]] Result<Transfer> export_journal(const std::string& location,
                                              const std::filesystem::path& file);

/// Fills an empty or missing journal with an export, in one transaction, every hash made anew and
/// compared. Errors: mismatch where the journal is not empty or the file's content is not what its
/// hashes say; bad_data where the file is no whole export.
[[nodiscard]] Result<Transfer> import_journal(const std::string& location,
                                              const std::filesystem::path& file);

}  // namespace ballast::audit
