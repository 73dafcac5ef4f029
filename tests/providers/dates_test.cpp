// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "providers/era_date.hpp"
#include "providers/shift_jis.hpp"
#include "providers/times.hpp"
#include "tests/providers/samples.hpp"

namespace ballast::providers {
namespace {

using ::testing::HasSubstr;

std::string era(std::string_view text) {
    const auto day = read_era_date(text);
    return day ? calendar::format_day(*day) : "refused";
}

TEST(EraDate, ErasCountFromTheirFirstYear) {
    EXPECT_EQ(era("S49.9.24"), "1974-09-24");
    EXPECT_EQ(era("H8.1.4"), "1996-01-04");
    EXPECT_EQ(era("R6.8.5"), "2024-08-05");
    EXPECT_EQ(era("R10.02.29"), "2028-02-29");
}

TEST(EraDate, EachEraEndsOnTheEveOfTheNext) {
    EXPECT_EQ(era("S1.12.25"), "1926-12-25");
    EXPECT_EQ(era("S1.12.24"), "refused");
    EXPECT_EQ(era("S64.1.7"), "1989-01-07");
    EXPECT_EQ(era("S64.1.8"), "refused");
    EXPECT_EQ(era("H1.1.7"), "refused");
    EXPECT_EQ(era("H1.1.8"), "1989-01-08");
    EXPECT_EQ(era("H31.4.30"), "2019-04-30");
    EXPECT_EQ(era("H31.5.1"), "refused");
    EXPECT_EQ(era("R1.4.30"), "refused");
    EXPECT_EQ(era("R1.5.1"), "2019-05-01");
}

TEST(EraDate, AnythingElseIsRefused) {
    for (const char* text :
         {"",        "R",        "R6",     "R6.8",       "R6.8.5.1", "R6.8.",
          "R6..5",   "R.8.5",    "R0.8.5", "R6.13.1",    "R6.2.30",  "R7.2.29",
          "T14.1.1", "M45.1.1",  "X1.1.1", "r6.8.5",     "R6.8.5 ",  " R6.8.5",
          "R-6.8.5", "2024.8.5", "R6/8/5", "R10000.1.1", "R6.8.05.", "R99999.8.5"})
        EXPECT_EQ(era(text), "refused") << text;
}

TEST(ShiftJis, BecomesUtf8) {
    EXPECT_EQ(utf8_from_shift_jis("\x8D\x91\x8D\xC2 10\x94\x4E").value(), "国債 10年");
    EXPECT_EQ(utf8_from_shift_jis("\xB6\xC5").value(), "ｶﾅ");
    EXPECT_EQ(utf8_from_shift_jis("").value(), "");
    EXPECT_EQ(utf8_from_shift_jis("R6.8.5,-0.051\r\n").value(), "R6.8.5,-0.051\r\n");
}

TEST(ShiftJis, BrokenBytesAreNamed) {
    EXPECT_THAT(utf8_from_shift_jis("ab\x8D").error().what, HasSubstr("byte 2"));
    EXPECT_FALSE(utf8_from_shift_jis("\xFF\xFF").has_value());
    EXPECT_NE(utf8_from_shift_jis("基準日").value(), "基準日") << "UTF-8 is read as what it is not";
}

TEST(Times, UnitsAreNotGuessed) {
    EXPECT_EQ(read_unix_s("1722906015").value(), kFetched);
    EXPECT_EQ(read_unix_ms("1722906015999").value(), kFetched);
    for (const char* text : {"1722906015999", "172290601500", "17229060", "-1722906015", "1e9",
                             "1722906015.5", "", "0x66b175df", " 1722906015"})
        EXPECT_FALSE(read_unix_s(text).has_value()) << text;
    for (const char* text : {"1722906015", "1722906015999000", "", "1722906015999.5"})
        EXPECT_FALSE(read_unix_ms(text).has_value()) << text;
}

TEST(Times, Rfc3339NeedsItsOffset) {
    EXPECT_EQ(read_rfc3339("2024-08-06T01:00:15Z").value(), kFetched);
    EXPECT_EQ(read_rfc3339("2024-08-06T10:00:15.999+09:00").value(), kFetched);
    EXPECT_EQ(read_rfc3339("2024-08-05T21:00:15-04:00").value(), kFetched);
    for (const char* text :
         {"2024-08-06T01:00:15", "2024-08-06 01:00:15Z", "2024-08-06T01:00:15-00:00",
          "2024-08-06T01:00:15+9:00", "2024-08-06T01:00:15+0900", "2024-08-06T01:00:60Z",
          "2024-08-06T24:00:00Z", "2024-02-30T01:00:00Z", "2024-08-06T01:00:15.Z",
          "2024-08-06T01:00:15z", "2024-08-06", "", "2024-08-06T01:00:15+24:00",
          "2024-08-06T01:00:15.1234567890Z", "2024-08-06T01:00:15ZZ"})
        EXPECT_FALSE(read_rfc3339(text).has_value()) << text;
}

TEST(Times, DatesOfTwoCountries) {
    EXPECT_EQ(calendar::format_day(read_us_date("08/05/2024").value()), "2024-08-05");
    EXPECT_EQ(calendar::format_day(read_slashed_date("2024/8/5").value()), "2024-08-05");
    for (const char* text :
         {"13/05/2024", "8/5/2024", "02/30/2024", "2024/08/05", "08-05-2024", ""})
        EXPECT_FALSE(read_us_date(text).has_value()) << text;
    for (const char* text : {"2024/13/1", "24/8/5", "2023/2/29", "2024/8", "2024/8/5/1", "R6.8.5"})
        EXPECT_FALSE(read_slashed_date(text).has_value()) << text;
}

TEST(Times, ABareDateIsTheEndOfASession) {
    Source source;
    source.time_format = "date";
    source.calendar = "nyse";
    EXPECT_EQ(read_time("2024-08-05", source).value(), utc("2024-08-05T20:00:00Z"));
    EXPECT_EQ(read_time("2024-11-29", source).value(), utc("2024-11-29T18:00:00Z")) << "half day";
    EXPECT_EQ(read_time("2024-08-04", source).error().code, Errc::bad_data) << "a Sunday";
    source.calendar = "mars";
    EXPECT_EQ(read_time("2024-08-05", source).error().code, Errc::configuration);
    source.time_format = "guess";
    EXPECT_EQ(read_time("2024-08-05", source).error().code, Errc::configuration);
}

}  // namespace
}  // namespace ballast::providers
