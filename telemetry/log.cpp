// SPDX-License-Identifier: MIT
#include "telemetry/log.hpp"

#include <algorithm>
#include <array>

#include "telemetry/log_lines.hpp"
#include "telemetry/text.hpp"

namespace ballast::telemetry {
namespace {

/// Longer than any sentence of ours; a node's error page would fill a disk otherwise.
constexpr std::size_t kTextBytesMax = 4096;
constexpr std::size_t kKeyBytesMax = 64;

constexpr std::array<std::string_view, 3> kFormats = {"json", "logfmt", "pretty"};
constexpr std::array<std::string_view, 4> kLevels = {"debug", "info", "warning", "error"};

std::string snake(std::string_view text) {
    std::string key(text.substr(0, kKeyBytesMax));
    for (char& c : key) {
        const bool is_snake = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        if (!is_snake) c = '_';
    }
    return key.empty() ? "_" : key;
}

std::string unused_key(const LineMembers& members, std::string_view wanted) {
    std::string key = snake(wanted);
    while (std::any_of(members.begin(), members.end(),
                       [&](const LineMember& member) { return member.key == key; }))
        key += '_';
    return key;
}

std::string line_of(LogFormat format, const LineMembers& members) {
    switch (format) {
        case LogFormat::json:
            return json_line(members);
        case LogFormat::logfmt:
            return logfmt_line(members);
        case LogFormat::pretty:
            break;
    }
    return pretty_line(members);
}

}  // namespace

Result<LogFormat> log_format(std::string_view name) {
    const auto* const found = std::find(kFormats.begin(), kFormats.end(), name);
    if (found == kFormats.end())
        return fail(Errc::configuration, "a log format is json, logfmt or pretty");
    return static_cast<LogFormat>(found - kFormats.begin());
}

Result<LogLevel> log_level(std::string_view name) {
    const auto* const found = std::find(kLevels.begin(), kLevels.end(), name);
    if (found == kLevels.end())
        return fail(Errc::configuration, "a log level is debug, info, warning or error");
    return static_cast<LogLevel>(found - kLevels.begin());
}

Log::Log(LogFormat format, LogLevel least, const Clock& clock, Sink sink, Redact redact)
    : format_(format),
      least_(least),
      clock_(&clock),
      sink_(std::move(sink)),
      redact_(std::move(redact)) {}

std::string Log::shown(std::string_view text) const {
    return clean_utf8(redact_ ? redact_(text) : text, kTextBytesMax);
}

void Log::write(LogLevel level, std::string_view event, std::string_view sentence,
                std::initializer_list<LogField> fields) {
    if (level < least_) return;
    // Locked from here, so that the times of the lines never go back.
    const std::lock_guard lock(mutex_);
    LineMembers members = {{"ts", format_utc(clock_->now())},
                           {"level", std::string(kLevels[static_cast<std::size_t>(level)])},
                           {"event", snake(event)},
                           {"msg", shown(sentence)}};
    for (const LogField& field : fields) {
        std::string key = unused_key(members, field.key);
        if (const auto* number = std::get_if<std::int64_t>(&field.value))
            members.push_back({std::move(key), std::to_string(*number), true});
        else
            members.push_back({std::move(key), shown(std::get<std::string>(field.value))});
    }
    sink_(line_of(format_, members));
}

}  // namespace ballast::telemetry
