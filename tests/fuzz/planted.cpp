// SPDX-License-Identifier: MIT
// Faults for run_test.py: BALLAST_PLANTED names the one that an input beginning with "B" meets.
#include <cstdlib>
#include <limits>
#include <memory>
#include <string>

#include "base/check.hpp"
#include "tests/fuzz/property.hpp"

namespace {

volatile int sink = 0;

void meet(const std::string& fault, std::size_t size) {
    const auto length = static_cast<int>(size);
    if (fault == "overrun") {
        const auto bytes = std::make_unique<std::uint8_t[]>(size);
        sink = bytes[size];
    }
    if (fault == "overflow") sink = std::numeric_limits<int>::max() - 1 + 2 * length;
    if (fault == "property") BALLAST_HOLDS(length < 0);
    if (fault == "check") BALLAST_CHECK(length < 0);
    if (fault == "memory")
        for (sink = 0; sink < 64; sink = sink + 1)
            static_cast<void>(std::make_unique<std::string>(std::size_t{1} << 30U, 'x'));
    while (fault == "hang")
        sink = length;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const char* fault = std::getenv("BALLAST_PLANTED");
    if (fault != nullptr && size > 0 && data[0] == 'B') meet(fault, size);
    return 0;
}
