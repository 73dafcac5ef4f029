// SPDX-License-Identifier: MIT
// A borrower book as a file: one line for each price, collateral and debt.
//
//     record,position,asset,value
//     price,,ETH,3536.12
//     price,,USDC,1
//     collateral,alice,ETH,12.5
//     debt,alice,USDC,20000
//
// Prices are USD and stand first; amounts are tokens; at most 8 decimals. Assets stand in the order
// in which liquidators take them. The lines of one position stand together.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "stress/book.hpp"

namespace ballast::stress {

/// Reads a book; LT and bonus of every asset are 0 until set_terms(). Names of positions only tell
/// them apart. Errors: bad_data at the first fault, as "file:line: what was expected, found".
[[nodiscard]] Result<Book> parse_book(std::string_view text, const std::string& file_name);

/// Reads the file. Errors: input_missing, else as parse_book; above 64 MiB bad_data.
[[nodiscard]] Result<Book> load_book(const std::filesystem::path& path);

/// Returns the text that parse_book reads back to the same prices and positions, named 1, 2, ….
[[nodiscard]] std::string write_book(const Book& book);

}  // namespace ballast::stress
