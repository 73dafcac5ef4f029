// SPDX-License-Identifier: MIT
#include "books/limits.hpp"

#include <gtest/gtest.h>

namespace ballast::books {
namespace {

const Limits kPool{7500, 8000, 10500, 1000};

TEST(PoolLimits, EqualLimitsDifferInNothing) {
    EXPECT_TRUE(compare_limits(kPool, kPool).empty());
}

TEST(PoolLimits, AFigureThatDiffersIsNamedWithItsSide) {
    const auto found = compare_limits(kPool, {7400, 8100, 10600, 900});
    const std::vector<LimitDifference> expected = {{"ltv", 7500, 7400, true},
                                                   {"lt", 8000, 8100, false},
                                                   {"bonus", 10500, 10600, false},
                                                   {"supply_cap", 1000, 900, true}};
    EXPECT_EQ(found, expected);
    EXPECT_EQ(sentence(found.front()),
              "ltv: the pool has 7500, the oracle says 7400: the pool is looser");
    EXPECT_EQ(sentence(found[1]), "lt: the pool has 8000, the oracle says 8100");
}

TEST(PoolLimits, AnAbsentCapIsLooserThanAny) {
    EXPECT_TRUE(compare_limits({7500, 8000, 10500, 0}, kPool).front().pool_is_looser);
    EXPECT_FALSE(compare_limits(kPool, {7500, 8000, 10500, 0}).front().pool_is_looser);
}

TEST(PoolLimits, RoomUnderACapIsWhatFitsRoundedDown) {
    ReserveState reserve;
    reserve.config.decimals = 8;
    reserve.config.supply_cap = 10;
    reserve.income_index = U256::from_text("1500000000000000000000000000").value();
    reserve.debt_index = reserve.income_index;
    reserve.scaled_supply = U256{400'000'001};
    reserve.scaled_debt = U256{100'000'001};
    const CapUse use = cap_use(reserve);
    EXPECT_EQ(use.supplied, U256{600'000'002});
    EXPECT_EQ(use.supply_room, U256{3});
    EXPECT_EQ(use.borrowed, U256{150'000'002});
    EXPECT_GT(use.borrow_room, U256{1'000'000});
    reserve.scaled_supply = U256{2'000'000'000};
    EXPECT_EQ(cap_use(reserve).supply_room, U256());
}

TEST(PoolLimits, TheConfigurationWordIsReadBitByBit) {
    // ltv 7500, lt 8000, bonus 10500, 18 decimals, active, frozen, borrowable, paused, caps.
    U256 word{7500 + (std::uint64_t{8000} << 16U) + (std::uint64_t{10500} << 32U) +
              (std::uint64_t{18} << 48U) + (std::uint64_t{0b10111} << 56U)};
    const U256 shift40{std::uint64_t{1} << 40U};
    word = word + U256{77} * shift40 * shift40;                                       // bit 80
    word = word + U256{123'456} * shift40 * shift40 * U256{std::uint64_t{1} << 36U};  // bit 116
    const ReserveConfig config = reserve_config(word);
    EXPECT_EQ(config.ltv, 7500);
    EXPECT_EQ(config.lt, 8000);
    EXPECT_EQ(config.bonus, 10500);
    EXPECT_EQ(config.decimals, 18);
    EXPECT_TRUE(config.active && config.frozen && config.borrowable && config.paused);
    EXPECT_EQ(config.borrow_cap, 77U);
    EXPECT_EQ(config.supply_cap, 123'456U);
    EXPECT_EQ(config.debt_ceiling, 0U);
}

}  // namespace
}  // namespace ballast::books
