// SPDX-License-Identifier: MIT
// Fault 7: weekends and holidays are no age. Ten years of the days on which markets really met.
#include <gtest/gtest.h>

#include <cstdio>
#include <set>

#include "base/file.hpp"
#include "calendar/calendar.hpp"
#include "tests/feeds/sample_feeds.hpp"
#include "tests/support/market_data.hpp"

namespace ballast::feeds {
namespace {

using calendar::Day;

/// The days of a recorded file from ten years before its end on.
std::vector<Day> ten_years(const char* file) {
    const auto text = read_file(::ballast::test::market_data() / file);
    EXPECT_TRUE(text) << text.error().what;
    std::set<Day> days;
    for (std::size_t line = 0; text && line != std::string::npos && line < text->size();) {
        if (const auto day = calendar::parse_day(text->substr(line, 10))) days.insert(*day);
        line = text->find('\n', line);
        if (line != std::string::npos) ++line;
    }
    const Day first = *days.rbegin() - 3653;
    return {days.lower_bound(first), days.end()};
}

struct Feed {
    const char* name;
    const char* source;
    const char* file;
    std::int64_t value;
};
constexpr Feed kFeeds[] = {{"vix", "vix_cboe", "vix_daily.csv", 16 * test::kUnit},
                           {"jgb10", "jgb10_mof", "jgb_curve_daily.csv", 2 * test::kUnit}};

FeedDeclaration declared(const char* name) {
    for (const FeedDeclaration& feed : test::example_feeds())
        if (feed.name == std::string(name)) return feed;
    ADD_FAILURE() << "no feed " << name;
    return {};
}

bool is_stale(const Board& board, const char* feed, UnixSeconds at) {
    const FeedStatus status = board.verdict(feed, at).status;
    return status != FeedStatus::live && status != FeedStatus::closed;
}

UnixSeconds close_of(const FeedDeclaration& feed, Day day) {
    const auto close = calendar::find_calendar(feed.calendar)->close_of(day);
    EXPECT_TRUE(close) << close.error().what;
    return close.value_or(UnixSeconds{});
}

/// A feed that prints at every end of a session is never stale, at no hour of any day.
int false_stales(const Feed& feed, const std::vector<Day>& days, int& asked) {
    const FeedDeclaration declaration = declared(feed.name);
    Board board({declaration});
    int wrong = 0;
    for (std::size_t i = 0; i + 1 < days.size(); ++i) {
        const UnixSeconds close = close_of(declaration, days[i]);
        const UnixSeconds next = close_of(declaration, days[i + 1]);
        test::add(board, feed.name, feed.source, test::seen(close, feed.value));
        board.forget(close);
        for (UnixSeconds at = close; at < next; at = at + Seconds{11 * kHour.count}) {
            ++asked;
            wrong += is_stale(board, feed.name, at) ? 1 : 0;
        }
        wrong += is_stale(board, feed.name, next - Seconds{1}) ? 1 : 0;
    }
    return wrong;
}

/// One that stands still from some day on is stale from the end of the fourth session after it, and
/// not a second before; from the eleventh it has no value.
int missed_stales(const Feed& feed, const std::vector<Day>& days, int& asked) {
    const FeedDeclaration declaration = declared(feed.name);
    int wrong = 0;
    for (std::size_t i = 0; i + 11 < days.size(); i += 3) {
        Board board({declaration});
        test::add(board, feed.name, feed.source,
                  test::seen(close_of(declaration, days[i]), feed.value));
        const UnixSeconds stale = close_of(declaration, days[i + 4]);
        const UnixSeconds preset = close_of(declaration, days[i + 11]);
        const auto status = [&](UnixSeconds at) { return board.verdict(feed.name, at).status; };
        wrong += is_stale(board, feed.name, stale - Seconds{1}) ? 1 : 0;
        wrong += status(stale) == FeedStatus::stale ? 0 : 1;
        wrong += status(preset - Seconds{1}) == FeedStatus::stale ? 0 : 1;
        wrong += status(preset) == FeedStatus::preset ? 0 : 1;
        ++asked;
    }
    return wrong;
}

TEST(fault_7_holidays, TenYearsOfRecordedSessions) {
    BALLAST_NEEDS_MARKET_DATA();
    int asked = 0;
    int frozen = 0;
    int false_stale = 0;
    int missed_stale = 0;
    for (const Feed& feed : kFeeds) {
        const std::vector<Day> days = ten_years(feed.file);
        EXPECT_GE(days.size(), 2400U);
        false_stale += false_stales(feed, days, asked);
        missed_stale += missed_stales(feed, days, frozen);
    }
    EXPECT_GE(asked, 10'000);
    EXPECT_GE(frozen, 1'600);
    EXPECT_EQ(false_stale, 0);
    EXPECT_EQ(missed_stale, 0);
    std::printf("moments=%d frozen=%d false_stale=%d missed_stale=%d\n", asked, frozen, false_stale,
                missed_stale);
}

std::string status_at(const Board& board, const char* feed, const char* at) {
    return std::string(name(board.verdict(feed, test::at(at)).status));
}

/// By hand: the ten days of Golden Week 2019, Thanksgiving, and the half day after it.
TEST(fault_7_holidays, TheLongHolidaysByHand) {
    Board board(test::example_feeds());
    test::add(board, "jgb10", "jgb10_mof", test::seen(test::at("2019-04-26T06:00:00Z"), 5'000'000));
    EXPECT_EQ(status_at(board, "jgb10", "2019-05-05T12:00:00Z"), "closed");
    EXPECT_EQ(status_at(board, "jgb10", "2019-05-10T05:59:59Z"), "live");
    EXPECT_EQ(status_at(board, "jgb10", "2019-05-10T06:00:00Z"), "stale");

    // MOVE follows New York: Thursday has no session, and Friday's ends at 13:00.
    test::add(board, "move", "move_vendor",
              test::seen(test::at("2024-11-26T21:00:00Z"), 95 * test::kUnit));
    EXPECT_EQ(status_at(board, "move", "2024-11-28T18:00:00Z"), "closed");
    EXPECT_EQ(status_at(board, "move", "2024-12-03T20:59:59Z"), "live");
    EXPECT_EQ(status_at(board, "move", "2024-12-02T21:00:00Z"), "live");
}

}  // namespace
}  // namespace ballast::feeds
