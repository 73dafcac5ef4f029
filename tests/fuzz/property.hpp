// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"

namespace ballast::fuzz {

/// Returns the input as text.
[[nodiscard]] inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Cuts an input in two: the first byte says how long the first part is.
[[nodiscard]] inline std::pair<std::string_view, ByteView> split(ByteView input) {
    if (input.empty()) return {};
    const std::size_t length = std::min<std::size_t>(input[0], input.size() - 1);
    return {as_text(input.subspan(1, length)), input.subspan(1 + length)};
}

}  // namespace ballast::fuzz

/// States a property of what was decoded: where it does not hold, libFuzzer keeps the input.
#define BALLAST_HOLDS(condition)                                                                \
    do {                                                                                        \
        if (!(condition)) {                                                                     \
            std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
            __builtin_trap();                                                                   \
        }                                                                                       \
    } while (false)
