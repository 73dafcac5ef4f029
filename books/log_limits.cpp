// SPDX-License-Identifier: MIT
#include "books/log_limits.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace ballast::books {
namespace {

// Codes do not help: -32005 is "too many results" here and "too many requests" there.
constexpr std::array<std::string_view, 4> kWait = {"rate limit", "too many requests",
                                                   "requests per second", "compute units"};

constexpr std::array<std::string_view, 20> kTooMuch = {
    "returned more than",  // geth, Infura: query returned more than 10000 results
    "returns more than",
    "exceeds max results",    // reth: query exceeds max results 20000, retry with the range 1-2
    "exceeds max block",      // reth: query exceeds max block range 100000
    "block range",            // Ankr, Alchemy, Base, BSC, Chainstack, Frontier, Morph
    "blocks range",           // BSC: limited to a 10,000 blocks range
    "range limit",            // Tenderly: range N is bigger than range limit 2000
    "limited to a",           // QuickNode, BlockPI: eth_getLogs is limited to a 10,000 range
    "exceeds limit of",       // Infura: range 1000000 exceeds limit of 10000
    "exceeds maximum range",  // Besu: requested range exceeds maximum range limit
    "max range",              // Cloudflare: max range: 800
    "range is too",           // range is too large, max is 1k blocks
    "range too",
    "too many logs",  // Nethermind
    "too many results",
    "result set too large",
    "response size",        // Alchemy: log response size exceeded
    "response is too big",  // jsonrpsee
    "query timeout",        // geth: query timeout exceeded
    "entity too large",     // a proxy's 413
};

template <std::size_t count>
bool has_any(std::string_view words, const std::array<std::string_view, count>& phrases) {
    std::string text(words);
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) {
        return text.find(phrase) != std::string::npos;
    });
}

}  // namespace

bool says_wait(std::string_view words) {
    return has_any(words, kWait);
}

bool says_too_much(std::string_view words) {
    return !says_wait(words) && has_any(words, kTooMuch);
}

}  // namespace ballast::books
