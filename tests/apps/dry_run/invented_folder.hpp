// SPDX-License-Identifier: MIT
// A small folder of market history, every number of it invented.
#pragma once

#include <filesystem>

namespace ballast::apps {

/// Writes 140 days of hours of BTC and ETH from 2024-01-01 on, the last of them known at
/// 2024-05-20T00:00:00Z, and the weekdays of VIX, MOVE, USD/JPY and the Japanese curve in that
/// time. BTC has no bar from 2024-05-15T10:00:00Z to 11:00, and both fall by a tenth on 2024-05-18.
void write_invented_folder(const std::filesystem::path& folder);

}  // namespace ballast::apps
