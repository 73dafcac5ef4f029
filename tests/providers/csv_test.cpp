// SPDX-License-Identifier: MIT
#include "providers/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ballast::providers {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::vector<std::string_view>> rows(const CsvTable& table) {
    std::vector<std::vector<std::string_view>> all;
    for (std::size_t i = 0; i < table.size(); ++i)
        all.emplace_back(table[i].begin(), table[i].end());
    return all;
}

TEST(Csv, RowsAndFields) {
    const auto lines = read_csv("a,b\n1,2\n").value();
    EXPECT_THAT(rows(lines), ElementsAre(ElementsAre("a", "b"), ElementsAre("1", "2")));
    const auto holes = read_csv("a,\r\n,b\r\n").value();
    EXPECT_THAT(rows(holes), ElementsAre(ElementsAre("a", ""), ElementsAre("", "b")));
    const auto blank = read_csv("\n").value();
    EXPECT_THAT(rows(blank), ElementsAre(ElementsAre("")));
}

TEST(Csv, QuotedFields) {
    const auto table = read_csv("\"a,b\",\"say \"\"x\"\"\"\n\"two\nlines\",\"\"\n").value();
    EXPECT_THAT(rows(table),
                ElementsAre(ElementsAre("a,b", "say \"x\""), ElementsAre("two\nlines", "")));
}

TEST(Csv, WhatIsNoCsvIsRefused) {
    for (const char* text : {"a,b\n1,2", "\"a\n", "a\"b\n", "\"a\"b\n", "a\rb\n", "a,\"\n"})
        EXPECT_FALSE(read_csv(text).has_value()) << text;
    EXPECT_FALSE(read_csv(std::string(1'001, 'a') + "\n").has_value());
    EXPECT_FALSE(read_csv(std::string(200, ',') + "\n").has_value());
    EXPECT_TRUE(read_csv(std::string(199, ',') + "\n").has_value());
}

TEST(Csv, AByteOrderMarkIsNoPartOfTheHeader) {
    const Answer answer{200,
                        "text/csv",
                        "\xEF\xBB\xBF"
                        "a\n1\n",
                        {}};
    const auto table = read_csv(answer).value();
    EXPECT_EQ(table.front().front(), "a");
}

TEST(Csv, AColumnMustStandOnce) {
    const std::vector<std::string_view> header = {"a", "b", "a"};
    EXPECT_EQ(column_of(header, "b").value(), 1U);
    EXPECT_THAT(column_of(header, "c").error().what, HasSubstr("no column"));
    EXPECT_THAT(column_of(header, "a").error().what, HasSubstr("two columns"));
}

}  // namespace
}  // namespace ballast::providers
