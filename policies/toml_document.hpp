// SPDX-License-Identifier: MIT
// The door of toml++: TOML text as a small tree of our own, every value with its place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace ballast::policies {

/// Where something stands in a document. Lines and columns count from 1.
struct Place {
    std::string file;
    std::int64_t line = 1;
    std::int64_t column = 1;
    bool operator==(const Place&) const = default;
};

/// Returns "file:line:column".
[[nodiscard]] std::string to_string(const Place& place);

/// What a TOML value is. `real` and `other` are only ever refused: no number of ours passes through
/// a double, and a local time names no moment.
enum class TomlKind { text, integer, boolean, date, time, array, table, real, other };

struct TomlMember;

/// A TOML value. Only the member that `kind` names is meaningful.
struct TomlNode {
    TomlKind kind = TomlKind::other;
    Place place;
    std::string text;  ///< of text; of a date "2024-08-05"; of a time "2024-08-05T04:00:00Z"
    std::int64_t integer = 0;
    bool boolean = false;
    std::vector<TomlNode> items;
    std::vector<TomlMember> members;  ///< of a table, ascending by key

    /// Returns the member `key` of a table, or nullptr.
    [[nodiscard]] const TomlMember* find(std::string_view key) const;
};

struct TomlMember {
    std::string key;
    Place place;  ///< of the key
    TomlNode value;
};

/// Returns the document as a table. Errors: bad_data with the place, for what is not TOML 1.0, for
/// a key given twice, and for nesting beyond 32 levels.
[[nodiscard]] Result<TomlNode> parse_toml(std::string_view text, const std::string& file_name);

/// Returns what the value is, for a fault's sentence: `the text "abc"`, `the integer 5`, `a table`.
[[nodiscard]] std::string describe(const TomlNode& node);

}  // namespace ballast::policies
