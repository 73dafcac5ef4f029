// SPDX-License-Identifier: MIT
// `--frontier FILE`: what policies of a form buy in mean LTV, and pay in bad debt.
#pragma once

#include <filesystem>

#include "apps/dry_run/frontier_note.hpp"
#include "engine/policy.hpp"

namespace ballast::apps {

/// Reads a document of `ballast frontier --json`, and takes the cases of the proposed policy's
/// collaterals: whole years from 2024 on, with feedback. Controls, whose signal is random or
/// foretold, are left out: nobody can choose them. `current` is null where it has no document.
/// Errors: those of reading, bad_data with the place, and bad_data where no case is of any of the
/// collaterals.
[[nodiscard]] Result<FrontierNote> read_frontier(const std::filesystem::path& file,
                                                 const engine::Policy& proposed,
                                                 const engine::Policy* current);

}  // namespace ballast::apps
