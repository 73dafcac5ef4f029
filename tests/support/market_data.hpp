// SPDX-License-Identifier: MIT
// Where a test finds market history, which is never part of the project.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace ballast::test {

/// Returns the folder of BALLAST_DATA, or ../shared/data from the root.
inline std::filesystem::path market_data() {
    const char* given = std::getenv("BALLAST_DATA");
    return given != nullptr ? given : "../shared/data";
}

}  // namespace ballast::test

/// Skips the test, with one clear line, where there is no market history.
#define BALLAST_NEEDS_MARKET_DATA()                                                 \
    if (!std::filesystem::exists(::ballast::test::market_data() / "vix_daily.csv")) \
    GTEST_SKIP() << "no market history (set BALLAST_DATA or provide ../shared/data)"
