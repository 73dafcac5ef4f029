// SPDX-License-Identifier: MIT
#include "policies/toml_document.hpp"

#include <algorithm>
#include <sstream>

#include "base/time.hpp"

// Without exceptions a fault is a value, and there is nothing to catch.
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace ballast::policies {
namespace {

constexpr int kDepthMax = 32;
constexpr std::size_t kShownTextMax = 40;

Place to_place(const toml::source_region& source, const std::string& file) {
    // A value that toml++ made itself, such as the root of an empty document, has no position.
    if (source.begin.line == 0) return {file, 1, 1};
    return {file, std::int64_t{source.begin.line}, std::int64_t{source.begin.column}};
}

template <class T>
std::string to_text(const T& value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

void read_date_time(const toml::date_time& value, TomlNode& node) {
    // Another offset than Z would put two notations of one moment into a document.
    const bool utc = value.offset && value.offset->minutes == 0 && value.time.nanosecond == 0;
    node.kind = utc ? TomlKind::time : TomlKind::other;
    node.text = to_text(value);
}

Result<TomlNode> convert(const toml::node& source, const std::string& file, int depth);

Status convert_items(const toml::array& source, const std::string& file, int depth,
                     TomlNode& node) {
    node.kind = TomlKind::array;
    for (const toml::node& item : source) {
        auto converted = convert(item, file, depth + 1);
        if (!converted) return fail(converted.error());
        node.items.push_back(std::move(*converted));
    }
    return {};
}

Status convert_members(const toml::table& source, const std::string& file, int depth,
                       TomlNode& node) {
    node.kind = TomlKind::table;
    for (const auto& [key, value] : source) {
        auto converted = convert(value, file, depth + 1);
        if (!converted) return fail(converted.error());
        node.members.push_back(
            {std::string(key.str()), to_place(key.source(), file), std::move(*converted)});
    }
    std::sort(node.members.begin(), node.members.end(),
              [](const TomlMember& a, const TomlMember& b) { return a.key < b.key; });
    return {};
}

void convert_scalar(const toml::node& source, TomlNode& node) {
    if (const auto* text = source.as_string()) {
        node.kind = TomlKind::text;
        node.text = text->get();
    } else if (const auto* integer = source.as_integer()) {
        node.kind = TomlKind::integer;
        node.integer = integer->get();
    } else if (const auto* boolean = source.as_boolean()) {
        node.kind = TomlKind::boolean;
        node.boolean = boolean->get();
    } else if (const auto* date = source.as_date()) {
        node.kind = TomlKind::date;
        node.text = to_text(date->get());
    } else if (const auto* time = source.as_date_time()) {
        read_date_time(time->get(), node);
    } else if (const auto* real = source.as_floating_point()) {
        node.kind = TomlKind::real;
        node.text = to_text(real->get());
    }
}

Result<TomlNode> convert(const toml::node& source, const std::string& file, int depth) {
    TomlNode node;
    node.place = to_place(source.source(), file);
    if (depth > kDepthMax)
        return fail(Errc::bad_data, to_string(node.place) + ": nested beyond " +
                                        std::to_string(kDepthMax) + " levels");
    Status status;
    if (const auto* table = source.as_table()) {
        status = convert_members(*table, file, depth, node);
    } else if (const auto* array = source.as_array()) {
        status = convert_items(*array, file, depth, node);
    } else {
        convert_scalar(source, node);
    }
    if (!status) return fail(status.error());
    return node;
}

}  // namespace

std::string to_string(const Place& place) {
    return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

const TomlMember* TomlNode::find(std::string_view key) const {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [key](const TomlMember& member) { return member.key == key; });
    return found == members.end() ? nullptr : &*found;
}

Result<TomlNode> parse_toml(std::string_view text, const std::string& file_name) {
    const toml::parse_result parsed = toml::parse(text);
    if (!parsed)
        return fail(Errc::bad_data, to_string(to_place(parsed.error().source(), file_name)) +
                                        ": not TOML: " + std::string(parsed.error().description()));
    return convert(parsed.table(), file_name, 0);
}

std::string describe(const TomlNode& node) {
    switch (node.kind) {
        case TomlKind::text:
            return "the text \"" + node.text.substr(0, kShownTextMax) + "\"";
        case TomlKind::integer:
            return "the integer " + std::to_string(node.integer);
        case TomlKind::boolean:
            return node.boolean ? "true" : "false";
        case TomlKind::date:
            return "the date " + node.text;
        case TomlKind::time:
            return "the time " + node.text;
        case TomlKind::array:
            return "an array";
        case TomlKind::table:
            return "a table";
        case TomlKind::real:
            return "the floating-point number " + node.text;
        case TomlKind::other:
            break;
    }
    return node.text.empty() ? "a local time" : "the time " + node.text;
}

}  // namespace ballast::policies
