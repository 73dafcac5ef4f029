// SPDX-License-Identifier: MIT
// What a run shows, in sentences: computed from the run alone, by one rule for every event. The
// only text that is not computed is the scenario's own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "apps/report/run.hpp"

namespace ballast::apps {

/// One fall of the scenario.
struct FallWords {
    std::string title;    ///< "Fall 1, 5 Aug 2024, 00:00 UTC"
    std::string event;    ///< the scenario's sentence
    std::string verdict;  ///< which channels led it and by how long, and what they had done by then
};

/// Plain text, not yet escaped: it holds names that others chose.
struct Words {
    std::vector<std::string> headline;  ///< a sentence or two for each market, then the counts
    std::vector<FallWords> falls;
    std::vector<std::string> channels;  ///< one paragraph for each macro channel
    std::vector<std::string> markets;   ///< what cut LTV, market by market
    std::vector<std::string> shadows;   ///< other policies beside this one
};

/// Returns the sentences of a run. Equal runs give equal sentences; times are UTC.
[[nodiscard]] Words words(const Run& run);

/// Returns a channel's name for people: "USD/JPY volatility" from "usdjpy_volatility".
[[nodiscard]] std::string channel_label(std::string_view name);

}  // namespace ballast::apps
