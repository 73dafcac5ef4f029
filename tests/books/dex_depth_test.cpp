// SPDX-License-Identifier: MIT
#include "books/dex_depth.hpp"

#include <gtest/gtest.h>

#include "tests/books/mock_aave.hpp"

namespace ballast::books {
namespace {

using test::MockAave;
using test::SimulatedClock;

/// A pool of 10,000 tokens and 20 million dollars, x y = k, without a fee; both have 6 decimals.
class DexDepthTest : public ::testing::Test {
  protected:
    DexDepthTest() {
        nodes.quote = [](const U256& in) -> std::optional<U256> {
            const U256 tokens{10'000'000'000};
            return mul_div_down(U256{20'000'000'000'000}, in, tokens + in);
        };
    }
    [[nodiscard]] Result<SellableDepth> ask(QuoterKind kind = QuoterKind::uniswap_v3,
                                            std::int64_t price = 2000) {
        const DexVenue venue{
            kind, MockAave::address(0xA4), MockAave::collateral(), MockAave::owed(), 500, 6, 6};
        BlockCaller caller(reader, nodes.block(900));
        return dex_depth(caller, venue,
                         {engine::Price::of(price * 100'000'000), engine::Price::of(100'000'000)},
                         engine::Usd::of(100'000'000));
    }

    SimulatedClock clock;
    MockAave nodes{clock};
    ChainReader reader = ChainReader::make(nodes, clock, {1, 1, 100, {10'000}}).value();
};

TEST_F(DexDepthTest, FindsTheLargestSaleAtEachSlippage) {
    for (const QuoterKind kind : {QuoterKind::uniswap_v3, QuoterKind::generic}) {
        nodes.asked.clear();
        const auto depth = ask(kind);
        ASSERT_TRUE(depth.has_value()) << depth.error().what;
        EXPECT_TRUE(depth->complete);
        // On the whole 1 - s is x / (x + in): proceeds are s times the pool's dollars.
        for (std::size_t i = 0; i < depth->curve.size(); ++i) {
            const std::int64_t exact = 20'000'000 / 10'000 * engine::kDepthSlippageBps[i];
            EXPECT_LE(depth->curve[i].count(), exact);
            EXPECT_GE(depth->curve[i].count(), exact - exact / 32);
        }
        EXPECT_EQ(nodes.asked["eth_call"], 46U);
    }
}

TEST_F(DexDepthTest, APoolWhosePriceIsBelowTheReferenceHasNoDepth) {
    const auto depth = ask(QuoterKind::generic, 2300);
    ASSERT_TRUE(depth.has_value());
    EXPECT_EQ(depth->curve[4].count(), 0);
}

TEST_F(DexDepthTest, QuotesThatRevertBringNothing) {
    nodes.quote = [](const U256&) -> std::optional<U256> { return std::nullopt; };
    EXPECT_EQ(ask().value().curve[4].count(), 0);
}

TEST_F(DexDepthTest, APoolDeeperThanTheLargestSaleSaysItIsALowerBound) {
    nodes.quote = [](const U256& in) -> std::optional<U256> { return in * U256{2000}; };
    const auto depth = ask();
    ASSERT_TRUE(depth.has_value());
    EXPECT_EQ(depth->curve[0].count(), 100'000'000);
    EXPECT_FALSE(depth->complete);
}

/// A wrong price, wrong decimals, or a quoter that lies: nobody pays a tenth more than it is worth.
TEST_F(DexDepthTest, AQuoteThatBringsMuchMoreThanWasSoldIsRefused) {
    for (const std::uint64_t dollars : {2'200U, 2'201U}) {
        nodes.quote = [=](const U256& in) -> std::optional<U256> { return in * U256{dollars}; };
        const auto depth = ask();
        EXPECT_EQ(depth ? Errc::failed : depth.error().code,
                  dollars == 2'200 ? Errc::failed : Errc::bad_data);
    }
}

TEST_F(DexDepthTest, NoSaleCountsForMoreThanWhatWasSold) {
    nodes.quote = [](const U256& in) -> std::optional<U256> { return in * U256{2'100}; };
    EXPECT_EQ(ask().value().curve[4].count(), 100'000'000);
}

TEST_F(DexDepthTest, AQuoteThatIsNoAmountIsRefused) {
    nodes.quote = [](const U256&) -> std::optional<U256> {
        return U256::from_text("0xffffffffffffffffffffffffffffffffffffffffffffffffff").value();
    };
    EXPECT_EQ(ask().error().code, Errc::bad_data);
}

}  // namespace
}  // namespace ballast::books
