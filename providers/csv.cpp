// SPDX-License-Identifier: MIT
#include "providers/csv.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "providers/guard.hpp"

namespace ballast::providers {
namespace {

constexpr std::size_t kFieldsMax = 200;
constexpr std::size_t kFieldBytesMax = 1'000;
/// The longest history, of forty-year curves since 1974, has 220,000.
constexpr std::size_t kFieldsOfAllRowsMax = 400'000;
constexpr std::size_t kRowsMax = 100'000;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

/// One pass over the text, field by field.
class CsvReader {
  public:
    explicit CsvReader(std::string_view text) : rest_(text) {}

    Result<CsvTable> table() {
        if (!rest_.ends_with('\n'))
            return fail(Errc::bad_data, "the last line has no end: the answer is cut short");
        while (!rest_.empty()) {
            const auto read = row();
            if (!read) return fail_in("line " + std::to_string(table_.size() + 1), read.error());
            table_.ends_.push_back(table_.fields_.size());
            if (table_.size() > kRowsMax)
                return fail(Errc::bad_data, "more than 100,000 rows: far too many");
        }
        return std::move(table_);
    }

  private:
    Status row() {
        const std::size_t before = table_.fields_.size();
        do {
            const auto read = rest_.starts_with('"') ? quoted_field() : plain_field();
            if (!read) return read;
            if (table_.fields_.size() - before > kFieldsMax)
                return fail(Errc::bad_data, "more than 200 fields");
        } while (take(","));
        if (table_.fields_.size() > kFieldsOfAllRowsMax)
            return fail(Errc::bad_data, "more than 400,000 fields: far too many");
        if (take("\r\n") || take("\n")) return {};
        return fail(Errc::bad_data, "a quote or a carriage return stands inside a field");
    }

    bool take(std::string_view expected) {
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(expected.size());
        return true;
    }

    Status plain_field() {
        const std::size_t end = std::min(rest_.find_first_of(",\r\n\""), rest_.size());
        return taken(rest_.substr(0, end), end);
    }

    Status quoted_field() {
        bool has_doubled = false;
        std::size_t quote = rest_.find('"', 1);
        while (quote < 2 * kFieldBytesMax && rest_.substr(quote).starts_with("\"\"")) {
            has_doubled = true;
            quote = rest_.find('"', quote + 2);
        }
        if (quote == std::string_view::npos)
            return fail(Errc::bad_data, "a quoted field that never ends");
        const std::string_view inner = rest_.substr(1, quote - 1);
        if (inner.size() > kFieldBytesMax || !has_doubled) return taken(inner, quote + 1);
        return taken(table_.unescaped_.emplace_back(unescaped(inner)), quote + 1);
    }

    static std::string unescaped(std::string_view inner) {
        std::string field;
        for (std::size_t i = 0; i < inner.size(); ++i) {
            field += inner[i];
            if (inner[i] == '"') ++i;  // its double
        }
        return field;
    }

    Status taken(std::string_view field, std::size_t bytes) {
        if (field.size() > kFieldBytesMax)
            return fail(Errc::bad_data, "a field of over 1,000 bytes");
        table_.fields_.push_back(field);
        rest_.remove_prefix(bytes);
        return {};
    }

    std::string_view rest_;
    CsvTable table_;
};

Result<CsvTable> read_csv(std::string_view text) {
    return CsvReader(text).table();
}

Result<CsvTable> read_csv(const Answer& answer) {
    const auto plausible = check_answer(answer, Format::csv);
    if (!plausible) return fail(plausible.error());
    std::string_view text = answer.body;
    if (!is_utf8(as_bytes(text))) return fail(Errc::bad_data, "the answer is not UTF-8");
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    return read_csv(text);
}

Result<std::size_t> column_of(CsvRow header, std::string_view name) {
    const auto column = std::find(header.begin(), header.end(), name);
    if (column == header.end())
        return fail(Errc::bad_data, "no column " + excerpt(name) + " in the header");
    if (std::find(column + 1, header.end(), name) != header.end())
        return fail(Errc::bad_data, "two columns " + excerpt(name) + " in the header");
    return static_cast<std::size_t>(column - header.begin());
}

bool is_row(CsvRow row, std::initializer_list<std::string_view> fields) {
    return std::equal(row.begin(), row.end(), fields.begin(), fields.end());
}

bool is_blank(CsvRow row) {
    return std::all_of(row.begin(), row.end(), [](const auto& field) { return field.empty(); });
}

}  // namespace ballast::providers
