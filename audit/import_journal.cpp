// SPDX-License-Identifier: MIT
#include <algorithm>
#include <fstream>

#include "audit/record_rows.hpp"
#include "audit/schema.hpp"
#include "audit/transfer.hpp"

namespace ballast::audit {
namespace {

tl::unexpected<Error> no_export(const std::string& why) {
    return fail(Errc::bad_data, "this is no whole export of a journal: " + why);
}

class Importer {
  public:
    explicit Importer(Sql& sql) : sql_(sql) {}

    [[nodiscard]] Status take(std::string_view line);
    [[nodiscard]] Status finish() const;

    Transfer transfer;

  private:
    [[nodiscard]] Status begin(const Json& line);
    [[nodiscard]] Status record(const Json& json);
    [[nodiscard]] Status row(const Json& json);
    [[nodiscard]] Status end(const Json& json);

    Sql& sql_;
    bool begun_ = false;
    bool ended_ = false;
    Hash32 digest_;  ///< of the lines so far
};

Status Importer::begin(const Json& line) {
    const auto format = string_member(line, "format");
    if (!format || *format != kExportFormat)
        return no_export(std::string("its first line is not the format ") + kExportFormat);
    begun_ = true;
    return {};
}

Result<Record> read_record(const Json& json) {
    Record record;
    const auto kind_name = string_member(json, "kind");
    if (!kind_name) return fail(kind_name.error());
    const auto kind = record_kind(*kind_name);
    if (!kind) return fail(kind.error());
    const auto at = integer_member(json, "at");
    if (!at) return fail(at.error());
    const auto fields = object_member(json, "fields");
    if (!fields) return fail(fields.error());
    record.entry = {.kind = *kind, .at = {*at}, .fields = {}};
    for (const auto& [name, value] : *(*fields)->as_object()) {
        const std::string* text = value.as_string();
        if (text == nullptr) return fail(Errc::bad_data, "field " + name + " is no text");
        record.entry.fields.emplace(name, *text);
    }
    return record;
}

// The export's own hash is only compared with: what is stored is computed here.
Status Importer::record(const Json& json) {
    const std::string place = "record " + std::to_string(transfer.records);
    auto record = read_record(json);
    if (!record) return fail_in(place, record.error());
    record->index = transfer.records;
    record->previous = transfer.head;
    record->hash = record_hash(record->index, record->entry, record->previous);
    const auto claimed = string_member(json, "hash");
    if (!claimed || *claimed != to_hex(record->hash))
        return fail(Errc::mismatch, place + " has not the hash that its content has");
    transfer.head = record->hash;
    ++transfer.records;
    return insert_record(sql_, *record);
}

Result<Row> read_row(const Table& table, const Json& values) {
    Row row;
    for (const Column& column : table.columns) {
        if (column.is_integer) {
            const auto value = integer_member(values, column.name);
            if (!value) return fail(value.error());
            row.push_back(Cell::of(*value));
        } else {
            auto value = string_member(values, column.name);
            if (!value) return fail(value.error());
            row.push_back(Cell::of(std::move(*value)));
        }
    }
    return row;
}

Status Importer::row(const Json& json) {
    const auto name = string_member(json, "table");
    const auto values = object_member(json, "values");
    if (!name || !values) return no_export("a row has no table or no values");
    const auto& tables = tables_beside_records();
    const auto table =
        std::find_if(tables.begin(), tables.end(), [&](const Table& t) { return t.name == *name; });
    if (table == tables.end()) return no_export("there is no table " + *name);
    auto row = read_row(*table, **values);
    if (!row) return fail_in(*name, row.error());
    ++transfer.rows;
    return sql_.change(insert_all(*table), *row);
}

Status Importer::end(const Json& json) {
    ended_ = true;
    const auto records = integer_member(json, "records");
    const auto rows = integer_member(json, "rows");
    const auto head = string_member(json, "head");
    const auto digest = string_member(json, "digest");
    if (!records || !rows || !head || !digest) return no_export("its end is damaged");
    const bool whole = *head == to_hex(transfer.head) &&
                       *records == static_cast<std::int64_t>(transfer.records) &&
                       *rows == static_cast<std::int64_t>(transfer.rows);
    if (!whole) return no_export("lines are missing");
    if (*digest == to_hex(digest_)) return {};
    return no_export("a line of it was changed: they have not the digest that it ends with");
}

Status Importer::take(std::string_view text) {
    const auto line = parse_json(text);
    if (!line) return no_export(line.error().what);
    if (!begun_) {
        digest_ = digest_after(digest_, text);
        return begin(*line);
    }
    if (ended_) return no_export("a line after its end");
    if (const Json* found = line->find("end")) return end(*found);
    digest_ = digest_after(digest_, text);
    if (const Json* found = line->find("record")) return record(*found);
    if (const Json* found = line->find("row")) return row(*found);
    return no_export("a line of no known kind");
}

Status Importer::finish() const {
    return ended_ ? Status{} : no_export("it has no end");
}

/// In one transaction, so that a bad file leaves the journal empty.
Status read_all(Journal& journal, const std::filesystem::path& file, Transfer& transfer) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(Errc::input_missing, "cannot read " + file.string());
    Importer importer(journal.sql());
    std::string line;
    while (std::getline(in, line))
        if (auto done = importer.take(line); !done) return fail_in(file.string(), done.error());
    if (auto done = importer.finish(); !done) return fail_in(file.string(), done.error());
    if (const auto draft = journal.draft(); !draft) return fail(draft.error());
    if (const auto sound = journal.all_transactions(); !sound) return fail(sound.error());
    if (const auto sound = journal.transactions().is_stopped(0, {}); !sound)
        return fail(sound.error());
    transfer = importer.transfer;
    return {};
}

Result<bool> is_empty(Journal& journal) {
    if (journal.size() != 0) return false;
    for (const Table& table : tables_beside_records()) {
        const auto rows = journal.sql().query(select_all(table));
        if (!rows) return fail(rows.error());
        if (!rows->empty()) return false;
    }
    return true;
}

}  // namespace

Result<Transfer> import_journal(const std::string& location, const std::filesystem::path& file) {
    // Before a journal is made for it.
    if (!std::filesystem::exists(file))
        return fail(Errc::input_missing, "there is no file " + file.string());
    auto journal = Journal::open(location, Journal::Mode::write);
    if (!journal) return fail(journal.error());
    const auto empty = is_empty(*journal);
    if (!empty) return fail(empty.error());
    if (!*empty)
        return fail(Errc::mismatch,
                    "the journal is not empty: an export goes into a new journal alone");
    Transfer transfer;
    const auto done =
        journal->sql().transaction([&] { return read_all(*journal, file, transfer); });
    if (!done) return fail(done.error());
    return transfer;
}

}  // namespace ballast::audit
