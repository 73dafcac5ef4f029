// SPDX-License-Identifier: MIT
// How an oracle comes to be: creation code, markets, identities.
#pragma once

#include <vector>

#include "base/bytes.hpp"
#include "chain/types.hpp"
#include "engine/current.hpp"
#include "oracle/default_limits.hpp"

namespace ballast::oracle {

/// The constructor's arguments.
struct OracleSetup {
    chain::Address owner;
    chain::Address guardian;
    std::vector<chain::Address> signers;  ///< strictly ascending
    std::uint8_t threshold = 1;
    std::vector<Hash32> policies;  ///< approved policy hashes
    std::vector<Hash32> codes;     ///< approved code hashes
    bool hold_ramp_when_frozen = false;
};

/// Returns the constructor's arguments, encoded.
[[nodiscard]] Bytes constructor_arguments(const OracleSetup& setup);

/// Returns the data of the transaction that creates the oracle: the committed artifact's bytecode
/// and the encoded arguments.
[[nodiscard]] Bytes creation_code(const OracleSetup& setup);

/// What a market is on chain.
struct MarketIdentity {
    std::uint64_t chain_id = 0;
    chain::Address protocol;
    chain::Address pool;
    chain::Address collateral;
    chain::Address debt;  ///< zero: any
    std::uint8_t emode = 0;
};

/// Returns keccak256(abi.encode(chainId, protocol, pool, collateral, debtOrZero, eModeId)).
[[nodiscard]] Hash32 market_id(const MarketIdentity& identity);

/// Returns the calldata of addMarket for a market that starts at `market`'s LTV, LT and bonus;
/// the bonus band is the bonus itself: it does not move.
[[nodiscard]] Bytes encode_add_market(const Hash32& market_id,
                                      const engine::PublishedMarket& market);

}  // namespace ballast::oracle
