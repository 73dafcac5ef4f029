// SPDX-License-Identifier: MIT
#include "net/redactor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http_client.hpp"

namespace ballast::net {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Redactor, TakesOutSecretsWhereverTheyStand) {
    const Redactor redactor({"user", "pw!"}, {"/v3/0123456789abcdef", "key=s3cret-key&net=main"});
    for (const auto& [said, shown] : std::vector<std::pair<std::string, std::string>>{
             {"", ""},
             {"nonce too low", "nonce too low"},
             {"invalid project id 0123456789abcdef", "invalid project id ***"},
             {"invalid project id 0123456789ABCDEF!", "invalid project id ***!"},
             {"POST /v3/0123456789abcdef: no", "POST ***: no"},
             {"?key=s3cret-key&net=main", "?***"},
             {"s3cret-keys3cret-key", "******"},
             {"user:pw!@host", "***:***@host"},
             {"v3 key net main", "v3 key net main"},  // too short to be a secret
             {"0123456789abcde", "0123456789abcde"}})
        EXPECT_EQ(redactor.shown(said), shown) << said;
    EXPECT_EQ(Redactor().shown("/v3/0123456789abcdef"), "/v3/0123456789abcdef");
    EXPECT_EQ(Redactor({"ab", ""}, {"/", ""}).shown("ab/"), "ab/");
}

TEST(Redactor, LetsNothingThroughThatSteersATerminal) {
    EXPECT_EQ(Redactor().shown(std::string("a\n\r\x1b[31m\0b\x7f\xc2\x9b", 13)), "a???[31m?b???");
}

TEST(Redactor, CutsNoSecretInTwo) {
    const Redactor redactor({}, {"/0123456789abcdef"});
    for (std::size_t before = 280; before < 310; ++before) {
        const std::string shown = redactor.shown(std::string(before, '.') + "0123456789abcdef");
        EXPECT_LE(shown.size(), 300U);
        EXPECT_THAT(shown, Not(HasSubstr("0"))) << before;
    }
    // What was taken out before does not bring the rest of a later one back into the text.
    std::string many;
    for (int i = 0; i < 40; ++i)
        many += "0123456789abcdef,";
    EXPECT_THAT(redactor.shown(many), Not(HasSubstr("0")));
}

/// What a request was sent with, as a server might say it.
TEST(Redactor, KnowsWhatARequestKeepsSecret) {
    const Redactor redactor = redactor_of(
        {"https://user-1:p%40ss-1@feed.example/v3/path-key-1?api_key=query-key-1&series=ABCDEF",
         {"Authorization: Bearer header-key-1", "X-Key: header-key-2", "Accept: text/csv",
          "content-type: application/json"}});
    for (const char* secret : {"user-1", "p%40ss-1", "p@ss-1", "path-key-1", "query-key-1",
                               "header-key-1", "Bearer header-key-1", "header-key-2"})
        EXPECT_THAT(redactor.shown("bad key " + std::string(secret) + "!"), Not(HasSubstr(secret)));
    for (const char* word : {"feed.example", "text/csv", "application/json"})
        EXPECT_EQ(redactor.shown(word), word);
}

}  // namespace
}  // namespace ballast::net
