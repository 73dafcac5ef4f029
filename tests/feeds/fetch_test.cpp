// SPDX-License-Identifier: MIT
#include "feeds/fetch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/hash.hpp"
#include "tests/feeds/fetch_world.hpp"

namespace ballast::feeds {
namespace {

using test::ScriptedAnswer;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Seconds kInterval{300};

net::HttpResponse said(int status, const std::string& body = "body") {
    net::HttpResponse response;
    response.status = status;
    response.body = body;
    return response;
}

ScriptedAnswer answer(net::HttpResponse response) {
    return {std::move(response), {}};
}

ScriptedAnswer no_answer() {
    return {fail(Errc::upstream_unavailable, "https://a.example: Couldn't resolve host name"), {}};
}

const Missed& missed_in(const std::vector<Fetched>& outcomes) {
    EXPECT_EQ(outcomes.size(), 1U);
    return std::get<Missed>(outcomes.at(0).what);
}

TEST(FeedFetcher, CapturesAnswersWithTimeAndDigest) {
    FetchWorld world({source_at("a.example", "vix", kInterval)}, [](const auto& request) {
        EXPECT_EQ(request.url, "https://a.example/vix?key=canary-url-query-90");
        net::HttpResponse response = said(200, "DATE,CLOSE\n");
        response.content_type = "text/csv";
        return ScriptedAnswer{response, {1'500}};
    });
    const auto outcomes = world.go();
    ASSERT_EQ(outcomes.size(), 1U);
    const auto& captured = std::get<Captured>(outcomes[0].what);
    EXPECT_EQ(captured.answer.body, "DATE,CLOSE\n");
    EXPECT_EQ(captured.answer.content_type, "text/csv");
    EXPECT_EQ(captured.answer.status, 200);
    EXPECT_EQ(captured.answer.fetched_at, UnixSeconds{1'700'000'001});
    EXPECT_EQ(captured.digest, sha256(as_bytes("DATE,CLOSE\n")));
    EXPECT_EQ(world.fetcher->figures(0).captured, 1U);
    EXPECT_TRUE(world.fetcher->step().empty());  // nothing is due
    EXPECT_EQ(world.fetcher->figures(0).requests, 1U);
}

TEST(FeedFetcher, AsksEachSourceAtItsInterval) {
    std::map<std::string, int> asked;
    FetchWorld world(
        {source_at("a.example", "fast", {10}), source_at("b.example", "slow", {3'600})},
        [&](const auto& request) {
            ++asked[request.url.substr(8, 1)];
            return answer(said(200));
        });
    while (world.passed() < 7'200'000)
        static_cast<void>(world.go());
    EXPECT_EQ(asked["a"], 721);
    EXPECT_EQ(asked["b"], 3);
    // What was lost is not made up for.
    world.clock.wait({86'400'000});
    EXPECT_EQ(world.go().size(), 2U);
    EXPECT_EQ(world.fetcher->next().count, world.clock.monotonic().count + 10'000);
}

TEST(FeedFetcher, EveryMissHasItsReason) {
    net::HttpResponse packed = said(200);
    packed.content_encoding = "gzip";
    net::HttpResponse busy = said(503);
    busy.retry_after = Seconds{7};
    const std::vector<std::pair<ScriptedAnswer, FetchMiss>> cases{
        {no_answer(), FetchMiss::no_answer},
        {{said(200), {60'000}}, FetchMiss::no_answer},
        {answer(said(429)), FetchMiss::asked_to_wait},
        {answer(busy), FetchMiss::asked_to_wait},
        {answer(said(500)), FetchMiss::server_fault},
        {answer(said(503)), FetchMiss::server_fault},
        {answer(said(404)), FetchMiss::refused},
        {answer(said(401)), FetchMiss::refused},
        {answer(said(302)), FetchMiss::redirected},
        {answer(packed), FetchMiss::compressed},
        {{fail(Errc::configuration, "bad"), {}}, FetchMiss::bad_request}};
    for (const auto& [reply, reason] : cases) {
        FetchWorld world({source_at("a.example", "vix", kInterval)},
                         [&one = reply](const auto&) { return one; });
        const auto outcomes = world.go();
        const Missed& missed = missed_in(outcomes);
        EXPECT_EQ(missed.reason, reason) << name(missed.reason);
        EXPECT_NE(missed.words, "");
        EXPECT_THAT(missed.words, Not(HasSubstr("canary")));
        EXPECT_EQ(world.fetcher->figures(0).missed.at(static_cast<std::size_t>(reason)), 1U);
    }
    EXPECT_EQ(name(FetchMiss::no_answer), "no_answer");
    EXPECT_EQ(name(FetchMiss::bad_request), "bad_request");
}

TEST(FeedFetcher, ARefusalIsNotTriedAgainBeforeTheInterval) {
    for (const int status : {301, 401, 404}) {
        FetchWorld world({source_at("a.example", "vix", kInterval)},
                         [&](const auto&) { return answer(said(status)); });
        static_cast<void>(world.go());
        EXPECT_EQ(world.fetcher->next().count - 1'000'000, 290'000);  // early by two deadlines
    }
}

/// The first failure is tried again soon; what is earned since is too little for a second.
TEST(FeedFetcher, BacksOffWithJitterAndNeverPastTheInterval) {
    std::int64_t soonest = 15'000, latest = 7'500;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        FetchRules rules;
        rules.seed = seed;
        FetchWorld world(
            {source_at("a.example", "vix", kInterval)}, [](const auto&) { return no_answer(); },
            rules);
        static_cast<void>(world.go());
        const std::int64_t first = world.fetcher->next().count - 1'000'000;
        soonest = std::min(soonest, first);
        latest = std::max(latest, first);
        static_cast<void>(world.go());
        EXPECT_EQ(world.fetcher->next().count - 1'000'000, first + 290'000);
    }
    EXPECT_GE(soonest, 7'500);
    EXPECT_LT(soonest, 9'000);
    EXPECT_GT(latest, 13'500);
    EXPECT_LE(latest, 15'000);
}

TEST(FeedFetcher, HonoursRetryAfterUpToItsCap) {
    for (const auto& [asked, least, most] : std::vector<std::array<std::int64_t, 3>>{
             {60, 60, 64}, {600, 300, 319}, {1'000'000'000, 300, 319}}) {
        FetchWorld world({source_at("a.example", "vix", kInterval)}, [wait = asked](const auto&) {
            net::HttpResponse busy = said(429);
            busy.retry_after = Seconds{wait};
            return answer(busy);
        });
        static_cast<void>(world.go());
        EXPECT_GE(world.fetcher->next().count - 1'000'000, least * 1'000);
        EXPECT_LE(world.fetcher->next().count - 1'000'000, most * 1'000);
    }
}

TEST(FeedFetcher, A429WithoutAWaitIsLeftInPeaceForLongerAndLonger) {
    FetchWorld world({source_at("a.example", "vix", {60})},
                     [](const auto&) { return answer(said(429)); });
    std::vector<std::int64_t> waits;
    for (int i = 0; i < 12; ++i) {
        static_cast<void>(world.go());
        waits.push_back(world.fetcher->next().count - world.clock.monotonic().count);
    }
    EXPECT_EQ(waits[0], 60'000);
    EXPECT_GE(waits[4], 120'000);
    EXPECT_EQ(waits[11], 300'000);
}

TEST(FeedFetcher, AWaitIsForAllSourcesOfAHost) {
    int asked = 0;
    FetchWorld world({source_at("a.example", "one", {60}), source_at("a.example", "two", {45}),
                      source_at("b.example", "three", {45})},
                     [&](const auto& request) {
                         const bool first = request.url.find("one") != std::string::npos;
                         asked += request.url.find("a.example") != std::string::npos ? 1 : 0;
                         if (!first || asked > 2) return answer(said(200));
                         net::HttpResponse busy = said(429);
                         busy.retry_after = Seconds{100};
                         return answer(busy);
                     });
    EXPECT_EQ(world.go().size(), 3U);
    const auto second = world.go();
    ASSERT_EQ(second.size(), 2U);
    EXPECT_EQ(second[0].source, 1U);
    EXPECT_EQ(std::get<Missed>(second[0].what).reason, FetchMiss::asked_to_wait);
    EXPECT_EQ(second[1].source, 2U);
    EXPECT_TRUE(std::holds_alternative<Captured>(second[1].what));
    const auto go_until = [&](std::int64_t moment) {
        while (world.fetcher->next().count <= 1'000'000 + moment)
            static_cast<void>(world.go());
    };
    go_until(99'999);
    EXPECT_EQ(asked, 2);
    go_until(110'000);
    EXPECT_EQ(asked, 4);
}

/// The dear call is limited by itself: its host still tells prices.
TEST(FeedFetcher, AWaitOfOneKindIsNoWaitOfTheOther) {
    std::vector<FetchSource> sources = {source_at("a.example", "book", {60}),
                                        source_at("a.example", "volume", {60}),
                                        source_at("a.example", "price", {60})};
    sources[0].kind = sources[1].kind = FetchKind::depth;
    std::map<std::string, int> asked;
    FetchWorld world(std::move(sources), [&](const auto& request) {
        const std::string what = request.url.substr(request.url.find("example/") + 8, 4);
        ++asked[what];
        if (what != "book") return answer(said(200));
        net::HttpResponse busy = said(429);
        busy.retry_after = Seconds{290};
        return answer(busy);
    });
    while (world.fetcher->next().count <= 1'000'000 + 280'000)
        static_cast<void>(world.go());
    EXPECT_EQ(asked["book"], 1);
    EXPECT_EQ(asked["volu"], 1);
    EXPECT_GE(asked["pric"], 5);
}

TEST(FeedFetcher, NoHostIsAskedMoreThanItsBudgetInAnyMinute) {
    std::vector<FetchSource> sources;
    for (int i = 0; i < 40; ++i)
        sources.push_back(source_at("a.example", "s" + std::to_string(i), {120}));
    std::vector<std::int64_t> sent;
    test::SimulatedClock* clock = nullptr;
    FetchRules rules;
    rules.host_requests_per_minute_max = 24;
    FetchWorld world(
        sources,
        [&](const auto&) {
            sent.push_back(clock->monotonic().count);
            return answer(said(500));
        },
        rules);
    clock = &world.clock;
    while (world.passed() < 3'600'000)
        static_cast<void>(world.go());
    for (std::size_t i = 24; i < sent.size(); ++i)
        EXPECT_GE(sent[i] - sent[i - 24], 60'000);
    std::uint64_t put_off = 0;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        put_off +=
            world.fetcher->figures(i).missed[static_cast<std::size_t>(FetchMiss::over_budget)];
        EXPECT_GE(world.fetcher->figures(i).requests, 29U) << i;  // nobody starves
    }
    EXPECT_GT(put_off, 0U);
}

TEST(FeedFetcher, RefusesAConfigurationThatCannotBeHeld) {
    const auto refused = [](std::vector<FetchSource> sources) {
        test::SimulatedClock clock;
        test::ScriptedHttp http(clock, [](const auto&) { return answer(said(200)); });
        const auto made = FeedFetcher::make(std::move(sources), http, clock);
        EXPECT_FALSE(made);
        if (made) return std::string();
        EXPECT_EQ(made.error().code, Errc::configuration);
        EXPECT_THAT(made.error().what, Not(HasSubstr("canary")));
        return made.error().what;
    };
    FetchSource nobody = source_at("a.example", "vix", kInterval);
    nobody.provider = nullptr;
    FetchSource none = source_at("a.example", "vix", kInterval);
    none.source.series = "none";
    EXPECT_THAT(refused({nobody}), HasSubstr("vix: there is no such provider"));
    EXPECT_THAT(refused({none}), HasSubstr("vix: it has no series"));
    EXPECT_THAT(refused({source_at("a.example", "vix", {0})}), HasSubstr("under a second"));
    EXPECT_THAT(refused({source_at("not a host", "vix", kInterval)}), HasSubstr("not a URL"));
    EXPECT_THAT(
        refused({source_at("a.example", "one", {4}), source_at("a.example", "two", {4})}),
        HasSubstr("two: https://a.example would be asked more often than 30 times a minute"));
}

TEST(FeedFetcher, WatchesTheServersClocks) {
    std::map<char, std::int64_t> ahead{{'a', 0}, {'b', 90}, {'c', -7'200}, {'d', 2}, {'e', 1}};
    test::SimulatedClock* clock = nullptr;
    std::vector<FetchSource> sources;
    for (const auto& [letter, skew] : ahead)
        sources.push_back(source_at(std::string(1, letter) + ".example", "vix", kInterval));
    FetchWorld world(sources, [&](const auto& request) {
        net::HttpResponse response = said(200);
        if (request.url[8] != 'e') response.date = clock->now() + Seconds{ahead[request.url[8]]};
        return ScriptedAnswer{response, {3'000}};
    });
    clock = &world.clock;
    EXPECT_FALSE(world.fetcher->skew());
    static_cast<void>(world.go());
    // Two seconds lie inside the three that the round took: they are no skew; e tells nothing.
    const auto skew = world.fetcher->skew();
    ASSERT_TRUE(skew);
    EXPECT_EQ(skew->hosts, 4U);
    EXPECT_EQ(skew->median, Seconds{0});
    ahead = {{'a', 60}, {'b', 60}, {'c', -7'200}, {'d', 60}};
    static_cast<void>(world.go());
    EXPECT_EQ(world.fetcher->skew()->median, Seconds{57});
}

TEST(FeedFetcher, KnowsWhatASourceKeepsSecret) {
    FetchWorld world({source_at("a.example", "vix", kInterval)},
                     [](const auto&) { return answer(said(200)); });
    static_cast<void>(world.go());
    EXPECT_EQ(world.fetcher->redactor(0).shown("bad key canary-url-query-90!"), "bad key ***!");
}

}  // namespace
}  // namespace ballast::feeds
