// SPDX-License-Identifier: MIT
#include "net/answer_head.hpp"

#include <algorithm>

#include "net/header_line.hpp"
#include "net/http_date.hpp"

namespace ballast::net {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
    return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

std::string lower(std::string_view text) {
    std::string copy(text);
    for (char& c : copy)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return copy;
}

/// What is no printable ASCII could steer a terminal or break a line of a log.
void keep_first(std::optional<std::string>& field, std::string_view value) {
    if (field) return;
    field = trimmed(value);
    std::replace_if(
        field->begin(), field->end(), [](char c) { return c < ' ' || c > '~'; }, '?');
}

/// Digits alone; a wait of more than nine of them is longer than thirty years.
std::optional<Seconds> seconds_in(std::string_view text) {
    if (text.empty() || text.size() > 9 ||
        text.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    Seconds span;
    for (const char digit : text)
        span.count = span.count * 10 + (digit - '0');
    return span;
}

/// A date counts from the server's own: the two come from one clock, whatever ours says.
std::optional<Seconds> wait_asked_for(std::string_view text, std::optional<UnixSeconds> date) {
    std::optional<Seconds> wait = seconds_in(text);
    const auto until = parse_http_date(text);
    if (!wait && until && date) wait = *until - *date;
    return wait && wait->count > 0 ? wait : std::nullopt;
}

}  // namespace

void AnswerHead::take(std::string_view line) {
    if (line.starts_with("HTTP/")) {
        said_ = Said();
        return;
    }
    if (said_.complete) return;
    said_.complete = line.find_first_not_of("\r\n") == std::string_view::npos;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    take_field(line.substr(0, colon), line.substr(colon + 1));
}

void AnswerHead::take_field(std::string_view name, std::string_view value) {
    if (is_same_word(name, "content-type")) keep_first(said_.content_type, value);
    if (is_same_word(name, "content-encoding")) keep_first(said_.content_encoding, value);
    if (is_same_word(name, "retry-after")) keep_first(said_.retry_after, value);
    if (is_same_word(name, "date")) keep_first(said_.date, value);
    if (is_same_word(name, "age") && seconds_in(trimmed(value)) != Seconds{0}) said_.is_old = true;
    if (is_same_word(name, "transfer-encoding") && !is_same_word(trimmed(value), "chunked") &&
        !is_same_word(trimmed(value), "identity"))
        said_.transfer_is_packed = true;
}

void AnswerHead::tell(HttpResponse& response) const {
    const std::string type = said_.content_type.value_or("");
    response.content_type = lower(trimmed(std::string_view(type).substr(0, type.find(';'))));
    const std::string encoding = lower(said_.content_encoding.value_or(""));
    response.content_encoding = encoding == "identity" ? "" : encoding;
    const auto date = said_.date ? parse_http_date(*said_.date) : std::nullopt;
    if (said_.retry_after) response.retry_after = wait_asked_for(*said_.retry_after, date);
    // Caches disagree on whose time stands beside an age.
    if (!said_.is_old) response.date = date;
}

}  // namespace ballast::net
