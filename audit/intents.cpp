// SPDX-License-Identifier: MIT
#include "audit/intents.hpp"

namespace ballast::audit {
namespace {

constexpr const char* kColumns = "SELECT key, nonce, raw, tx_hash FROM intents ";

Result<sender::StoredIntent> read_intent_row(const Row& row) {
    const auto key = hash_from_hex(row[0].text);
    const auto raw = from_hex(row[2].text);
    const auto hash = hash_from_hex(row[3].text);
    if (!key || !raw || !hash || !row[1].is_integer)
        return fail(Errc::bad_data,
                    "a stored transaction is damaged; nothing is sent from this journal");
    return sender::StoredIntent{.key = *key,
                                .nonce = static_cast<std::uint64_t>(row[1].integer),
                                .raw = *raw,
                                .tx_hash = *hash};
}

}  // namespace

Result<std::optional<sender::StoredIntent>> SqliteIntentStore::find(const Hash32& key) {
    const auto rows =
        sqlite_.query(std::string(kColumns) + "WHERE key = ?", {Cell::of(to_hex(key))});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::nullopt;
    auto intent = read_intent_row(rows->front());
    if (!intent) return fail(intent.error());
    return std::optional(std::move(*intent));
}

Status SqliteIntentStore::store(const sender::StoredIntent& intent) {
    return sqlite_.change(
        "INSERT INTO intents(key, nonce, raw, tx_hash) VALUES(?, ?, ?, ?)",
        {Cell::of(to_hex(intent.key)), Cell::of(static_cast<std::int64_t>(intent.nonce)),
         Cell::of(to_hex(intent.raw)), Cell::of(to_hex(intent.tx_hash))});
}

Status SqliteIntentStore::mark_mined(const Hash32& key, const rpc::Receipt& receipt) {
    return sqlite_.change(
        "UPDATE intents SET mined_block = ? WHERE key = ?",
        {Cell::of(static_cast<std::int64_t>(receipt.block_number)), Cell::of(to_hex(key))});
}

Result<std::vector<sender::StoredIntent>> SqliteIntentStore::unfinished() {
    const auto rows =
        sqlite_.query(std::string(kColumns) + "WHERE mined_block IS NULL ORDER BY nonce");
    if (!rows) return fail(rows.error());
    std::vector<sender::StoredIntent> intents;
    for (const Row& row : *rows) {
        auto intent = read_intent_row(row);
        if (!intent) return fail(intent.error());
        intents.push_back(std::move(*intent));
    }
    return intents;
}

}  // namespace ballast::audit
