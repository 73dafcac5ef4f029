// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"
#include "audit/replay.hpp"
#include "base/json.hpp"

namespace ballast::apps {

/// Returns {"epochs":N,"identical":N,"first_difference":null or {at,expected,field,found,record}}.
[[nodiscard]] Json replay_json(const audit::ReplayOutcome& outcome);

/// Returns the text with every byte that is no printable ASCII as \xNN: neither JSON nor terminal
/// is steered by what a damaged journal or a stranger's bundle holds.
[[nodiscard]] std::string printable(std::string_view text);

/// Returns {at,expected,field,found,record}.
[[nodiscard]] Json difference_json(const audit::Difference& difference);

/// `ballast replay`: exit 0 where every epoch is identical, 2 at a difference, 66 without a
/// journal.
[[nodiscard]] int run_replay(const ReplayOptions& options);

}  // namespace ballast::apps
