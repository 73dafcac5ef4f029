// SPDX-License-Identifier: MIT
// CSV as statistical offices write it: RFC 4180, with LF for CRLF.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "providers/provider.hpp"

namespace ballast::providers {

using CsvRow = std::span<const std::string_view>;

/// Rows of fields; one row at least. Fields are pieces of the text that was read, which must
/// outlive the table; only those with doubled quotes are copied, since no text costs more to read
/// than its bytes.
class CsvTable {
  public:
    [[nodiscard]] std::size_t size() const { return ends_.size(); }
    /// Requires row < size().
    [[nodiscard]] CsvRow operator[](std::size_t row) const {
        const std::size_t begin = row == 0 ? 0 : ends_[row - 1];
        return CsvRow(fields_).subspan(begin, ends_[row] - begin);
    }
    [[nodiscard]] CsvRow front() const { return (*this)[0]; }

  private:
    friend class CsvReader;

    std::vector<std::string_view> fields_;
    std::vector<std::size_t> ends_;  ///< behind the last field of each row
    std::deque<std::string> unescaped_;
};

/// Reads rows. A blank line is a row of one empty field. Errors: bad_data for a quote out of place,
/// more than 200 fields a row, 400,000 in all, 100,000 rows or 1,000 bytes a field, and for a last
/// line without its end: a body cut short inside a number would else be believed.
[[nodiscard]] Result<CsvTable> read_csv(std::string_view text);

/// Returns the rows of an answer in UTF-8, with or without a byte order mark. Errors: as
/// check_answer; bad_data.
[[nodiscard]] Result<CsvTable> read_csv(const Answer& answer);

/// Returns the one column of that name. Errors: bad_data where there is none or several.
[[nodiscard]] Result<std::size_t> column_of(CsvRow header, std::string_view name);

/// Tells whether the fields of a row are these.
[[nodiscard]] bool is_row(CsvRow row, std::initializer_list<std::string_view> fields);

/// Tells whether nothing stands in the row.
[[nodiscard]] bool is_blank(CsvRow row);

}  // namespace ballast::providers
