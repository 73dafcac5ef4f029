// SPDX-License-Identifier: MIT
#include "telemetry/status_board.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "base/file.hpp"
#include "base/json.hpp"
#include "telemetry/live_page.hpp"
#include "tests/support/simulated_clock.hpp"

namespace ballast::telemetry {
namespace {

TEST(StatusBoard, BornAliveAndNotReady) {
    const test::SimulatedClock clock;
    const StatusBoard board(clock, {30'000});
    EXPECT_EQ(board.page("/livez")->status, 200);
    EXPECT_EQ(board.page("/readyz")->status, 503);
    EXPECT_TRUE(parse_json(board.page("/status")->body));
    EXPECT_EQ(board.page("/metrics")->body, "");
}

TEST(StatusBoard, ShowsTheLastSnapshot) {
    const test::SimulatedClock clock;
    StatusBoard board(clock, {30'000});
    board.publish({"m 1\n", "{}", {}});
    EXPECT_EQ(board.page("/metrics")->body, "m 1\n");
    EXPECT_EQ(board.page("/metrics")->content_type, "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_EQ(board.page("/status")->content_type, "application/json");
    EXPECT_EQ(board.page("/readyz")->body, "ready\n");
    board.publish({"m 2\n", "{}", {"no quorum for vix", "the lock is lost"}});
    EXPECT_EQ(board.page("/metrics")->body, "m 2\n");
    EXPECT_EQ(board.page("/readyz")->body, "not ready\nno quorum for vix\nthe lock is lost\n");
    EXPECT_EQ(board.page("/readyz")->status, 503);
    EXPECT_FALSE(board.page("/nothing"));
    EXPECT_FALSE(board.page(""));
}

TEST(StatusBoard, ALoopThatHangsIsNeitherAliveNorReady) {
    test::SimulatedClock clock;
    StatusBoard board(clock, {30'000});
    board.publish({"", "{}", {}});
    clock.wait({30'000});
    EXPECT_EQ(board.page("/livez")->status, 200);
    clock.wait({1});
    EXPECT_EQ(board.page("/livez")->status, 503);
    EXPECT_EQ(board.page("/readyz")->status, 503);
    board.beat();
    EXPECT_EQ(board.page("/livez")->status, 200);
    EXPECT_EQ(board.page("/readyz")->status, 200);
}

TEST(StatusBoard, WhoAsksSeesOneSnapshotOrTheOther) {
    const test::SimulatedClock clock;
    StatusBoard board(clock, {30'000});
    const std::string a(10'000, 'a');
    const std::string b(20'000, 'b');
    board.publish({a, "{}", {}});
    std::thread writer([&] {
        for (int i = 0; i < 2'000; ++i)
            board.publish({i % 2 == 0 ? b : a, "{}", {}});
    });
    for (int i = 0; i < 2'000; ++i) {
        const std::string body = board.page("/metrics")->body;
        ASSERT_TRUE(body == a || body == b);
    }
    writer.join();
}

TEST(LivePage, IsOneDocumentThatItsPolicyAllows) {
    const test::SimulatedClock clock;
    const auto page = StatusBoard(clock, {1}).page("/");
    EXPECT_EQ(page->body, live_page());
    EXPECT_EQ(page->content_policy, live_page_policy());
    EXPECT_TRUE(page->body.starts_with("<!doctype html>"));
    EXPECT_EQ(page->body.find("http://"), std::string::npos);
    EXPECT_EQ(page->body.find("https://"), std::string::npos);
    EXPECT_EQ(page->content_policy.find("unsafe"), std::string::npos);
}

TEST(StatusExample, IsJsonOfTheDocumentedFormat) {
    const auto json = parse_json(read_file("tests/telemetry/status_example.json").value());
    ASSERT_TRUE(json);
    EXPECT_EQ(string_member(*json, "format").value(), "ballast/status/1");
    const auto document = read_file("docs/status-format.md").value();
    for (const auto& [member, value] : *json->as_object())
        EXPECT_NE(document.find('`' + member + '`'), std::string::npos) << member;
    for (const char* list : {"markets", "feeds", "chains", "alarms"})
        for (const Json& row : **array_member(*json, list))
            for (const auto& [member, value] : *row.as_object())
                EXPECT_NE(document.find('`' + member + '`'), std::string::npos) << member;
}

}  // namespace
}  // namespace ballast::telemetry
