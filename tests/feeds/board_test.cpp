// SPDX-License-Identifier: MIT
#include "feeds/board.hpp"

#include <gtest/gtest.h>

#include "tests/feeds/sample_feeds.hpp"

namespace ballast::feeds {
namespace {

using test::kUnit;
using test::reading;

const UnixSeconds kStart = *parse_utc("2025-11-17T21:00:00Z");

UnixSeconds minutes(std::int64_t count) {
    return kStart + Seconds{count * 60};
}

/// Says `dollars` in the given minute.
void say(Board& board, const char* source, std::int64_t minute, std::int64_t dollars) {
    test::add(board, "btc", source, test::seen(minutes(minute), dollars * kUnit));
}

Verdict ask(const Board& board, std::int64_t minute) {
    return board.verdict("btc", minutes(minute));
}

TEST(Board, TheValueIsTheMedianOfTheGroups) {
    Board board({test::price_feed(3, 2)});
    say(board, "s0", 0, 100'000);
    say(board, "s1", 1, 100'400);
    say(board, "s2", 1, 100'100);
    const Verdict verdict = ask(board, 2);
    EXPECT_EQ(verdict.status, FeedStatus::live);
    EXPECT_EQ(verdict.value, reading(100'100 * kUnit));
    EXPECT_EQ(verdict.observed_at, minutes(0));
    EXPECT_EQ(verdict.known_at, minutes(1));
    EXPECT_TRUE(verdict.reasons.empty());
}

TEST(Board, OfTwoTheMeanRoundedDown) {
    Board board({test::price_feed(2, 2)});
    test::add(board, "btc", "s0", test::seen(kStart, 100'000 * kUnit));
    test::add(board, "btc", "s1", test::seen(kStart, 100'000 * kUnit + 3));
    EXPECT_EQ(ask(board, 1).value, reading(100'000 * kUnit + 1));
}

TEST(Board, SourcesOfOneUpstreamCountOnce) {
    FeedDeclaration feed = test::price_feed(3, 2);
    feed.sources[1].group = feed.sources[0].group;
    feed.sources[2].group = "other";
    Board board({feed});
    say(board, "s0", 0, 100'000);
    say(board, "s1", 1, 100'100);
    EXPECT_EQ(ask(board, 1).status, FeedStatus::missing);
    EXPECT_TRUE(test::has(ask(board, 1).reasons, FeedReason::too_few_groups));
    say(board, "s2", 1, 100'200);
    const Verdict verdict = ask(board, 1);
    EXPECT_EQ(verdict.status, FeedStatus::live);
    // The group's word is its newer reading; the other has no vote and no fault.
    EXPECT_EQ(verdict.value, reading(100'150 * kUnit));
    EXPECT_FALSE(verdict.sources[0].used);
    EXPECT_FALSE(verdict.sources[0].reason);
}

TEST(Board, BelowTheQuorumTheLastValueIsHeld) {
    Board board({test::price_feed(3, 2)});
    for (const char* source : {"s0", "s1", "s2"})
        say(board, source, 0, 100'000);
    say(board, "s0", 8, 101'000);
    const Verdict verdict = ask(board, 11);
    EXPECT_EQ(verdict.status, FeedStatus::stale);
    EXPECT_EQ(verdict.value, reading(100'000 * kUnit));
    EXPECT_EQ(verdict.sources[1].reason, FeedReason::older_than_hold);
    EXPECT_TRUE(test::has(verdict.reasons, FeedReason::too_few_groups));
    EXPECT_TRUE(test::has(verdict.reasons, FeedReason::stale));
    EXPECT_EQ(ask(board, 24 * 60 + 1).status, FeedStatus::preset);
    EXPECT_FALSE(ask(board, 24 * 60 + 1).value);
}

TEST(Board, TwoThatDisagreeAreNoQuorum) {
    Board board({test::price_feed(2, 1)});
    say(board, "s0", 0, 100'000);
    say(board, "s1", 0, 100'000);
    say(board, "s1", 5, 150'000);
    say(board, "s0", 5, 100'000);
    const Verdict verdict = ask(board, 5);
    EXPECT_EQ(verdict.status, FeedStatus::below_quorum);
    EXPECT_EQ(verdict.value, reading(100'000 * kUnit));
    EXPECT_TRUE(test::has(verdict.reasons, FeedReason::groups_disagree));
}

/// Two that still answer with the price before a fall are no majority over the one that has it.
TEST(Board, AMajorityThatWasOvertakenIsNone) {
    for (const std::int64_t behind : {120, 121}) {
        Board board({test::price_feed(3, 2)});
        const UnixSeconds now{1'751'932'800};
        for (const char* source : {"s0", "s1"})
            test::add(board, "btc", source,
                      test::seen(now - Seconds{behind}, 100'000 * test::kUnit));
        test::add(board, "btc", "s2", test::seen(now, 75'000 * test::kUnit));
        const Verdict verdict = board.verdict("btc", now);
        EXPECT_EQ(test::has(verdict.reasons, FeedReason::groups_disagree), behind > 120) << behind;
    }
}

TEST(Board, AJumpOfTheOnlyGroupWaitsForTheNextPrint) {
    Board board({test::price_feed(1, 1)});
    say(board, "s0", 0, 100'000);
    say(board, "s0", 1, 150'000);
    EXPECT_EQ(ask(board, 1).status, FeedStatus::jump_unconfirmed);
    EXPECT_EQ(ask(board, 1).value, reading(100'000 * kUnit));
    // The same print asked again later is no second word.
    EXPECT_EQ(ask(board, 2).status, FeedStatus::jump_unconfirmed);
    say(board, "s0", 3, 149'000);
    EXPECT_EQ(ask(board, 3).status, FeedStatus::live);
    EXPECT_EQ(ask(board, 3).value, reading(149'000 * kUnit));
}

TEST(Board, AJumpThatComesBackWasNone) {
    Board board({test::price_feed(1, 1)});
    say(board, "s0", 0, 100'000);
    say(board, "s0", 1, 150'000);
    say(board, "s0", 2, 100'500);
    EXPECT_EQ(ask(board, 2).value, reading(100'500 * kUnit));
    // And a later one waits anew.
    say(board, "s0", 3, 150'000);
    EXPECT_EQ(ask(board, 3).status, FeedStatus::jump_unconfirmed);
}

TEST(Board, ASecondGroupConfirmsAJumpAtOnce) {
    Board board({test::price_feed(3, 2)});
    for (const char* source : {"s0", "s1", "s2"})
        say(board, source, 0, 100'000);
    say(board, "s0", 1, 60'000);
    EXPECT_EQ(ask(board, 1).value, reading(100'000 * kUnit));
    EXPECT_EQ(ask(board, 1).sources[0].reason, FeedReason::outvoted);
    say(board, "s2", 2, 60'200);
    EXPECT_EQ(ask(board, 2).status, FeedStatus::live);
    EXPECT_EQ(ask(board, 2).value, reading(60'100 * kUnit));
}

TEST(Board, NoNumberOfSourcesConfirmsAFactorOfFive) {
    for (const std::int64_t dollars : {500'000, 20'000}) {
        Board board({test::price_feed(3, 2)});
        for (const char* source : {"s0", "s1", "s2"})
            say(board, source, 0, 100'000);
        for (std::int64_t minute = 1; minute < 5; ++minute)
            for (const char* source : {"s0", "s1", "s2"})
                say(board, source, minute, dollars);
        const Verdict verdict = ask(board, 5);
        EXPECT_EQ(verdict.status, FeedStatus::jump_unconfirmed);
        EXPECT_EQ(verdict.value, reading(100'000 * kUnit));
        EXPECT_TRUE(test::has(verdict.reasons, FeedReason::jump_refused));
    }
}

FeedDeclaration peg_feed(std::size_t sources, std::size_t quorum) {
    FeedDeclaration feed = test::price_feed(sources, quorum);
    feed.band_min = reading(kUnit / 100);
    feed.jump.most = engine::kWadOne / 20;
    return feed;
}

/// The peg is lost: one group waits for its next print, two are believed at once.
TEST(Board, ALostPegIsBelieved) {
    for (const std::size_t sources : {std::size_t{1}, std::size_t{3}}) {
        Board board({peg_feed(sources, std::min<std::size_t>(sources, 2))});
        for (std::int64_t minute = 0; minute < 3; ++minute)
            for (std::size_t i = 0; i < sources; ++i)
                test::add(board, "btc", "s" + std::to_string(i),
                          test::seen(minutes(minute), minute == 0 ? kUnit : kUnit * 88 / 100));
        EXPECT_EQ(ask(board, 2).status, FeedStatus::live) << sources;
        EXPECT_EQ(ask(board, 2).value, reading(kUnit * 88 / 100)) << sources;
    }
}

/// From 1.5 to 0.6 looks like a pair turned round; two groups at once do not slip so.
TEST(Board, WhatLooksLikeASlipIsAMoveWhereASecondGroupSaysIt) {
    Board board({peg_feed(3, 2)});
    for (const char* source : {"s0", "s1", "s2"})
        test::add(board, "btc", source, test::seen(minutes(0), kUnit * 3 / 2));
    test::add(board, "btc", "s0", test::seen(minutes(1), kUnit * 3 / 5));
    EXPECT_EQ(ask(board, 1).sources[0].reason, FeedReason::slip_inverse);
    test::add(board, "btc", "s1", test::seen(minutes(1), kUnit * 3 / 5));
    EXPECT_EQ(ask(board, 1).status, FeedStatus::live);
    EXPECT_EQ(ask(board, 1).value, reading(kUnit * 3 / 5));
}

TEST(Board, OutsideItsBandAReadingHasNoVote) {
    Board board({test::price_feed(1, 1)});
    say(board, "s0", 0, 99);
    const Verdict verdict = ask(board, 0);
    EXPECT_EQ(verdict.status, FeedStatus::missing);
    EXPECT_EQ(verdict.sources[0].reason, FeedReason::outside_band);
    EXPECT_EQ(ask(Board({test::price_feed(1, 1)}), 0).reasons,
              (std::vector{FeedReason::no_observation}));
}

/// Fault 4 behind the parsers: a clock that runs ahead, milliseconds taken for seconds.
TEST(Board, WhatComesFromTheFutureIsRefused) {
    Board board({test::price_feed(1, 1)});
    Sighting ahead = test::seen(kStart, 100'000 * kUnit);
    ahead.fetched_at = kStart - Seconds{121};
    const auto refused = board.add("btc", "s0", ahead);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what,
              "s0: observed at 2025-11-17T21:00:00Z, which is 121 s after it was fetched");
    ahead.fetched_at = kStart - Seconds{120};
    EXPECT_TRUE(board.add("btc", "s0", ahead));
    Sighting unborn = test::seen(kStart, 100'000 * kUnit);
    unborn.observation.known_at = kStart - Seconds{1};
    EXPECT_FALSE(board.add("btc", "s0", unborn));
    EXPECT_EQ(board.add("btc", "s9", ahead).error().code, Errc::configuration);
    EXPECT_TRUE(board.history("btc", "s9").empty());
}

TEST(Board, BehindTheCalendarNothingIsFresh) {
    Board board(test::example_feeds());
    const UnixSeconds at = test::at("2037-12-31T22:00:00Z");
    test::add(board, "vix", "vix_cboe", test::seen(at - Seconds{3600}, 16 * kUnit));
    EXPECT_EQ(board.verdict("vix", at).status, FeedStatus::live);
    const Verdict verdict = board.verdict("vix", at + kDay);
    EXPECT_EQ(verdict.status, FeedStatus::stale);
    EXPECT_TRUE(test::has(verdict.reasons, FeedReason::beyond_calendar));
}

TEST(Board, WhatIsForgottenIsGone) {
    Board board({test::price_feed(1, 1)});
    EXPECT_EQ(memory_of(board.feeds().front()), kHour);
    for (std::int64_t minute = 0; minute < 100; ++minute)
        say(board, "s0", minute, 100'000 + minute);
    board.forget(minutes(99));
    EXPECT_EQ(board.history("btc", "s0").size(), 61U);
    EXPECT_EQ(ask(board, 99).value, reading(100'099 * kUnit));
}

TEST(Board, AClockThatRunsAheadForgetsNoMoreThanWhatIsOldAgainstTheNewestPrint) {
    Board board({test::price_feed(1, 1)});
    for (std::int64_t minute = 0; minute < 100; ++minute)
        say(board, "s0", minute, 100'000 + minute);
    board.forget(minutes(100'000));
    EXPECT_EQ(board.history("btc", "s0").size(), 61U);
    say(board, "s0", 100, 100'100);
    EXPECT_EQ(ask(board, 100).value, reading(100'100 * kUnit));
    // Nor for ever what an earlier run forgot by such a clock.
    Memory memory = board.memory("btc");
    memory.until = minutes(100'000);
    board.resume("btc", memory);
    board.forget(minutes(101));
    EXPECT_EQ(board.memory("btc").until, minutes(101));
}

/// Garbage that lasts does not become the past that the next print is compared with.
TEST(Board, WhatWasBelievedIsRememberedThroughDaysOfGarbage) {
    Board board({test::price_feed(3, 2)});
    for (const char* source : {"s0", "s1", "s2"})
        say(board, source, 0, 100'000);
    int refused = 0;
    for (std::int64_t minute = 1; minute <= 3 * 24 * 60; ++minute) {
        for (std::int64_t second = 0; second < 3; ++second)
            test::add(board, "btc", "s" + std::to_string(second),
                      test::seen(minutes(minute) + Seconds{second}, 1'000'000 * kUnit));
        if (minute % 60 > 0) continue;
        const Verdict verdict = ask(board, minute + 1);
        refused += test::has(verdict.reasons, FeedReason::jump_refused) ? 1 : 0;
        board.forget(minutes(minute));
    }
    EXPECT_EQ(refused, 72);
    EXPECT_LE(board.history("btc", "s0").size(), 62U);
}

/// Fault 8 with a quorum of one: who lies first is not believed while others may still speak.
TEST(Board, TheFirstValueNeedsASecondWordWhereThereIsAnyoneToAsk) {
    Board board({test::price_feed(3, 1)});
    say(board, "s0", 0, 9'000'000);
    EXPECT_EQ(ask(board, 0).status, FeedStatus::missing);
    say(board, "s1", 1, 90'000);
    say(board, "s2", 1, 90'100);
    EXPECT_EQ(ask(board, 1).status, FeedStatus::live);
    EXPECT_EQ(ask(board, 1).value, reading(90'050 * kUnit));
    Board alone({test::price_feed(3, 1)});
    say(alone, "s0", 0, 90'000);
    say(alone, "s0", 1, 90'100);
    EXPECT_EQ(ask(alone, 1).status, FeedStatus::live);
}

/// A price that goes on falling is at no print where it was; that is no reason not to believe it.
TEST(Board, AFallThatGoesOnConfirmsItself) {
    Board board({test::price_feed(1, 1)});
    say(board, "s0", 0, 100'000);
    say(board, "s0", 1, 75'000);
    say(board, "s0", 2, 55'000);
    EXPECT_EQ(ask(board, 2).status, FeedStatus::live);
    EXPECT_EQ(ask(board, 2).value, reading(55'000 * kUnit));
}

/// Behind a silence longer than the second limit what was believed is no measure any more.
TEST(Board, BehindASilenceQuorumAndTwoPrintsBeginAnew) {
    Board board({test::price_feed(3, 2)});
    const auto all_say = [&](std::int64_t minute, std::int64_t dollars) {
        for (const char* source : {"s0", "s1", "s2"})
            say(board, source, minute, dollars);
    };
    const std::int64_t two_days = 2 * 24 * 60;
    all_say(0, 100'000);
    all_say(two_days, 15'000);
    EXPECT_NE(ask(board, two_days).status, FeedStatus::live);
    board.forget(minutes(two_days));
    all_say(two_days + 1, 15'100);
    EXPECT_EQ(ask(board, two_days + 1).status, FeedStatus::live);
    EXPECT_EQ(ask(board, two_days + 1).value, reading(15'100 * kUnit));
}

/// A copy of a print at another endpoint is no second print.
TEST(Board, TwoEndpointsOfOneUpstreamDoNotConfirmEachOther) {
    Board board(test::example_feeds());
    const auto say_vix = [&](const char* source, const char* utc, std::int64_t level) {
        Sighting sighting = test::seen(test::at(utc), level * kUnit);
        test::add(board, "vix", source, sighting);
    };
    say_vix("vix_cboe", "2025-11-17T21:15:00Z", 20);
    say_vix("vix_cboe", "2025-11-18T21:15:00Z", 60);
    say_vix("vix_fred", "2025-11-18T21:00:00Z", 60);
    const Verdict copied = board.verdict("vix", test::at("2025-11-19T12:00:00Z"));
    EXPECT_EQ(copied.status, FeedStatus::jump_unconfirmed);
    EXPECT_EQ(copied.value, reading(20 * kUnit));
    EXPECT_EQ(copied.waiting, reading(60 * kUnit));
    say_vix("vix_cboe", "2025-11-19T21:15:00Z", 62);
    EXPECT_EQ(board.verdict("vix", test::at("2025-11-19T22:00:00Z")).value, reading(62 * kUnit));
}

/// In a fall venues are further apart than one of them jumps on a quiet day.
TEST(Board, HowFarGroupsAgreeIsNotHowFarOneIsBelieved) {
    FeedDeclaration feed = test::price_feed(3, 2);
    feed.jump.most = engine::kWadOne / 20;
    for (const bool wider : {false, true}) {
        if (wider) feed.agree = JumpLimit{true, engine::kWadOne / 10};
        Board board({feed});
        for (const char* source : {"s0", "s1", "s2"})
            say(board, source, 0, 100'000);
        say(board, "s0", 1, 70'000);
        say(board, "s1", 1, 74'000);
        say(board, "s2", 1, 79'000);
        EXPECT_EQ(ask(board, 1).status, wider ? FeedStatus::live : FeedStatus::below_quorum);
        EXPECT_EQ(ask(board, 1).value, reading((wider ? 74'000 : 100'000) * kUnit));
        EXPECT_EQ(ask(board, 1).dispute.below, !wider);
    }
}

/// Two sources of one daily number, of which one is a day late.
FeedDeclaration daily_feed(std::size_t quorum) {
    FeedDeclaration feed = test::price_feed(2, quorum);
    feed.target = FeedTarget::indicator;
    feed.calendar = "cboe";
    feed.stale = {true, 3, 10};
    feed.band_min = reading(kUnit);
    feed.jump.most = engine::kWadOne;
    return feed;
}

TEST(Board, YesterdayIsNotMixedWithToday) {
    for (const std::size_t quorum : {std::size_t{1}, std::size_t{2}}) {
        Board board({daily_feed(quorum)});
        const UnixSeconds first = test::at("2025-11-17T21:15:00Z");
        const UnixSeconds second = first + kDay;
        for (const char* source : {"s0", "s1"})
            test::add(board, "btc", source, test::seen(first, 35 * kUnit));
        test::add(board, "btc", "s0", test::seen(second, 40 * kUnit));
        const Verdict early = board.verdict("btc", second);
        EXPECT_EQ(early.value, reading((quorum == 1 ? 40 : 35) * kUnit));
        EXPECT_EQ(early.observed_at, quorum == 1 ? second : first);
        if (quorum == 1) {
            EXPECT_EQ(early.sources[1].reason, FeedReason::other_day);
        }
        test::add(board, "btc", "s1", test::seen(second, 42 * kUnit));
        EXPECT_EQ(board.verdict("btc", second).value, reading(41 * kUnit));
        EXPECT_EQ(board.verdict("btc", second).observed_at, second);
    }
}

/// An answer has both vintages of a day, each time it is fetched.
TEST(Board, AnOldVintageDoesNotComeBack) {
    Board board({test::price_feed(1, 1)});
    for (std::int64_t fetch = 0; fetch < 3; ++fetch)
        for (std::int64_t vintage = 0; vintage < 2; ++vintage) {
            Sighting sighting = test::seen(minutes(0), (100'000 + vintage) * kUnit);
            sighting.observation.known_at = minutes(vintage);
            sighting.fetched_at = minutes(2 + fetch);
            EXPECT_EQ(board.is_news("btc", "s0", sighting), fetch == 0);
            test::add(board, "btc", "s0", sighting);
        }
    EXPECT_EQ(ask(board, 5).value, reading(100'001 * kUnit));
    EXPECT_EQ(board.history("btc", "s0").size(), 2U);
}

/// Our clock ran ahead when the day's print was fetched, and was set right.
TEST(Board, WhatIsHadEarlierIsNews) {
    Board board({test::price_feed(1, 1)});
    Sighting sighting = test::seen(minutes(0), 100'000 * kUnit);
    sighting.fetched_at = minutes(600);
    test::add(board, "btc", "s0", sighting);
    sighting.fetched_at = minutes(1);
    test::add(board, "btc", "s0", sighting);
    EXPECT_EQ(ask(board, 2).status, FeedStatus::live);
    EXPECT_EQ(board.history("btc", "s0").size(), 1U);
}

/// A source that says a new number of each second, again and again, costs no more than so much.
TEST(Board, AFloodIsHeldToItsCount) {
    FeedDeclaration feed = daily_feed(1);
    Board board({feed});
    const UnixSeconds end = test::at("2025-11-18T21:15:00Z");
    for (std::int64_t i = 0; i < 20'000; ++i)
        test::add(board, "btc", "s0", test::seen(end - Seconds{i}, 20 * kUnit));
    for (std::int64_t i = 0; i < 40; ++i)
        test::add(board, "btc", "s1", test::seen(end, 20 * kUnit + i));
    EXPECT_LE(board.history("btc", "s1").size(), 16U);
    board.forget(end);
    EXPECT_EQ(board.history("btc", "s0").size(), kEventTimesMax);
}

/// What is forgotten leaves behind what it amounted to: verdicts are the same without it, a spike
/// at the edge and a slow source's last word included.
TEST(Board, ForgettingChangesNoVerdict) {
    FeedDeclaration feed = test::price_feed(3, 2);
    feed.stale.hold = 4 * kHour.count;
    Board whole({feed});
    Board short_one({feed});
    for (std::int64_t minute = 0; minute < 3 * 24 * 60; minute += 7) {
        const bool spike = minute / 60 % 9 == 5;
        for (Board* board : {&whole, &short_one}) {
            say(*board, "s0", minute, spike ? 900'000 : 100'000 + minute);
            say(*board, "s1", minute + 1, spike ? 900'000 : 100'000 + minute);
            if (minute % 210 == 0) say(*board, "s2", minute + 2, 100'000 + minute);
        }
        short_one.forget(minutes(minute + 2));
        ASSERT_EQ(write_json(to_json(ask(whole, minute + 2))),
                  write_json(to_json(ask(short_one, minute + 2))))
            << minute;
    }
    EXPECT_LT(short_one.history("btc", "s0").size(), 150U);
    EXPECT_GT(whole.history("btc", "s0").size(), 600U);
}

TEST(Board, TheInputsOfADecisionAreOneCanonicalText) {
    FeedDeclaration feed = test::price_feed(2, 1);
    feed.sources[1].group = "s0";
    Board board({feed});
    Sighting sighting = test::seen(kStart, 100'000 * kUnit);
    sighting.body.bytes[31] = 5;
    test::add(board, "btc", "s0", sighting);
    const std::string digest = std::string(62, '0') + "05";
    EXPECT_EQ(write_json(decision_inputs(minutes(1), board.verdicts(minutes(1)))),
              R"({"at":"1763413260","feeds":[{"feed":"btc","known_at":"1763413200",)"
              R"("last":{"observed_at":"1763413200","value_1e8":"10000000000000"},)"
              R"("observed_at":"1763413200","reasons":[],"sources":[{"group":"s0",)"
              R"("sighting":{"body":"0x)" +
                  digest +
                  R"(","fetched_at":"1763413200","known_at":"1763413200",)"
                  R"("observed_at":"1763413200","value_1e8":"10000000000000"},)"
                  R"("source":"s0","used":true},{"group":"s0","source":"s1","used":false}],)"
                  R"("status":"live","value_1e8":"10000000000000"}]})");
}

TEST(Board, WhatAClockThatRanAheadDatedIsNewsOnceMore) {
    Board board({test::price_feed(1, 1)});
    const Sighting ahead{{reading(5'000 * kUnit), kStart, kStart}, kStart + kDay, {}};
    const Sighting after{{reading(5'000 * kUnit), kStart, kStart}, minutes(1), {}};
    test::add(board, "btc", "s0", ahead);
    ASSERT_TRUE(board.is_news("btc", "s0", after));
    test::add(board, "btc", "s0", after);
    EXPECT_FALSE(board.is_news("btc", "s0", after));
    EXPECT_EQ(ask(board, 2).status, FeedStatus::live);
}

}  // namespace
}  // namespace ballast::feeds
