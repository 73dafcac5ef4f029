// SPDX-License-Identifier: MIT
// The document that `ballast frontier --json` prints, read again.
#include "simulation/frontier_document.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "simulation/frontier_json.hpp"

namespace ballast::simulation {
namespace {

TableRow row_of(const std::string& policy) {
    TableRow row{.key = {.asset = "ETH",
                         .book = "DRIFT",
                         .turnover = "0.01",
                         .set = "history",
                         .policy = policy,
                         .lever = "none",
                         .signal = "macro",
                         .feedback = false},
                 .paths = 40};
    row.mean_ltv = 0.67;
    row.mean_lt = 0.7642;
    row.debt_share = 1.02;
    row.es99 = 1442.04;
    return row;
}

Result<FrontierDocument> read_back(const std::vector<TableRow>& rows) {
    const FrontierResult result{
        .paths = 40, .calibration_paths = 8, .rows = rows, .goals = {}, .signals = {}};
    const auto json = parse_json(write_json(to_json(result)));
    if (!json) return fail(json.error());
    return frontier_from_json(*json);
}

TEST(FrontierDocument, WhatWasWrittenIsRead) {
    TableRow first = row_of("carry_aware");
    first.to_static =
        RatioEstimate{.value = 0.65, .low = 0.4, .high = std::numeric_limits<double>::infinity()};
    const auto read = read_back({first, row_of("sentinel")});
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->calibration_paths, 8);
    ASSERT_EQ(read->points.size(), 2U);
    const FrontierPoint& point = read->points.front();
    EXPECT_EQ(point.key, first.key);
    EXPECT_EQ(point.paths, 40);
    EXPECT_EQ(point.mean_ltv, engine::Bps::of(6700));
    EXPECT_EQ(point.mean_lt, engine::Bps::of(7642));
    EXPECT_EQ(point.debt_share, 10'200);
    EXPECT_EQ(point.es99, 144'204);
    EXPECT_EQ(point.to_static, (PointRatio{.low = 4'000, .value = 6'500, .high = {}}));
    EXPECT_FALSE(read->points.back().to_static);
}

TEST(FrontierDocument, AVariantStandsOnce) {
    const auto read = read_back({row_of("fast"), row_of("fast")});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().what, "rows[1]: the same variant stands there twice");
}

TEST(FrontierDocument, EveryMemberIsNamedWhereItIsAbsent) {
    const auto whole = parse_json(write_json(
        to_json(FrontierResult{.paths = 1, .rows = {row_of("fast")}, .goals = {}, .signals = {}})));
    ASSERT_TRUE(whole);
    for (const char* member :
         {"asset", "book", "set", "policy", "lever", "signal", "feedback", "turnover", "paths",
          "mean_ltv", "mean_lt", "debt_share", "es99_bps"}) {
        JsonObject document = *whole->as_object();
        JsonObject row = *document.at("rows").as_array()->front().as_object();
        ASSERT_EQ(row.erase(member), 1U) << member;
        document["rows"] = JsonArray{std::move(row)};
        const auto read = frontier_from_json(document);
        ASSERT_FALSE(read) << member;
        EXPECT_EQ(read.error().code, Errc::bad_data);
        EXPECT_NE(read.error().what.find("rows[0]"), std::string::npos) << read.error().what;
        EXPECT_NE(read.error().what.find(member), std::string::npos) << read.error().what;
    }
    for (const char* member : {"format", "rows", "calibration_paths"}) {
        JsonObject document = *whole->as_object();
        document.erase(member);
        EXPECT_FALSE(frontier_from_json(document)) << member;
    }
}

}  // namespace
}  // namespace ballast::simulation
