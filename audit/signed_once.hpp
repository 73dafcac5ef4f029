// SPDX-License-Identifier: MIT
// What a co-signer has put his name to: at most one report of a number, on disk before he signs.
#pragma once

#include <filesystem>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "chain/types.hpp"

namespace ballast::audit {

/// A report that is about to be signed.
struct SignedReport {
    std::uint64_t chain_id = 0;
    chain::Address oracle;
    std::uint64_t seq = 0;
    Hash32 digest;
    UnixSeconds valid_until;
};

/// Notes the report in the file, synced, so that it may be signed when this returns. The same
/// report may be noted again. Holds FILE.lock meanwhile. Errors: mismatch where another report of
/// that oracle and number was noted and has not expired at `now`; lock_held, bad_data where the
/// file is damaged (nothing may be signed then), cannot_write.
[[nodiscard]] Status note_before_signing(const std::filesystem::path& file,
                                         const SignedReport& report, UnixSeconds now);

}  // namespace ballast::audit
