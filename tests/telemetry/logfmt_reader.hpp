// SPDX-License-Identifier: MIT
// logfmt as strictly as it can be read, written apart from the writer.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::test {

using LogfmtPairs = std::vector<std::pair<std::string, std::string>>;

/// Returns the length of the JSON string at the front, quotes included; 0 where it does not end.
inline std::size_t quoted_length(std::string_view text) {
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            return i + 1;
    }
    return 0;
}

/// Returns the pairs of a line, or nothing where it is no logfmt: one space between pairs, keys
/// of lower-case letters, digits and underscores, values bare or as JSON strings.
inline std::optional<LogfmtPairs> read_logfmt(std::string_view line) {
    LogfmtPairs pairs;
    while (true) {
        const std::size_t key = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_");
        if (key == 0 || key == std::string_view::npos || line[key] != '=') return std::nullopt;
        const std::string name(line.substr(0, key));
        line.remove_prefix(key + 1);
        const bool is_quoted = line.starts_with('"');
        const std::size_t length =
            is_quoted ? quoted_length(line) : std::min(line.find(' '), line.size());
        if (length == 0) return std::nullopt;
        const std::string_view value = line.substr(0, length);
        if (is_quoted) {
            const auto text = nlohmann::json::parse(value, nullptr, false);
            if (!text.is_string()) return std::nullopt;
            pairs.emplace_back(name, text.get<std::string>());
        } else {
            for (const char c : value)
                if (c <= ' ' || c > '~' || c == '"' || c == '=' || c == '\\') return std::nullopt;
            pairs.emplace_back(name, value);
        }
        line.remove_prefix(length);
        if (line.empty()) return pairs;
        if (!line.starts_with(' ')) return std::nullopt;
        line.remove_prefix(1);
    }
}

}  // namespace ballast::test
