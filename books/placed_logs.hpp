// SPDX-License-Identifier: MIT
// Internal to books/: the logs that several nodes gave of one range.
#pragma once

#include <cstddef>
#include <vector>

#include "base/result.hpp"
#include "rpc/types.hpp"

namespace ballast::books {

/// Sorts by block and index.
void put_in_order(std::vector<rpc::PlacedLog>& logs);

/// Returns, in order and once, the logs that stand at least `least` times among all. Requires that
/// each node's are in it once.
[[nodiscard]] std::vector<rpc::PlacedLog> given_by(std::vector<rpc::PlacedLog> all,
                                                   std::size_t least);

/// Every log must be what was asked for. Errors: bad_data.
[[nodiscard]] Status check_logs(const std::vector<rpc::PlacedLog>& logs,
                                const rpc::LogFilter& filter);

}  // namespace ballast::books
