// SPDX-License-Identifier: MIT
// Prints what /metrics answers where every metric was set once.
#include <cstdio>

#include "tests/telemetry/sample_metrics.hpp"

int main() {
    ballast::telemetry::Metrics metrics("0.1.0", "0xabc");
    ballast::test::fill(metrics);
    std::fputs(metrics.text().c_str(), stdout);
}
