// SPDX-License-Identifier: MIT
// What the program says while it runs: one event a line, in the operator's own format.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "base/time.hpp"

namespace ballast::telemetry {

enum class LogFormat { json, logfmt, pretty };
enum class LogLevel { debug, info, warning, error };

/// Reads "json", "logfmt" or "pretty". Errors: configuration.
[[nodiscard]] Result<LogFormat> log_format(std::string_view name);

/// Reads "debug", "info", "warning" or "error". Errors: configuration.
[[nodiscard]] Result<LogLevel> log_level(std::string_view name);

/// A named value of an event.
struct LogField {
    std::string_view key;  ///< snake_case
    std::variant<std::int64_t, std::string> value;
};

/// Writes events as lines. May be used by several threads at once.
class Log {
  public:
    /// Takes a whole line without its end; called by one thread at a time, and writes nothing to
    /// this log.
    using Sink = std::function<void(std::string_view line)>;
    /// Returns the text without its secrets, as rpc::Redactor does. It sees every sentence and
    /// every text of a field as it is, before an escape or a cut could hide a secret.
    using Redact = std::function<std::string(std::string_view text)>;

    /// Keeps the clock. What is below `least` is dropped. Without `redact` nothing is taken out.
    Log(LogFormat format, LogLevel least, const Clock& clock, Sink sink, Redact redact = {});

    /// Writes one line: time (RFC 3339 in UTC), level, `event` (a stable snake_case name out of
    /// docs/logs.md), the sentence for people, and the fields. Whatever the texts hold, the line
    /// stays one line of its format. A text is cut at 4 KiB; a byte of a key that is not snake_case
    /// becomes an underscore, and a key that stands in the line already gets one behind it.
    void write(LogLevel level, std::string_view event, std::string_view sentence,
               std::initializer_list<LogField> fields = {});

  private:
    [[nodiscard]] std::string shown(std::string_view text) const;

    LogFormat format_;
    LogLevel least_;
    const Clock* clock_;
    Sink sink_;
    Redact redact_;
    std::mutex mutex_;
};

}  // namespace ballast::telemetry
