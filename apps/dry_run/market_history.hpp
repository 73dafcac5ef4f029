// SPDX-License-Identifier: MIT
// A folder of market history in place of an event.
#pragma once

#include "apps/command_line.hpp"
#include "apps/demo_documents.hpp"
#include "apps/dry_run/model.hpp"
#include "base/result.hpp"
#include "engine/policy.hpp"

namespace ballast::apps {

/// What of --data is played.
struct MarketHistory {
    EventDocument event;  ///< its markets and label without days; the hash is the folder's
    HistoryNote note;
    UnixSeconds judged;  ///< the last hour
};

/// Reads the folder's history of --assets, else of all collaterals of `proposed`, and chooses the
/// hours: the last one with every price not after `at` (nothing: of the history), --days before it,
/// and the warm-up before those. The digest is over the files that either policy reads. Errors:
/// input_missing where the folder is none or lacks a file of an asset, with both names; mismatch
/// where the digest is not --data-sha256; usage where `at` is outside of the history, with its
/// ends; bad_data for a broken file; configuration where assets and policy do not fit.
[[nodiscard]] Result<MarketHistory> read_market_history(const DryRunOptions& options,
                                                        const engine::Policy& current,
                                                        const engine::Policy& proposed,
                                                        std::optional<UnixSeconds> at);

/// Makes the digest of the folder's files anew, once they are played. Errors: mismatch where it is
/// another; as read_file.
[[nodiscard]] Status check_unchanged(const std::filesystem::path& data,
                                     const history::FolderDigest& digest);

}  // namespace ballast::apps
