// SPDX-License-Identifier: MIT
#include "net/http_date.hpp"

#include <gtest/gtest.h>

namespace ballast::net {
namespace {

// The moment and its three forms are those of RFC 9110, 5.6.7.
TEST(HttpDate, ReadsAllThreeForms) {
    for (const char* text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                             "Sun Nov  6 08:49:37 1994"})
        EXPECT_EQ(parse_http_date(text), UnixSeconds{784'111'777}) << text;
    EXPECT_EQ(parse_http_date("Thu, 29 Feb 2024 23:59:59 GMT"), UnixSeconds{1'709'251'199});
    EXPECT_EQ(parse_http_date("Wed, 31 Dec 1969 23:59:59 GMT"), UnixSeconds{-1});
    EXPECT_EQ(parse_http_date("Fri, 31 Dec 9999 23:59:59 GMT"), UnixSeconds{253'402'300'799});
    EXPECT_EQ(parse_http_date("Thu Jan 15 00:00:00 2026"), UnixSeconds{1'768'435'200});
    EXPECT_EQ(parse_http_date("Thursday, 15-Jan-26 00:00:00 GMT"), UnixSeconds{1'768'435'200});
}

TEST(HttpDate, RefusesEverythingElse) {
    for (const char* text : {"",
                             "soon",
                             "120",
                             "Sun, 06 Nov 1994 08:49:37",
                             "Sun, 06 Nov 1994 08:49:37 CET",
                             "Mon, 06 Nov 1994 08:49:37 GMT",
                             "Sun, 6 Nov 1994 08:49:37 GMT",
                             "Thu, 30 Feb 2024 00:00:00 GMT",
                             "Sun, 06 Nox 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 24:00:00 GMT",
                             "Sun, 06 Nov 1994 08:49:60 GMT",
                             "Sun, 06 Nov 1994 08:60:37 GMT",
                             "Thu, 29 Feb 2023 00:00:00 GMT",
                             "Sun, 00 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 19\0004 08:49:37 GMT",
                             "Sun, -6 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994T08:49:37 GMT",
                             "Sun, 06-Nov-94 08:49:37 GMT",
                             "Sunday, 06 Nov 94 08:49:37 GMT",
                             "1994-11-06T08:49:37Z",
                             "Sun Nov 6 08:49:37 1994",
                             "Mon Nov  6 08:49:37 1994"})
        EXPECT_FALSE(parse_http_date(text)) << text;
}

}  // namespace
}  // namespace ballast::net
