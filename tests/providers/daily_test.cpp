// SPDX-License-Identifier: MIT
// The publications of one number a day: when it was known, what is left out, what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/providers/samples.hpp"

namespace ballast::providers {
namespace {

using ::testing::HasSubstr;

Observation newest(const Source& source, const Answer& answer) {
    const auto seen = read(source, answer);
    EXPECT_TRUE(seen.has_value()) << seen.error().what;
    return seen ? seen->back() : Observation{};
}

std::string fault(const Source& source, const Answer& answer) {
    const auto seen = read(source, answer);
    return seen ? "accepted" : seen.error().what;
}

Answer csv_at(std::string_view fetched, std::string body) {
    return {200, "text/csv", std::move(body), utc(fetched)};
}

TEST(CboeVix, TheCloseFollowsNewYorksClock) {
    const Source& source = sample_of("cboe_vix").source;
    const std::string head = "DATE,OPEN,HIGH,LOW,CLOSE\n";
    const auto winter = csv_at("2024-01-10T00:00:00Z", head + "01/09/2024,13,14,12.5,12.76\n");
    EXPECT_EQ(newest(source, winter).known_at, utc("2024-01-09T21:15:00Z"));
    const auto summer = csv_at("2024-07-10T00:00:00Z", head + "07/09/2024,13,14,12.5,12.76\n");
    EXPECT_EQ(newest(source, summer).known_at, utc("2024-07-09T20:15:00Z"));
    const auto half = csv_at("2024-11-29T18:16:00Z", head + "11/29/2024,13,14,12.5,13.51\n");
    EXPECT_EQ(newest(source, half).known_at, utc("2024-11-29T18:15:00Z"));
    const auto early =
        csv_at("2024-01-10T00:00:00Z", head + "01/02/1990,17.24,17.24,17.24,17.24\n");
    EXPECT_EQ(newest(source, early).known_at, utc("1990-01-02T21:15:00Z"));
}

TEST(CboeVix, ARowOfTodayBeforeTheCloseMayStillChange) {
    const Source& source = sample_of("cboe_vix").source;
    const std::string body =
        "DATE,OPEN,HIGH,LOW,CLOSE\n08/02/2024,23,24,22,23.39\n08/05/2024,50,65,50,60\n";
    EXPECT_EQ(newest(source, csv_at("2024-08-05T15:00:00Z", body)).value, reading("23.39"));
    EXPECT_THAT(fault(source, csv_at("2024-08-04T15:00:00Z", body)), HasSubstr("has not come"));
}

TEST(CboeVix, OtherIndicesHaveOneColumn) {
    Source source = sample_of("cboe_vix").source;
    source.series = "VVIX";
    const auto answer = csv_at("2024-08-06T00:00:00Z", "DATE,VVIX\n08/05/2024,173.32\n");
    EXPECT_EQ(newest(source, answer).value, reading("173.32"));
    source.series = "VIX9D";
    EXPECT_THAT(fault(source, answer), HasSubstr("header"));
}

TEST(CboeVix, RowsThatNoMarketMakesAreRefused) {
    const Source& source = sample_of("cboe_vix").source;
    for (const char* row :
         {"08/05/2024,23,65,24,38\n", "08/05/2024,23,22,20,21\n", "08/05/2024,23,65,20\n",
          "08/05/2024,23,65,20,38,1\n", "2024-08-05,23,65,20,38\n", "08/05/2024,23,65,20,0\n"})
        EXPECT_NE(fault(source, csv_at("2024-08-06T00:00:00Z",
                                       std::string("DATE,OPEN,HIGH,LOW,CLOSE\n") + row)),
                  "accepted")
            << row;
}

TEST(CboeVix, TwoValuesOfOneDayAreRefusedAndOneTwiceIsOne) {
    const Source& source = sample_of("cboe_vix").source;
    const std::string body = "DATE,OPEN,HIGH,LOW,CLOSE\n08/05/2024,23,65,20,38\n";
    const auto at = "2024-08-06T00:00:00Z";
    EXPECT_EQ(read(source, csv_at(at, body + "08/05/2024,23,65,20,38\n"))->size(), 1U);
    EXPECT_THAT(fault(source, csv_at(at, body + "08/05/2024,23,65,20,39\n")),
                HasSubstr("two values"));
}

TEST(MofJgb, YieldsComeOutOnTheNextBusinessMorning) {
    const Source& source = sample_of("mof_jgb").source;
    const auto seen = read(source, sample_of("mof_jgb").answer).value();
    EXPECT_EQ(seen[0].known_at, utc("2024-08-02T00:30:00Z"));
    EXPECT_EQ(seen[1].known_at, utc("2024-08-05T00:30:00Z")) << "Friday's, on Monday";
    const auto golden =
        csv_at("2024-06-01T00:00:00Z",
               std::string(kMofTitle) + std::string(kMofHeader) + "R6.5.2,0.06,0.29,0.911\r\n");
    EXPECT_EQ(newest(source, golden).known_at, utc("2024-05-07T00:30:00Z")) << "Golden Week";
}

TEST(MofJgb, HistoryBeginsWithDashesInShowa) {
    Source source = sample_of("mof_jgb").source;
    const std::string body = std::string(kMofTitle) + std::string(kMofHeader) +
                             "S49.9.24,10.327,9.362,-\r\nS61.7.5,5.1,5.2,-\r\n"
                             "S64.1.7,4.1,4.2,4.731\r\nH1.1.9,4.1,4.2,4.74\r\n"
                             "H28.7.8,-0.3,-0.355,-0.291\r\nH31.4.26,-0.1,-0.15,-0.045\r\n"
                             "R1.5.7,-0.1,-0.15,-0.049\r\n";
    const auto seen = read(source, csv_at("2019-05-10T00:00:00Z", body)).value();
    ASSERT_EQ(seen.size(), 5U);
    EXPECT_EQ(seen[0].observed_at, utc("1989-01-07T06:00:00Z"));
    EXPECT_EQ(seen[2].value, reading("-0.291"));
    EXPECT_EQ(seen[4].observed_at, utc("2019-05-07T06:00:00Z"));
    source.series = "1Y";
    EXPECT_EQ(read(source, csv_at("2019-05-10T00:00:00Z", body))->front().value, reading("10.327"));
}

TEST(MofJgb, TheEnglishFileIsReadToo) {
    const Source& source = sample_of("mof_jgb").source;
    const auto answer = csv_at("2024-08-06T01:00:00Z",
                               "Interest Rate,,,(Unit : %)\r\nDate,1Y,2Y,10Y\r\n"
                               "2024/8/2,0.312,0.377,0.954\r\n2024/8/5,0.251,0.283,0.785\r\n,,,\r\n"
                               "Please clear the cache of your browser,,,\r\n");
    EXPECT_EQ(newest(source, answer).value, reading("0.785"));
}

TEST(MofJgb, NotesArePassedOverAndBrokenDatesAreNot) {
    const Source& source = sample_of("mof_jgb").source;
    const std::string& body = sample_of("mof_jgb").answer.body;
    const auto at = "2024-08-06T01:00:00Z";
    EXPECT_EQ(fault(source, csv_at(at, body)), "accepted");
    for (const char* row :
         {"R6.8\r\n", "R6.8.6,0.1\r\n", "X6.8.6,0.1,0.2,0.3\r\n", "R6.8.6,0.1,0.2,0.3,0.4\r\n",
          "R1.4.30,0.1,0.2,0.3\r\n", "note,0.1,0.2,0.3\r\n", "R6.8.6,0.1,0.2,\r\n"})
        EXPECT_NE(fault(source, csv_at(at, body + row)), "accepted") << row;
}

TEST(MofJgb, AMonthWithoutItsFirstRowHasNoObservation) {
    const std::string body = std::string(kMofTitle) + std::string(kMofHeader);
    EXPECT_THAT(fault(sample_of("mof_jgb").source, csv_at("2024-08-01T01:00:00Z", body)),
                HasSubstr("no observation"));
    EXPECT_THAT(
        fault(sample_of("mof_jgb").source, csv_at("2024-08-01T01:00:00Z", std::string(kMofTitle))),
        HasSubstr("no title"));
}

TEST(MofJgb, TwoColumnsOfOneMaturityAreRefused) {
    const Source& source = sample_of("mof_jgb").source;
    const auto body = replaced(sample_of("mof_jgb").answer.body, ",2\x94\x4E", ",10\x94\x4E");
    EXPECT_THAT(fault(source, csv_at("2024-08-06T01:00:00Z", body)), HasSubstr("two columns"));
}

TEST(Fred, ARevisionIsAFurtherVersion) {
    const Sample& sample = sample_of("fred");
    const std::string body =
        R"({"observations":[{"realtime_start":"2024-07-29","realtime_end":"2024-08-04",)"
        R"("date":"2024-07-26","value":"153.8"},{"realtime_start":"2024-08-05",)"
        R"("realtime_end":"9999-12-31","date":"2024-07-26","value":"153.81"}]})";
    const auto seen = read(sample.source, with_body(sample, body)).value();
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].observed_at, seen[1].observed_at);
    EXPECT_EQ(seen[0].value, reading("153.8"));
    EXPECT_EQ(seen[0].known_at, utc("2024-07-30T04:59:00Z"));
    EXPECT_EQ(seen[1].value, reading("153.81"));
}

TEST(Fred, AnObservationIsOfTheEndOfItsSession) {
    Sample sample = sample_of("fred");
    sample.source.calendar = "cboe";
    EXPECT_EQ(newest(sample.source, sample.answer).observed_at, utc("2024-08-02T20:15:00Z"));
    sample.source.calendar = "mars";
    EXPECT_EQ(newest(sample.source, sample.answer).observed_at, utc("2024-08-02T20:00:00Z"));
}

TEST(Fred, ItsRefusalIsRepeatedWithoutTheKey) {
    const Sample& sample = sample_of("fred");
    const std::string what = fault(sample.source, with_body(sample, sample.refusal));
    EXPECT_THAT(what, HasSubstr("variable api_key is not"));
    EXPECT_THAT(what, ::testing::Not(HasSubstr("0123456789abcdef")));
}

TEST(FrbH10, AWeekComesOutOnMondayOrTheTuesdayAfterAHoliday) {
    const Sample& sample = sample_of("frb_h10");
    const auto known = [&](std::string_view date) {
        const auto body = replaced(sample.answer.body, "2024-07-31", date);
        const auto cut = body.substr(0, body.find("2024-08-01"));
        return newest(sample.source, csv_at("2026-01-01T00:00:00Z", cut)).known_at;
    };
    EXPECT_EQ(known("2024-07-29"), utc("2024-08-05T20:15:00Z"));
    EXPECT_EQ(known("2024-07-26"), utc("2024-07-29T20:15:00Z"));
    EXPECT_EQ(known("2024-01-12"), utc("2024-01-16T21:15:00Z")) << "Martin Luther King";
    EXPECT_EQ(known("2024-05-24"), utc("2024-05-28T20:15:00Z")) << "Memorial Day";
    EXPECT_EQ(known("2024-10-11"), utc("2024-10-15T20:15:00Z")) << "Columbus Day";
    EXPECT_EQ(known("2024-11-08"), utc("2024-11-12T21:15:00Z")) << "Veterans Day";
    EXPECT_EQ(known("2022-12-30"), utc("2023-01-03T21:15:00Z")) << "New Year on a Sunday";
    EXPECT_EQ(known("2025-11-07"), utc("2025-11-10T21:15:00Z"));
}

TEST(Ecb, ItsJsonSaysTheSame) {
    const Sample& sample = sample_of("ecb");
    const auto dimension = [](const std::string& id, const std::string& value) {
        return R"({"id":")" + id + R"(","values":[{"id":")" + value + R"("}]})";
    };
    const std::string body =
        R"({"header":{"id":"x"},"dataSets":[{"action":"Replace","series":{"0:0:0:0:0":)"
        R"({"attributes":[0,null],"observations":{"0":[161.07,0,0,null],"1":[155.88,0,0,null],)"
        R"("2":[null,1,0,null]}}}}],"structure":{"dimensions":{"series":[)" +
        dimension("FREQ", "D") + "," + dimension("CURRENCY", "JPY") + "," +
        dimension("CURRENCY_DENOM", "EUR") + "," + dimension("EXR_TYPE", "SP00") + "," +
        dimension("EXR_SUFFIX", "A") +
        R"(],"observation":[{"id":"TIME_PERIOD","values":[{"id":"2024-08-02"},)"
        R"({"id":"2024-08-05"},{"id":"2024-08-06"}]}]}}})";
    const Answer json{200, "application/vnd.sdmx.data+json", body, kFetched};
    EXPECT_EQ(read(sample.source, json).value(), read(sample.source, sample.answer).value());
    Source dollars = sample.source;
    dollars.series = "D.USD.EUR.SP00.A";
    EXPECT_THAT(fault(dollars, json), HasSubstr("told of"));
    EXPECT_THAT(fault(dollars, sample.answer), HasSubstr("told of"));
}

TEST(Ecb, ADayWithoutAValueIsLeftOutAndNaNIsRefused) {
    const Sample& sample = sample_of("ecb");
    EXPECT_EQ(read(sample.source, with_body(sample, replaced(sample.answer.body, "161.07", "")))
                  .value()
                  .size(),
              1U);
    EXPECT_NE(
        fault(sample.source, with_body(sample, replaced(sample.answer.body, "161.07", "NaN"))),
        "accepted");
}

}  // namespace
}  // namespace ballast::providers
