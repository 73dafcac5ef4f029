// SPDX-License-Identifier: MIT
#include "rpc/json_rpc.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rpc/questions.hpp"

namespace ballast::rpc {
namespace {

using ::testing::HasSubstr;

std::string ok(int id, const std::string& value) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + std::to_string(id) + ",\"result\":\"" + value + "\"}";
}

std::string text_of(const RpcAnswer& answer) {
    return *std::get<Json>(answer).as_string();
}

TEST(JsonRpc, WritesABatchWithAscendingIds) {
    EXPECT_EQ(write_batch(7, {{"a", {}}, {"b", {Json("x")}}}),
              R"([{"id":7,"jsonrpc":"2.0","method":"a","params":[]},)"
              R"({"id":8,"jsonrpc":"2.0","method":"b","params":["x"]}])");
}

TEST(JsonRpc, ReadsABatchInAnyOrder) {
    const auto answers = read_batch("[" + ok(9, "c") + "," + ok(7, "a") +
                                        R"(,{"id":8,"error":{"code":-32000,"message":"no"}}])",
                                    7, 3);
    ASSERT_TRUE(answers) << answers.error().what;
    EXPECT_EQ(text_of((*answers)[0]), "a");
    EXPECT_EQ(std::get<RemoteError>((*answers)[1]).message, "no");
    EXPECT_EQ(text_of((*answers)[2]), "c");
}

TEST(JsonRpc, BelievesNoBatchThatIsConfused) {
    for (const std::string& text : {
             "[" + ok(7, "a") + "]",                                    // one is missing
             "[" + ok(7, "a") + "," + ok(7, "b") + "]",                 // one stands twice
             "[" + ok(7, "a") + "," + ok(9, "b") + "]",                 // a foreign id
             "[" + ok(7, "a") + "," + ok(-9, "b") + "]",                // below the first
             "[" + ok(7, "a") + ",{\"id\":\"8\",\"result\":\"b\"}]",    // an id of another type
             "[" + ok(7, "a") + ",{\"id\":8}]",                         // nothing in it
             "[" + ok(7, "a") + ",8]",                                  // no object
             "[" + ok(7, "a") + ",{\"id\":8,\"error\":{\"code\":1}}]",  // an error without words
             "[" + ok(7, "a") + ",{\"id\":9223372036854775807,\"result\":1}]",
             std::string("[]"),
             std::string("{}"),
             ok(7, "a"),
             std::string("<html>"),
         }) {
        const auto answers = read_batch(text, 7, 2);
        ASSERT_FALSE(answers) << text;
        EXPECT_EQ(answers.error().code, Errc::bad_data) << text;
    }
}

TEST(JsonRpc, TellsWhyABatchWasRefused) {
    const auto answers = read_batch(
        R"({"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"batch too large"}})", 7, 2);
    ASSERT_FALSE(answers);
    EXPECT_EQ(answers.error().code, Errc::failed);
    EXPECT_THAT(answers.error().what, HasSubstr("batch too large"));
}

RpcAnswer refused(const std::string& words, const net::Redactor& redactor) {
    return *read_answer(R"({"id":1,"error":{"code":-32000,"message":")" + words + "\"}}", 1,
                        redactor);
}

TEST(JsonRpc, ASecretInANodesWordsTakesNothingFromTheirMeaning) {
    const net::Redactor redactor({"low", "revert"}, {});
    const auto sent = read_send(refused("nonce too low", redactor), Hash32());
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->verdict, SendVerdict::nonce_too_low);
    EXPECT_EQ(sent->message, "nonce too *** (code -32000)");
    const auto call = read_call(refused("execution reverted", redactor));
    ASSERT_TRUE(call) << call.error().what;
    EXPECT_TRUE(call->reverted);
    EXPECT_EQ(call->message, "execution ***ed");
    EXPECT_FALSE(read_call(refused("no such block", redactor)));
}

/// Only what is shown is cut.
TEST(JsonRpc, TheEndOfALongMessageCounts) {
    const std::string words = std::string(400, '.') + " already known";
    const auto sent = read_send(refused(words, {}), Hash32());
    EXPECT_EQ(sent.value().verdict, SendVerdict::already_known);
}

}  // namespace
}  // namespace ballast::rpc
