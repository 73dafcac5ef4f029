// SPDX-License-Identifier: MIT
#include "tests/feeds/live_run.hpp"

#include <gtest/gtest.h>

#include "calendar/calendar.hpp"
#include "calendar/time_zone.hpp"
#include "engine/validate.hpp"
#include "oracle/mirror.hpp"
#include "tests/feeds/sample_feeds.hpp"

namespace ballast::feeds::test {
namespace {

std::vector<FeedDeclaration> feeds() {
    std::vector<FeedDeclaration> all = {price_feed(3, 2)};
    for (const FeedDeclaration& feed : example_feeds())
        if (feed.name == "vix") all.push_back(feed);
    return all;
}

/// The end of Cboe's last session at or before `at`.
UnixSeconds last_close(UnixSeconds at) {
    const calendar::Calendar* cboe = calendar::find_calendar("cboe");
    calendar::Day day = *calendar::local_day(cboe->zone(), at);
    while (!*cboe->is_session(day) || *cboe->close_of(day) > at)
        day = day - 1;
    return *cboe->close_of(day);
}

}  // namespace

LiveRun::LiveRun() : board(feeds()), world(engine::test::sample_case()) {
    const engine::MarketObservation& market = world.snapshot.markets.front();
    liquidity = {market.depth, market.daily_volume, {}};
    book = {market.book, {}};
    for (std::int64_t hour = 30 * 24; hour > 0; --hour) {
        const auto noted =
            depth.note(engine::test::kNow - Seconds{hour * kHour.count}, market.depth);
        EXPECT_TRUE(noted);
    }
}

void LiveRun::print_prices(UnixSeconds at, std::int64_t dollars) {
    for (const char* source : {"s0", "s1", "s2"})
        add(board, "btc", source, seen(at, dollars * kUnit));
}

void LiveRun::print_vix(UnixSeconds at) {
    Sighting sighting = seen(last_close(at), 16 * kUnit);
    sighting.fetched_at = at;
    if (board.is_news("vix", "vix_cboe", sighting)) add(board, "vix", "vix_cboe", sighting);
}

LiveInputs LiveRun::inputs(UnixSeconds at) const {
    LiveInputs made;
    made.at = at;
    made.verdicts = board.verdicts(at);
    LiveMarket market;
    market.asset = "BTC";
    market.depth = &depth;
    if (liquidity_known) {
        market.liquidity = liquidity;
        market.liquidity->observed_at = at + ahead;
    }
    if (book_known) {
        market.book = book;
        market.book->observed_at = at + ahead;
    }
    made.markets = {market};
    made.events = events;
    return made;
}

const engine::MarketDecision& LiveRun::epoch(UnixSeconds at) {
    const auto live = live_snapshot(world.policy, board.feeds(), inputs(at), rules);
    EXPECT_TRUE(live) << live.error().what;
    world.snapshot = live->snapshot;
    notes = live->notes;
    EXPECT_TRUE(engine::validate(world.snapshot));
    const auto stepped = engine::step(world.policy, world.state, world.snapshot, world.current);
    EXPECT_TRUE(stepped) << stepped.error().what;
    world.state = stepped->state;
    decision_ = stepped->report.markets.front();
    engine::PublishedMarket& published = world.current.markets.front();
    if (decision_.action != engine::Action::none)
        published = oracle::apply(published, decision_, stepped->report.observed_at, at);
    if (decision_.execute_pending) published = oracle::execute_pending(published, at);
    return decision_;
}

}  // namespace ballast::feeds::test
