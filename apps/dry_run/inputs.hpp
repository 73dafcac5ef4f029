// SPDX-License-Identifier: MIT
// The documents of a dry run.
#pragma once

#include "apps/command_line.hpp"
#include "apps/demo_documents.hpp"
#include "apps/dry_run/model.hpp"
#include "stress/book.hpp"

namespace ballast::apps {

/// Policies as written, and with the collaterals of event or history alone.
struct DryRunInputs {
    EventDocument event;  ///< of a history its labels and markets, without days
    engine::Policy current_whole;
    engine::Policy proposed_whole;
    engine::Policy current;
    engine::Policy proposed;
    UnixSeconds until;  ///< --at, else after every event
    /// Whether there is a document of the current policy; else `current` is the proposed one: a
    /// live oracle tells its policy's hash alone.
    bool current_known = true;
    std::filesystem::path data;          ///< --data
    std::optional<HistoryNote> history;  ///< of it; nothing: the event is played
};

/// Reads event or history, and policies. Errors: those of reading; configuration where the two
/// policies do not decide the same collaterals of it.
[[nodiscard]] Result<DryRunInputs> read_inputs(const DryRunOptions& options);

/// A book and what to say of it.
struct NotedBook {
    stress::Book book;
    BookNote note;
};

/// Reads --book, or invents one of --book-size positions at `prices` and `lt_now`, both as the
/// policy's assets. Its thresholds are set to `lt_now`. Errors: as load_book; bad_data where a
/// collateral of the book is none of the event's.
[[nodiscard]] Result<NotedBook> read_noted_book(const DryRunOptions& options,
                                                const DryRunInputs& inputs,
                                                const std::vector<engine::Price>& prices,
                                                const std::vector<engine::Bps>& lt_now);

}  // namespace ballast::apps
