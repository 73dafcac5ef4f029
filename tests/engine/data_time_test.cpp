// SPDX-License-Identifier: MIT
#include "engine/data_time.hpp"

#include <gtest/gtest.h>

#include "tests/engine/sample.hpp"

namespace ballast::engine::test {
namespace {

constexpr UnixSeconds kOld{kNow.count - 5000};
constexpr UnixSeconds kOlder{kNow.count - 9000};

SeenPrice seen(UnixSeconds observed_at, PriceStatus status = PriceStatus::confirmed) {
    return {.status = status, .price = Price::of(1), .observed_at = observed_at};
}

MarketState remembered(UnixSeconds last_price_at) {
    MarketState state;
    state.last_price_at = last_price_at;
    return state;
}

Current held(UnixSeconds as_of) {
    Current current = sample_case().current;
    current.markets.front().as_of = as_of;
    return current;
}

TEST(DataTime, IsThatOfTheOldestEntry) {
    DataTime time;
    time.add(seen(kOlder), {}, Action::none);
    time.add(seen(kOld), {}, Action::tighten);
    time.add(seen(kNow), {}, Action::heartbeat);
    EXPECT_EQ(time.of_report(kNow, {}), kOld);
}

TEST(DataTime, OfAnEntryWithoutAPriceIsThatOfTheLastPrice) {
    DataTime time;
    time.add(seen(kNow, PriceStatus::below_quorum), remembered(kOlder), Action::tighten);
    time.add(seen(kOld), remembered(kNow), Action::tighten);
    EXPECT_EQ(time.of_report(kNow, {}), kOlder);
}

TEST(DataTime, WithoutEntriesIsThatOfTheOldestConfirmedPrice) {
    DataTime time;
    EXPECT_EQ(time.of_report(kNow, {}), kNow);
    time.add(seen(kOlder, PriceStatus::missing), remembered(kOlder), Action::none);
    EXPECT_EQ(time.of_report(kNow, {}), kNow);
    time.add(seen(kOld), {}, Action::none);
    EXPECT_EQ(time.of_report(kNow, {}), kOld);
}

TEST(DataTime, NeverFallsUnderTheOraclesNorPassesTheSnapshot) {
    DataTime time;
    time.add(seen(kOlder), {}, Action::tighten);
    EXPECT_EQ(time.of_report(kNow, held(kOld)), kOld);
    EXPECT_EQ(time.of_report(kNow, held(kNow + kHour)), kNow);
}

}  // namespace
}  // namespace ballast::engine::test
