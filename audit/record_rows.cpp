// SPDX-License-Identifier: MIT
#include "audit/record_rows.hpp"

namespace ballast::audit {
namespace {

// The draft's own members stand beside its fields under names that no field can have.
constexpr const char* kDraftKind = "#kind";
constexpr const char* kDraftAt = "#at";
constexpr const char* kDraftDigest = "#digest";

/// The text and the stored hash of each field to its record.
Status add_fields(std::vector<StoredRecord>& records, const std::vector<Row>& fields) {
    std::size_t i = 0;
    for (const Row& field : fields) {
        const auto index = static_cast<std::uint64_t>(field[0].integer);
        while (i < records.size() && records[i].index != index)
            ++i;
        if (i == records.size())
            return fail(Errc::mismatch, "the journal has fields of a record that is not there");
        records[i].fields.emplace(field[1].text, std::pair(field[2].text, field[3].text));
    }
    return {};
}

/// What the draft's record would be hashed to if it were the first.
std::string draft_digest(const Entry& entry) {
    return to_hex(record_hash(0, entry, {}));
}

tl::unexpected<Error> damaged_draft() {
    return fail(Errc::bad_data, "the journal's draft is damaged");
}

/// Takes the member out of the fields; empty where it is not there.
std::string take(Fields& fields, const char* name) {
    const auto found = fields.find(name);
    if (found == fields.end()) return {};
    std::string text = std::move(found->second);
    fields.erase(found);
    return text;
}

}  // namespace

Result<std::vector<StoredRecord>> read_records(Sql& sql, const std::string& where,
                                               const Row& parameters) {
    const auto heads = sql.query(
        "SELECT idx, kind, at, previous, hash FROM records " + where + " ORDER BY idx", parameters);
    if (!heads) return fail(heads.error());
    std::vector<StoredRecord> records;
    for (const Row& row : *heads)
        records.push_back({.index = static_cast<std::uint64_t>(row[0].integer),
                           .kind = row[1].text,
                           .at = row[2].integer,
                           .previous = row[3].text,
                           .hash = row[4].text,
                           .fields = {}});
    const auto fields = sql.query(
        "SELECT idx, name, value, hash FROM fields " + where + " ORDER BY idx", parameters);
    if (!fields) return fail(fields.error());
    if (auto done = add_fields(records, *fields); !done) return fail(done.error());
    return records;
}

Status insert_record(Sql& sql, const Record& record) {
    const auto index = static_cast<std::int64_t>(record.index);
    auto done =
        sql.change("INSERT INTO records(idx, kind, at, previous, hash) VALUES(?, ?, ?, ?, ?)",
                   {Cell::of(index), Cell::of(std::string(name(record.entry.kind))),
                    Cell::of(record.entry.at.count), Cell::of(to_hex(record.previous)),
                    Cell::of(to_hex(record.hash))});
    for (const auto& [field, text] : record.entry.fields) {
        if (!done) return done;
        done = sql.change(
            "INSERT INTO fields(idx, name, value, hash) VALUES(?, ?, ?, ?)",
            {Cell::of(index), Cell::of(field), Cell::of(text), Cell::of(to_hex(field_hash(text)))});
    }
    return done;
}

Status write_draft(Sql& sql, const Entry& entry) {
    if (auto done = sql.execute("DELETE FROM draft"); !done) return done;
    Fields rows = entry.fields;
    rows[kDraftKind] = std::string(name(entry.kind));
    rows[kDraftAt] = std::to_string(entry.at.count);
    rows[kDraftDigest] = draft_digest(entry);
    for (const auto& [field, text] : rows) {
        auto done = sql.change("INSERT INTO draft(name, value) VALUES(?, ?)",
                               {Cell::of(field), Cell::of(text)});
        if (!done) return done;
    }
    return {};
}

Result<std::optional<Entry>> read_draft(Sql& sql, bool sealed) {
    const auto rows = sql.query("SELECT name, value FROM draft");
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::nullopt;
    Entry entry;
    for (const Row& row : *rows)
        entry.fields[row[0].text] = row[1].text;
    const auto kind = record_kind(take(entry.fields, kDraftKind));
    const auto at = parse_integer(take(entry.fields, kDraftAt));
    const std::string digest = take(entry.fields, kDraftDigest);
    if (!kind || !at) return damaged_draft();
    entry.kind = *kind;
    entry.at = {*at};
    if (sealed && digest != draft_digest(entry)) return damaged_draft();
    return std::optional(std::move(entry));
}

}  // namespace ballast::audit
