// SPDX-License-Identifier: MIT
// The three forms of a line. docs/logs.md is for those who read them.
#pragma once

#include <string>
#include <vector>

namespace ballast::telemetry {

/// One member of a line, its value as UTF-8.
struct LineMember {
    std::string key;
    std::string value;
    bool is_number = false;  ///< `value` is decimal digits, perhaps after a minus sign
};

/// The first four members are the time, the level, the event and the sentence; keys are snake_case
/// and differ. Each returns one line without its end.
using LineMembers = std::vector<LineMember>;

/// Returns a JSON object (RFC 8259).
[[nodiscard]] std::string json_line(const LineMembers& members);

/// Returns key=value pairs. A value stands bare where it is printable ASCII without space, quote,
/// backslash and equals sign, otherwise as a JSON string.
[[nodiscard]] std::string logfmt_line(const LineMembers& members);

/// Returns time, level and sentence, then event and fields in brackets: for people alone.
[[nodiscard]] std::string pretty_line(const LineMembers& members);

}  // namespace ballast::telemetry
