// SPDX-License-Identifier: MIT
// What a protocol's own governance signs: calls to its contracts. Nothing here sends anything.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "chain/abi.hpp"
#include "chain/types.hpp"

namespace ballast::adapters {

/// A call without value.
struct Call {
    chain::Address to;
    Bytes data;
    bool operator==(const Call&) const = default;
};

/// A call and the first moment at which the protocol accepts it.
struct TimedCall {
    UnixSeconds not_before;
    Call call;
    bool operator==(const TimedCall&) const = default;
};

/// Returns the call of `signature` at `to`. Requires arguments that fit: builders check theirs
/// before.
[[nodiscard]] Call make_call(const chain::Address& to, std::string_view signature,
                             const std::vector<chain::AbiValue>& arguments);

/// Returns the document that Safe's Transaction Builder imports (its version 1.0): `calls` in their
/// order, in one transaction of `safe`; with its checksum (safe_checksum.hpp).
[[nodiscard]] Json safe_batch(std::uint64_t chain_id, const chain::Address& safe,
                              std::string_view name, UnixSeconds created,
                              const std::vector<Call>& calls);

}  // namespace ballast::adapters
