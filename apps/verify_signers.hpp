// SPDX-License-Identifier: MIT
// Who signs for the oracle, as the chain has it, against what bundles say.
#pragma once

#include <optional>
#include <vector>

#include "audit/compare_chain.hpp"
#include "audit/documents.hpp"
#include "books/chain_reader.hpp"

namespace ballast::apps {

/// Asks the oracle for its signers and its threshold in the block of each of `lasts`, the last
/// report of each bundle, and returns the first that differs from the setup. Errors: those of
/// ChainReader; mismatch or bad_data where the oracle does not answer like one.
[[nodiscard]] Result<std::optional<audit::ChainDifference>> compare_signers(
    books::ChainReader& reader, const audit::Setup& setup,
    const std::vector<audit::Explained>& lasts);

}  // namespace ballast::apps
