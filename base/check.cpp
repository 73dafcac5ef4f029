// SPDX-License-Identifier: MIT
#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace ballast {

void check_failed(const char* condition, const char* file, int line) noexcept {
    std::fprintf(stderr, "ballast: this is our bug: %s does not hold (%s:%d)\n", condition, file,
                 line);
    // _Exit runs no destructor: nothing may be written by a program that does not know its state.
    std::_Exit(70);
}

}  // namespace ballast
