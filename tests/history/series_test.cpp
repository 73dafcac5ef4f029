// SPDX-License-Identifier: MIT
#include "history/series.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.hpp"

namespace ballast::history {
namespace {

using engine::Price;

class Series : public ::testing::Test {
  protected:
    Series()
        : folder_(std::filesystem::temp_directory_path() /
                  ("ballast_series_test." + std::to_string(getpid()))) {}
    ~Series() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path file(const std::string& text) const {
        EXPECT_TRUE(write_file(folder_ / "a.csv", text));
        return folder_ / "a.csv";
    }
    std::string fault_of_bars(const std::string& rows) const {
        const auto read = read_bars(file("ts,open,high,low,close,volume\n" + rows), kHour);
        EXPECT_FALSE(read);
        return read ? "" : read.error().what;
    }

  private:
    std::filesystem::path folder_;
};

Price cents(std::int64_t count) {
    return Price::of(Int128{count} * 1'000'000);
}

PriceSeries hourly(const std::vector<std::pair<int, std::int64_t>>& points) {
    PriceSeries series{.source = "invented", .spacing = kHour, .points = {}, .bars = {}};
    for (const auto& [hour, price] : points)
        series.points.push_back({UnixSeconds{hour * kHour.count}, cents(price)});
    return series;
}

TEST_F(Series, DecimalsAreExactToTheEighthPlace) {
    EXPECT_EQ(*parse_1e8("12919.12"), 1'291'912'000'000);
    EXPECT_EQ(*parse_1e8("-0.05"), -5'000'000);
    EXPECT_EQ(*parse_1e8("0.123456784"), 12'345'678);
    EXPECT_EQ(*parse_1e8("0.123456785"), 12'345'679);
    EXPECT_EQ(*parse_1e8("-0.123456785"), -12'345'679);
    for (const char* wrong : {"", "x", "1e5", "nan", "1.2.3", "0.12345678x", "99999999999999"})
        EXPECT_FALSE(parse_1e8(wrong)) << wrong;
}

TEST_F(Series, ABarIsKnownAtItsEndAndAGapStays) {
    const auto series = read_bars(file("ts,open,high,low,close,volume\n"
                                       "1970-01-01 01:00:00,10,12,9,11,5.5\n"
                                       "1970-01-01T04:00:00Z,11,11,10,10.5,0\n"),
                                  kHour);
    ASSERT_TRUE(series) << series.error().what;
    ASSERT_EQ(series->points.size(), 2U);
    EXPECT_EQ(series->points[0], (PricePoint{{2 * kHour.count}, cents(1100)}));
    EXPECT_EQ(series->points[1], (PricePoint{{5 * kHour.count}, cents(1050)}));
    EXPECT_EQ(series->bars[0].low, cents(900));
    EXPECT_EQ(series->bars[0].volume_1e8, 550'000'000);
    EXPECT_EQ(series->source, "a.csv");
}

TEST_F(Series, FaultsNameFileAndLine) {
    EXPECT_EQ(fault_of_bars("1970-01-01 00:00:00,1,1,1,1\n"), "a.csv:2: expected 6 cells, found 5");
    EXPECT_EQ(fault_of_bars("1970-01-01 01:00:00,1,1,1,1,0\n1970-01-01 01:00:00,1,1,1,1,0\n"),
              "a.csv:3: expected a stamp after 1970-01-01T01:00:00Z, found 1970-01-01T01:00:00Z");
    EXPECT_EQ(fault_of_bars("1970-01-01 00:30:00,1,1,1,1,0\n"),
              "a.csv:2: 1970-01-01T00:30:00Z is no multiple of 3600 seconds");
    EXPECT_EQ(fault_of_bars("1970-01-01 00:00:00,1,1,1,0,0\n"),
              "a.csv:2: expected a positive price, found 0");
    EXPECT_EQ(fault_of_bars("1970-01-01 00:00:00,1,1,1.5,2,0\n"),
              "a.csv:2: low and high do not enclose open and close");
    EXPECT_EQ(fault_of_bars("1970-01-01 00:00:00,1,1,1,NaN,0\n"),
              "a.csv:2: expected a decimal number, found \"NaN\"");
    EXPECT_EQ(read_bars(file("ts,open\n"), kHour).error().what, "a.csv:1: no column \"high\"");
    EXPECT_EQ(read_bars("nowhere.csv", kHour).error().code, Errc::input_missing);
}

TEST_F(Series, MidsComeOnTheHourThatEndsAfterThem) {
    const auto mids =
        read_mids(file("ts,usd\n1970-01-01 01:00:00,1\n1970-01-01 01:00:01,2\n"
                       "1970-01-01 01:59:59,3\n1970-01-01 04:10:00,4\n"));
    ASSERT_TRUE(mids);
    EXPECT_EQ(on_the_hour(*mids).points, hourly({{1, 100}, {2, 300}, {5, 400}}).points);
}

TEST_F(Series, ATrailingMedianLooksBackOnly) {
    const auto series = hourly({{1, 5}, {2, 1}, {3, 4}, {4, 2}, {9, 7}});
    EXPECT_EQ(trailing_median(series, Seconds{3 * kHour.count}).points,
              hourly({{1, 5}, {2, 1}, {3, 4}, {4, 2}, {9, 7}}).points);
    EXPECT_EQ(trailing_median(hourly({{1, 5}, {2, 1}, {3, 4}, {4, 9}}), kDay).points,
              hourly({{1, 5}, {2, 1}, {3, 4}, {4, 4}}).points);
}

TEST_F(Series, PrintsKeepSessionsWithoutAValue) {
    const auto prints =
        read_prints(file("date,y10,y40\n2024-01-04,0.6,\n2024-01-05,0.61,2.1\n"), "y40");
    ASSERT_TRUE(prints);
    ASSERT_EQ(prints->prints.size(), 1U);
    EXPECT_EQ(prints->sessions.size(), 2U);
    EXPECT_EQ(format_date(prints->prints[0].date), "2024-01-05");
    EXPECT_EQ(prints->prints[0].level.count(), 210'000'000);
    EXPECT_TRUE(until(*prints, prints->sessions[0]).prints.empty());
    EXPECT_FALSE(read_prints(file("date,y10\n"), "y40"));
}

TEST_F(Series, RatiosAndProductsStandWhereBothSeriesDo) {
    const auto a = hourly({{1, 200}, {2, 300}, {4, 100}});
    const auto b = hourly({{2, 200}, {3, 100}, {4, 300}});
    EXPECT_EQ(ratio(a, b)->points[0], (PricePoint{{2 * kHour.count}, cents(150)}));
    EXPECT_EQ(ratio(a, b)->points[1].price.count(), 33'333'333);
    EXPECT_EQ(product(a, b)->points, hourly({{2, 600}, {4, 300}}).points);
    EXPECT_EQ(between(a, {kHour.count}, {2 * kHour.count}).points, hourly({{2, 300}}).points);
}

}  // namespace
}  // namespace ballast::history
