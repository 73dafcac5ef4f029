// SPDX-License-Identifier: MIT
#include "base/json.hpp"

#include <algorithm>
#include <charconv>

namespace ballast {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

/// Appends the escape of a character that may not stand in a string as it is.
void append_escape(std::string& out, char c) {
    constexpr std::string_view kShort = "\"\\\b\f\n\r\t";
    constexpr std::string_view kLetters = "\"\\bfnrt";
    out += '\\';
    const auto place = kShort.find(c);
    if (place != std::string_view::npos) {
        out += kLetters[place];
        return;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += "u00";
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
}

bool needs_escape(char c) {
    return static_cast<unsigned char>(c) < 0x20U || c == '"' || c == '\\';
}

/// Writes with `indent` spaces a level; a negative indent means canonical, all on one line.
class Writer {
  public:
    Writer(std::string& out, int indent) : out_(out), indent_(indent) {}

    void value(const Json& json) {
        if (json.is_null()) {
            out_ += "null";
        } else if (const bool* flag = json.as_bool()) {
            out_ += *flag ? "true" : "false";
        } else if (const JsonNumber* number = json.as_number()) {
            out_ += number->text;
        } else if (const std::string* text = json.as_string()) {
            append_json_string(out_, *text);
        } else if (const JsonArray* items = json.as_array()) {
            array(*items);
        } else {
            object(*json.as_object());
        }
    }

  private:
    void array(const JsonArray& items) {
        open('[');
        for (std::size_t i = 0; i < items.size(); ++i) {
            separate(i);
            value(items[i]);
        }
        close(']', items.empty());
    }

    void object(const JsonObject& members) {
        open('{');
        std::size_t i = 0;
        for (const auto& [key, member] : members) {
            separate(i++);
            append_json_string(out_, key);
            out_ += indent_ < 0 ? ":" : ": ";
            value(member);
        }
        close('}', members.empty());
    }

    void open(char bracket) {
        out_ += bracket;
        ++depth_;
    }

    void separate(std::size_t index) {
        if (index > 0) out_ += ',';
        newline();
    }

    void close(char bracket, bool empty) {
        --depth_;
        if (!empty) newline();
        out_ += bracket;
    }

    void newline() {
        if (indent_ < 0) return;
        out_ += '\n';
        out_.append(static_cast<std::size_t>(depth_) * static_cast<std::size_t>(indent_), ' ');
    }

    std::string& out_;
    int indent_;
    int depth_ = 0;
};

tl::unexpected<Error> wrong(std::string_view key, std::string_view expected) {
    return fail(Errc::bad_data,
                "\"" + std::string(key) + "\" is missing or is not " + std::string(expected));
}

}  // namespace

const Json* Json::find(std::string_view key) const {
    const JsonObject* members = as_object();
    if (members == nullptr) return nullptr;
    const auto found = members->find(key);
    return found == members->end() ? nullptr : &found->second;
}

Json* Json::find(std::string_view key) {
    auto* members = std::get_if<JsonObject>(&value_);
    if (members == nullptr) return nullptr;
    const auto member = members->find(key);
    return member == members->end() ? nullptr : &member->second;
}

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        const auto end = std::find_if(text.begin(), text.end(), needs_escape);
        const auto plain = static_cast<std::size_t>(end - text.begin());
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        append_escape(out, text.front());
        text.remove_prefix(1);
    }
    out += '"';
}

std::string write_json(const Json& value) {
    std::string out;
    Writer(out, -1).value(value);
    return out;
}

std::string write_json_pretty(const Json& value) {
    std::string out;
    Writer(out, 2).value(value);
    out += '\n';
    return out;
}

Result<std::string> string_member(const Json& object, std::string_view key) {
    const Json* member = object.find(key);
    if (member == nullptr || member->as_string() == nullptr) return wrong(key, "a string");
    return *member->as_string();
}

Result<std::int64_t> integer_member(const Json& object, std::string_view key) {
    const Json* member = object.find(key);
    if (member == nullptr || member->as_string() == nullptr)
        return wrong(key, "an integer in a string");
    auto value = parse_integer(*member->as_string());
    if (!value) return wrong(key, "an integer in a string");
    return value;
}

Result<bool> bool_member(const Json& object, std::string_view key) {
    const Json* member = object.find(key);
    if (member == nullptr || member->as_bool() == nullptr) return wrong(key, "true or false");
    return *member->as_bool();
}

Result<const JsonArray*> array_member(const Json& object, std::string_view key) {
    const Json* member = object.find(key);
    if (member == nullptr || member->as_array() == nullptr) return wrong(key, "an array");
    return member->as_array();
}

Result<const Json*> object_member(const Json& object, std::string_view key) {
    const Json* member = object.find(key);
    if (member == nullptr || member->as_object() == nullptr) return wrong(key, "an object");
    return member;
}

Result<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size() || text.empty())
        return fail(Errc::bad_data, "not an integer: \"" + std::string(text.substr(0, 40)) + "\"");
    return value;
}

}  // namespace ballast
