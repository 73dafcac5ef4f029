// SPDX-License-Identifier: MIT
#include "net/header_line.hpp"

#include <algorithm>

namespace ballast::net {
namespace {

bool is_printable(char c) {
    return c >= ' ' && c <= '~';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool is_same_word(std::string_view one, std::string_view other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

bool is_header_line(std::string_view text) {
    const std::size_t colon = text.find(':');
    return colon != 0 && colon != std::string_view::npos &&
           std::all_of(text.begin(), text.end(), is_printable);
}

std::vector<std::string> secrets_of_header(std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    if (colon == std::string_view::npos || is_same_word(name, "Accept") ||
        is_same_word(name, "Content-Type"))
        return {};
    std::string_view value = text.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    const std::size_t space = value.rfind(' ');
    std::vector<std::string> secrets{std::string(value)};
    if (space != std::string_view::npos) secrets.emplace_back(value.substr(space + 1));
    return secrets;
}

}  // namespace ballast::net
