// SPDX-License-Identifier: MIT
#include "telemetry/log_lines.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "telemetry/text.hpp"

namespace ballast::telemetry {
namespace {

constexpr std::size_t kEvent = 2;
constexpr std::size_t kSentence = 3;
constexpr std::size_t kLevelWidth = 7;  // "warning"

bool may_stand_bare(char c) {
    return c > ' ' && c <= '~' && c != '"' && c != '\\' && c != '=';
}

std::string json_quoted(std::string_view text) {
    return '"' + escaped(text, Quoting::json) + '"';
}

std::string pair(const LineMember& member) {
    const bool bare = !member.value.empty() &&
                      std::all_of(member.value.begin(), member.value.end(), may_stand_bare);
    return member.key + '=' + (bare ? member.value : json_quoted(member.value));
}

}  // namespace

std::string json_line(const LineMembers& members) {
    std::string line;
    for (const LineMember& member : members) {
        line += line.empty() ? '{' : ',';
        line += json_quoted(member.key) + ':';
        line += member.is_number ? member.value : json_quoted(member.value);
    }
    return line + '}';
}

std::string logfmt_line(const LineMembers& members) {
    std::string line;
    for (const LineMember& member : members)
        line += (line.empty() ? "" : " ") + pair(member);
    return line;
}

std::string pretty_line(const LineMembers& members) {
    BALLAST_CHECK(members.size() > kSentence);
    std::string line = members[0].value + "  " + members[1].value;
    line.append(kLevelWidth - std::min(members[1].value.size(), kLevelWidth) + 2, ' ');
    line += escaped(members[kSentence].value, Quoting::none) + "  [" + members[kEvent].value;
    for (std::size_t i = kSentence + 1; i < members.size(); ++i)
        line += ' ' + pair(members[i]);
    return line + ']';
}

}  // namespace ballast::telemetry
