// SPDX-License-Identifier: MIT
#include "policies/toml_extends.hpp"

#include <algorithm>
#include <string_view>

#include "base/file.hpp"

namespace ballast::policies {
namespace {

/// A variant of a variant, over the assets that they share.
constexpr int kChainMax = 4;

tl::unexpected<Error> fault(const Place& place, const std::string& what) {
    return fail(Errc::bad_data, to_string(place) + ": " + what);
}

TomlMember* find_member(TomlNode& table, std::string_view key) {
    const auto found = std::find_if(table.members.begin(), table.members.end(),
                                    [key](const TomlMember& member) { return member.key == key; });
    return found == table.members.end() ? nullptr : &*found;
}

void erase_member(TomlNode& table, std::string_view key) {
    std::erase_if(table.members, [key](const TomlMember& member) { return member.key == key; });
}

/// Takes the member out of the table, or gives a node of kind `other` where there is none.
TomlNode take(TomlNode& table, std::string_view key) {
    TomlMember* member = find_member(table, key);
    if (member == nullptr) return {};
    TomlNode node = std::move(member->value);
    erase_member(table, key);
    return node;
}

bool erase_path(TomlNode& table, std::string_view path) {
    const std::size_t point = path.find('.');
    TomlMember* member = find_member(table, path.substr(0, point));
    if (member == nullptr) return false;
    if (point != std::string_view::npos) return erase_path(member->value, path.substr(point + 1));
    erase_member(table, path);
    return true;
}

void merge(TomlNode& base, TomlNode change) {
    if (base.kind != TomlKind::table || change.kind != TomlKind::table) {
        base = std::move(change);
        return;
    }
    base.place = change.place;
    for (TomlMember& member : change.members) {
        TomlMember* known = find_member(base, member.key);
        if (known == nullptr) {
            base.members.push_back(std::move(member));
            continue;
        }
        known->place = member.place;
        merge(known->value, std::move(member.value));
    }
    std::sort(base.members.begin(), base.members.end(),
              [](const TomlMember& a, const TomlMember& b) { return a.key < b.key; });
}

Status leave_out(TomlNode& base, const TomlNode& without, const Place& extends) {
    if (without.kind == TomlKind::other) return {};
    if (without.kind != TomlKind::array)
        return fault(without.place,
                     "without: expected an array of paths, found " + describe(without));
    for (const TomlNode& path : without.items) {
        if (path.kind != TomlKind::text || !erase_path(base, path.text))
            return fault(path.place, "without: expected a path of the document extended at line " +
                                         std::to_string(extends.line) + ", found " +
                                         describe(path));
    }
    return {};
}

Result<TomlNode> load_base(const TomlNode& extends, const std::filesystem::path& folder) {
    const bool plain = extends.kind == TomlKind::text && !extends.text.empty() &&
                       extends.text.find('/') == std::string::npos;
    if (!plain)
        return fault(extends.place,
                     "extends: expected the name of a document in the same folder, found " +
                         describe(extends));
    const auto text = read_file(folder / extends.text);
    if (!text) return fail_in(to_string(extends.place), text.error());
    return parse_toml(*text, extends.text);
}

/// Merges a document, the `length`th of its chain, into what it extends.
// NOLINTNEXTLINE(misc-no-recursion): kChainMax ends it, also round a circle.
Result<TomlNode> resolve(TomlNode document, const std::filesystem::path& folder, int length) {
    if (document.find("extends") == nullptr) return document;
    const TomlNode extends = take(document, "extends");
    const TomlNode without = take(document, "without");
    if (length == kChainMax)
        return fault(extends.place, "extends: a chain of more than " + std::to_string(kChainMax) +
                                        " documents; name one nearer to its end");
    auto read = load_base(extends, folder);
    if (!read) return fail(read.error());
    auto base = resolve(std::move(*read), folder, length + 1);
    if (!base) return fail(base.error());
    if (const auto left = leave_out(*base, without, extends.place); !left)
        return fail(left.error());
    merge(*base, std::move(document));
    return base;
}

}  // namespace

Result<TomlNode> resolve_extends(TomlNode document, const std::filesystem::path& folder) {
    return resolve(std::move(document), folder, 1);
}

Result<TomlNode> load_toml(const std::filesystem::path& path) {
    const auto text = read_file(path);
    if (!text) return fail(text.error());
    auto document = parse_toml(*text, path.filename().string());
    if (!document) return fail(document.error());
    return resolve_extends(std::move(*document), path.parent_path());
}

}  // namespace ballast::policies
