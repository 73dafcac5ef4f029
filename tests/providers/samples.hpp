// SPDX-License-Identifier: MIT
// One answer of each provider, in its published layout with invented numbers, and the answers of
// the same server on a bad day.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "providers/provider.hpp"

namespace ballast::providers {

/// When all samples were fetched: 2024-08-06, a Tuesday, 10:00:15 in Tokyo.
constexpr UnixSeconds kFetched{1'722'906'015};

struct Sample {
    Source source;
    Answer answer;
    std::size_t count = 0;  ///< observations in it
    Observation newest;     ///< the last of them
    std::string changed;    ///< the body after a plausible change of schema
    std::string refusal;    ///< the body with which this server says no, with status 200
    std::string value;      ///< the newest number, as its first occurrence in the body
    bool may_be_negative = false;
};

/// One for each provider.
[[nodiscard]] const std::vector<Sample>& samples();

/// Returns the sample of a provider. Requires that there is one.
[[nodiscard]] const Sample& sample_of(std::string_view provider);

/// Reads an answer as the source's provider does.
[[nodiscard]] Result<std::vector<Observation>> read(const Source& source, const Answer& answer);

/// Returns the sample's answer with another body.
[[nodiscard]] Answer with_body(const Sample& sample, std::string body);

/// Returns `text` with the first `from` replaced. Requires that it is there.
[[nodiscard]] std::string replaced(std::string text, std::string_view from, std::string_view to);

/// Returns the reading of decimal text such as "38.57".
[[nodiscard]] Reading reading(std::string_view text);

/// Returns the moment of "2024-08-05T20:15:00Z".
[[nodiscard]] UnixSeconds utc(std::string_view text);

// Words of the Ministry of Finance in Shift-JIS.
inline constexpr std::string_view kMofTitle =
    "\x8D\x91\x8D\xC2\x8B\xE0\x97\x98\x8F\xEE\x95\xF1,,,(\x92\x50\x88\xCA : %)\r\n";
inline constexpr std::string_view kMofHeader =
    "\x8A\xEE\x8F\x80\x93\xFA,1\x94\x4E,2\x94\x4E,10\x94\x4E\r\n";
inline constexpr std::string_view kMofNote = "\x81\xA6\x8D\xC5\x90\x56 csv,,,\r\n";

}  // namespace ballast::providers
