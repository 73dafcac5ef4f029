// SPDX-License-Identifier: MIT
#include "apps/dry_run/compute.hpp"

#include <gmock/gmock.h>

#include "apps/dry_run/files.hpp"
#include "apps/oracle_document.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "engine/canonical.hpp"
#include "oracle/calls.hpp"
#include "policies/policy_document.hpp"
#include "policies/policy_selection.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::apps {
namespace {

using ::testing::HasSubstr;

DryRunOptions options_of(const char* policy) {
    DryRunOptions options;
    options.policy = std::string("policies/") + policy + ".toml";
    return options;
}

DryRun computed(const DryRunOptions& options) {
    auto run = compute_dry_run(options);
    EXPECT_TRUE(run) << run.error().what;
    return run ? std::move(*run) : DryRun{};
}

TEST(DryRunTest, TheSameInputsGiveTheSameBytes) {
    const auto files = dry_run_files(computed(options_of("sentinel")));
    const auto again = dry_run_files(computed(options_of("sentinel")));
    ASSERT_EQ(files.size(), again.size());
    for (std::size_t i = 0; i < files.size(); ++i)
        EXPECT_EQ(files[i].text, again[i].text) << files[i].name;
}

TEST(DryRunTest, ThePolicyAgainstItselfAsksForNoVote) {
    const DryRun run = computed(options_of("carry_aware"));
    EXPECT_TRUE(run.proposal.calls.empty());
    for (const AssetRow& row : run.assets) {
        EXPECT_EQ(row.ltv, row.ltv_own);
        EXPECT_EQ(row.lt, row.lt_own);
        EXPECT_FALSE(row.bands_change);
    }
}

TEST(DryRunTest, EveryAttributionAddsUpToItsTarget) {
    for (const AssetRow& row : computed(options_of("sentinel")).assets)
        for (const engine::Target* target : {&row.decision.ltv_target, &row.decision.lt_target}) {
            const engine::Attribution& parts = target->attribution;
            EXPECT_EQ(parts.start + parts.buffer + parts.volatility + parts.liquidity +
                          parts.macro + parts.cascade + parts.bounds,
                      target->value);
        }
}

TEST(DryRunTest, MacroCountsForNothingWhereThePolicyHasNone) {
    const DryRun run = computed(options_of("macro_blind"));
    EXPECT_TRUE(run.channels.empty());
    for (const AssetRow& row : run.assets) {
        EXPECT_EQ(row.macro.epochs, 0);
        EXPECT_EQ(row.macro.ltv_now, engine::Bps{});
    }
}

TEST(DryRunTest, MacroThatActsOnLtIsSeen) {
    DryRunOptions options = options_of("sentinel");
    options.at = "2024-08-05T12:00:00Z";
    const DryRun run = computed(options);
    EXPECT_LT(run.assets.front().macro.lt_now, engine::Bps{});
    EXPECT_GT(run.assets.front().macro.epochs, 0);
}

TEST(DryRunTest, TheFirstStepStaysWithinTheStewardsFiftyBps) {
    for (const AssetRow& row : computed(options_of("sentinel")).assets) {
        ASSERT_FALSE(row.plan.steps.empty());
        EXPECT_LE((row.lt_now - row.plan.steps.front().lt).count(), 50);
        EXPECT_EQ(row.plan.steps.back().lt, row.lt);
    }
}

TEST(DryRunTest, ABookOfOnesOwn) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder.path() / "book.csv",
                           "record,position,asset,value\nprice,,BTC,60000\nprice,,USD,1\n"
                           "collateral,a,BTC,1\ndebt,a,USD,42000\n"));
    DryRunOptions options = options_of("sentinel");
    options.book = folder.path() / "book.csv";
    const DryRun run = computed(options);
    EXPECT_EQ(run.book.positions, 1);
    EXPECT_EQ(run.assets.front().impact[0].accounts, 1);
    EXPECT_EQ(run.assets.front().impact[0].debt, engine::Usd::of(42'000));
}

TEST(DryRunTest, ACollateralThatTheBookDoesNotHoldIsSaidToBeAbsent) {
    const test::TemporaryFolder folder;
    // Not as it would be written: the digest is of the bytes that others can hash.
    const std::string text =
        "record,position,asset,value\nprice,,BTC,60000.00\nprice,,USD,1\n"
        "collateral,a,BTC,1\ndebt,a,USD,42000\n";
    ASSERT_TRUE(write_file(folder.path() / "book.csv", text));
    DryRunOptions options = options_of("sentinel");
    options.book = folder.path() / "book.csv";
    const DryRun run = computed(options);
    EXPECT_EQ(run.book.hash, sha256(as_bytes(text)));
    ASSERT_EQ(run.assets.size(), 2U);
    EXPECT_TRUE(run.assets[0].in_book);
    const AssetRow& absent = run.assets[1];
    EXPECT_FALSE(absent.in_book);
    for (std::size_t i = 0; i < kImpactFalls.size(); ++i)
        EXPECT_EQ(absent.impact[i].fall, kImpactFalls[i]);
    for (const DryRunFile& file : dry_run_files(run))
        EXPECT_THAT(file.text, HasSubstr(file.name == "safe.json"     ? "transactions"
                                         : file.name == "report.json" ? "\"in_book\":false"
                                                                      : "not in the book"))
            << file.name;
}

/// The hash of carry_aware that an oracle of these two markets approves.
std::string approved_hash() {
    const auto whole = policies::load_policy("policies/carry_aware.toml");
    EXPECT_TRUE(whole);
    const auto selected = policies::select_assets(*whole, std::vector<std::string>{"BTC", "ETH"});
    EXPECT_TRUE(selected);
    return to_hex(engine::hash(*selected));
}

/// The shipped example of an oracle, its markets named as the policies name their collaterals,
/// which approves carry_aware.
std::filesystem::path oracle_document(const test::TemporaryFolder& folder) {
    auto text = read_file("docs/oracle-example.toml");
    EXPECT_TRUE(text);
    const std::size_t hash = text->find("0x66666666");
    EXPECT_NE(hash, std::string::npos);
    text->replace(hash, 66, approved_hash());
    for (const auto& [from, to] : {std::pair{"WETH", "ETH"}, {"WBTC", "BTC"}})
        for (std::size_t i; (i = text->find(from)) != std::string::npos;)
            text->replace(i, 4, to);
    const auto path = folder.path() / "oracle.toml";
    EXPECT_TRUE(write_file(path, *text));
    return path;
}

TEST(DryRunTest, TheCallsAreForTheDocumentedOracle) {
    const test::TemporaryFolder folder;
    DryRunOptions options = options_of("proposal_example");
    options.oracle_document = oracle_document(folder);
    options.oracle = "0x1234567890123456789012345678901234567890";
    const ProposalTarget proposal = computed(options).proposal;
    EXPECT_FALSE(proposal.demonstration);
    EXPECT_EQ(proposal.safe, "0x1111111111111111111111111111111111111111");
    const auto document = read_oracle_document(options.oracle_document);
    ASSERT_TRUE(document) << document.error().what;
    ASSERT_EQ(document->markets.front().asset, "BTC");
    // All but the bands and the gap stays what the document says.
    oracle::MarketRecord wanted = document->markets.front().record;
    engine::OracleLimits& limits = wanted.market.limits;
    limits.ltv_min = engine::Bps::of(2'500);
    limits.ltv_max = engine::Bps::of(7'500);
    limits.lt_min = engine::Bps::of(6'500);
    limits.lt_max = engine::Bps::of(8'000);
    limits.gap_min = engine::Bps::of(300);
    ASSERT_EQ(proposal.calls.size(), 3U);
    EXPECT_EQ(proposal.calls[1].data,
              oracle::encode_set_limits(document->markets.front().id, wanted));
}

TEST(DryRunTest, TheBandsOfTheDocumentedOracleDecideTheVerdict) {
    const test::TemporaryFolder folder;
    DryRunOptions options = options_of("proposal_example");
    EXPECT_EQ(computed(options).assets.front().verdict, Verdict::steps);
    options.oracle_document = oracle_document(folder);
    options.oracle = "0x1234567890123456789012345678901234567890";
    auto text = *read_file(options.oracle_document);
    const std::size_t band = text.find("lt_min = 4_500");
    ASSERT_NE(band, std::string::npos);
    ASSERT_TRUE(write_file(options.oracle_document, text.replace(band, 14, "lt_min = 7_500")));
    const AssetRow row = computed(options).assets.front();
    EXPECT_LT(row.lt, engine::Bps::of(7'500));
    EXPECT_EQ(row.verdict, Verdict::proposal);
}

TEST(DryRunTest, AFormerPolicyThatTheDocumentDoesNotApproveIsRefused) {
    const test::TemporaryFolder folder;
    DryRunOptions options = options_of("proposal_example");
    options.oracle_document = oracle_document(folder);
    options.oracle = "0x1234567890123456789012345678901234567890";
    options.against = "policies/sentinel.toml";
    const auto run = compute_dry_run(options);
    ASSERT_FALSE(run);
    EXPECT_EQ(run.error().code, Errc::configuration);
    EXPECT_THAT(run.error().what, HasSubstr("sentinel"));
    EXPECT_THAT(run.error().what, HasSubstr(approved_hash()));
    EXPECT_THAT(run.error().what, HasSubstr("--against"));
}

TEST(DryRunTest, ARecommendationIsNotHeldByTheBandsThatTheVoteRemoves) {
    const test::TemporaryFolder folder;
    const auto high = folder.path() / "high.toml";
    std::filesystem::copy("policies", folder.path());
    ASSERT_TRUE(write_file(high,
                           "name = \"high\"\nextends = \"carry_aware.toml\"\n"
                           "[asset.BTC]\nltv_min_bps = 7_000\nlt_min_bps = 7_500\n"));
    DryRunOptions options = options_of("carry_aware");
    options.against = high;
    const AssetRow row = computed(options).assets.front();
    EXPECT_GE(row.ltv_now, engine::Bps::of(7'000));
    EXPECT_LT(row.ltv, engine::Bps::of(7'000));
    EXPECT_TRUE(row.bands_change);
    // Who carries it out is judged by the bands that are in force before the vote.
    EXPECT_EQ(row.verdict, Verdict::proposal);
}

TEST(DryRunTest, AnOracleOfOtherMarketsIsRefusedWithTheRemedy) {
    DryRunOptions options = options_of("sentinel");
    options.oracle_document = "docs/oracle-example.toml";
    EXPECT_EQ(compute_dry_run(options).error().code, Errc::usage);
    options.oracle = "0x1234567890123456789012345678901234567890";
    EXPECT_EQ(compute_dry_run(options).error().code, Errc::configuration);
    EXPECT_THAT(compute_dry_run(options).error().what, HasSubstr("must be named as"));
    options.oracle = "0x12";
    EXPECT_EQ(compute_dry_run(options).error().code, Errc::usage);
}

TEST(DryRunTest, ABookOfOtherCollateralsIsRefusedWithTheRemedy) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder.path() / "book.csv",
                           "record,position,asset,value\nprice,,DOGE,1\nprice,,USD,1\n"
                           "collateral,a,DOGE,1\ndebt,a,USD,1\n"));
    DryRunOptions options = options_of("sentinel");
    options.book = folder.path() / "book.csv";
    const auto run = compute_dry_run(options);
    ASSERT_FALSE(run);
    EXPECT_EQ(run.error().code, Errc::bad_data);
    EXPECT_THAT(run.error().what, HasSubstr("DOGE"));
    EXPECT_THAT(run.error().what, HasSubstr("must be the event's"));
}

TEST(DryRunTest, SaysWhatIsMissing) {
    DryRunOptions options = options_of("sentinel");
    options.event = "1999-01-01";
    EXPECT_EQ(compute_dry_run(options).error().code, Errc::input_missing);
    EXPECT_THAT(compute_dry_run(options).error().what, HasSubstr("2024-08-05"));
    EXPECT_EQ(compute_dry_run(options_of("nobody")).error().code, Errc::input_missing);
    options = options_of("sentinel");
    options.at = "2001-01-01T00:00:00Z";
    EXPECT_EQ(compute_dry_run(options).error().code, Errc::usage);
}

}  // namespace
}  // namespace ballast::apps
