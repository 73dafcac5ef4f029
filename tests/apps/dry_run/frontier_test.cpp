// SPDX-License-Identifier: MIT
// What a report takes from a frontier, and what it says of it.
#include "apps/dry_run/frontier.hpp"

#include <gmock/gmock.h>

#include "apps/dry_run/compute.hpp"
#include "apps/dry_run/files.hpp"
#include "apps/dry_run/frontier_chart.hpp"
#include "apps/dry_run/frontier_words.hpp"
#include "base/file.hpp"
#include "policies/policy_document.hpp"
#include "tests/apps/dry_run/invented_frontier.hpp"
#include "tests/apps/dry_run/sample_dry_run.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::apps {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// Reads `text` as the frontier of sentinel against carry_aware.
Result<FrontierNote> read_text(const std::string& text, const char* proposed = "sentinel") {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "frontier.json";
    const auto next = policies::load_policy(std::filesystem::path("policies") /
                                            (std::string(proposed) + ".toml"));
    const auto now = policies::load_policy("policies/carry_aware.toml");
    if (!next || !now || !write_file(file, text)) return fail(Errc::our_bug, "no documents");
    return read_frontier(file, *next, &*now);
}

const FrontierSpot& spot_of(const FrontierCaseNote& a_case, const std::string& who) {
    for (const FrontierSpot& spot : a_case.spots)
        if (spot.who == who) return spot;
    static const FrontierSpot none;
    ADD_FAILURE() << "no " << who;
    return none;
}

/// The error of a document of these bytes.
std::string refusal(const std::string& text) {
    const auto note = read_text(text);
    return note ? "it was taken" : note.error().what;
}

std::string without(std::string text, const std::string& part, const std::string& other) {
    const auto at = text.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    return text.replace(at, part.size(), other);
}

TEST(DryRunFrontier, TakesWholeYearsWithFeedbackAndNoControls) {
    const auto note = read_text(invented_frontier());
    ASSERT_TRUE(note) << note.error().what;
    ASSERT_EQ(note->cases.size(), 1U);
    const FrontierCaseNote& a_case = note->cases.front();
    EXPECT_EQ(a_case.title, "ETH DRIFT, 1 % a day");
    EXPECT_EQ(a_case.paths, 400);
    std::vector<std::string> names;
    for (const FrontierSpot& spot : a_case.spots)
        names.push_back(spot.who);
    EXPECT_THAT(names, ElementsAre("uniform_static, cap", "uniform_static, surcharge",
                                   "carry_aware, cap+concentration, macro", "smart_ltv",
                                   "sentinel, macro", "uniform_static"));
    EXPECT_THAT(note->without, Contains("BTC"));
    EXPECT_THAT(note->without, Not(Contains("ETH")));
}

TEST(DryRunFrontier, WhatNoOtherBettersIsOnIt) {
    const auto note = read_text(invented_frontier());
    ASSERT_TRUE(note) << note.error().what;
    for (const FrontierSpot& spot : note->cases.front().spots)
        EXPECT_EQ(spot.edge, spot.who == "uniform_static, cap" ||
                                 spot.who == "carry_aware, cap+concentration, macro")
            << spot.who;
    // Of two that are equal in both, neither betters the other.
    const auto equal =
        read_text(frontier_text_of({frontier_row("smart_ltv", "none", "none", 0.6, 5),
                                    frontier_row("fast", "none", "none", 0.6, 5)}));
    ASSERT_TRUE(equal) << equal.error().what;
    for (const FrontierSpot& spot : equal->cases.front().spots)
        EXPECT_TRUE(spot.edge) << spot.who;
}

TEST(DryRunFrontier, MarksThePoliciesByTheirForm) {
    const auto note = read_text(invented_frontier());
    ASSERT_TRUE(note) << note.error().what;
    const FrontierCaseNote& a_case = note->cases.front();
    // The shipped sentinel limits the debt, and the document has its form without that alone.
    EXPECT_EQ(a_case.proposed.form, "sentinel, cap+concentration, macro");
    EXPECT_TRUE(spot_of(a_case, "sentinel, macro").proposed);
    EXPECT_TRUE(spot_of(a_case, "carry_aware, cap+concentration, macro").current);
    EXPECT_EQ(spot_of(a_case, "smart_ltv").number, 0);
    EXPECT_EQ(spot_of(a_case, "uniform_static").number, 4);
    EXPECT_THAT(frontier_case_sentences(a_case),
                ElementsAre("400 years, 6 variants, 2 of them on the frontier.",
                            AllOf(HasSubstr("without limits of the debt alone (sentinel, macro)"),
                                  HasSubstr("number 3"), HasSubstr("ES99 1,441.3 bps")),
                            HasSubstr("carry_aware, cap+concentration, macro: number 2")));
}

TEST(DryRunFrontier, SaysWhereItKnowsNoSuchForm) {
    const auto note = read_text(invented_frontier(), "fast");
    ASSERT_TRUE(note) << note.error().what;
    EXPECT_THAT(frontier_case_sentences(note->cases.front()),
                Contains("The proposed policy has the form fast, cap+concentration, macro, which "
                         "this case does not have."));
    const auto same = read_text(invented_frontier(), "carry_aware");
    ASSERT_TRUE(same) << same.error().what;
    EXPECT_THAT(frontier_case_sentences(same->cases.front()),
                Contains(HasSubstr("Each of the two policies has the form carry_aware")));
}

TEST(DryRunFrontier, RefusesWhatIsNoSuchDocument) {
    EXPECT_THAT(refusal("{"), HasSubstr("frontier.json"));
    EXPECT_THAT(refusal("{}"), HasSubstr("ballast frontier --json"));
    EXPECT_THAT(refusal(R"({"cells":[],"format":"ballast-frontier-rows/1"})"),
                HasSubstr("frontier merge"));
    const std::string text = invented_frontier();
    EXPECT_THAT(refusal(without(text, "ballast-frontier/1", "ballast-frontier/2")),
                HasSubstr("no document of format ballast-frontier/1"));
    EXPECT_THAT(refusal(without(text, "1338.50", "-1338.50")),
                AllOf(HasSubstr("rows[1]"), HasSubstr("es99_bps")));
    EXPECT_THAT(refusal(without(text, "1338.50", "1e9")), HasSubstr("rows[1]"));
    EXPECT_THAT(refusal(without(text, "\"mean_ltv\":0.6700", "\"mean_ltv\":1.0001")),
                HasSubstr("rows[0]: mean_ltv: above 1"));
    EXPECT_THAT(refusal(without(text, "\"smart_ltv\"", "7")),
                AllOf(HasSubstr("rows[1]"), HasSubstr("policy")));
    EXPECT_THAT(refusal(without(text, "smart_ltv", "uniform_static")),
                HasSubstr("rows[1]: the same variant stands there twice"));
    auto row = frontier_row("fast", "none", "none", 0.6, 5);
    row.key.asset = "DOGE";
    EXPECT_THAT(refusal(frontier_text_of({row})), HasSubstr("of any collateral of this report"));
    EXPECT_EQ(read_frontier("nowhere.json", {}, nullptr).error().code, Errc::input_missing);
}

TEST(DryRunFrontier, RefusesMoreThanAPageHolds) {
    std::vector<simulation::TableRow> rows;
    for (int i = 0; i < 101; ++i)
        rows.push_back(frontier_row("made_" + std::to_string(i), "none", "none", 0.6, 5));
    EXPECT_THAT(refusal(frontier_text_of(rows)), HasSubstr("more than 100 variants"));
    for (simulation::TableRow& row : rows)
        row.key.book = row.key.policy;
    EXPECT_THAT(refusal(frontier_text_of(rows)), HasSubstr("more than 12 cases"));
}

TEST(DryRunFrontier, NumbersAreThoseOfTheDocument) {
    FrontierSpot spot{
        .who = "fast",
        .ltv = engine::Bps::of(6850),
        .lt = engine::Bps::of(7680),
        .debt_share = 6'450,
        .es99 = 144'204,
        .to_static = simulation::PointRatio{.low = 1'949, .value = 10'050, .high = {}},
        .edge = true,
        .number = 7};
    EXPECT_THAT(frontier_cells(spot),
                ElementsAre("fast", "7", "frontier", "68.50\u00a0%", "76.80\u00a0%", "0.65",
                            "1,442.0", "1.01 (0.19 to ∞)"));
    spot.to_static.reset();
    EXPECT_EQ(frontier_cells(spot).back(), "∞, only here");
    spot.es99 = 0;
    EXPECT_EQ(frontier_cells(spot).back(), "no bad debt");
    EXPECT_EQ(es99_text(4), "0.0");
    EXPECT_EQ(es99_text(5), "0.1");
}

TEST(DryRunFrontier, TheChartHasAMarkAVariantAndSaysTheNumbersInWords) {
    const auto note = read_text(invented_frontier());
    ASSERT_TRUE(note) << note.error().what;
    const Chart chart = frontier_chart(note->cases.front(), 0);
    std::size_t marks = 0;
    for (const ChartSeries& series : chart.series)
        if (series.mark == Mark::dot || series.mark == Mark::ring) marks += series.points.size();
    EXPECT_EQ(marks, note->cases.front().spots.size());
    EXPECT_EQ(chart.series.size(), 4U);
    EXPECT_THAT(chart.description,
                HasSubstr("Number 3, sentinel, macro, proposed form: mean LTV 67.30\u00a0%, ES99 "
                          "1,441.3 bps."));
    // One variant is a chart, too.
    const auto one = read_text(frontier_text_of({frontier_row("fast", "none", "none", 0, 0)}));
    ASSERT_TRUE(one) << one.error().what;
    EXPECT_THAT(svg(frontier_chart(one->cases.front(), 0), 520), HasSubstr("<circle class=\"f1\""));
}

TEST(DryRunFrontier, EveryFileOfTheReportHasIt) {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "frontier.json";
    ASSERT_TRUE(write_file(file, invented_frontier()));
    DryRunOptions options;
    options.policy = "policies/sentinel.toml";
    options.frontier = file;
    const auto run = compute_dry_run(options);
    ASSERT_TRUE(run) << run.error().what;
    const auto files = dry_run_files(*run);
    const std::string hash = to_hex(sha256(as_bytes(invented_frontier())));
    for (const DryRunFile& each : files) {
        if (each.name == "safe.json" || each.name == "report.csv") continue;
        EXPECT_THAT(each.text, HasSubstr(hash)) << each.name;
        EXPECT_THAT(each.text, Not(HasSubstr("No frontier is drawn"))) << each.name;
    }
    EXPECT_THAT(run->command, Contains("--frontier"));
    EXPECT_THAT(files[0].text, HasSubstr(R"("es99_bps_e2":"96594")"));
    EXPECT_THAT(files[1].text, HasSubstr("| carry\\_aware, cap+concentration, macro | 2 | current "
                                         "form and frontier |"));
    EXPECT_THAT(files[4].text, HasSubstr("id=\"frontier-1-520-title\""));
    EXPECT_THAT(dry_run_files(sample_dry_run())[1].text, HasSubstr("No frontier is drawn"));
}

}  // namespace
}  // namespace ballast::apps
