// SPDX-License-Identifier: MIT
// What a caller wants done, and under which policy.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "base/u256.hpp"
#include "chain/types.hpp"
#include "sender/fees.hpp"

namespace ballast::sender {

/// A call that must answer exactly so right before anything is signed.
struct Preflight {
    chain::Address to;
    Bytes data;
    /// Every byte of it, so that no field of a result is left out.
    Bytes expected;
};

struct TransactionRequest {
    /// Idempotency: two requests with one key are one transaction, for ever.
    Hash32 key;
    /// Nothing deploys `data`.
    std::optional<chain::Address> to;
    Bytes data;
    /// In wei.
    U256 value;
    /// A request that is estimated above it is refused, or sent with its fallback.
    std::uint64_t gas_limit_max = 10'000'000;
    /// The gas limit where no estimate can be had or believed; at most gas_limit_max.
    std::optional<std::uint64_t> gas_fallback;
    /// In wei per gas, below 2^128; the policy's cap holds beside it.
    U256 fee_cap{500'000'000'000};
    /// Takes the policy's urgent cap and budget in the place of the routine ones.
    bool urgent = false;
    /// All simulated at the agreed head before the first signature, and not again for a key that is
    /// stored. A contract that would clip one of two coupled values shows here.
    std::vector<Preflight> preflights;
    /// In the chain's time. After it the call is cancelled. Zero: never.
    UnixSeconds deadline;
};

struct SenderPolicy {
    FeePolicy fees;
    /// An attempt that is next in line is replaced once it waited for either of these.
    std::uint64_t stuck_blocks = 3;
    Milliseconds stuck_after{45'000};
    /// A gap wider than this is not filled: an error says so.
    std::uint64_t gap_max = 100;
    /// For send(): how often it looks, and how long it waits for an inclusion. Both positive.
    Milliseconds poll{2'000};
    Milliseconds send_deadline{180'000};
};

}  // namespace ballast::sender
