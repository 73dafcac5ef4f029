// SPDX-License-Identifier: MIT
#include "books/log_limits.hpp"

#include <gtest/gtest.h>

namespace ballast::books {
namespace {

TEST(LogLimits, KnowsTheWordsOfNodesAndProviders) {
    for (const char* words : {
             "query returned more than 10000 results. Try with this block range [0x1, 0x2].",
             "query returns more than 10000 results",
             "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block "
             "range and no limit on the response size",
             "Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block "
             "range",
             "eth_getLogs is limited to a 10,000 range",
             "eth_getLogs and eth_newFilter are limited to a 10,000 blocks range",
             "block range is too wide",
             "exceed maximum block range: 50000",
             "query exceeds max block range 100000",
             "query exceeds max results 20000, retry with the range 1-2",
             "Requested range exceeds maximum RPC range limit",
             "range 9009594 is bigger than range limit 2000",
             "range 1000000 exceeds limit of 10000",
             "block range is larger than max block range, block range = 5120",
             "Too many logs requested",
             "Max range: 800",
             "query timeout exceeded",
             "HTTP status 413 (entity too large)",
         })
        EXPECT_TRUE(says_too_much(words)) << words;
}

TEST(LogLimits, TakesNothingElseForThem) {
    for (const char* words :
         {"rate limit exceeded, reduce your block range", "too many requests", "header not found",
          "missing trie node", "exceeded its compute units per second capacity", "Internal error",
          "", "method not found"})
        EXPECT_FALSE(says_too_much(words)) << words;
}

}  // namespace
}  // namespace ballast::books
