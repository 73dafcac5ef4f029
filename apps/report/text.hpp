// SPDX-License-Identifier: MIT
// Numbers and moments as a reader sees them, and the one door through which text enters HTML.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "engine/units.hpp"

namespace ballast::apps {

/// Returns `text` safe inside an element and inside a double-quoted attribute: the five markup
/// characters become references. Control and bidirectional characters, which would make a page
/// show something else than it says, are written out: [U+202E]. Bytes that are not UTF-8: [U+FFFD].
[[nodiscard]] std::string escape_html(std::string_view text);

/// Returns `text` for one line of plain text: deceptive characters as escape_html writes them out,
/// line feeds and tabs as spaces. Markup stays as it is.
[[nodiscard]] std::string visible_text(std::string_view text);

/// Returns "7,300" from 7300.
[[nodiscard]] std::string grouped(std::int64_t count);

/// Returns "73.00 %" (with a no-break space, as all units here) from 7,300 bps.
[[nodiscard]] std::string percent_text(engine::Bps value);

/// Returns "1.42 points" from 142 bps: a distance between two percentages. Drops the sign.
[[nodiscard]] std::string points_text(engine::Bps distance);

/// Returns "97.3 %" from .9731, rounded down to a tenth.
[[nodiscard]] std::string rank_text(engine::Wad rank);

/// Returns "0.53" from .5399: two decimals, rounded down, so that a score under .5 never reads .50.
[[nodiscard]] std::string score_text(engine::Wad score);

/// Returns "$1,234,567".
[[nodiscard]] std::string usd_text(engine::Usd amount);

/// Returns "$98.9 M", rounded down to a tenth of a million; less than a million as usd_text.
[[nodiscard]] std::string millions_text(engine::Usd amount);

/// Returns "68,165" for prices from 1,000, "14.25" below: cents are noise on a five-digit price.
[[nodiscard]] std::string price_text(engine::Price price);

/// Returns "5 Aug 2024, 04:00 UTC", breakable only after the comma.
[[nodiscard]] std::string moment_text(UnixSeconds at);

/// Returns "5 Aug 2024".
[[nodiscard]] std::string date_text(UnixSeconds at);

/// Returns "5 Aug", the label of a day on an axis.
[[nodiscard]] std::string short_day_text(UnixSeconds at);

/// Returns "56 h" (floor), or "under 1 h". Requires span >= 0.
[[nodiscard]] std::string hours_text(Seconds span);

/// Returns "1 epoch", "2 epochs".
[[nodiscard]] std::string counted(std::int64_t count, std::string_view noun);

/// Returns "a", "a and b", "a, b and c".
[[nodiscard]] std::string joined(const std::vector<std::string>& items);

}  // namespace ballast::apps
