// SPDX-License-Identifier: MIT
#pragma once

namespace ballast {

/// Prints the broken condition and its place on stderr, and ends the process with exit code 70.
[[noreturn]] void check_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace ballast

/// States what must hold if our own code is right. On in every build; never for input.
#define BALLAST_CHECK(condition)                                                   \
    do {                                                                           \
        if (!(condition)) ::ballast::check_failed(#condition, __FILE__, __LINE__); \
    } while (false)
