// SPDX-License-Identifier: MIT
// Words for people. Data goes to stdout, everything else to stderr.
#pragma once

#include <string_view>

#include "base/result.hpp"

namespace ballast::apps {

/// Writes one line to stderr.
void say(std::string_view line);

/// Writes text to stdout as it is.
void print(std::string_view text);

/// Says what went wrong and returns the exit code for it.
[[nodiscard]] int complain(const Error& error);

}  // namespace ballast::apps
