// SPDX-License-Identifier: MIT
// What a dry run writes, and what hostile names cannot make it write.
#include <gmock/gmock.h>

#include <algorithm>

#include "apps/dry_run/csv.hpp"
#include "apps/dry_run/files.hpp"
#include "apps/dry_run/markdown.hpp"
#include "apps/dry_run/words.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "tests/apps/dry_run/sample_dry_run.hpp"

namespace ballast::apps {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kBidi = "\xe2\x80\xae";

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t from = 0;
    while (from < text.size()) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

TEST(DryRunMarkdown, HasTheTablesThatDelegatesKnow) {
    const std::string text = dry_run_markdown(sample_dry_run());
    EXPECT_THAT(text, HasSubstr("| Asset | Chain | Current LTV | Rec LTV | Current LT | Rec LT |"));
    EXPECT_THAT(text, HasSubstr("Value liquidated at −10 %"));
    EXPECT_THAT(text, HasSubstr("## What macro contributed"));
    EXPECT_THAT(text, HasSubstr("ballast dry-run --policy policies/sentinel.toml"));
}

TEST(DryRunMarkdown, EveryRowOfATableHasAsManyCellsAsItsHead) {
    for (const DryRun& run : {sample_dry_run(), hostile_dry_run()}) {
        std::int64_t cells = 0;
        for (std::string line : lines_of(dry_run_markdown(run))) {
            if (!line.starts_with("|")) {
                cells = 0;
                continue;
            }
            for (std::size_t i; (i = line.find("\\|")) != std::string::npos;)
                line.erase(i, 2);
            const auto bars = std::count(line.begin(), line.end(), '|');
            if (cells == 0) cells = bars;
            EXPECT_EQ(bars, cells) << line;
        }
    }
}

TEST(DryRunMarkdown, EscapesMarkupLinksMentionsAndControls) {
    EXPECT_EQ(escape_markdown("<b>*x*</b> [a](b) `c` | @d #e"),
              "&lt;b&gt;\\*x\\*&lt;/b&gt; \\[a\\](b) \\`c\\` \\| \\@d \\#e");
    EXPECT_EQ(escape_markdown("see https://evil.example"), "see https\\://evil\\.example");
    EXPECT_EQ(escape_markdown("a\nb\xe2\x80\xae"), "a b\\[U+202E\\]");
    EXPECT_EQ(escape_markdown("- 5.5 %. Then"), "\\- 5.5 %. Then");
    const std::string text = dry_run_markdown(hostile_dry_run());
    EXPECT_THAT(text, Not(HasSubstr(kBidi)));
    // The command stands in an indented block, where nothing is markup; it is its last line.
    const std::size_t block = text.find("\n    ballast dry-run");
    ASSERT_NE(block, std::string::npos);
    EXPECT_THAT(text.substr(0, block), Not(HasSubstr("<script>")));
    EXPECT_EQ(text.find('\n', block + 1), text.size() - 1);
    EXPECT_THAT(text, Not(HasSubstr("\n# @")));
}

TEST(DryRunCsv, FormulasAreText) {
    for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "|x", "%x"})
        EXPECT_EQ(csv_text(formula), "\"'" + std::string(formula) + "\"");
    EXPECT_EQ(csv_text("\t=1"), "\" =1\"");
    EXPECT_EQ(csv_text("a\"b,c"), "\"a\"\"b,c\"");
    EXPECT_EQ(csv_text(kBidi), "\"[U+202E]\"");
}

TEST(DryRunCsv, AHostileNameStaysInItsField) {
    const auto lines = lines_of(dry_run_csv(hostile_dry_run()));
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_THAT(lines[1], StartsWith("\"'=HYPERLINK(\"\"https"));
    for (const std::string& line : lines)
        EXPECT_TRUE(line.ends_with("\r"));
}

TEST(DryRunWords, LongNamesAreCut) {
    EXPECT_EQ(short_name("BTC"), "BTC");
    EXPECT_EQ(short_name(std::string(61, 'x')), std::string(60, 'x') + "…");
    EXPECT_EQ(short_name("é" + std::string(59, 'x')), "é" + std::string(59, 'x'));
}

TEST(DryRunWords, TheCommandIsOneShellWordAWord) {
    DryRun run;
    run.command = {"ballast", "dry-run", "--policy", "it's a $(policy).toml"};
    EXPECT_EQ(command_text(run), "ballast dry-run --policy 'it'\\''s a $(policy).toml'");
}

TEST(DryRunWords, MacroThatDidNothingIsSaid) {
    DryRun run = sample_dry_run();
    run.assets.front().macro = {};
    EXPECT_THAT(macro_sentence(run, run.assets.front()), HasSubstr("contributed nothing"));
    run.channels.clear();
    EXPECT_THAT(macro_sentence(run, run.assets.front()), HasSubstr("no macro channel"));
}

/// Every build must write these bytes. The code hash is left out: it follows every source.
TEST(DryRunFiles, TheBytesAreThoseOfEveryCompiler) {
    const auto digests_of = [](DryRun run, const std::string& folder) {
        run.code_hash = {};
        std::string all;
        for (const DryRunFile& file : dry_run_files(run))
            all += to_hex(sha256(as_bytes(file.text))) + "  " + folder + file.name + "\n";
        return all;
    };
    const std::string all =
        digests_of(sample_dry_run(), "") + digests_of(frontier_dry_run(), "frontier/");
    const auto known = read_file("tests/apps/dry_run/digests.txt");
    ASSERT_TRUE(known) << known.error().what;
    EXPECT_EQ(all, *known) << "where a report, a policy or the event was changed on purpose, write "
                              "the lines above into tests/apps/dry_run/digests.txt; where only "
                              "another compiler made them, it is a fault";
}

TEST(DryRunFiles, JsonComesFirstAndHostileNamesChangeNoFileName) {
    const auto files = dry_run_files(hostile_dry_run());
    EXPECT_EQ(files.front().name, "report.json");
    for (const DryRunFile& file : files)
        EXPECT_THAT(file.name, Not(HasSubstr("/")));
}

}  // namespace
}  // namespace ballast::apps
