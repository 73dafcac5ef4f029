// SPDX-License-Identifier: MIT
#include "audit/retention.hpp"

#include "audit/documents.hpp"
#include "audit/sql.hpp"

namespace ballast::audit {
namespace {

// Final and in a block of ours: a foreign one has no inclusion.
constexpr const char* kNote =
    "INSERT INTO pruned(key, chain_id, account, nonce, tx_hash) "
    "SELECT t.key, t.chain_id, t.account, t.nonce, i.tx_hash FROM transactions t "
    "JOIN inclusions i ON i.key = t.key "
    "WHERE t.state IN ('succeeded', 'reverted', 'cancelled') AND i.block_time < ? "
    "AND t.key <> ? AND t.nonce < (SELECT max(nonce) FROM transactions m "
    "WHERE m.chain_id = t.chain_id AND m.account = t.account)";

Result<std::uint64_t> count(Sql& sql) {
    const auto rows = sql.query("SELECT count(*) FROM transactions");
    if (!rows) return fail(rows.error());
    return static_cast<std::uint64_t>(rows->front().front().integer);
}

}  // namespace

Result<std::uint64_t> prune_transactions(Journal& journal, UnixSeconds before) {
    Sql& sql = journal.sql();
    std::uint64_t pruned = 0;
    // Before the transaction: it may have to find out first what became of an append.
    const auto draft = journal.draft();
    if (!draft) return fail(draft.error());
    std::string kept;
    if (*draft && (*draft)->fields.contains(kKey)) kept = (*draft)->fields.find(kKey)->second;
    const auto done = sql.transaction([&]() -> Status {
        const auto had = count(sql);
        if (!had) return fail(had.error());
        auto noted = sql.change(kNote, {Cell::of(before.count), Cell::of(kept)});
        for (const char* table : {"inclusions", "attempts", "transactions"})
            if (noted)
                noted = sql.execute(std::string("DELETE FROM ") + table +
                                    " WHERE key IN (SELECT key FROM pruned)");
        if (!noted) return noted;
        const auto has = count(sql);
        if (!has) return fail(has.error());
        pruned = *had - *has;
        return {};
    });
    if (!done) return fail(done.error());
    return pruned;
}

}  // namespace ballast::audit
