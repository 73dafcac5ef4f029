// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// `ballast config check|show|schema`
[[nodiscard]] int run_config(const ConfigOptions& options);

}  // namespace ballast::apps
