// SPDX-License-Identifier: MIT
// Fault 5: observations out of order, twice, and revised.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <random>

#include "tests/feeds/sample_feeds.hpp"
#include "tests/support/property.hpp"

namespace ballast::feeds {
namespace {

struct Arrival {
    std::string source;
    Sighting sighting;
};

using Random = std::mt19937_64;

std::int64_t draw(Random& random, std::int64_t below) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(below));
}

/// A quarter of an hour of three sources, with late words, revisions, liars and jumps.
std::vector<Arrival> history(Random& random, UnixSeconds start) {
    std::vector<Arrival> all;
    std::int64_t price = 100'000;
    for (std::int64_t minute = 0; minute < 15; ++minute) {
        price += draw(random, 401) - 200;
        if (draw(random, 8) == 0) price = price * 7 / 5;
        for (const char* source : {"s0", "s1", "s2"}) {
            const UnixSeconds at = start + Seconds{minute * 60 + draw(random, 50)};
            std::int64_t said = price;
            if (draw(random, 20) == 0) said *= 3;
            Sighting sighting = test::seen(at, said * test::kUnit);
            sighting.observation.known_at = at + Seconds{draw(random, 40)};
            sighting.fetched_at = sighting.observation.known_at + Seconds{draw(random, 90)};
            all.push_back({source, sighting});
            if (draw(random, 6) > 0) continue;
            sighting.observation.value = test::reading((said + 50) * test::kUnit);
            sighting.observation.known_at = sighting.fetched_at;
            sighting.fetched_at = sighting.fetched_at + Seconds{30};
            sighting.body.bytes[0] = 7;
            all.push_back({source, sighting});
        }
    }
    return all;
}

std::string judged(const std::vector<Arrival>& arrivals, UnixSeconds start) {
    Board board({test::price_feed(3, 2)});
    for (const Arrival& arrival : arrivals)
        test::add(board, "btc", arrival.source, arrival.sighting);
    std::string text;
    for (const std::int64_t minute : {5, 10, 20}) {
        const UnixSeconds at = start + Seconds{minute * 60};
        text += write_json(decision_inputs(at, board.verdicts(at)));
    }
    return text;
}

/// Some arrive twice, and all in another order.
std::vector<Arrival> shuffled(std::vector<Arrival> arrivals, Random& random) {
    const std::size_t count = arrivals.size();
    for (std::size_t i = 0; i < count; ++i)
        if (draw(random, 4) == 0) arrivals.push_back(arrivals[i]);
    std::shuffle(arrivals.begin(), arrivals.end(), random);
    return arrivals;
}

TEST(fault_5_order_and_revisions, NoOrderOfArrivalChangesAVerdict) {
    const UnixSeconds start = test::at("2025-11-17T21:00:00Z");
    const int cases = ::ballast::test::cases(10'000, 100'000);
    int equal = 0;
    int duplicates = 0;
    int moved = 0;
    const auto property = [&] {
        Random random(::ballast::test::drawn_seed());
        const auto arrivals = history(random, start);
        const auto other = shuffled(arrivals, random);
        duplicates += static_cast<int>(other.size() - arrivals.size());
        moved += other.front().sighting == arrivals.front().sighting ? 0 : 1;
        const bool same = judged(arrivals, start) == judged(other, start);
        equal += same ? 1 : 0;
        RC_ASSERT(same);
    };
    ::ballast::test::check_property(property, cases);
    EXPECT_GT(duplicates, cases);
    EXPECT_GT(moved, cases / 2);
    EXPECT_EQ(equal, cases);
    std::printf("duplicates=%d equal=%d\n", duplicates, equal);
}

TEST(fault_5_order_and_revisions, ARevisionIsANewVersionAndThePastKeepsTheOldOne) {
    Board board({test::price_feed(1, 1)});
    const UnixSeconds start = test::at("2025-11-17T21:00:00Z");
    const Sighting first = test::seen(start, 100'000 * test::kUnit);
    Sighting revised = test::seen(start, 100'100 * test::kUnit);
    revised.observation.known_at = revised.fetched_at = start + Seconds{120};
    test::add(board, "btc", "s0", revised);
    test::add(board, "btc", "s0", first);
    test::add(board, "btc", "s0", first);
    EXPECT_EQ(board.history("btc", "s0"), (std::vector{first, revised}));
    EXPECT_EQ(board.verdict("btc", start + Seconds{119}).value, first.observation.value);
    EXPECT_EQ(board.verdict("btc", start + Seconds{120}).value, revised.observation.value);
    // What only repeats a version is no news, be it the old vintage; a new one that goes back is.
    Sighting again = first;
    again.fetched_at = start + Seconds{300};
    EXPECT_FALSE(board.is_news("btc", "s0", revised));
    EXPECT_FALSE(board.is_news("btc", "s0", again));
    again.observation.known_at = start + Seconds{180};
    EXPECT_TRUE(board.is_news("btc", "s0", again));
}

TEST(fault_5_order_and_revisions, NothingIsUsedBeforeItIsKnownNorBeforeWeHadIt) {
    Board board({test::price_feed(1, 1)});
    const UnixSeconds start = test::at("2025-11-17T21:00:00Z");
    Sighting late = test::seen(start, 100'000 * test::kUnit);
    late.observation.known_at = start + Seconds{60};
    late.fetched_at = start + Seconds{90};
    test::add(board, "btc", "s0", late);
    EXPECT_EQ(board.verdict("btc", start + Seconds{89}).status, FeedStatus::missing);
    EXPECT_EQ(board.verdict("btc", start + Seconds{90}).status, FeedStatus::live);
    EXPECT_EQ(board.verdict("btc", start + Seconds{90}).known_at, start + Seconds{90});
}

}  // namespace
}  // namespace ballast::feeds
