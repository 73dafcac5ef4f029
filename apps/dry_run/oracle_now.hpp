// SPDX-License-Identifier: MIT
// The oracle as it stands before the vote, and its limits on either side of it.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "apps/command_line.hpp"
#include "apps/dry_run/inputs.hpp"
#include "apps/dry_run/model.hpp"
#include "apps/oracle_document.hpp"

namespace ballast::apps {

struct OracleNow {
    ProposalTarget target;  ///< no calls
    std::vector<OracleMarket> markets;
    std::optional<std::set<Hash32>> approved;  ///< its policies; nothing: nobody says
    std::optional<LiveState> live;             ///< where it was read from a chain
};

/// Returns the oracle of --oracle-document, or that of `ballast demo` over what `held` has in
/// force. Limits that the document does not have are docs/oracle-contract.md's defaults. Errors:
/// those of reading the document; usage where --oracle is missing or no address.
[[nodiscard]] Result<OracleNow> read_oracle_now(const DryRunOptions& options,
                                                const engine::Current& held);

/// Reads an address of the command line. Errors: usage, with the option's name.
[[nodiscard]] Result<chain::Address> address_option(const char* option, const std::string& text);

/// Returns the market of that name, or nothing.
[[nodiscard]] const OracleMarket* find_market(const OracleNow& oracle, std::string_view asset);

/// Returns whether the vote sets the limits of collateral `k`: where the oracle's limits were read
/// from a chain, whether the proposed bands are others; else whether those of the policies differ.
[[nodiscard]] bool vote_sets_limits(const OracleNow& oracle, const DryRunInputs& inputs,
                                    std::size_t k);

/// Writes the policy's LTV, LT and gap into the limits.
void set_bands(engine::OracleLimits& limits, const engine::AssetPolicy& asset);

/// What the oracle holds under its own limits, and under those that the vote sets.
struct AroundTheVote {
    engine::Current before;
    engine::Current after;
};

/// Returns `held` with the oracle's limits where it has the market; of a live oracle with the
/// values in force at its block, no ramp and no waiting loosening, and whole budgets. Requires held
/// as the policies. Errors: configuration where a live oracle lacks a market.
[[nodiscard]] Result<AroundTheVote> around_the_vote(const engine::Current& held,
                                                    const OracleNow& oracle,
                                                    const DryRunInputs& inputs);

}  // namespace ballast::apps
