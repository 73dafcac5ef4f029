// SPDX-License-Identifier: MIT
#pragma once

#include "apps/dry_run/model.hpp"

namespace ballast::apps {

/// Returns the dry run of `sentinel` against `carry_aware` at noon of 2024-08-05. Requires the
/// project's folder as the working one.
[[nodiscard]] DryRun sample_dry_run();

/// Returns the same with an invented frontier.
[[nodiscard]] DryRun frontier_dry_run();

/// What others might choose as a name, each with its own ill will.
constexpr const char* kHostileName =
    "=HYPERLINK(\"https://evil.example\")</title><script>console.error('ran')</script>"
    "|[x](https://evil.example)\n# @everyone \xe2\x80\xae\"'&`";

/// Returns that with every name hostile, and one asset's name of thousands of characters.
[[nodiscard]] DryRun hostile_dry_run();

}  // namespace ballast::apps
