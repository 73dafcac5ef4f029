// SPDX-License-Identifier: MIT
#include "keeper/draft.hpp"

#include <string_view>

#include "audit/documents.hpp"
#include "oracle/contract.hpp"

namespace ballast::keeper {
namespace {

Result<sender::TransactionRequest> request_of(const audit::Entry& entry,
                                              sender::TransactionRequest request = {}) {
    const auto text = [&](const char* field) -> std::string_view {
        const auto found = entry.fields.find(field);
        return found == entry.fields.end() ? std::string_view() : std::string_view(found->second);
    };
    const auto key = hash_from_hex(text(audit::kKey));
    const auto data = from_hex(text(audit::kCalldata));
    if (!key || !data) return fail(Errc::bad_data, "the journal's draft is damaged");
    request.key = *key;
    request.data = *data;
    if (entry.fields.contains(audit::kTo)) {
        const auto to = chain::parse_address(text(audit::kTo));
        if (!to) return fail_in("the journal's draft", to.error());
        request.to = *to;
    }
    return request;
}

/// What the block says becomes part of the entry.
Status add_receipt(audit::Entry& entry, const sender::TransactionRequest& request,
                   const rpc::Receipt& receipt) {
    entry.fields[audit::kReceipt] = audit::write_receipt(receipt);
    if (entry.kind != audit::RecordKind::epoch) return {};
    const auto outcomes = oracle::entry_outcomes(receipt, *request.to);
    if (!outcomes) return fail(outcomes.error());
    entry.fields[audit::kOutcomes] = audit::write_outcomes(*outcomes);
    return {};
}

/// Requires that the entry is the journal's draft.
Result<DraftEnd> send_on(Venue& venue, audit::Journal& journal, audit::Entry entry,
                         const sender::TransactionRequest& request) {
    auto mined = venue.send(request);
    if (!mined) return fail(mined.error());
    if (!*mined) return DraftEnd{DraftState::on_its_way, entry.kind};
    rpc::Receipt& receipt = **mined;
    if (auto added = add_receipt(entry, request, receipt); !added) return fail(added.error());
    if (auto appended = journal.append(entry); !appended) return fail(appended.error());
    // Journaled first: a refusal is part of the history too.
    if (!receipt.succeeded)
        return fail(Errc::failed, "transaction " + to_hex(receipt.tx_hash) +
                                      " reverted although the oracle's preview allowed it");
    return DraftEnd{DraftState::recorded, entry.kind, std::move(receipt)};
}

/// Whether the draft's transaction never happened and never will: it was never signed, or its nonce
/// went elsewhere for good. Then it is decided anew, on what the world is now. An insert whose
/// answer was lost may still be under way at the server, and in no snapshot: the lease's row is
/// free once it has ended.
Result<bool> is_dead(audit::Journal& journal, const Hash32& key) {
    if (auto ended = journal.keep_lease(); !ended) return fail(ended.error());
    const auto record = journal.transactions().find(key);
    if (!record) return fail(record.error());
    return !*record || (*record)->state == sender::TxState::cancelled ||
           (*record)->state == sender::TxState::foreign;
}

Result<DraftEnd> drop(audit::Journal& journal, audit::RecordKind kind) {
    if (auto dropped = journal.drop_draft(); !dropped) return fail(dropped.error());
    return DraftEnd{DraftState::dropped, kind};
}

}  // namespace

Result<DraftEnd> complete(Venue& venue, audit::Journal& journal, audit::Entry entry,
                          sender::TransactionRequest terms) {
    if (!entry.fields.contains(audit::kCalldata)) {
        if (auto appended = journal.append(entry); !appended) return fail(appended.error());
        return DraftEnd{DraftState::recorded, entry.kind};
    }
    const auto request = request_of(entry, std::move(terms));
    if (!request) return fail(request.error());
    if (auto stored = journal.store_draft(entry); !stored) return fail(stored.error());
    return send_on(venue, journal, std::move(entry), *request);
}

Result<DraftEnd> finish_draft(Venue& venue, audit::Journal& journal) {
    auto draft = journal.draft();
    if (!draft) return fail(draft.error());
    if (!*draft) return DraftEnd();
    const auto request = request_of(**draft);
    if (!request) return fail(request.error());
    const audit::RecordKind kind = (*draft)->kind;
    auto dead = is_dead(journal, request->key);
    if (!dead) return fail(dead.error());
    if (*dead) return drop(journal, kind);
    auto end = send_on(venue, journal, std::move(**draft), *request);
    if (end || end.error().code != Errc::failed) return end;
    // It may have died in this very look; a cancellation is no failure. (The sender's own alarm
    // tells of a stranger.)
    const auto still = journal.draft();
    if (!still || !*still) return end;
    dead = is_dead(journal, request->key);
    return dead && *dead ? drop(journal, kind) : std::move(end);
}

}  // namespace ballast::keeper
