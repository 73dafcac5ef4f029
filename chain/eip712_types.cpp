// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <set>

#include "chain/abi_word.hpp"
#include "chain/eip712_json.hpp"
#include "chain/eip712_parts.hpp"

namespace ballast::chain {
namespace {

tl::unexpected<Error> bad(const std::string& path, std::string_view reason) {
    return fail(Errc::bad_data, path + ": " + std::string(reason));
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The names of Solidity. Any other character could close a bracket of the hashed type.
bool is_name(std::string_view name) {
    return name.size() <= kEip712NameMax && is_identifier(name);
}

/// "uint7" and "fixed128x18": of a family of Solidity's, whether the family has that member or not.
bool is_sized_builtin(std::string_view name) {
    static constexpr std::array<std::string_view, 5> kFamilies{"uint", "int", "bytes", "fixed",
                                                               "ufixed"};
    const std::string_view family = name.substr(0, name.find_first_of("0123456789"));
    return std::find(kFamilies.begin(), kFamilies.end(), family) != kFamilies.end() &&
           std::all_of(name.begin() + static_cast<std::ptrdiff_t>(family.size()), name.end(),
                       [](char c) { return is_digit(c) || c == 'x'; });
}

/// A struct of such a name would hide a type that its reader believes to know: some signers look
/// among the structs first, others take it for the built-in type or refuse it.
bool is_builtin(std::string_view name) {
    static constexpr std::array<std::string_view, 3> kOthers{"byte", "var", "tuple"};
    return parse_abi_type(name).has_value() || is_sized_builtin(name) ||
           std::find(kOthers.begin(), kOthers.end(), name) != kOthers.end();
}

bool is_dimension(std::string_view digits) {
    return digits.empty() ||
           (digits.size() <= 6 && std::all_of(digits.begin(), digits.end(), is_digit) &&
            (digits == "0" || digits.front() != '0'));
}

/// Checks the "[2][]" of a type.
bool are_dimensions(std::string_view text) {
    while (text.starts_with('[')) {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos || !is_dimension(text.substr(1, close - 1)))
            return false;
        text.remove_prefix(close + 1);
    }
    return text.empty();
}

Status check_type(const Eip712Types& types, const std::string& type, const std::string& path) {
    if (type.size() > kEip712NameMax) return bad(path, "the type's text is too long");
    const std::string_view base = eip712_base(type);
    if (!are_dimensions(std::string_view(type).substr(base.size())))
        return bad(path, "\"" + type + "\" has brackets that are no array");
    if (types.find(base) != types.end()) return {};
    if (const auto atom = eip712_atom(base); !atom) return fail_in(path, atom.error());
    return {};
}

Status check_members(const Eip712Types& types, const std::vector<Eip712Member>& members,
                     const std::string& path) {
    if (members.size() > kEip712MembersMax) return bad(path, "has too many members");
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const std::string place = path + "[" + std::to_string(i) + "]";
        if (!is_name(members[i].name)) return bad(place + ".name", "is not a name");
        if (!names.insert(members[i].name).second)
            return bad(place + ".name", "stands twice: \"" + members[i].name + "\"");
        if (auto done = check_type(types, members[i].type, place + ".type"); !done) return done;
    }
    return {};
}

}  // namespace

std::string_view eip712_base(std::string_view type) {
    return type.substr(0, type.find('['));
}

Result<std::string_view> eip712_element(std::string_view type) {
    const std::size_t open = type.rfind('[');
    if (open == std::string_view::npos)
        return fail(Errc::bad_data,
                    "EIP-712 type \"" + std::string(type.substr(0, 80)) + "\" has a stray bracket");
    return type.substr(0, open);
}

bool eip712_takes(std::string_view type, std::size_t count) {
    const std::size_t open = type.rfind('[');
    const std::string_view wanted = type.substr(open + 1, type.size() - open - 2);
    return wanted.empty() || wanted == std::to_string(count);
}

Result<AbiType> eip712_atom(std::string_view type) {
    auto atom = parse_abi_type(type);
    if (!atom || atom->kind == AbiKind::tuple || atom->kind == AbiKind::function ||
        !atom->parts.empty())
        return fail(Errc::bad_data,
                    "EIP-712 type \"" + std::string(type.substr(0, 80)) + "\" is unknown");
    return atom;
}

bool is_absent_struct(const AbiValue& value) {
    const U256* word = value.as_word();
    return word != nullptr && *word == U256(0);
}

Status check_eip712_types(const Eip712Types& types) {
    if (types.size() > kEip712StructsMax) return bad("types", "has too many structs");
    for (const auto& [name, members] : types) {
        if (!is_name(name) || is_builtin(name) || name == kDomainType)
            return bad("types", "\"" + name.substr(0, 80) + "\" cannot name a struct");
        if (auto done = check_members(types, members, "types." + name); !done) return done;
    }
    return {};
}

Result<std::vector<Eip712Member>> read_eip712_members(const Json& json, const std::string& path) {
    const JsonArray* items = json.as_array();
    if (items == nullptr) return bad(path, "is not an array");
    if (items->size() > kEip712MembersMax) return bad(path, "has too many members");
    std::vector<Eip712Member> members;
    for (std::size_t i = 0; i < items->size(); ++i) {
        const std::string place = path + "[" + std::to_string(i) + "]";
        const JsonObject* pair = (*items)[i].as_object();
        if (pair == nullptr || pair->size() != 2)
            return bad(place, "is not an object of name and type");
        const auto name = string_member((*items)[i], "name");
        if (!name) return fail_in(place, name.error());
        const auto type = string_member((*items)[i], "type");
        if (!type) return fail_in(place, type.error());
        members.push_back({*type, *name});
    }
    return members;
}

Result<Eip712Types> read_eip712_types(const Json& json) {
    const JsonObject* structs = json.as_object();
    if (structs == nullptr) return bad("types", "is not an object");
    if (structs->size() > kEip712StructsMax + 1) return bad("types", "has too many structs");
    Eip712Types types;
    for (const auto& [name, list] : *structs) {
        if (name == kDomainType) continue;
        auto members = read_eip712_members(list, "types." + name.substr(0, kEip712NameMax));
        if (!members) return fail(members.error());
        types.emplace(name, std::move(*members));
    }
    if (auto done = check_eip712_types(types); !done) return fail(done.error());
    return types;
}

Json write_eip712_members(const std::vector<Eip712Member>& members) {
    JsonArray list;
    for (const Eip712Member& member : members)
        list.emplace_back(JsonObject{{"name", member.name}, {"type", member.type}});
    return list;
}

}  // namespace ballast::chain
