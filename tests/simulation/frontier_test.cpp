// SPDX-License-Identifier: MIT
#include "simulation/frontier_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "simulation/evidence_frontier.hpp"
#include "tests/simulation/invented_market.hpp"

namespace ballast::simulation {
namespace {

const FrontierInputs& inputs() {
    static const FrontierInputs made = test::invented_inputs();
    return made;
}

/// A drifting book, a few of its variants, and as few paths as show anything.
FrontierSettings small() {
    FrontierSettings settings{.paths = 3, .calibration_paths = 2, .probe_paths = 1};
    std::erase_if(settings.cases, [](const FrontierCase& a_case) {
        return a_case.turnover > 0.01 || a_case.asset != "ETH" || a_case.book.name != "DRIFT";
    });
    using enum Signal;
    settings.cases.front().variants = {
        {},
        {PolicyKind::carry_aware, LeverKind::none, macro},
        {PolicyKind::ltv_only, LeverKind::none, none},
        {PolicyKind::uniform_static, LeverKind::cap_concentration, none},
        {PolicyKind::uniform_static, LeverKind::cap_concentration, macro},
        {PolicyKind::uniform_static, LeverKind::cap_concentration, random},
        {PolicyKind::uniform_static, LeverKind::surcharge, none},
        {PolicyKind::uniform_static, LeverKind::alert, macro},
    };
    return settings;
}

std::string bytes(const FrontierRows& rows) {
    return write_json(to_json(rows)) + write_json(to_json(*conclude(rows, 1)));
}

const FrontierRows& whole_run() {
    static const FrontierRows rows = [] {
        auto made = run_frontier(inputs(), small(), {});
        BALLAST_CHECK(made.has_value());
        return std::move(*made);
    }();
    return rows;
}

TEST(Frontier, ThreadsAndShardsChangeNoByte) {
    FrontierSettings threaded = small();
    threaded.threads = 2;
    const auto by_two_threads = run_frontier(inputs(), threaded, {});
    ASSERT_TRUE(by_two_threads) << by_two_threads.error().what;
    EXPECT_EQ(bytes(*by_two_threads), bytes(whole_run()));

    std::vector<FrontierRows> shards;
    for (const std::uint64_t shard : {2U, 0U, 1U}) {
        FrontierSettings part = small();
        part.shard = shard;
        part.shards = 3;
        const auto rows = run_frontier(inputs(), part, {});
        ASSERT_TRUE(rows) << rows.error().what;
        // As a file and back, as a merge reads it.
        const auto document = parse_json(write_json(to_json(*rows)));
        ASSERT_TRUE(document);
        const auto read = rows_from_json(*document);
        ASSERT_TRUE(read) << read.error().what;
        EXPECT_EQ(*read, *rows);
        shards.push_back(*read);
    }
    const auto merged = merge(shards);
    ASSERT_TRUE(merged) << merged.error().what;
    EXPECT_EQ(bytes(*merged), bytes(whole_run()));
}

TEST(Frontier, AMergeWantsEveryShardOnce) {
    FrontierRows part = whole_run();
    EXPECT_FALSE(merge({}));
    EXPECT_FALSE(merge({part, part}));
    for (Cell& cell : part.cells)
        cell.rows.pop_back();
    EXPECT_EQ(merge({part}).error().code, Errc::bad_data);
    FrontierRows other = whole_run();
    other.cells.front().constant = "0.5";
    EXPECT_FALSE(merge({part, other}));
}

FrontierRows as_book(const std::string& book, std::size_t paths) {
    FrontierRows rows = whole_run();
    rows.paths = paths;
    for (Cell& cell : rows.cells) {
        cell.key.book = book;
        cell.rows.resize(paths);
    }
    return rows;
}

TEST(Frontier, BooksAreMergedInTheOrderOfTheEvidence) {
    const FrontierRows thin = as_book("THIN", 2);
    const FrontierRows drift = as_book("DRIFT", 3);
    const auto merged = merge({drift, thin});
    ASSERT_TRUE(merged) << merged.error().what;
    EXPECT_EQ(*merged, *merge({thin, drift}));
    ASSERT_EQ(merged->cells.size(), thin.cells.size() + drift.cells.size());
    EXPECT_EQ(merged->cells.front(), thin.cells.front());
    EXPECT_EQ(merged->cells.back(), drift.cells.back());
    EXPECT_EQ(merged->paths, 3U);
    // Each book must be whole by its own count, and of one count.
    FrontierRows torn = thin;
    torn.cells.front().rows.pop_back();
    EXPECT_EQ(merge({drift, torn}).error().code, Errc::bad_data);
    EXPECT_FALSE(merge({thin, as_book("THIN", 3)}));
}

TEST(Frontier, RowsThatAreNoneAreRefused) {
    EXPECT_FALSE(rows_from_json(Json(JsonObject{})));
    EXPECT_FALSE(rows_from_json(Json(JsonObject{{"format", "ballast-frontier-rows/0"}})));
    Json document = to_json(whole_run());
    const std::string text = write_json(document);
    const auto at = text.find("\"rows\":[\"");
    std::string broken = text;
    broken.replace(at, 9, "\"rows\":[\"x ");
    EXPECT_FALSE(rows_from_json(*parse_json(broken)));
}

TEST(Frontier, EveryPolicyMeetsTheMeanLtvOnTheCalibrationSet) {
    for (const Cell& cell : whole_run().cells) {
        const auto ltv = engine::parse_decimal(cell.calibrated_ltv, 6);
        ASSERT_TRUE(ltv);
        EXPECT_NEAR(static_cast<double>(*ltv) * 1e-6, 0.67, 0.0005)
            << cell.key.policy << " " << cell.key.lever << " " << cell.key.signal;
    }
}

TEST(Frontier, TheStaticPolicyIsItsOwnTwin) {
    for (const Cell& cell : whole_run().cells) {
        if (cell.key.policy != "uniform_static" || cell.key.lever != "none") continue;
        for (const PathRow& row : cell.rows) {
            EXPECT_EQ(row.own.bad_debt, row.twin_bad_debt);
            EXPECT_EQ(row.own.induced, 0);
        }
    }
}

TEST(Frontier, LeversInduceNothing) {
    for (const Cell& cell : whole_run().cells) {
        if (cell.key.policy != "uniform_static" && cell.key.policy != "ltv_only") continue;
        for (const PathRow& row : cell.rows)
            EXPECT_EQ(row.own.induced, 0);
    }
}

TEST(Frontier, WideTiersDifferFromTiersByTheirLtAlone) {
    const std::vector<FrontierCase> cases = frontier_cases();
    const auto portfolio = std::find_if(cases.begin(), cases.end(), [](const FrontierCase& item) {
        return item.book.name == "PORTFOLIO";
    });
    ASSERT_NE(portfolio, cases.end());
    const PathBundle bundle = make_bundle(inputs(), *portfolio, PathSet::fall_35, 0);
    for (const auto& [kind, gap] :
         {std::pair{PolicyKind::tiered_static, 0.03}, std::pair{PolicyKind::tiered_wide, 0.10}}) {
        EXPECT_FALSE(is_engine(kind));
        const Contender contender{.variant = {kind}, .constants = {.policy = 0.6}};
        const auto result = run_contender(inputs(), *portfolio, bundle, contender, true);
        ASSERT_TRUE(result) << result.error().what;
        const Reached reached = sum_of({*result});
        EXPECT_NEAR(reached.lt() - reached.ltv(), gap, 1e-6);
        EXPECT_NEAR(reached.ltv(), 0.6, 0.05);
    }
}

TEST(FrontierTable, Es99IsTheMeanOfTheWorstHundredth) {
    Losses losses;
    for (int i = 0; i < 200; ++i) {
        losses.bad_debt.push_back(i);
        losses.debt.push_back(1000);
    }
    EXPECT_DOUBLE_EQ(es99_bps(losses), 1985.0);
    Losses half = losses;
    for (double& x : half.bad_debt)
        x /= 2;
    const auto ratio = es99_ratio(half, losses);
    ASSERT_TRUE(ratio);
    // On the same paths the ratio of a half is a half in every resample.
    EXPECT_DOUBLE_EQ(ratio->value, 0.5);
    EXPECT_DOUBLE_EQ(ratio->low, 0.5);
    EXPECT_DOUBLE_EQ(ratio->high, 0.5);
    EXPECT_FALSE(es99_ratio(losses, {std::vector<double>(200), losses.debt}));
}

TEST(FrontierEvidence, NamesEveryVariantAndGoal) {
    const FrontierResult result = *conclude(whole_run(), 1);
    const std::string page = evidence_frontier(result);
    for (const std::string_view word :
         {"carry_aware, macro", "cap+concentration, random",
          "caps and concentration alone where depth drifts", "### ETH DRIFT, 1 % a day",
          "\n## Every variant\n", "DRIFT **3**"})
        EXPECT_NE(page.find(word), std::string::npos) << word;
    EXPECT_EQ(page.back(), '\n');
}

/// The caps' goal on one book, of which nothing is known but bad debt.
FrontierRows caps(std::int64_t own, std::int64_t twin) {
    Cell cell{.key = {"ETH", "DRIFT", "0.01", "history", "uniform_static", "cap+concentration",
                      "none", true},
              .days = 365,
              .rows = {}};
    Cell uniform = cell;
    uniform.key.lever = "none";
    for (std::uint64_t path = 0; path < 100; ++path) {
        const bool worst = path == 7;
        cell.rows.push_back({.path = path,
                             .own = {.bad_debt = worst ? own : 0, .debt = 1000},
                             .twin_bad_debt = worst ? twin : 0,
                             .twin_debt = 1000});
        uniform.rows.push_back({.path = path, .own = {.debt = 1000}, .twin_debt = 1000});
    }
    return {.paths = 100, .calibration_paths = 1, .cells = {cell, uniform}};
}

TEST(FrontierGoals, NoBadDebtOnEitherSideShowsNothing) {
    const Goal goal = judge_goals(caps(0, 0)).at(0);
    EXPECT_EQ(goal.verdict, Verdict::not_measurable);
    EXPECT_FALSE(goal.certain);
    EXPECT_NE(evidence_frontier(*conclude(caps(0, 0), 1)).find("| no bad debt |"),
              std::string::npos);
}

TEST(FrontierGoals, BadDebtOfOursAloneIsMissed) {
    const Goal goal = judge_goals(caps(5, 0)).at(0);
    EXPECT_EQ(goal.verdict, Verdict::missed);
    EXPECT_FALSE(goal.ratio);
    EXPECT_EQ(goal.own.with_bad_debt, 1U);
    EXPECT_EQ(goal.other.with_bad_debt, 0U);
    EXPECT_NE(evidence_frontier(*conclude(caps(5, 0), 1)).find("| ∞, only ours |"),
              std::string::npos);
}

TEST(FrontierGoals, OnePathMeetsAGoalWithoutCertainty) {
    const Goal goal = judge_goals(caps(0, 5)).at(0);
    EXPECT_EQ(goal.verdict, Verdict::met);
    ASSERT_TRUE(goal.ratio);
    EXPECT_DOUBLE_EQ(goal.ratio->value, 0);
    // A third of the resamples misses the path: nothing on either side is no gain.
    EXPECT_DOUBLE_EQ(goal.ratio->high, 1);
    EXPECT_FALSE(goal.certain);
}

TEST(FrontierNumbers, AreWrittenWithoutALocale) {
    EXPECT_EQ(fixed_text(0.125, 2), "0.13");
    EXPECT_EQ(fixed_text(-1.5, 1), "-1.5");
    EXPECT_EQ(fixed_text(-0.001, 1), "0.0");
    EXPECT_EQ(fixed_text(12, 0), "12");
}

}  // namespace
}  // namespace ballast::simulation
