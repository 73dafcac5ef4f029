// SPDX-License-Identifier: MIT
#include "audit/check_journal.hpp"

#include "audit/check_record.hpp"
#include "audit/sql.hpp"

namespace ballast::audit {
namespace {

/// Records are read so many at a time: a journal of years does not fit the memory.
constexpr std::uint64_t kBatch = 256;

std::string in_words(std::uint64_t records, std::string_view head) {
    return std::to_string(records) + " records that end in " + std::string(head);
}

/// Compares the record, the last of its index + 1, with what is known of a journal of that length.
std::optional<Difference> compare_known(const StoredRecord& record,
                                        const std::vector<KnownHead>& known) {
    for (const KnownHead& other : known)
        if (other.records == record.index + 1 && to_hex(other.head) != record.hash)
            return difference(record, "head", to_hex(other.head), record.hash);
    return std::nullopt;
}

/// A journal that ends before what is known of it has lost its tail.
std::optional<Difference> compare_length(const JournalCheck& check,
                                         const std::vector<KnownHead>& known) {
    for (const KnownHead& other : known)
        if (other.records > check.records)
            return Difference{.record = check.records,
                              .at = 0,
                              .field = "head",
                              .expected = in_words(other.records, to_hex(other.head)),
                              .found = in_words(check.records, to_hex(check.head))};
    return std::nullopt;
}

Status walk(Journal& journal, const std::vector<KnownHead>& known, JournalCheck& check) {
    while (true) {
        const auto records = journal.records_from(check.records, kBatch);
        if (!records) return fail(records.error());
        for (const StoredRecord& record : *records) {
            check.first_difference = check_record(record, check.records, check.head);
            if (!check.first_difference) check.first_difference = compare_known(record, known);
            if (check.first_difference) return {};
            check.head = *hash_from_hex(record.hash);
            ++check.records;
        }
        if (records->size() < kBatch) return {};
    }
}

/// What stands outside 0 to n - 1 was in no batch.
Status check_nothing_else(Journal& journal, std::uint64_t records) {
    for (const char* table : {"records", "fields"}) {
        const auto others = journal.sql().query(
            "SELECT count(*) FROM " + std::string(table) + " WHERE idx < 0 OR idx >= ?",
            {Cell::of(static_cast<std::int64_t>(records))});
        if (!others) return fail(others.error());
        if (others->front().front().integer != 0)
            return fail(Errc::mismatch, "the journal has " + std::string(table) +
                                            " after a gap: its record " + std::to_string(records) +
                                            " is missing");
    }
    return {};
}

Result<JournalCheck> check_all(Journal& journal, const std::vector<KnownHead>& known) {
    JournalCheck check;
    if (auto done = walk(journal, known, check); !done) return fail(done.error());
    if (check.first_difference) return check;
    if (auto alone = check_nothing_else(journal, check.records); !alone) return fail(alone.error());
    check.first_difference = compare_length(check, known);
    if (const auto draft = journal.draft(); !draft) return fail(draft.error());
    const auto transactions = journal.all_transactions();
    if (!transactions) return fail(transactions.error());
    check.transactions = transactions->size();
    // Any account does: all stops are looked at.
    if (const auto stops = journal.transactions().is_stopped(0, {}); !stops)
        return fail(stops.error());
    return check;
}

}  // namespace

Result<JournalCheck> check_journal(Journal& journal, const std::vector<KnownHead>& known) {
    if (auto whole = journal.sql().check_integrity(); !whole) return fail(whole.error());
    Result<JournalCheck> check;
    // One state of all tables: a keeper that writes beside this is no gap and no lost row.
    const auto done = journal.sql().snapshot([&]() -> Status {
        check = check_all(journal, known);
        return check ? Status{} : fail(check.error());
    });
    if (!done) return fail(done.error());
    return check;
}

}  // namespace ballast::audit
