// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// `ballast init`: writes keeper.toml, feeds.toml, the policy and the folders, and says what to do
/// next. Overwrites nothing.
[[nodiscard]] int run_init(const InitOptions& options);

}  // namespace ballast::apps
