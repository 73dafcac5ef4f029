// SPDX-License-Identifier: MIT
// Small feeds, and what their sources say: each test changes what it is about.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "feeds/board.hpp"

namespace ballast::feeds::test {

constexpr std::int64_t kUnit = 100'000'000;

inline providers::Reading reading(std::int64_t units_1e8) {
    return providers::Reading::of(units_1e8);
}

/// Something that was known and fetched when it was observed.
inline Sighting seen(UnixSeconds at, std::int64_t value_1e8) {
    return {{reading(value_1e8), at, at}, at, {}};
}

/// Returns a price feed of as many sources, each a group, fresh for ten minutes.
inline FeedDeclaration price_feed(std::size_t sources, std::size_t quorum) {
    FeedDeclaration feed;
    feed.name = "btc";
    feed.target = FeedTarget::price;
    feed.of = "BTC";
    feed.calendar = "crypto";
    feed.unit = "dollars";
    feed.stale = {false, 600, 86400};
    feed.band_min = reading(100 * kUnit);
    feed.band_max = reading(10'000'000 * kUnit);
    feed.jump = {true, engine::kWadOne / 5};
    feed.quorum = quorum;
    feed.interval = Seconds{60};
    for (std::size_t i = 0; i < sources; ++i) {
        SourceDeclaration source;
        source.source.name = std::string("s") + std::to_string(i);
        source.group = source.source.name;
        feed.sources.push_back(source);
    }
    return feed;
}

/// Returns the shipped example's feeds.
inline std::vector<FeedDeclaration> example_feeds() {
    auto feeds = load_feeds("docs/feeds-example.toml");
    EXPECT_TRUE(feeds) << feeds.error().what;
    return feeds ? *feeds : std::vector<FeedDeclaration>{};
}

/// Adds, and fails the test where the board refuses.
inline void add(Board& board, const std::string& feed, const std::string& source,
                const Sighting& sighting) {
    const auto added = board.add(feed, source, sighting);
    EXPECT_TRUE(added) << added.error().what;
}

inline UnixSeconds at(const char* utc) {
    const auto moment = parse_utc(utc);
    EXPECT_TRUE(moment);
    return moment.value_or(UnixSeconds{});
}

inline bool has(const std::vector<FeedReason>& reasons, FeedReason reason) {
    return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

}  // namespace ballast::feeds::test
