// SPDX-License-Identifier: MIT
// A script for Player.t.sol: what is sent to the oracle, when, by whom, and what must come back.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "chain/types.hpp"

namespace ballast::oracle::test {

enum class ActKind : std::uint8_t {
    create,  ///< the oracle itself
    report,  ///< a submit: one case
    call,    ///< anything else
};

struct Act {
    ActKind kind = ActKind::call;
    UnixSeconds at;
    chain::Address from;
    Bytes data;
    bool succeeds = true;
    Bytes returned;     ///< by the call, or the data of its revert
    std::string about;  ///< for people
};

/// Appends the act as the player reads it: kind, 5 bytes of time, 20 of sender, 4 of length, the
/// data, 1 for success, 32 for the hash of what comes back. All big-endian.
void append_act(Bytes& out, const Act& act);

}  // namespace ballast::oracle::test
