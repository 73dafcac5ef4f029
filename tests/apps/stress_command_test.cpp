// SPDX-License-Identifier: MIT
#include "apps/stress_command.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "base/json.hpp"

namespace ballast::apps {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Said {
    int code = 0;
    std::string out;
    std::string err;
};

Said say_stress(const StressOptions& options) {
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int code = run_stress_command(options);
    return {code, ::testing::internal::GetCapturedStdout(),
            ::testing::internal::GetCapturedStderr()};
}

/// Writes a book file and returns where.
std::filesystem::path book_file(const std::string& name, const std::string& lines) {
    const auto path = std::filesystem::path(::testing::TempDir()) / name;
    std::ofstream(path) << "record,position,asset,value\n" << lines;
    return path;
}

const char* const kTwoBorrowers =
    "price,,ETH,3000\nprice,,USD,1\n"
    "collateral,careful,ETH,10\ndebt,careful,USD,9000\n"
    "collateral,bold,ETH,10\ndebt,bold,USD,24000\n";

TEST(Stress, SaysWhatIsInventedAndWhatCameOfIt) {
    const Said said = say_stress({.book_size = 300, .scenarios = 50});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_THAT(said.out, HasSubstr("The book is invented."));
    EXPECT_THAT(said.out, HasSubstr("liquidatable accounts"));
    EXPECT_THAT(said.out, Not(HasSubstr("cascade gain")));
    EXPECT_THAT(said.err, HasSubstr("100 %"));
}

TEST(Stress, ABooksBorrowersAreCountedOneByOne) {
    // ETH's lowest close of the event is 35 % under the eve's: 19,400 USD, of which 83 % count.
    StressOptions options{.book = book_file("stress_book.csv", kTwoBorrowers),
                          .scenario = "policies/scenarios/2024-08-05.toml",
                          .json = true};
    const Said said = say_stress(options);
    ASSERT_EQ(said.code, 0) << said.err;
    const auto json = parse_json(said.out);
    ASSERT_TRUE(json) << json.error().what;
    const Json* row = &json->find("scenarios")->as_array()->front();
    EXPECT_EQ(row->find("liquidatable")->as_number()->text, "1");
    EXPECT_EQ(row->find("debt_usd")->as_number()->text, "24000");
    EXPECT_FALSE(row->find("gain_bps"));
}

TEST(Stress, TheCascadeIsNeverMilder) {
    StressOptions options{.book_size = 300, .scenarios = 30, .json = true};
    const auto bad_debt = [&options] {
        const auto json = parse_json(say_stress(options).out);
        return std::stoll(
            json->find("summary")->find("bad_debt_usd")->find("mean")->as_number()->text);
    };
    const auto without = bad_debt();
    options.cascade = true;
    EXPECT_GT(bad_debt(), without);
}

TEST(Stress, AFaultInTheBookIsNamedByFileAndLine) {
    const Said said =
        say_stress({.book = book_file("bad_book.csv", "price,,ETH,3000\ncollateral,a,ETH,-1\n")});
    EXPECT_EQ(said.code, 65);
    EXPECT_THAT(said.err, HasSubstr("bad_book.csv:3"));
    EXPECT_TRUE(said.out.empty());
}

TEST(Stress, WhatIsNotThereIsNamed) {
    const Said said = say_stress({.scenario = "policies/scenarios/1929-10-29.toml"});
    EXPECT_EQ(said.code, 66);
    EXPECT_THAT(said.err, HasSubstr("1929-10-29.toml"));
}

}  // namespace
}  // namespace ballast::apps
