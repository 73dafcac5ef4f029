// SPDX-License-Identifier: MIT
// Comma-separated text without quotes, as every file of the data folder is.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace ballast::history {

/// A file of rows under one header line. Cells are views into `text`, which must not move: a Csv is
/// handed on by reference only.
struct Csv {
    std::string name;  ///< the file's name, for errors
    std::string text;
    std::vector<std::string_view> header;

    Csv() = default;
    Csv(const Csv&) = delete;
    Csv& operator=(const Csv&) = delete;

    /// Reads the file and its header. Errors: input_missing; bad_data where it is empty.
    [[nodiscard]] Status open(const std::filesystem::path& file);

    /// Fills `cells` with the next row's and returns true, or false at the end of the text.
    /// Errors: bad_data where the number of cells differs from the header's.
    [[nodiscard]] Result<bool> next(std::vector<std::string_view>& cells);

    /// Returns the place of a column. Errors: bad_data, naming the file.
    [[nodiscard]] Result<std::size_t> column(std::string_view wanted) const;

    /// Returns bad_data with "file:line: " before `what`, for the row that `next` gave last.
    [[nodiscard]] tl::unexpected<Error> fault(const std::string& what) const;

  private:
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

/// Reads "2020-10-23", "2020-10-23 08:00:00" or "2020-10-23T08:00:00Z", all UTC. Errors: bad_data.
[[nodiscard]] Result<UnixSeconds> parse_stamp(std::string_view text);

}  // namespace ballast::history
