// SPDX-License-Identifier: MIT
#include "engine/pair.hpp"

#include <gtest/gtest.h>

namespace ballast::engine {
namespace {

constexpr std::int64_t kUsd = 100'000'000;

MarketObservation market(std::int64_t price, PriceStatus status = PriceStatus::confirmed,
                         std::int64_t observed_at = 1000) {
    MarketObservation made;
    made.price = Price::of(price);
    made.price_status = status;
    made.observed_at = {observed_at};
    return made;
}

TEST(Pair, IsTheCollateralInUnitsOfTheDebt) {
    const SeenPrice seen = pair_price(market(2400 * kUsd, PriceStatus::confirmed, 900),
                                      market(2000 * kUsd, PriceStatus::confirmed, 800));
    EXPECT_EQ(seen.price, Price::of(120'000'000));
    EXPECT_EQ(seen.status, PriceStatus::confirmed);
    EXPECT_EQ(seen.observed_at.count, 800);
    EXPECT_EQ(pair_price(market(2), market(3)).price.count(), 66'666'666);  // rounded down
}

TEST(Pair, HasTheWorseStatusOfTheTwo) {
    const auto status = [](PriceStatus above, PriceStatus below) {
        return pair_price(market(5, above), market(5, below)).status;
    };
    EXPECT_EQ(status(PriceStatus::confirmed, PriceStatus::below_quorum), PriceStatus::below_quorum);
    EXPECT_EQ(status(PriceStatus::jump_unconfirmed, PriceStatus::below_quorum),
              PriceStatus::jump_unconfirmed);
    EXPECT_EQ(status(PriceStatus::missing, PriceStatus::confirmed), PriceStatus::missing);
}

TEST(Pair, APriceOfZeroIsMissingOnEitherSide) {
    EXPECT_EQ(own_price(market(0)).status, PriceStatus::missing);
    EXPECT_EQ(pair_price(market(0), market(5)).status, PriceStatus::missing);
    EXPECT_EQ(pair_price(market(5), market(0)).status, PriceStatus::missing);
    EXPECT_EQ(pair_price(market(1), market(1'000'000'000)).status, PriceStatus::missing);
    const auto doubtful = pair_price(market(5), market(0, PriceStatus::below_quorum));
    EXPECT_EQ(doubtful.status, PriceStatus::below_quorum);
    EXPECT_EQ(doubtful.price.count(), 0);
}

TEST(Pair, IsLimitedToAPricesBounds) {
    const auto seen = pair_price(market(std::int64_t{PriceTag::kMax}), market(1));
    EXPECT_EQ(Int128{seen.price.count()}, PriceTag::kMax);
}

TEST(UnitSlip, IsMoreThanTenfoldEitherWay) {
    const auto status = [](std::int64_t price, std::int64_t last) {
        return see_price(market(price), nullptr, Price::of(last)).status;
    };
    EXPECT_EQ(status(1000, 100), PriceStatus::confirmed);
    EXPECT_EQ(status(1001, 100), PriceStatus::jump_unconfirmed);
    EXPECT_EQ(status(100, 1000), PriceStatus::confirmed);
    EXPECT_EQ(status(99, 1000), PriceStatus::jump_unconfirmed);
    EXPECT_EQ(status(1001, 0), PriceStatus::confirmed);
    EXPECT_EQ(see_price(market(9, PriceStatus::missing), nullptr, Price::of(1000)).status,
              PriceStatus::missing);
}

TEST(UnitSlip, LeavesTheUsdPriceAlone) {
    EXPECT_EQ(next_usd_price(market(500), Price::of(400)), Price::of(500));
    EXPECT_EQ(next_usd_price(market(5000), Price::of(400)), Price::of(400));
    EXPECT_EQ(next_usd_price(market(0), Price::of(400)), Price::of(400));
    EXPECT_EQ(next_usd_price(market(500, PriceStatus::below_quorum), Price::of(400)),
              Price::of(400));
    EXPECT_EQ(next_usd_price(market(500), Price::of(0)), Price::of(500));
}

}  // namespace
}  // namespace ballast::engine
