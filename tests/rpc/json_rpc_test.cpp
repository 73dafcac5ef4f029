// SPDX-License-Identifier: MIT
#include "rpc/json_rpc.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace ballast::rpc
