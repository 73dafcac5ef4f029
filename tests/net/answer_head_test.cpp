// SPDX-License-Identifier: MIT
#include "net/answer_head.hpp"

#include <gtest/gtest.h>

#include "net/header_line.hpp"

namespace ballast::net {
namespace {

AnswerHead head_of(const std::vector<std::string>& lines) {
    AnswerHead head;
    for (const std::string& line : lines)
        head.take(line + "\r\n");
    return head;
}

HttpResponse told(const std::vector<std::string>& lines) {
    HttpResponse response;
    head_of(lines).tell(response);
    return response;
}

constexpr const char* kDate = "Date: Sun, 06 Nov 1994 08:49:37 GMT";

TEST(AnswerHead, TellsTheTypeWithoutItsParameters) {
    EXPECT_EQ(told({"Content-Type: Text/CSV; charset=UTF-8"}).content_type, "text/csv");
    EXPECT_EQ(told({"content-type:application/json"}).content_type, "application/json");
    EXPECT_EQ(told({"CONTENT-TYPE:  text/html ;x"}).content_type, "text/html");
    EXPECT_EQ(told({"Content-Type: a/b", "Content-Type: c/d"}).content_type, "a/b");
    EXPECT_EQ(told({"Content-Type:"}).content_type, "");
    EXPECT_EQ(told({"X-Content-Type: a/b", "no header"}).content_type, "");
}

TEST(AnswerHead, TellsNothingThatSteersATerminal) {
    EXPECT_EQ(told({"Content-Type: a\x1b[2Jb\rc\xc2\x9b"}).content_type, "a?[2jb?c??");
    EXPECT_EQ(told({"Content-Encoding: \x01"}).content_encoding, "?");
}

TEST(AnswerHead, TellsTheEncodingUnlessItIsNone) {
    EXPECT_EQ(told({"Content-Encoding: GZip"}).content_encoding, "gzip");
    EXPECT_EQ(told({"Content-Encoding: identity"}).content_encoding, "");
    EXPECT_EQ(told({}).content_encoding, "");
}

TEST(AnswerHead, SeesAPackedTransfer) {
    EXPECT_FALSE(head_of({"Transfer-Encoding: chunked"}).transfer_is_packed());
    EXPECT_FALSE(head_of({"Transfer-Encoding: Identity"}).transfer_is_packed());
    for (const char* value : {"gzip", "gzip, chunked", "deflate", "x-gzip", "chunked, chunked", ""})
        EXPECT_TRUE(head_of({"transfer-encoding: " + std::string(value)}).transfer_is_packed());
    EXPECT_TRUE(
        head_of({"Transfer-Encoding: chunked", "Transfer-Encoding: gzip"}).transfer_is_packed());
}

TEST(AnswerHead, ReadsRetryAfterInSecondsOrAsADate) {
    EXPECT_EQ(told({"Retry-After: 120"}).retry_after, Seconds{120});
    EXPECT_EQ(told({"Retry-After: 999999999"}).retry_after, Seconds{999'999'999});
    EXPECT_EQ(told({kDate, "Retry-After: Sun, 06 Nov 1994 08:51:37 GMT"}).retry_after,
              Seconds{120});
    for (const char* value : {"", "0", "soon", "-5", "1.5", "9999999999", "1 2",
                              "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:36 GMT"})
        EXPECT_FALSE(told({kDate, "Retry-After: " + std::string(value)}).retry_after) << value;
    // Without the server's time a date says nothing: ours may be another.
    EXPECT_FALSE(told({"Retry-After: Sun, 06 Nov 1994 08:51:37 GMT"}).retry_after);
}

TEST(AnswerHead, TellsTheServersTimeUnlessACacheKeptIt) {
    EXPECT_EQ(told({kDate}).date, UnixSeconds{784'111'777});
    EXPECT_EQ(told({kDate, "Age: 0"}).date, UnixSeconds{784'111'777});
    for (const char* age : {"1", "86400", "x", ""})
        EXPECT_FALSE(told({kDate, "Age: " + std::string(age)}).date) << age;
    EXPECT_FALSE(told({"Date: yesterday"}).date);
}

TEST(AnswerHead, InterimAnswersAndTrailersSayNothing) {
    const HttpResponse response =
        told({"HTTP/1.1 103 Early Hints", "Content-Type: a/b", "Retry-After: 5", "", "HTTP/2 200",
              "Content-Type: c/d", "", "Content-Type: e/f", "Content-Encoding: gzip", kDate});
    EXPECT_EQ(response.content_type, "c/d");
    EXPECT_EQ(response.content_encoding, "");
    EXPECT_FALSE(response.retry_after);
    EXPECT_FALSE(response.date);
}

TEST(HeaderLine, IsOneOfPrintableAscii) {
    for (const char* text : {"A: b", "X-Key:k", "X-Empty:"})
        EXPECT_TRUE(is_header_line(text)) << text;
    for (const std::string& text :
         {std::string(), std::string("no colon"), std::string(": b"), std::string("A: b\n"),
          std::string("A: b\r\nC: d"), std::string("A: b\0c", 6), std::string("A: \x7f"),
          std::string("A: \xc3\xa9")})
        EXPECT_FALSE(is_header_line(text)) << text;
}

}  // namespace
}  // namespace ballast::net
