// SPDX-License-Identifier: MIT
#include "providers/published_format.hpp"

#include <algorithm>
#include <tuple>

#include "providers/guard.hpp"
#include "providers/times.hpp"

namespace ballast::providers {
namespace {

constexpr std::string_view kUnreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

auto order_of(const Observation& seen) {
    return std::tuple(seen.observed_at, seen.known_at, seen.value);
}

std::string without(std::string text, const std::string& key) {
    for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at + 3))
        text.replace(at, key.size(), "***");
    return text;
}

Status check(std::vector<Observation>& seen, UnixSeconds fetched_at) {
    if (seen.empty()) return fail(Errc::bad_data, "no observation in the answer");
    for (Observation& one : seen) {
        if (one.observed_at > fetched_at + kAheadMax)
            return fail(Errc::bad_data, "an observation of " + format_utc(one.observed_at) +
                                            " in an answer of " + format_utc(fetched_at) +
                                            ": it lies ahead");
        one.known_at = std::max(one.observed_at, std::min(one.known_at, fetched_at));
    }
    std::sort(seen.begin(), seen.end(),
              [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    const auto twice =
        std::adjacent_find(seen.begin(), seen.end(), [](const auto& a, const auto& b) {
            return a.observed_at == b.observed_at && a.known_at == b.known_at;
        });
    if (twice == seen.end()) return {};
    return fail(Errc::bad_data, "two values for " + format_utc(twice->observed_at));
}

}  // namespace

Result<std::vector<Observation>> PublishedFormat::read(const Source& source,
                                                       const Answer& answer) const {
    auto seen = read_body(source, answer);
    if (!seen) return fail(error_without_key(source, answer, seen.error()));
    const auto sound = check(*seen, answer.fetched_at);
    if (!sound) return fail(sound.error());
    return seen;
}

Error PublishedFormat::error_without_key(const Source& source, const Answer& answer,
                                         const Error& error) const {
    if (source.api_key.empty() || answer.body.find(source.api_key) == std::string::npos)
        return error;
    Answer redacted = answer;
    redacted.body = without(answer.body, source.api_key);
    const auto again = read_body(source, redacted);
    return again ? Error{error.code, "an answer that repeats the key"} : again.error();
}

Result<std::string> base_url(const Source& source, std::string_view published) {
    std::string url(source.url.empty() ? published : std::string_view(source.url));
    if (!url.starts_with("https://") && !url.starts_with("http://"))
        return fail(Errc::configuration, "url: expected one that begins with https://");
    const bool clean = std::all_of(url.begin(), url.end(), [](char c) {
        return c > ' ' && c <= '~' && c != '"' && c != '\\' && c != '<' && c != '>';
    });
    if (!clean) return fail(Errc::configuration, "url: white space or a character no URL has");
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

std::string url_part(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (kUnreserved.find(c) != std::string_view::npos)
            out += c;
        else
            out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
    return out;
}

Result<std::string> series_of(const Source& source, std::string_view usual) {
    std::string series(source.series.empty() ? usual : std::string_view(source.series));
    const bool known = std::all_of(series.begin(), series.end(), [](char c) {
        return c == '$' || (c != '~' && kUnreserved.find(c) != std::string_view::npos);
    });
    if (series.empty() || !known || series.find_first_of("._-$") == 0)
        return fail(Errc::configuration, "series: " + excerpt(series) + " is no series' name");
    return series;
}

Result<std::string> key_header(std::string_view name, const Source& source) {
    const bool clean = std::all_of(source.api_key.begin(), source.api_key.end(),
                                   [](char c) { return c > ' ' && c <= '~'; });
    if (source.api_key.empty() || !clean)
        return fail(Errc::configuration, "api_key: missing, or not printable ASCII");
    return std::string(name) + ": " +
           (name == "Authorization" ? "Bearer " + source.api_key : source.api_key);
}

}  // namespace ballast::providers
