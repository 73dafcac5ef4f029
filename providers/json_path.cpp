// SPDX-License-Identifier: MIT
#include "providers/json_path.hpp"

#include <algorithm>
#include <string>

#include "providers/guard.hpp"

namespace ballast::providers {
namespace {

Result<std::string> unescaped(std::string_view token) {
    std::string out;
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] != '~') {
            out += token[i];
            continue;
        }
        const char next = ++i < token.size() ? token[i] : '?';
        if (next != '0' && next != '1')
            return fail(Errc::configuration, excerpt(token) + ": after ~ comes 0 or 1");
        out += next == '0' ? '~' : '/';
    }
    return out;
}

/// Returns the item of an array, whose index has no leading zero; nullptr where there is none.
const Json* item(const JsonArray& items, std::string_view index) {
    if (index.empty() || (index.size() > 1 && index.front() == '0')) return nullptr;
    if (index.find_first_not_of("0123456789") != std::string_view::npos) return nullptr;
    const auto place = parse_integer(index);
    if (!place || static_cast<std::uint64_t>(*place) >= items.size()) return nullptr;
    return &items[static_cast<std::size_t>(*place)];
}

}  // namespace

Result<const Json*> at_pointer(const Json& document, std::string_view pointer) {
    const Json* here = &document;
    std::string_view rest = pointer;
    if (!rest.empty() && rest.front() != '/')
        return fail(Errc::configuration, excerpt(pointer) + ": a JSON pointer begins with /");
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const std::size_t end = std::min(rest.find('/'), rest.size());
        const auto token = unescaped(rest.substr(0, end));
        if (!token) return fail(token.error());
        here = here->as_array() != nullptr ? item(*here->as_array(), *token) : here->find(*token);
        if (here == nullptr) return fail(Errc::bad_data, "nothing at " + excerpt(pointer));
        rest.remove_prefix(end);
    }
    return here;
}

}  // namespace ballast::providers
