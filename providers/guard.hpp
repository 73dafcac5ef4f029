// SPDX-License-Identifier: MIT
// What every answer must be before a format is looked for in it.
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "providers/provider.hpp"

namespace ballast::providers {

enum class Format { json, csv };

/// What we ask for in JSON stays below 200 KB.
constexpr std::size_t kCsvBytesMax = kAnswerBytesMax;
constexpr std::size_t kJsonBytesMax = std::size_t{1} << 20;

/// Refuses what is no answer of a format at all: a status other than 200, a content type of
/// something else, an empty or oversized body, a page of HTML (an error, a login, a captcha), zero
/// bytes. An empty content type is believed: files have none. Errors: bad_data.
[[nodiscard]] Status check_answer(const Answer& answer, Format format);

/// Returns the body's JSON. Refuses first, in one pass that builds nothing, what only hurts: more
/// than 20,000 values or 16 levels. Errors: as check_answer; bad_data.
[[nodiscard]] Result<Json> read_json(const Answer& answer);

/// Returns a stranger's words in quotes: 60 characters at most, printable ASCII alone.
[[nodiscard]] std::string excerpt(std::string_view words);

/// Returns the words of a JSON string or the text of a JSON number. Errors: bad_data, naming
/// `place`.
[[nodiscard]] Result<std::string_view> text_of(const Json* value, std::string_view place);

/// Returns the array. Errors: bad_data, naming `place`.
[[nodiscard]] Result<const JsonArray*> array_of(const Json* value, std::string_view place);

}  // namespace ballast::providers
