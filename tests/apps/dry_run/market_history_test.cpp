// SPDX-License-Identifier: MIT
// A dry run over a folder of market history.
#include "apps/dry_run/market_history.hpp"

#include <gmock/gmock.h>

#include "apps/dry_run/compute.hpp"
#include "apps/dry_run/files.hpp"
#include "apps/dry_run/words.hpp"
#include "base/file.hpp"
#include "tests/apps/dry_run/invented_folder.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::apps {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

class DryRunHistoryTest : public ::testing::Test {
  protected:
    DryRunHistoryTest() { write_invented_folder(folder_.path()); }

    [[nodiscard]] DryRunOptions options() const {
        DryRunOptions made;
        made.policy = "policies/proposal_example.toml";
        made.data = folder_.path();
        made.assets = {"BTC", "ETH"};
        made.days = 5;
        return made;
    }

    static DryRun played(const DryRunOptions& options) {
        auto run = compute_dry_run(options);
        EXPECT_TRUE(run) << run.error().what;
        return run ? std::move(*run) : DryRun{};
    }

    static Error refused(const DryRunOptions& options) {
        const auto run = compute_dry_run(options);
        EXPECT_FALSE(run);
        return run ? Error{} : run.error();
    }

    test::TemporaryFolder folder_;
};

TEST_F(DryRunHistoryTest, TheSameFolderGivesTheSameBytesWhereverItStands) {
    const test::TemporaryFolder other;
    write_invented_folder(other.path());
    ASSERT_TRUE(write_file(other.path() / "notes.txt", "not market history"));
    DryRunOptions there = options();
    there.data = other.path();
    const auto files = dry_run_files(played(options()));
    const auto again = dry_run_files(played(there));
    ASSERT_EQ(files.size(), again.size());
    for (std::size_t i = 0; i < files.size(); ++i)
        EXPECT_EQ(files[i].text, again[i].text) << files[i].name;
}

TEST_F(DryRunHistoryTest, ShowsTheDaysBeforeTheLastHour) {
    const DryRun run = played(options());
    EXPECT_EQ(format_utc(run.at), "2024-05-20T00:00:00Z");
    ASSERT_EQ(run.proposed.epochs.size(), 5U * 24);
    EXPECT_EQ(format_utc(run.proposed.epochs.front().report.at), "2024-05-15T01:00:00Z");
    ASSERT_TRUE(run.history);
    EXPECT_EQ(format_utc(run.history->warm_up_from), "2024-02-15T00:00:00Z");
    EXPECT_THAT(run.history->unusable, IsEmpty());
    ASSERT_EQ(run.assets.size(), 2U);
    EXPECT_GT(run.assets[0].price.count(), 0);
}

TEST_F(DryRunHistoryTest, TheFallOfTheHistoryTightens) {
    DryRunOptions before = options();
    before.at = "2024-05-17T23:00:00Z";
    const DryRun calm = played(before);
    const DryRun fallen = played(options());
    for (std::size_t k = 0; k < 2; ++k)
        EXPECT_LT(fallen.assets[k].ltv, calm.assets[k].ltv) << calm.assets[k].asset;
}

TEST_F(DryRunHistoryTest, NothingAfterTheMomentCounts) {
    DryRunOptions at = options();
    at.at = "2024-05-16T05:30:00Z";
    const DryRun whole = played(at);
    EXPECT_EQ(format_utc(whole.at), "2024-05-16T05:00:00Z");
    const auto path = folder_ / "ethusd_1h_perp.csv";
    std::string text = *read_file(path);
    ASSERT_TRUE(write_file(path, text.substr(0, text.find("2024-05-16T12:00:00Z"))));
    const DryRun cut = played(at);
    for (std::size_t k = 0; k < 2; ++k) {
        EXPECT_EQ(whole.assets[k].ltv, cut.assets[k].ltv);
        EXPECT_EQ(whole.assets[k].lt, cut.assets[k].lt);
        EXPECT_EQ(whole.assets[k].lt_now, cut.assets[k].lt_now);
    }
}

TEST_F(DryRunHistoryTest, AMomentWithoutAPriceStepsBackToTheLastThatHasOne) {
    DryRunOptions at = options();
    at.at = "2024-05-15T11:00:00Z";
    EXPECT_EQ(format_utc(played(at).at), "2024-05-15T10:00:00Z");
}

TEST_F(DryRunHistoryTest, TheFilesNameTheFoldersDigestAndTheCommandHoldsIt) {
    const DryRun run = played(options());
    const std::string digest = to_hex(run.history->digest.hash);
    for (const DryRunFile& file : dry_run_files(run)) {
        if (file.name == "report.csv" || file.name == "safe.json") continue;
        EXPECT_THAT(file.text, AllOf(HasSubstr("--data"), HasSubstr("--data-sha256"),
                                     HasSubstr(digest), HasSubstr("move_daily.csv")))
            << file.name;
        EXPECT_THAT(file.text, Not(HasSubstr(folder_.path().string()))) << file.name;
    }
    std::vector<std::string> names;
    for (const history::FileDigest& file : run.history->digest.files)
        names.push_back(file.name);
    EXPECT_THAT(names,
                ElementsAre("btcusd_1h_perp.csv", "ethusd_1h_perp.csv", "jgb_curve_daily.csv",
                            "move_daily.csv", "usdjpy_daily.csv", "vix_daily.csv"));
    EXPECT_THAT(run.command, IsSupersetOf({"--data-sha256", digest.c_str(), "DIR", "BTC,ETH"}));
    DryRunOptions pinned = options();
    pinned.data_sha256 = digest;
    EXPECT_TRUE(compute_dry_run(pinned));
}

TEST_F(DryRunHistoryTest, AChangedFileChangesTheDigestAndIsRefusedWhereItIsGiven) {
    DryRunOptions pinned = options();
    pinned.data_sha256 = to_hex(played(pinned).history->digest.hash);
    const auto path = folder_ / "move_daily.csv";
    std::string text = *read_file(path);
    // A print of January, long before the warm-up: no figure of the report is another.
    const std::size_t point = text.find('.');
    text[point + 1] = text[point + 1] == '1' ? '2' : '1';
    ASSERT_TRUE(write_file(path, text));
    EXPECT_NE(to_hex(played(options()).history->digest.hash), pinned.data_sha256);
    const Error error = refused(pinned);
    EXPECT_EQ(error.code, Errc::mismatch);
    EXPECT_THAT(error.what, AllOf(HasSubstr("--data-sha256"), HasSubstr("move_daily.csv")));
    pinned.data_sha256 = "0x12";
    EXPECT_EQ(refused(pinned).code, Errc::usage);
}

TEST_F(DryRunHistoryTest, AFileThatChangesDuringTheRunIsNoticed) {
    const history::FolderDigest digest = played(options()).history->digest;
    EXPECT_TRUE(check_unchanged(folder_.path(), digest));
    ASSERT_TRUE(write_file(folder_ / "vix_daily.csv", "date,CLOSE\n"));
    EXPECT_EQ(check_unchanged(folder_.path(), digest).error().code, Errc::mismatch);
}

TEST_F(DryRunHistoryTest, AnIndicatorWithoutAFileIsSaidToBeMissing) {
    std::filesystem::remove(folder_ / "move_daily.csv");
    const DryRun run = played(options());
    EXPECT_THAT(run.history->unusable, ElementsAre("move (missing)"));
    EXPECT_THAT(assumptions(run), Contains(HasSubstr("no fresh print of move (missing)")));
}

TEST_F(DryRunHistoryTest, AFolderThatIsNoneIsRefused) {
    DryRunOptions none = options();
    none.data = folder_ / "nothing";
    EXPECT_EQ(refused(none).code, Errc::input_missing);
    EXPECT_THAT(refused(none).what, AllOf(HasSubstr("no folder"), HasSubstr("--data")));
    none.data = "docs";
    EXPECT_EQ(refused(none).code, Errc::input_missing);
    EXPECT_THAT(refused(none).what, HasSubstr("vix_daily.csv"));
    // As `ballast feeds fetch` lays it out.
    const test::TemporaryFolder fetched;
    ASSERT_TRUE(write_file(fetched.path() / "vix" / "2024-05-20.jsonl", "{}\n"));
    none.data = fetched.path();
    EXPECT_EQ(refused(none).code, Errc::input_missing);
    EXPECT_THAT(refused(none).what, HasSubstr("`ballast feeds fetch` keeps is none"));
}

TEST_F(DryRunHistoryTest, AMissingSeriesIsNamedWithItsAsset) {
    DryRunOptions all = options();
    all.assets.clear();
    EXPECT_EQ(refused(all).code, Errc::input_missing);
    EXPECT_THAT(refused(all).what,
                AllOf(HasSubstr("aaveusd_1h_perp.csv"), HasSubstr("AAVE"), HasSubstr("--assets")));
    std::filesystem::remove(folder_ / "ethusd_1h_perp.csv");
    EXPECT_THAT(refused(options()).what,
                AllOf(HasSubstr("ethusd_1h_perp.csv"), HasSubstr("history of ETH")));
    all.assets = {"DOGE"};
    EXPECT_EQ(refused(all).code, Errc::configuration);
    EXPECT_THAT(refused(all).what, AllOf(HasSubstr("DOGE"), HasSubstr("BTC")));
}

TEST_F(DryRunHistoryTest, ABrokenFileIsNamedWithItsLine) {
    const auto path = folder_ / "btcusd_1h_perp.csv";
    ASSERT_TRUE(write_file(path, "ts,open,high,low,close\n2024-01-01T00:00:00Z,1,1,1,x\n"));
    EXPECT_EQ(refused(options()).code, Errc::bad_data);
    EXPECT_THAT(refused(options()).what, HasSubstr("btcusd_1h_perp.csv:2"));
}

TEST_F(DryRunHistoryTest, AMomentOutsideOfTheHistoryIsAnsweredWithItsEnds) {
    for (const char* at : {"2023-12-31T00:00:00Z", "2024-05-20T01:00:00Z"}) {
        DryRunOptions outside = options();
        outside.at = at;
        EXPECT_EQ(refused(outside).code, Errc::usage);
        EXPECT_THAT(refused(outside).what,
                    AllOf(HasSubstr("2024-01-01T01:00:00Z"), HasSubstr("2024-05-20T00:00:00Z")));
    }
    DryRunOptions early = options();
    early.at = "2024-03-01T00:00:00Z";
    EXPECT_EQ(refused(early).code, Errc::usage);
    EXPECT_THAT(refused(early).what, HasSubstr("first moment to judge is 2024-04-05T01:00:00Z"));
    early.at = "2024-04-05T01:00:00Z";
    EXPECT_TRUE(compute_dry_run(early));
}

TEST_F(DryRunHistoryTest, WhatAChainHasInForceIsNotOfTheHistorysMoment) {
    DryRun run = played(options());
    run.live = LiveState{.block = 7, .at = run.at + kDay};
    EXPECT_THAT(assumptions(run),
                Contains(AllOf(HasSubstr("20\u00a0May\u00a02024"), HasSubstr("not of the block"))));
}

}  // namespace
}  // namespace ballast::apps
