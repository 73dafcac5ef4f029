// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// `ballast feeds probe|list|history|fetch`. probe and fetch end with 1 where a source gave
/// nothing.
[[nodiscard]] int run_feeds(const FeedsOptions& options);

}  // namespace ballast::apps
