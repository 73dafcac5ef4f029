// SPDX-License-Identifier: MIT
// What an Aave v3 pool is at one block: its reserves, and its efficiency modes.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "base/result.hpp"
#include "base/u256.hpp"
#include "books/block_caller.hpp"
#include "chain/types.hpp"
#include "rpc/types.hpp"

namespace ballast::books {

/// The bits of a reserve that matter here (Aave v3, ReserveConfigurationMap).
struct ReserveConfig {
    std::uint16_t ltv = 0;    ///< bps
    std::uint16_t lt = 0;     ///< bps
    std::uint16_t bonus = 0;  ///< bps, 10,500 being 5 % more
    std::uint8_t decimals = 0;
    bool active = false;
    bool frozen = false;
    bool borrowable = false;
    bool paused = false;
    std::uint64_t borrow_cap = 0;    ///< whole tokens; 0 is none
    std::uint64_t supply_cap = 0;    ///< whole tokens; 0 is none
    std::uint64_t debt_ceiling = 0;  ///< of isolation mode, USD at 1e-2; 0 is none
    bool operator==(const ReserveConfig&) const = default;
};

/// Reads the word that Pool.getConfiguration gives.
[[nodiscard]] ReserveConfig reserve_config(const U256& word);

struct ReserveState {
    std::uint16_t id = 0;  ///< its place in the bitmaps of users and modes, under 128
    chain::Address asset;
    chain::Address a_token;
    chain::Address debt_token;
    ReserveConfig config;
    /// 1e-8 USD for a whole token, by the pool's oracle; under 2^96. 0 where it gives 0 or reverts:
    /// no holding can be valued then, and a reserve that no debtor has hinders nobody.
    U256 price;
    U256 income_index;   ///< at 1e-27; under 2^128
    U256 debt_index;     ///< at 1e-27; under 2^128
    U256 scaled_supply;  ///< of the aToken
    U256 scaled_debt;    ///< of the variable debt token
};

struct EModeState {
    std::uint16_t ltv = 0;
    std::uint16_t lt = 0;
    std::uint16_t bonus = 0;
    U256 collateral_bitmap;  ///< bit `id` is set for reserves that take the mode's threshold
};

struct MarketState {
    rpc::Block block;
    chain::Address pool;
    chain::Address oracle;
    std::vector<ReserveState> reserves;  ///< ascending by id
    std::map<std::uint8_t, EModeState> modes;

    /// Returns the reserve with that id, or nullptr.
    [[nodiscard]] const ReserveState* find(std::uint16_t id) const;
    /// Returns the reserve of that asset, or nullptr.
    [[nodiscard]] const ReserveState* find(const chain::Address& asset) const;
};

/// Reads all reserves at the caller's block, without modes. Errors: those of ChainReader::calls;
/// bad_data where a figure is beyond its bound or an answer is not the contract's; configuration
/// where the oracle's unit is not 1e-8.
[[nodiscard]] Result<MarketState> read_market(BlockCaller& caller, const chain::Address& pool);

/// Reads every mode that the pool has: those of 1 to 255 with a threshold. None where the pool is
/// older than 3.2, which tells them otherwise. Errors: as read_market.
[[nodiscard]] Result<std::map<std::uint8_t, EModeState>> read_modes(BlockCaller& caller,
                                                                    const MarketState& market);

/// Reads one mode. Errors: as read_market.
[[nodiscard]] Result<EModeState> read_mode(BlockCaller& caller, const MarketState& market,
                                           std::uint8_t id);

}  // namespace ballast::books
