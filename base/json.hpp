// SPDX-License-Identifier: MIT
// One JSON tree for everything: canonical documents, RPC, summaries. Numbers are kept as
// their text, so nothing passes through a double.
#pragma once

#include <concepts>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/int128.hpp"
#include "base/result.hpp"

namespace ballast {

class Json;
using JsonArray = std::vector<Json>;
/// Sorted by key (byte order), which is the order of canonical JSON.
using JsonObject = std::map<std::string, Json, std::less<>>;

/// A JSON number by its text, as read or to be written.
struct JsonNumber {
    std::string text;
    bool operator==(const JsonNumber&) const = default;
};

/// A JSON value. Built by the constructors, read by the `as_` functions, which return nullptr or
/// nothing where the kind differs: a reader decides what that means at its place.
class Json {
  public:
    Json() = default;
    // Implicit, so that a document is written as it looks: JsonObject{{"asset", "ETH"}}.
    // NOLINTBEGIN(google-explicit-constructor)
    /// Takes exactly bool: an int or a pointer would otherwise silently become true.
    template <std::same_as<bool> Bool>
    Json(Bool value) : value_(value) {}
    Json(const char* text) : value_(std::string(text)) {}
    Json(std::string text) : value_(std::move(text)) {}
    Json(std::string_view text) : value_(std::string(text)) {}
    Json(JsonArray items) : value_(std::move(items)) {}
    Json(JsonObject members) : value_(std::move(members)) {}
    Json(JsonNumber number) : value_(std::move(number)) {}
    // NOLINTEND(google-explicit-constructor)

    /// An integer written as a string, as canonical JSON has it.
    [[nodiscard]] static Json integer(Int128 value) { return Json(to_string(value)); }
    /// An integer written as a bare number: for people's summaries, never for what is hashed.
    [[nodiscard]] static Json number(std::int64_t value) {
        return Json(JsonNumber{std::to_string(value)});
    }

    [[nodiscard]] bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
    [[nodiscard]] const bool* as_bool() const { return std::get_if<bool>(&value_); }
    [[nodiscard]] const std::string* as_string() const { return std::get_if<std::string>(&value_); }
    [[nodiscard]] const JsonNumber* as_number() const { return std::get_if<JsonNumber>(&value_); }
    [[nodiscard]] const JsonArray* as_array() const { return std::get_if<JsonArray>(&value_); }
    /// To be moved from.
    [[nodiscard]] JsonArray* as_array() { return std::get_if<JsonArray>(&value_); }
    [[nodiscard]] const JsonObject* as_object() const { return std::get_if<JsonObject>(&value_); }

    /// Returns the member `key` of an object, or nullptr where this is no object or lacks it.
    [[nodiscard]] const Json* find(std::string_view key) const;
    /// The same, to be moved from.
    [[nodiscard]] Json* find(std::string_view key);

    bool operator==(const Json&) const = default;

  private:
    std::variant<std::nullptr_t, bool, JsonNumber, std::string, JsonArray, JsonObject> value_;
};

/// Appends `text` between quotes, in canonical JSON's shortest escapes.
void append_json_string(std::string& out, std::string_view text);

/// Returns the canonical text: UTF-8, sorted keys, no white space, shortest escapes. A document
/// that is hashed holds no null and no bare number: integers are strings, absent is absent.
[[nodiscard]] std::string write_json(const Json& value);

/// Returns the text with two-space indentation and a final newline, for people.
[[nodiscard]] std::string write_json_pretty(const Json& value);

/// Reads one JSON text in UTF-8. Refuses duplicate keys, depth over 64, invalid UTF-8, a byte order
/// mark, and anything after the value. Errors: bad_data, with the byte offset where there is one.
[[nodiscard]] Result<Json> parse_json(std::string_view text);

// Reading members of canonical documents. Each names the missing or wrong member in its error.
[[nodiscard]] Result<std::string> string_member(const Json& object, std::string_view key);
[[nodiscard]] Result<std::int64_t> integer_member(const Json& object, std::string_view key);
[[nodiscard]] Result<bool> bool_member(const Json& object, std::string_view key);
[[nodiscard]] Result<const JsonArray*> array_member(const Json& object, std::string_view key);
[[nodiscard]] Result<const Json*> object_member(const Json& object, std::string_view key);

/// Reads decimal digits with an optional minus sign. Errors: bad_data (also on overflow).
[[nodiscard]] Result<std::int64_t> parse_integer(std::string_view text);

}  // namespace ballast
