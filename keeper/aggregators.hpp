// SPDX-License-Identifier: MIT
// Chainlink's aggregators over the nodes of a chain.
#pragma once

#include <string>
#include <vector>

#include "books/chain_reader.hpp"

namespace ballast::keeper {

/// Asks each contract for decimals() and latestRoundData(), all at the newest block that the quorum
/// has reached. Returns the body for the provider "chainlink" of each, or why there is none: a
/// contract that reverts is its own fault alone. Errors: those of ChainReader.
[[nodiscard]] Result<std::vector<Result<std::string>>> ask_aggregators(
    books::ChainReader& reader, const std::vector<chain::Address>& contracts);

}  // namespace ballast::keeper
