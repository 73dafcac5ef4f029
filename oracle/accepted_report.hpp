// SPDX-License-Identifier: MIT
// What the chain tells of a report that it accepted.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "rpc/types.hpp"

namespace ballast::oracle {

/// One ReportAccepted event.
struct AcceptedReport {
    std::uint64_t seq = 0;
    Hash32 digest;
    Hash32 previous;
    std::uint64_t block_number = 0;
    Hash32 block_hash;
    bool operator==(const AcceptedReport&) const = default;
};

/// The event's first topic.
[[nodiscard]] Hash32 report_accepted_topic();

/// Reads a log with that topic. Errors: bad_data where it is not what the contract's ABI says.
[[nodiscard]] Result<AcceptedReport> read_accepted_report(const rpc::PlacedLog& placed);

}  // namespace ballast::oracle
