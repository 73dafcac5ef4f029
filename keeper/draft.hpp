// SPDX-License-Identifier: MIT
// A transaction from its entry in the journal to its record there: the draft is the whole state, so
// an interrupted run goes on where it was.
#pragma once

#include <optional>

#include "audit/journal.hpp"
#include "audit/record.hpp"
#include "base/result.hpp"
#include "keeper/venue.hpp"
#include "sender/request.hpp"

namespace ballast::keeper {

/// How far a draft is.
enum class DraftState {
    none,        ///< there was none
    on_its_way,  ///< signed and stored, in no block yet: ask again
    recorded,    ///< in a block, and in the journal
    dropped,     ///< it never happened and never will
};

struct DraftEnd {
    DraftState state = DraftState::none;
    audit::RecordKind kind = audit::RecordKind::epoch;   ///< of the entry, where there was one
    std::optional<rpc::Receipt> receipt = std::nullopt;  ///< of a transaction that was recorded
};

/// Sends the transaction of an entry, if it has one, and appends it with its receipt once that is
/// there. The entry is the journal's draft meanwhile, from before anything is signed. Where it was
/// never signed, the preflights of `terms` must pass first. Returns on_its_way or recorded. Errors:
/// those of Venue and Journal; failed where it reverted, which is recorded.
[[nodiscard]] Result<DraftEnd> complete(Venue& venue, audit::Journal& journal, audit::Entry entry,
                                        sender::TransactionRequest terms = {});

/// Goes on with the journal's draft, if there is one: the stored transaction is sent again where
/// that is due, never a new one. A draft whose transaction was never signed, or was cancelled for
/// good, is dropped. Errors: as complete.
[[nodiscard]] Result<DraftEnd> finish_draft(Venue& venue, audit::Journal& journal);

}  // namespace ballast::keeper
