// SPDX-License-Identifier: MIT
// A record as exports and bundles write it. Format: docs/journal-format.md, "Export".
#pragma once

#include "audit/journal.hpp"
#include "base/json.hpp"

namespace ballast::audit {

/// Returns {at, fields, hash, index, kind, previous}. Errors: bad_data where a text is no UTF-8.
[[nodiscard]] Result<Json> record_to_json(const StoredRecord& record);

/// Reads it, believing nothing of it but its form; the hashes of the fields, which the form leaves
/// out, are computed. Errors: bad_data, with the member.
[[nodiscard]] Result<StoredRecord> record_from_json(const Json& json);

}  // namespace ballast::audit
