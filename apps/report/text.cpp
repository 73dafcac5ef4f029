// SPDX-License-Identifier: MIT
#include "apps/report/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace ballast::apps {
namespace {

constexpr std::string_view kNoBreakSpace = "\xc2\xa0";

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;  ///< bytes; 0: not UTF-8
};

/// Reads the code point at the start of `text`. Overlong forms and surrogates are not UTF-8.
CodePoint next_code_point(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(0);
    if (first < 0x80) return {first, 1};
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < length) return {};
    char32_t value = first & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0U) != 0x80) return {};
        value = (value << 6) | (byte(i) & 0x3fU);
    }
    constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
    if (value < kLeast[length] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return {};
    return {value, length};
}

/// Controls, zero-width and bidirectional characters (Unicode TR 36, TR 9).
bool is_deceptive(char32_t c) {
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c <= 0x9f) || c == 0xad ||
           c == 0x061c || c == 0x180e || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
           (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

std::string_view reference(char32_t c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return {};
    }
}

std::string code_point_name(char32_t c) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "[U+%04X]", static_cast<unsigned>(c));
    return text.data();
}

/// Writes deceptive characters out, and puts `instead` of a character where it is not empty.
template <class F>
std::string rewritten(std::string_view text, F&& instead) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const CodePoint point = next_code_point(text);
        const std::size_t length = std::max<std::size_t>(point.length, 1);
        if (point.length == 0) {
            out += code_point_name(0xfffd);
        } else if (is_deceptive(point.value)) {
            out += code_point_name(point.value);
        } else if (const std::string_view other = instead(point.value); !other.empty()) {
            out += other;
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(length);
    }
    return out;
}

std::string two_digits(std::int64_t count) {
    return (count < 10 ? "0" : "") + std::to_string(count);
}

/// Returns hundredths as "73.00", with a minus sign where negative.
std::string hundredths(std::int64_t count) {
    const std::int64_t size = count < 0 ? -count : count;
    return (count < 0 ? "-" : "") + grouped(size / 100) + "." + two_digits(size % 100);
}

}  // namespace

std::string escape_html(std::string_view text) {
    return rewritten(text, reference);
}

std::string visible_text(std::string_view text) {
    return rewritten(text, [](char32_t c) -> std::string_view {
        return c == '\n' || c == '\t' ? " " : std::string_view();
    });
}

std::string grouped(std::int64_t count) {
    std::string digits = std::to_string(count);
    const std::size_t sign = count < 0 ? 1 : 0;
    for (std::size_t i = digits.size(); i > sign + 3;)
        digits.insert(i -= 3, ",");
    return digits;
}

std::string percent_text(engine::Bps value) {
    return hundredths(value.count()) + std::string(kNoBreakSpace) + "%";
}

std::string points_text(engine::Bps distance) {
    const std::int64_t size = distance.count() < 0 ? -distance.count() : distance.count();
    return hundredths(size) + std::string(kNoBreakSpace) + (size == 100 ? "point" : "points");
}

std::string rank_text(engine::Wad rank) {
    const std::int64_t tenths = rank.count() / (engine::kWadOne / 1000);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) +
           std::string(kNoBreakSpace) + "%";
}

std::string score_text(engine::Wad score) {
    return hundredths(score.count() / (engine::kWadOne / 100));
}

std::string usd_text(engine::Usd amount) {
    return "$" + grouped(amount.count());
}

std::string millions_text(engine::Usd amount) {
    constexpr std::int64_t kTenth = 100'000;
    const std::int64_t tenths = amount.count() / kTenth;
    if (tenths < 10) return usd_text(amount);
    return "$" + grouped(tenths / 10) + "." + std::to_string(tenths % 10) +
           std::string(kNoBreakSpace) + "M";
}

std::string price_text(engine::Price price) {
    constexpr std::int64_t kOne = 100'000'000;
    if (price.count() >= 1000 * kOne) return grouped(price.count() / kOne);
    return hundredths(price.count() / (kOne / 100));
}

std::string moment_text(UnixSeconds at) {
    return date_text(at) + ", " + format_utc(at).substr(11, 5) + std::string(kNoBreakSpace) + "UTC";
}

std::string date_text(UnixSeconds at) {
    std::string day = short_day_text(at) + " " + format_date(at).substr(0, 4);
    for (std::size_t i = day.find(' '); i != std::string::npos; i = day.find(' '))
        day.replace(i, 1, kNoBreakSpace);
    return day;
}

std::string short_day_text(UnixSeconds at) {
    constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::string date = format_date(at);
    const int month = (date[5] - '0') * 10 + (date[6] - '1');
    const std::string day = date[8] == '0' ? date.substr(9) : date.substr(8);
    return day + " " + std::string(kMonths[static_cast<std::size_t>(month)]);
}

std::string hours_text(Seconds span) {
    if (span < kHour) return "under 1" + std::string(kNoBreakSpace) + "h";
    return grouped(span.count / kHour.count) + std::string(kNoBreakSpace) + "h";
}

std::string counted(std::int64_t count, std::string_view noun) {
    return grouped(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& items) {
    std::string out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) out += i + 1 == items.size() ? " and " : ", ";
        out += items[i];
    }
    return out;
}

}  // namespace ballast::apps
