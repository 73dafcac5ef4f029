// SPDX-License-Identifier: MIT
#include <fstream>

#include "audit/check_record.hpp"
#include "audit/durable_file.hpp"
#include "audit/record_json.hpp"
#include "audit/record_rows.hpp"
#include "audit/schema.hpp"
#include "audit/transfer.hpp"
#include "base/utf8.hpp"

namespace ballast::audit {
namespace {

constexpr std::uint64_t kBatch = 256;

/// The lines as they are written, with the digest of those that are.
struct Lines {
    std::ofstream out;
    Hash32 digest = {};

    void put(const char* kind, Json content) {
        const std::string line = write_json(Json(JsonObject{{kind, std::move(content)}}));
        digest = digest_after(digest, line);
        out << line << '\n';
    }
};

Status put_records(Sql& sql, Lines& lines, Transfer& transfer) {
    while (true) {
        const auto first = static_cast<std::int64_t>(transfer.records);
        const auto records =
            read_records(sql, "WHERE idx >= ? AND idx < ?",
                         {Cell::of(first), Cell::of(first + static_cast<std::int64_t>(kBatch))});
        if (!records) return fail(records.error());
        for (const StoredRecord& record : *records) {
            if (auto fault = check_record(record, transfer.records, transfer.head))
                return fail(Errc::mismatch, "record " + std::to_string(record.index) +
                                                " is damaged: field " + fault->field);
            auto json = record_to_json(record);
            if (!json) return fail(json.error());
            lines.put("record", std::move(*json));
            transfer.head = *hash_from_hex(record.hash);
            ++transfer.records;
        }
        if (records->size() < kBatch) return {};
    }
}

Result<Json> row_json(const Table& table, const Row& row) {
    JsonObject values;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const Column& column = table.columns[i];
        if (row[i].is_integer != column.is_integer || !is_utf8(as_bytes(row[i].text)))
            return fail(Errc::bad_data,
                        std::string("a damaged row of ") + table.name + ": " + column.name);
        values.emplace(column.name,
                       row[i].is_integer ? Json::integer(row[i].integer) : Json(row[i].text));
    }
    return Json(JsonObject{{"table", Json(table.name)}, {"values", Json(std::move(values))}});
}

Status put_table(Sql& sql, const Table& table, Lines& lines, Transfer& transfer) {
    const auto rows = sql.query(select_all(table));
    if (!rows) return fail(rows.error());
    for (const Row& row : *rows) {
        auto json = row_json(table, row);
        if (!json) return fail(json.error());
        lines.put("row", std::move(*json));
        ++transfer.rows;
    }
    return {};
}

Result<Transfer> write_all(Sql& sql, const std::filesystem::path& part) {
    Lines lines{.out = std::ofstream(part, std::ios::binary | std::ios::trunc)};
    Transfer transfer;
    lines.put("format", Json(kExportFormat));
    if (auto done = put_records(sql, lines, transfer); !done) return fail(done.error());
    for (const Table& table : tables_beside_records())
        if (auto done = put_table(sql, table, lines, transfer); !done) return fail(done.error());
    const Hash32 digest = lines.digest;
    lines.put("end",
              Json(JsonObject{{"digest", Json(to_hex(digest))},
                              {"head", Json(to_hex(transfer.head))},
                              {"records", Json::integer(static_cast<Int128>(transfer.records))},
                              {"rows", Json::integer(static_cast<Int128>(transfer.rows))}}));
    lines.out.close();
    if (!lines.out) return fail(Errc::cannot_write, "cannot write " + part.string());
    return transfer;
}

}  // namespace

Result<Transfer> export_journal(const std::string& location, const std::filesystem::path& file) {
    const auto journal = Journal::open(location, Journal::Mode::read);
    if (!journal) return fail(journal.error());
    if (journal->version() != kJournalVersion)
        return fail(Errc::bad_data,
                    "the journal is of an older version; let `ballast run` of this version open it "
                    "once");
    NewFile target(file);
    if (auto free = target.check_free(); !free) return fail(free.error());
    Result<Transfer> transfer;
    const auto done = journal->sql().snapshot([&]() -> Status {
        transfer = write_all(journal->sql(), target.part());
        return transfer ? Status{} : fail(transfer.error());
    });
    if (!done) return fail(done.error());
    if (auto kept = target.keep(); !kept) return fail(kept.error());
    return transfer;
}

}  // namespace ballast::audit
