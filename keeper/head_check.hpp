// SPDX-License-Identifier: MIT
// What was read may not be older than what is journaled.
#pragma once

#include "audit/journal.hpp"
#include "base/result.hpp"
#include "oracle/records.hpp"

namespace ballast::keeper {

/// Errors: failed where `head` has fewer reports than the newest epoch leaves by the journal, or
/// another one under the same number: nodes that are behind, or a reorganisation. A journal that
/// went on from there could never be replayed. (It is not upstream_unavailable: a transaction that
/// lost its block is looked after meanwhile.) bad_data; those of the journal.
[[nodiscard]] Status check_not_behind(const audit::Journal& journal, const oracle::Head& head);

}  // namespace ballast::keeper
