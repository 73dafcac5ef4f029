// SPDX-License-Identifier: MIT
// What exchanges are asked of depth: order books and the volume of a day. Requests alone; the
// answers are books/order_book.hpp's to read.
#pragma once

#include <string_view>

#include "providers/provider.hpp"

namespace ballast::providers {

enum class DepthQuestion { order_book, daily_volume };

/// Returns who asks "binance", "coinbase" or "kraken" for the market that a source's `series` names
/// ("BTCUSDT", "BTC-USD", "XBTUSD"); nullptr for any other. It is in no list of providers, and its
/// `read` is an error: a depth is no observation. Lives for ever.
[[nodiscard]] const Provider* find_depth_question(std::string_view exchange,
                                                  DepthQuestion question);

}  // namespace ballast::providers
