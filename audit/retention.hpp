// SPDX-License-Identifier: MIT
#pragma once

#include "audit/journal.hpp"

namespace ballast::audit {

/// Removes what is kept of transactions that are final and whose block is older than `before`: the
/// signed bytes, not the fact. Their keys stay, so that none is ever sent again; so do every
/// account's last nonce, the transaction of the draft, foreign ones, and all records. Returns how
/// many were removed. Requires a journal that is open for writing, and a `before` that lies further
/// back than the longest budget (a day) and deepest reorganisation. Errors: cannot_write.
[[nodiscard]] Result<std::uint64_t> prune_transactions(Journal& journal, UnixSeconds before);

}  // namespace ballast::audit
