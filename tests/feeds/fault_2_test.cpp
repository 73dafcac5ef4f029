// SPDX-License-Identifier: MIT
// Fault 2: a slip of units. A hundred times, a hundredth, one over the number, on five feeds.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/feeds/sample_feeds.hpp"

namespace ballast::feeds {
namespace {

struct Slip {
    const char* feed;
    const char* source;
    std::int64_t usual;  ///< at 1e-8
    std::int64_t next;   ///< what it moves to on a usual day
};

constexpr std::int64_t kOne = test::kUnit;
constexpr Slip kFeeds[] = {
    {"vix", "vix_cboe", 16 * kOne, 17 * kOne},
    {"move", "move_vendor", 95 * kOne, 99 * kOne},
    {"usdjpy", "usdjpy_pyth", 150 * kOne, 151 * kOne},
    {"jgb10", "jgb10_mof", 181'000'000, 182'000'000},
    {"jgb40", "jgb40_mof", 355'000'000, 356'000'000},
};

/// Returns the board after three days of usual prints and one that is `wrong`.
Verdict judge(const Slip& slip, std::int64_t wrong) {
    Board board(test::example_feeds());
    const UnixSeconds start = test::at("2025-11-17T21:30:00Z");
    for (int day = 0; day < 3; ++day)
        test::add(board, slip.feed, slip.source,
                  test::seen(start + Seconds{day * kDay.count}, slip.usual));
    const UnixSeconds now = start + Seconds{3 * kDay.count};
    test::add(board, slip.feed, slip.source, test::seen(now, wrong));
    return board.verdict(slip.feed, now);
}

const SourceVerdict& source_of(const Verdict& verdict, const char* name) {
    for (const SourceVerdict& source : verdict.sources)
        if (source.source == name) return source;
    ADD_FAILURE() << "no source " << name;
    return verdict.sources.front();
}

TEST(fault_2_unit_slips, SlipsOfUnitsAreRejectedByName) {
    int rejected = 0;
    for (const Slip& slip : kFeeds) {
        const std::int64_t inverse = static_cast<std::int64_t>(Int128{kOne} * kOne / slip.usual);
        const std::pair<std::int64_t, FeedReason> wrongs[] = {
            {slip.usual * 100, FeedReason::slip_hundredfold},
            {slip.usual / 100, FeedReason::slip_hundredth},
            {inverse, FeedReason::slip_inverse}};
        // The fault is one: the same day's usual print is taken.
        EXPECT_EQ(judge(slip, slip.next).value, test::reading(slip.next)) << slip.feed;
        for (const auto& [wrong, reason] : wrongs) {
            const Verdict verdict = judge(slip, wrong);
            EXPECT_EQ(verdict.value, test::reading(slip.usual)) << slip.feed;
            EXPECT_NE(verdict.status, FeedStatus::live) << slip.feed;
            const auto named = source_of(verdict, slip.source).reason;
            ASSERT_TRUE(named) << slip.feed;
            // Of 95 a hundredth and the inverse are nearly the same number.
            const bool either =
                named == reason || (slip.usual > 80 * kOne && slip.usual < 125 * kOne &&
                                    named == FeedReason::slip_hundredth);
            EXPECT_TRUE(either) << slip.feed << ' ' << name(*named);
            ++rejected;
        }
    }
    EXPECT_EQ(rejected, 15);
    std::printf("rejected=%d\n", rejected);
}

/// What slipped once does not creep in by staying: repetition confirms a jump, never a slip.
TEST(fault_2_unit_slips, ASlipThatStaysIsNoJumpThatIsConfirmed) {
    Board board(test::example_feeds());
    const UnixSeconds start = test::at("2025-11-17T21:30:00Z");
    test::add(board, "vix", "vix_cboe", test::seen(start, 16 * kOne));
    for (int day = 1; day <= 3; ++day) {
        const UnixSeconds now = start + Seconds{day * kDay.count};
        test::add(board, "vix", "vix_cboe", test::seen(now, 16 * kOne / 100));
        EXPECT_EQ(board.verdict("vix", now).value, test::reading(16 * kOne));
        EXPECT_EQ(board.verdict("vix", now).status, FeedStatus::below_quorum);
    }
}

TEST(fault_2_unit_slips, WithoutAnyPastTheOthersNameTheSlip) {
    Board board({test::price_feed(3, 2)});
    const UnixSeconds now = test::at("2025-11-17T21:30:00Z");
    test::add(board, "btc", "s0", test::seen(now, 90'000 * kOne));
    test::add(board, "btc", "s1", test::seen(now, 90'100 * kOne));
    test::add(board, "btc", "s2", test::seen(now, 901 * kOne));
    const Verdict verdict = board.verdict("btc", now);
    EXPECT_EQ(verdict.status, FeedStatus::live);
    EXPECT_EQ(verdict.value, test::reading(90'050 * kOne));
    EXPECT_EQ(verdict.sources[2].reason, FeedReason::slip_hundredth);
}

}  // namespace
}  // namespace ballast::feeds
