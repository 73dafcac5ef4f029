// SPDX-License-Identifier: MIT
// GET /status: docs/status-format.md.
#pragma once

#include <map>
#include <string>

#include "base/json.hpp"
#include "keeper/chain_metrics.hpp"
#include "keeper/keeper.hpp"

namespace ballast::keeper {

/// What a keeper does not know of itself.
struct ProgramFacts {
    std::string version;
    std::string code_hash;
    std::string name;  ///< of the configuration's file
    UnixSeconds since;
    Seconds epoch;
    std::map<std::string, ChainSight> chains = {};  ///< by name, as they stand now
};

/// Returns a count of 1e-8 as decimal text without zeros at its end: "157.9".
[[nodiscard]] std::string decimal_1e8(std::int64_t value);

/// Returns the document.
[[nodiscard]] Json status_json(const KeeperView& view, const ProgramFacts& program);

}  // namespace ballast::keeper
