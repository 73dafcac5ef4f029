// SPDX-License-Identifier: MIT
#include "rpc/endpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace ballast::rpc {
namespace {

using ::testing::ElementsAre;

constexpr Milliseconds at(std::int64_t milliseconds) {
    return {milliseconds};
}

struct Watched {
    std::vector<std::string> transitions;
    EndpointRules rules;
    Endpoint endpoint{"node", rules, 7, [this](const EndpointStatus& now, EndpointState) {
                          transitions.push_back(std::string(name(now.state)) + "/" +
                                                std::string(name(now.reason)));
                      }};
};

TEST(Endpoint, FallsBehindAndCatchesUp) {
    Watched watched;
    Endpoint& endpoint = watched.endpoint;
    EXPECT_FALSE(endpoint.is_alive());
    endpoint.saw_head(at(0), 100, 100, true, false);
    EXPECT_TRUE(endpoint.is_alive());
    endpoint.saw_head(at(1000), 100, 103, true, false);
    EXPECT_TRUE(endpoint.is_alive());
    endpoint.saw_head(at(2000), 100, 104, true, false);
    EXPECT_FALSE(endpoint.is_alive());
    endpoint.saw_head(at(3000), 103, 104, true, false);  // nearer, but not there
    EXPECT_FALSE(endpoint.is_alive());
    endpoint.saw_head(at(4000), 104, 104, true, false);
    EXPECT_TRUE(endpoint.is_alive());
    endpoint.saw_head(at(5000), 105, 105, true, true);
    EXPECT_THAT(watched.transitions, ElementsAre("alive/caught_up", "out_of_sync/behind",
                                                 "alive/caught_up", "syncing/says_syncing"));
}

TEST(Endpoint, FreezesOnlyWhileOthersGoOn) {
    Watched watched;
    Endpoint& endpoint = watched.endpoint;
    endpoint.saw_head(at(0), 100, 100, true, false);
    endpoint.saw_head(at(600'000), 100, 100, true, false);  // a quiet chain
    EXPECT_TRUE(endpoint.is_alive());
    endpoint.saw_head(at(601'000), 100, 101, true, false);
    endpoint.saw_head(at(620'999), 100, 102, true, false);
    EXPECT_TRUE(endpoint.is_alive());
    endpoint.saw_head(at(621'000), 100, 102, true, false);
    EXPECT_EQ(endpoint.status().reason, EndpointReason::frozen);
    endpoint.saw_head(at(622'000), 102, 102, true, false);
    EXPECT_TRUE(endpoint.is_alive());
}

TEST(Endpoint, ALagThatMayBeALiePutsNobodyOut) {
    Watched watched;
    watched.endpoint.saw_head(at(0), 100, 1'000'000, false, false);
    EXPECT_TRUE(watched.endpoint.is_alive());
    for (int i = 1; i < 100; ++i)
        watched.endpoint.saw_head(at(i * 12'000), 100 + static_cast<std::uint64_t>(i), 1'000'000,
                                  false, false);
    EXPECT_TRUE(watched.endpoint.is_alive());
}

/// Returns the waits between the probes of an endpoint that never answers.
std::vector<std::int64_t> waits(std::uint64_t seed) {
    Endpoint endpoint("node", EndpointRules{}, seed, nullptr);
    std::vector<std::int64_t> found;
    std::int64_t last = 0;
    for (std::int64_t now = 0; found.size() < 10; now += 10) {
        if (!endpoint.admit(at(now))) continue;
        endpoint.failed(at(now), EndpointReason::no_answer);
        if (now > 0) found.push_back(now - last);
        last = now;
    }
    return found;
}

TEST(Endpoint, BacksOffByDoublingWithJitter) {
    const auto found = waits(1);
    std::int64_t whole = 1'000;
    for (const std::int64_t wait : found) {
        EXPECT_GE(wait, whole / 2);
        EXPECT_LE(wait, whole + 10);
        whole = std::min<std::int64_t>(whole * 2, 60'000);
    }
    EXPECT_EQ(found, waits(1));
    EXPECT_NE(found, waits(2));
}

TEST(Endpoint, AHeadEndsTheBackoff) {
    Endpoint endpoint("node", EndpointRules{}, 1, nullptr);
    for (std::int64_t now = 0; now < 1'000'000; now += 1000)
        if (endpoint.admit(at(now))) endpoint.failed(at(now), EndpointReason::no_answer);
    EXPECT_TRUE(endpoint.admit(at(2'000'000)));
    endpoint.saw_head(at(2'000'000), 100, 100, true, false);
    endpoint.failed(at(2'000'000), EndpointReason::no_answer);
    EXPECT_TRUE(endpoint.admit(at(2'001'000)));
}

TEST(Endpoint, WaitsAsLongAsAskedButNotForEver) {
    Endpoint endpoint("node", EndpointRules{}, 1, nullptr);
    endpoint.asked_to_wait(at(0), Seconds{30});
    EXPECT_EQ(endpoint.status().state, EndpointState::throttled);
    EXPECT_FALSE(endpoint.admit(at(29'999)));
    EXPECT_TRUE(endpoint.admit(at(30'000)));
    endpoint.asked_to_wait(at(30'000), Seconds{1'000'000'000});
    EXPECT_FALSE(endpoint.admit(at(329'999)));
    EXPECT_TRUE(endpoint.admit(at(330'000)));
}

TEST(Endpoint, KeepsToItsBudget) {
    Watched watched;
    watched.rules.requests_per_minute_max = 10;
    Endpoint endpoint("node", watched.rules, 1, nullptr);
    int admitted = 0;
    for (std::int64_t now = 0; now < 180'000; now += 100)
        admitted += endpoint.admit(at(now)) ? 1 : 0;
    EXPECT_EQ(admitted, 30);
    EXPECT_EQ(endpoint.status().reason, EndpointReason::over_budget);
}

}  // namespace
}  // namespace ballast::rpc
