// SPDX-License-Identifier: MIT
// What a sale on a decentralised exchange brings, by its own quotes.
#pragma once

#include <cstdint>

#include "books/block_caller.hpp"
#include "books/order_book.hpp"
#include "chain/types.hpp"
#include "engine/units.hpp"

namespace ballast::books {

enum class QuoterKind {
    /// Uniswap v3 QuoterV2: quoteExactInputSingle((address,address,uint256,uint24,uint160)).
    uniswap_v3,
    /// quote(address tokenIn, address tokenOut, uint256 amountIn) returns (uint256 amountOut), for
    /// an operator's own contract over any other venue.
    generic,
};

struct DexVenue {
    QuoterKind kind = QuoterKind::uniswap_v3;
    chain::Address quoter;
    chain::Address token_in;   ///< what is sold
    chain::Address token_out;  ///< what it is sold for
    std::uint32_t fee = 0;     ///< of the pool, at 1e-6; of uniswap_v3 alone
    std::uint8_t decimals_in = 18;
    std::uint8_t decimals_out = 6;
};

/// Prices from elsewhere, above 0: slippage counts from them, so neither the pool's fee nor a price
/// that somebody has moved looks like depth.
struct DexPrices {
    engine::Price in;
    engine::Price out;
};

/// Returns the USD sellable at each slippage: the largest sale tried that brings, on the whole, at
/// least 1 - slippage, within one part in 64 of the next that does not; never more than `largest`.
/// Asks 46 quotes in seven rounds, all at the caller's block; caller.rewind() and another call go
/// on where one failed. A quote that reverts brings nothing. Complete unless even `largest` brings
/// enough somewhere. No sale counts for more than what was sold is worth. Requires decimals of at
/// most 36. Errors: those of ChainReader::calls; bad_data where the quoter gives what is no amount,
/// or more than 110 % of what was sold: then prices, decimals or the quoter are wrong.
[[nodiscard]] Result<SellableDepth> dex_depth(BlockCaller& caller, const DexVenue& venue,
                                              const DexPrices& prices, engine::Usd largest);

}  // namespace ballast::books
