// SPDX-License-Identifier: MIT
#include "history/unit_slips.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ballast::history {
namespace {

PriceSeries series(const std::vector<std::int64_t>& usd) {
    PriceSeries made{.source = "btc.csv", .spacing = kHour, .points = {}, .bars = {}};
    UnixSeconds at{1'700'006'400};
    for (const std::int64_t price : usd) {
        made.points.push_back({at, engine::Price::of(price * 100'000'000)});
        at = at + kHour;
    }
    return made;
}

TEST(UnitSlips, EndTheReadingAtTheirHour) {
    for (const std::int64_t slip : {5'000'000, 500}) {
        const auto read = without_unit_slips(series({50'000, 50'100, slip, 50'000}));
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, Errc::bad_data);
        EXPECT_NE(read.error().what.find("btc.csv: the price of 2023-11-15T02:00:00Z is over ten "
                                         "times the one before it or under a tenth"),
                  std::string::npos)
            << read.error().what;
    }
}

TEST(UnitSlips, ATenfoldMoveIsNone) {
    EXPECT_TRUE(without_unit_slips(series({50'000, 500'000, 50'000})));
    EXPECT_TRUE(without_unit_slips(series({})));
}

TEST(UnitSlips, AFaultOfReadingIsHandedOn) {
    const auto read = without_unit_slips(fail(Errc::input_missing, "no file"));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().what, "no file");
}

}  // namespace
}  // namespace ballast::history
