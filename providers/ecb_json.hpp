// SPDX-License-Identifier: MIT
// SDMX-JSON of the ECB's Data Portal, for providers/ecb.cpp.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace ballast::providers {

/// A day and its number, both as printed.
struct EcbRow {
    std::string date;
    std::string value;
};

/// Reads the one series of a message, whose key must be `key` ("D.JPY.EUR.SP00.A"); a day without a
/// value is left out. Errors: bad_data.
[[nodiscard]] Result<std::vector<EcbRow>> read_ecb_json(const Json& message,
                                                        const std::string& key);

}  // namespace ballast::providers
