// SPDX-License-Identifier: MIT
// The oracle's events against what bundles explain.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "audit/compare_chain.hpp"
#include "books/chain_reader.hpp"

namespace ballast::apps {

/// Whose events are read, and from where on.
struct ChainToVerify {
    std::uint64_t chain_id = 0;
    chain::Address oracle;
    std::uint64_t from_block = 0;
    std::filesystem::path state;  ///< empty: nothing is kept
};

struct ChainCheck {
    std::uint64_t reports = 0;  ///< found explained, in this run and those that it goes on from
    std::uint64_t skipped = 0;  ///< reports of the oracle before the first block read
    std::uint64_t not_compared = 0;  ///< reports of the bundles that an earlier run ended behind
    std::uint64_t to_block = 0;
    std::optional<audit::ChainDifference> first_difference;
};

/// What else must hold on the chain; returns what does not.
using ChainQuestion = std::function<Result<std::optional<audit::ChainDifference>>()>;

/// Reads every ReportAccepted event up to the newest block and compares it, and asks `also` where
/// no event differs. Begins anew where the chain was reorganised below it. Keeps its progress last,
/// and only where nothing differs: what was found is found again by the next run. Errors: those of
/// ChainReader and of `also`; bad_data where the state is of another oracle or no state;
/// cannot_write.
[[nodiscard]] Result<ChainCheck> verify_chain(books::ChainReader& reader, const ChainToVerify& what,
                                              const std::vector<audit::Explained>& explained,
                                              const ChainQuestion& also = {});

}  // namespace ballast::apps
