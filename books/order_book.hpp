// SPDX-License-Identifier: MIT
// The order books of exchanges, in their published formats, and what a sale into them brings.
#pragma once

#include <string_view>
#include <vector>

#include "base/int128.hpp"
#include "base/result.hpp"
#include "engine/snapshot.hpp"
#include "net/http_client.hpp"

namespace ballast::books {

/// Binance: GET /api/v3/depth and /api/v3/ticker/24hr. Coinbase Exchange: GET
/// /products/ID/book?level=2 and /products/ID/stats. Kraken: GET /0/public/Depth and
/// /0/public/Ticker.
enum class Exchange { binance, coinbase, kraken };

/// All orders at one price.
struct OrderLevel {
    Int128 price = 0;  ///< USD at 1e-10, under 1e8 USD
    Int128 size = 0;   ///< units of the asset at 1e-8, under 1e11 units
    bool operator==(const OrderLevel&) const = default;
};

struct OrderBook {
    std::vector<OrderLevel> bids;  ///< best first, prices strictly falling; none: nobody buys
    std::vector<OrderLevel> asks;  ///< best first, prices strictly rising; at least one
};

/// USD sellable at each of engine::kDepthSlippageBps.
struct SellableDepth {
    engine::DepthCurve curve{};
    /// False where the book ended first: the values above are lower bounds then.
    bool complete = false;
};

/// Reads a book. Errors: upstream_unavailable for any status but 2xx; bad_data for whatever is no
/// book of that exchange (a page of HTML, an error in a 200, a truncated body, another schema), for
/// a book without asks, unsorted, crossed, or with a price or size of 0.
[[nodiscard]] Result<OrderBook> read_order_book(Exchange exchange,
                                                const net::HttpResponse& response);

/// Returns how much may be sold at once so that it brings, on the whole, at least 1 - slippage
/// times the middle of the spread: the proceeds, in whole USD rounded down. Nothing without bids.
[[nodiscard]] SellableDepth sellable(const OrderBook& book);

/// Reads the volume of the last 24 hours in whole USD, rounded down. Coinbase and Kraken state it
/// in units of the asset: times the last price there, times the day's average here. Errors: as
/// read_order_book.
[[nodiscard]] Result<engine::Usd> read_daily_volume(Exchange exchange,
                                                    const net::HttpResponse& response);

}  // namespace ballast::books
