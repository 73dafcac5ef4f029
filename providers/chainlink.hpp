// SPDX-License-Identifier: MIT
// Chainlink's aggregators, which are contracts: two calls over the RPC pool, at one block. The
// outputs are kept as one text, so that a journal holds them as it holds every other answer.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/u256.hpp"
#include "providers/provider.hpp"

namespace ballast::providers {

/// What latestRoundData() returns.
struct ChainlinkRound {
    U256 round_id;
    U256 answer;  ///< int256, in two's complement
    U256 started_at;
    U256 updated_at;
    U256 answered_in_round;
};

/// Returns the calldata of latestRoundData() and of decimals().
[[nodiscard]] Bytes latest_round_data_call();
[[nodiscard]] Bytes decimals_call();

/// Returns the body of an Answer for the provider "chainlink", out of what the two calls gave at
/// one block. Then: find_provider("chainlink")->read(source, {200, "", body, fetched_at}).
[[nodiscard]] std::string chainlink_body(ByteView decimals, ByteView round);

/// Reads what decimals() gave. Errors: bad_data for what is no uint8 or above 18.
[[nodiscard]] Result<int> read_decimals(ByteView output);

/// Reads what latestRoundData() gave. Errors: bad_data for an answer that is not above zero, a
/// round that was never updated, and one that carries the answer of an earlier round.
[[nodiscard]] Result<ChainlinkRound> read_round(ByteView output);

}  // namespace ballast::providers
