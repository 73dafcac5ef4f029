// SPDX-License-Identifier: MIT
// One byte of one column of a journal's records changed, and what replay says of it.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "audit/journal.hpp"
#include "audit/replay.hpp"

namespace ballast::audit::test {

/// What replay says of the file, whoever noticed it.
struct Verdict {
    bool identical = false;
    std::string unreadable;  ///< why the file could not be read at all
    Difference first;
};

inline Verdict judge(const std::string& path) {
    const auto journal = Journal::open(path, Journal::Mode::read);
    if (!journal) return {.unreadable = journal.error().what, .first = {}};
    const auto records = journal->records();
    if (!records) return {.unreadable = records.error().what, .first = {}};
    const ReplayOutcome outcome = replay(*records);
    EXPECT_TRUE(outcome.first_difference || outcome.identical == outcome.epochs);
    if (!outcome.first_difference) return {.identical = true, .unreadable = {}, .first = {}};
    return {.unreadable = {}, .first = *outcome.first_difference};
}

/// Another printable byte in the place of one of `text`.
inline std::string with_one_byte_changed(std::string text, std::mt19937_64& random) {
    char& byte = text[random() % text.size()];
    const char before = byte;
    while (byte == before)
        byte = static_cast<char>('!' + random() % 94);
    return text;
}

struct Mutation {
    std::string column;  ///< "fields.value"
    std::string sql;
    std::string before, after;
    std::string found_as;
    std::uint64_t record = 0;
};

inline std::string quoted(std::string text) {
    for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += 2)
        text.insert(at, 1, '\'');
    return "'" + text + "'";
}

/// One byte of one column of `records`, and the name under which it must be found.
inline Mutation of_record(const StoredRecord& record, std::mt19937_64& random) {
    static const std::vector<std::array<std::string, 2>> kColumns = {
        {"kind", "kind"}, {"at", "hash"}, {"previous", "previous"}, {"hash", "hash"}};
    const auto& [column, found_as] = kColumns[random() % kColumns.size()];
    Mutation m{.column = "records." + column,
               .sql = {},
               .before = column == "kind"       ? record.kind
                         : column == "previous" ? record.previous
                         : column == "hash"     ? record.hash
                                                : std::to_string(record.at),
               .after = {},
               .found_as = found_as,
               .record = record.index};
    if (column == "at") {
        m.after = m.before;
        char& digit = m.after[m.after.size() - 1 - random() % 9];
        digit = static_cast<char>('0' + (digit - '0' + 1 + static_cast<int>(random() % 9)) % 10);
    } else {
        m.after = with_one_byte_changed(m.before, random);
    }
    m.sql = "UPDATE records SET " + column + " = " + quoted(m.after) +
            " WHERE idx = " + std::to_string(record.index);
    return m;
}

inline Mutation of_field(const StoredRecord& record, std::mt19937_64& random) {
    const auto& [name, text] =
        *std::next(record.fields.begin(), static_cast<long>(random() % record.fields.size()));
    static const std::vector<std::string> kColumns = {"name", "value", "value", "hash"};
    const std::string& column = kColumns[random() % kColumns.size()];
    Mutation m{.column = "fields." + column,
               .sql = {},
               .before = column == "name"    ? name
                         : column == "value" ? text.first
                                             : text.second,
               .after = {},
               .found_as = column == "name" ? "hash" : name,
               .record = record.index};
    m.after = with_one_byte_changed(m.before, random);
    m.sql = "UPDATE fields SET " + column + " = " + quoted(m.after) +
            " WHERE idx = " + std::to_string(record.index) + " AND name = " + quoted(name);
    return m;
}

}  // namespace ballast::audit::test
