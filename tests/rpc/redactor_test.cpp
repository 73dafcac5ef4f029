// SPDX-License-Identifier: MIT
// Nodes that say the secrets of the URL they were called with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rpc/http.hpp"
#include "rpc/node.hpp"
#include "rpc/pool.hpp"
#include "tests/support/http_server.hpp"
#include "tests/support/simulated_clock.hpp"

namespace ballast::rpc {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// The parts of the URL below, each as a provider might say it.
const std::vector<std::string>& secrets() {
    static const std::vector<std::string> kAll{"operator-7", "p%40ssword", "p@ssword",
                                               "pathKEY0123456789", "queryKEY9876543210"};
    return kAll;
}

std::string secret_url(const test::HttpServer& server) {
    const std::string plain = server.url();
    return "http://operator-7:p%40ssword@" + plain.substr(7) +
           "/v2/pathKEY0123456789?apikey=queryKEY9876543210";
}

std::string all_secrets() {
    std::string text = "v2 ";
    for (const std::string& secret : secrets())
        text += secret + " ";
    return text;
}

void expect_none(const std::string& text, const std::string& where) {
    EXPECT_FALSE(text.empty()) << where;
    for (const std::string& secret : secrets())
        EXPECT_THAT(text, Not(HasSubstr(secret))) << where;
    EXPECT_THAT(text, Not(HasSubstr("\x1b"))) << where;
}

/// Bodies of a node that echoes what it was called with, escaped or not.
std::vector<std::string> echoes() {
    const std::string words = all_secrets();
    return {R"({"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":")" + words + "\"}}",
            R"({"jsonrpc":"2.0","id":1,"error":{"code":3,"message":"revert )" + words +
                R"(","data":"0x"}})",
            R"({"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"\u001b[2J)" +
                std::string(290, '.') + words + "\"}}",
            R"({"jsonrpc":"2.0","id":1,"result":")" + words + "\"}",
            R"({"jsonrpc":"2.0","id":1,"result":"0x)" + words + "\"}",
            "{\"" + words + "\":1,\"" + words + "\":2}",
            R"({"jsonrpc":"2.0","id":1,"result":{"number":")" + words + "\"}}",
            words};
}

TEST(Redactor, NoTextOfANodeTellsItsUrl) {
    for (const std::string& echo : echoes()) {
        test::HttpServer server([&](int socket, const std::string&) {
            return test::write_all(socket, test::http_response("200 OK", echo));
        });
        const auto ask = [&](auto question) {
            auto http = *HttpTransport::open(secret_url(server));
            Node node(http);
            const auto answer = question(node);
            if (!answer) expect_none(answer.error().what, echo);
            return answer;
        };
        EXPECT_FALSE(ask([](Node& node) { return node.chain_id(); }));
        EXPECT_FALSE(ask([](Node& node) { return node.block_by_tag(BlockTag::latest()); }));
        EXPECT_FALSE(ask([](Node& node) { return node.balance({}, BlockTag::latest()); }));
        EXPECT_FALSE(ask([](Node& node) { return node.get_code({}, BlockTag::latest()); }));
        EXPECT_FALSE(ask([](Node& node) { return node.estimate_gas({}); }));
        EXPECT_FALSE(ask([](Node& node) { return node.transaction_receipt({}); }));
        const auto call = ask([](Node& node) { return node.eth_call({}, BlockTag::latest()); });
        if (call) expect_none(call->message, echo);
        const auto sent = ask([](Node& node) { return node.send_raw_transaction(Bytes{2}); });
        if (sent) expect_none(sent->message, echo);
    }
}

TEST(Redactor, NoWordOfABroadcastTellsAUrl) {
    for (const std::string batch : {"takes", "refuses"}) {
        test::HttpServer server([&](int socket, const std::string& request) {
            const std::string_view body = test::body_of(request);
            std::string answers;
            const auto one = [&](const std::string& id, bool send) {
                return R"({"jsonrpc":"2.0","id":)" + id +
                       (send ? R"(,"error":{"code":-32000,"message":")" + all_secrets() + "\"}}"
                             : R"(,"result":"0x1"})");
            };
            const Json json = *parse_json(body);
            if (const JsonArray* all = json.as_array()) {
                for (const Json& each : *all)
                    answers += (answers.empty() ? "[" : ",") +
                               one(each.find("id")->as_number()->text,
                                   *each.find("method")->as_string() != "eth_chainId");
                answers += "]";
                if (batch == "refuses") answers = one("null", true);
            } else {
                answers = one(json.find("id")->as_number()->text,
                              *json.find("method")->as_string() != "eth_chainId");
            }
            return test::write_all(socket, test::http_response("200 OK", answers));
        });
        const auto network = HttpNetwork::open({secret_url(server)}).value();
        const test::SimulatedClock clock;
        PoolOptions options;
        options.chain_id = 1;
        options.quorum = 1;
        const auto pool = Pool::make(*network, clock, options).value();
        const auto sent = pool->broadcast(Bytes{2});
        ASSERT_TRUE(sent) << sent.error().what;
        expect_none(sent->message, batch);
        EXPECT_THAT(sent->message, HasSubstr("***")) << batch;
        EXPECT_EQ(pool->endpoints()[0].takes_batches, batch == "takes");
    }
}

}  // namespace
}  // namespace ballast::rpc
