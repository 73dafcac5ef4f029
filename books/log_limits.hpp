// SPDX-License-Identifier: MIT
// What the words mean with which nodes and providers refuse a wide eth_getLogs.
#pragma once

#include <string_view>

namespace ballast::books {

/// Tells whether a refusal says that the range of blocks, or what it holds, was too much: asking
/// for less may succeed. False for what asks us to wait, which less would not cure.
[[nodiscard]] bool says_too_much(std::string_view words);

/// Tells whether a refusal asks us to wait: too many requests, whatever they ask.
[[nodiscard]] bool says_wait(std::string_view words);

}  // namespace ballast::books
