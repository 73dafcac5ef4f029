// SPDX-License-Identifier: MIT
// Where an operator says that a collateral can be sold: [depth.ASSET] of the document of feeds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "chain/types.hpp"
#include "engine/units.hpp"
#include "policies/document_reader.hpp"

namespace ballast::feeds {

enum class DepthVenue {
    binance,     ///< an exchange's order book and volume of a day, over HTTP
    coinbase,    ///< the same
    kraken,      ///< the same
    uniswap_v3,  ///< quotes of QuoterV2, over the nodes of a chain
    quoter,      ///< quotes of an operator's own contract: docs/books.md
};

/// Returns the name as written above.
[[nodiscard]] std::string_view name(DepthVenue venue) noexcept;
/// Tells whether the venue is asked over HTTP; the others are contracts.
[[nodiscard]] bool is_exchange(DepthVenue venue) noexcept;

struct DepthSource {
    std::string name;
    DepthVenue venue = DepthVenue::binance;
    /// Whose liquidity it is: two sources of one upstream count once.
    std::string upstream;
    std::string market;  ///< of an exchange, in its own words: "BTC-USD"
    std::string url;     ///< of an exchange: another place to ask
    std::string chain;   ///< of a contract: a chain of the keeper's document
    chain::Address quoter;
    chain::Address token_in;     ///< what is sold
    chain::Address token_out;    ///< what it is sold for
    std::string paid_in;         ///< the asset whose feed gives that one's price; empty: a dollar
    std::uint32_t pool_fee = 0;  ///< at 1e-6; of uniswap_v3 alone
    std::uint8_t decimals_in = 18;
    std::uint8_t decimals_out = 6;
    bool operator==(const DepthSource&) const = default;
};

struct DepthDeclaration {
    std::string asset;                 ///< as the policy names it
    std::size_t quorum = 1;            ///< upstreams that must answer
    Seconds interval;                  ///< how often the venues are asked
    engine::Usd largest;               ///< no sale beyond it is quoted
    std::vector<DepthSource> sources;  ///< ascending by name
};

/// Reads the tables [depth.ASSET] of a document; notes every fault. One market of an exchange, and
/// one pair of tokens with one fee on one chain, is a fault under two upstreams.
[[nodiscard]] std::vector<DepthDeclaration> read_depth(policies::TableReader& root);

/// Returns what says of which venues a depth was: not how often they were asked, nor where. A depth
/// that was watched elsewhere says nothing of these.
[[nodiscard]] Hash32 venues_digest(const DepthDeclaration& declared);

}  // namespace ballast::feeds
