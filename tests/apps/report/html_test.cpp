// SPDX-License-Identifier: MIT
#include "apps/report/html.hpp"

#include <gmock/gmock.h>

#include <clocale>
#include <regex>

#include "apps/report/style.hpp"
#include "apps/report/updates_table.hpp"
#include "tests/apps/report/sample_run.hpp"

namespace ballast::apps {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::int64_t count(const std::string& text, const std::string& part) {
    std::int64_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

TEST(Html, EqualRunsGiveEqualBytesInEveryLocale) {
    const std::string first = html(showcase_run());
    // A machine without that locale keeps "C": then the page is compared with itself alone.
    std::setlocale(LC_ALL, "de_DE.UTF-8");
    const std::string second = html(showcase_run());
    std::setlocale(LC_ALL, "C");
    EXPECT_EQ(first, second);
}

TEST(Html, PolicyAllowsNothingButItsOwnStyleSheet) {
    const std::string page = html(showcase_run());
    EXPECT_THAT(page, HasSubstr("content=\"default-src 'none'; style-src '" + style_source() +
                                "'; base-uri 'none'; form-action 'none'\""));
    EXPECT_THAT(page, HasSubstr("<style>" + std::string(style_sheet()) + "</style>"));
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_THAT(page, Not(HasSubstr(" style=")));
}

TEST(Html, FetchesNothing) {
    const std::string page = html(showcase_run());
    EXPECT_THAT(page, Not(HasSubstr("src=")));
    EXPECT_THAT(page, Not(HasSubstr("<link")));
    EXPECT_THAT(page, Not(HasSubstr("url(")));
    EXPECT_THAT(page, Not(HasSubstr("@import")));
    EXPECT_EQ(count(page, "href="), 1);
    EXPECT_THAT(page, HasSubstr("<a rel=\"noreferrer noopener\" "
                                "href=\"https://example.org/series?name=a&amp;name=b\">"));
}

TEST(Html, HostileNamesStayText) {
    const std::string hostile = "\"><script>x</script><img src=a onerror='b'>\xe2\x80\xae";
    auto run = showcase_run();
    run.scenario.title = run.scenario.event = run.scenario.synthetic_notice = hostile;
    run.scenario.falls[0].sentence = hostile;
    run.scenario.indicators[0] = {.name = hostile, .source = "javascript:x"};
    run.policy.name = run.policy.assets[0].asset = hostile;
    run.policy.regime.channels[0].name = hostile;
    run.shadows[0].policy = run.oracle = run.journal_head = hostile;
    for (EpochOutcome& epoch : run.epochs)
        epoch.report.markets[0].asset = epoch.report.regime.channels[0].name = hostile;
    const std::string page = html(run);
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_THAT(page, Not(HasSubstr("<img")));
    EXPECT_THAT(page, Not(HasSubstr("\xe2\x80\xae")));
    EXPECT_THAT(page, Not(HasSubstr("href=\"javascript")));
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;x&lt;/script&gt;"));
    EXPECT_THAT(page, HasSubstr("[U+202E]"));
}

TEST(Html, TablesHaveCaptionsAndScopes) {
    const std::string page = html(showcase_run());
    EXPECT_EQ(count(page, "<table"), 5);
    EXPECT_EQ(count(page, "<caption>"), 5);
    const std::regex bare("<th(?![^>]*scope=)[ >]");
    EXPECT_FALSE(std::regex_search(page, bare));
}

TEST(Html, ShowsWhatIdentifiesTheRun) {
    auto run = showcase_run();
    run.policy_hash.bytes[0] = 0x12;
    run.code_hash.bytes[0] = 0x34;
    const std::string page = html(run);
    for (const std::string& text :
         {to_hex(run.policy_hash), to_hex(run.code_hash), run.oracle, run.journal_head,
          std::string("31337"), std::string("ballast replay --journal journal.db"),
          run.scenario.synthetic_notice, run.scenario.falls[0].sentence,
          std::string("VIX intraday high 65.73"), std::string("49,000")})
        EXPECT_THAT(page, HasSubstr(text));
}

TEST(Html, ShortRunsHaveNoCharts) {
    for (const std::int64_t epochs : {0, 1})
        EXPECT_THAT(html(calm_run(epochs)), Not(HasSubstr("<svg class=\"chart\"")));
    EXPECT_THAT(html(calm_run(2)), HasSubstr("<svg class=\"chart\""));
}

TEST(UpdatesTable, MovesAreListedAndHeartbeatsFolded) {
    const std::string table = updates_table(showcase_run());
    EXPECT_THAT(table, HasSubstr("<caption>10 moves sent."));
    EXPECT_THAT(table, HasSubstr("18 heartbeats that confirmed unchanged values</summary>"));
    EXPECT_THAT(table, HasSubstr("73.00\xc2\xa0% → 72.10\xc2\xa0%"));
    EXPECT_THAT(table, HasSubstr("LTV: a day&#39;s adverse move at today&#39;s volatility"));
    EXPECT_THAT(table, HasSubstr("$1,284,000"));
}

TEST(UpdatesTable, WhatWasNotSentIsNotListed) {
    auto run = calm_run(3);
    run.epochs[1].report.markets[0].action = engine::Action::tighten;
    EXPECT_EQ(updates_table(run), "<p>No value was moved.</p>\n");
}

TEST(Style, SourceIsTheDigestOfTheSheet) {
    EXPECT_EQ(style_source().size(), 7U + 44U);
    EXPECT_EQ(style_source().back(), '=');
}

}  // namespace
}  // namespace ballast::apps
