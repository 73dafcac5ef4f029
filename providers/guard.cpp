// SPDX-License-Identifier: MIT
#include "providers/guard.hpp"

#include <algorithm>
#include <array>

namespace ballast::providers {
namespace {

constexpr std::size_t kValuesMax = 20'000;
constexpr std::size_t kDepthMax = 16;
constexpr std::size_t kWordsMax = 60;
constexpr std::size_t kPageHeadBytes = 16'384;

constexpr std::array kCsvTypes = {"text/csv",
                                  "application/csv",
                                  "text/comma-separated-values",
                                  "text/plain",
                                  "application/octet-stream",
                                  "binary/octet-stream",
                                  "application/vnd.ms-excel"};
constexpr std::array kJsonTypes = {"application/json", "text/json"};
/// Words of the pages that ask whether a human is there.
constexpr std::array kHumanWords = {"captcha",        "are you a robot",    "are you human",
                                    "verify you are", "challenge-platform", "just a moment"};

bool is_type_of(std::string_view type, Format format) {
    if (type.empty()) return true;
    if (format == Format::json)
        return type.ends_with("+json") ||
               std::find(kJsonTypes.begin(), kJsonTypes.end(), type) != kJsonTypes.end();
    return type.ends_with("+csv") ||
           std::find(kCsvTypes.begin(), kCsvTypes.end(), type) != kCsvTypes.end();
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool asks_for_a_human(std::string_view body) {
    const std::string head = lower(body.substr(0, kPageHeadBytes));
    return std::any_of(kHumanWords.begin(), kHumanWords.end(),
                       [&](const char* word) { return head.find(word) != std::string::npos; });
}

Status check_body(std::string_view body, Format format) {
    const std::size_t first = body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos) return fail(Errc::bad_data, "the answer is empty");
    if (body[first] == '<')
        return fail(Errc::bad_data, asks_for_a_human(body)
                                        ? "a page that asks for a human (a captcha), not data"
                                        : "a page of HTML or XML, not data");
    if (body.size() > (format == Format::csv ? kCsvBytesMax : kJsonBytesMax))
        return fail(Errc::bad_data,
                    "an answer of " + std::to_string(body.size()) + " bytes: far too long");
    if (body.find('\0') != std::string_view::npos)
        return fail(Errc::bad_data, "zero bytes in the answer: binary data");
    return {};
}

/// Counts what the parser would build. Text inside strings does not count; broken JSON is left to
/// the parser.
Status check_size(std::string_view body) {
    std::size_t values = 0;
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < body.size(); ++i) {
        const char c = body[i];
        if (in_string) {
            if (c == '\\') ++i;
            in_string = c != '"';
            continue;
        }
        in_string = c == '"';
        if (c == '[' || c == '{') ++depth;
        if ((c == ']' || c == '}') && depth > 0) --depth;
        if (c == ',' || c == ':') ++values;
        if (depth > kDepthMax || values > kValuesMax)
            return fail(Errc::bad_data, depth > kDepthMax
                                            ? "JSON of more than 16 levels: no published format"
                                            : "JSON of more than 20,000 values: far too many");
    }
    return {};
}

}  // namespace

std::string excerpt(std::string_view words) {
    std::string shown = "\"";
    for (const char c : words.substr(0, kWordsMax))
        shown += c >= ' ' && c <= '~' && c != '"' ? c : '?';
    return shown + (words.size() > kWordsMax ? "...\"" : "\"");
}

Status check_answer(const Answer& answer, Format format) {
    if (answer.status != 200)
        return fail(Errc::bad_data, "the server answered " + std::to_string(answer.status));
    // The body first: of a captcha page, "text/html" says less than what it is.
    const auto body = check_body(answer.body, format);
    if (!body) return body;
    if (!is_type_of(answer.content_type, format))
        return fail(Errc::bad_data, "the content type is " + excerpt(answer.content_type) +
                                        ", not that of " +
                                        (format == Format::csv ? "CSV" : "JSON"));
    return {};
}

Result<Json> read_json(const Answer& answer) {
    const auto plausible = check_answer(answer, Format::json);
    if (!plausible) return fail(plausible.error());
    const auto bounded = check_size(answer.body);
    if (!bounded) return fail(bounded.error());
    return parse_json(answer.body);
}

Result<std::string_view> text_of(const Json* value, std::string_view place) {
    if (value != nullptr && value->as_string() != nullptr)
        return std::string_view(*value->as_string());
    if (value != nullptr && value->as_number() != nullptr)
        return std::string_view(value->as_number()->text);
    return fail(Errc::bad_data, std::string(place) + " is missing or no number");
}

Result<const JsonArray*> array_of(const Json* value, std::string_view place) {
    if (value == nullptr || value->as_array() == nullptr)
        return fail(Errc::bad_data, std::string(place) + " is missing or no array");
    return value->as_array();
}

}  // namespace ballast::providers
