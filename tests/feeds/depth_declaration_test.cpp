// SPDX-License-Identifier: MIT
#include "feeds/depth_declaration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feeds/declaration.hpp"

namespace ballast::feeds {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kPool = R"(
[feed]
[depth.ETH]
quorum = 2
interval_seconds = 300
[depth.ETH.source.book]
venue = "kraken"
market = "ETHUSD"
[depth.ETH.source.pool]
venue = "uniswap_v3"
chain = "main"
quoter = "0x00000000000000000000000000000000000000a4"
token_in = "0x00000000000000000000000000000000000000a5"
token_out = "0x00000000000000000000000000000000000000a6"
paid_in = "USDC"
pool_fee = 500
decimals_in = 18
decimals_out = 6
)";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

std::string fault(std::string_view from, std::string_view to) {
    const auto read = parse_feeds_document(replaced(std::string(kPool), from, to), "f.toml");
    return read ? "none" : read.error().what;
}

DepthDeclaration declared(const std::string& text) {
    const auto read = parse_feeds_document(text, "f.toml");
    EXPECT_TRUE(read) << read.error().what;
    return read && !read->depth.empty() ? read->depth.front() : DepthDeclaration{};
}

TEST(DepthDeclaration, SaysWhereACollateralIsSold) {
    const DepthDeclaration eth = declared(std::string(kPool));
    EXPECT_EQ(eth.asset, "ETH");
    EXPECT_EQ(eth.largest.count(), 100'000'000);
    ASSERT_EQ(eth.sources.size(), 2U);
    EXPECT_EQ(eth.sources[0].venue, DepthVenue::kraken);
    EXPECT_EQ(eth.sources[0].upstream, "book");
    EXPECT_EQ(eth.sources[1].paid_in, "USDC");
    EXPECT_EQ(eth.sources[1].pool_fee, 500U);
}

TEST(DepthDeclaration, TheShippedExampleIsRead) {
    const auto read = load_feeds_document("docs/feeds-example.toml", providers::provider_names());
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->depth.size(), 2U);
}

TEST(DepthDeclaration, EachFaultIsTold) {
    EXPECT_THAT(fault("\"kraken\"", "\"bourse\""), HasSubstr("found \"bourse\""));
    EXPECT_THAT(fault("quorum = 2", "quorum = 3"), HasSubstr("the number of upstreams"));
    EXPECT_THAT(fault("interval_seconds = 300", "interval_seconds = 3600"),
                HasSubstr("a depth is old after an hour"));
    EXPECT_THAT(fault("pool_fee = 500\n", ""), HasSubstr("pool_fee"));
    EXPECT_THAT(fault("0x00000000000000000000000000000000000000a4", "0xa4"),
                HasSubstr("expected an address"));
    EXPECT_THAT(fault("market = \"ETHUSD\"", "market = \"ETHUSD\"\nfee = 5"), HasSubstr("fee"));
}

/// The same depth under two upstreams would count twice, and make up a quorum by itself.
TEST(DepthDeclaration, AVenueStandsUnderOneUpstream) {
    constexpr std::string_view kBook = R"(
[depth.ETH.source.again]
venue = "kraken"
market = "ETHUSD"
)";
    constexpr std::string_view kQuoted = R"(
[depth.ETH.source.again]
venue = "uniswap_v3"
chain = "main"
quoter = "0x00000000000000000000000000000000000000a9"
token_in = "0x00000000000000000000000000000000000000a5"
token_out = "0x00000000000000000000000000000000000000a6"
pool_fee = 500
decimals_in = 18
decimals_out = 6
)";
    const auto told = [](std::string_view more, std::string_view upstream) {
        const auto read = parse_feeds_document(
            std::string(kPool) + std::string(more) + std::string(upstream), "f.toml");
        return read ? "none" : read.error().what;
    };
    EXPECT_THAT(told(kBook, ""), HasSubstr("the same venue as again"));
    EXPECT_EQ(told(kBook, "upstream = \"book\"\n"), "none");
    EXPECT_THAT(told(kQuoted, ""), HasSubstr("the same venue as again"));
    EXPECT_EQ(told(kQuoted, "upstream = \"pool\"\n"), "none");
    EXPECT_EQ(told(replaced(std::string(kQuoted), "pool_fee = 500", "pool_fee = 3000"), ""),
              "none");
}

/// Hours of one set of venues say nothing of another; how they are asked changes nothing.
TEST(DepthDeclaration, ItsDigestIsOfTheVenuesAlone) {
    const Hash32 eth = venues_digest(declared(std::string(kPool)));
    const auto other = [&](std::string_view from, std::string_view to) {
        return venues_digest(declared(replaced(std::string(kPool), from, to)));
    };
    EXPECT_EQ(other("quorum = 2", "quorum = 1"), eth);
    EXPECT_EQ(other("interval_seconds = 300", "interval_seconds = 60"), eth);
    EXPECT_NE(other("ETHUSD", "ETHEUR"), eth);
    EXPECT_NE(other("pool_fee = 500", "pool_fee = 3000"), eth);
    EXPECT_NE(other("decimals_in = 18", "decimals_in = 8"), eth);
    EXPECT_NE(other("decimals_out = 6", "decimals_out = 18"), eth);
    EXPECT_NE(other("paid_in = \"USDC\"\n", ""), eth);
}

}  // namespace
}  // namespace ballast::feeds
