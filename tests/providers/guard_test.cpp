// SPDX-License-Identifier: MIT
#include "providers/guard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ballast::providers {
namespace {

using ::testing::HasSubstr;

std::string verdict(const Answer& answer, Format format) {
    const auto checked = check_answer(answer, format);
    return checked ? "accepted" : checked.error().what;
}

TEST(Guard, SaysWhatCameInsteadOfData) {
    EXPECT_THAT(verdict({503, "text/csv", "a\n", {}}, Format::csv), HasSubstr("answered 503"));
    EXPECT_THAT(verdict({200, "text/csv", "", {}}, Format::csv), HasSubstr("empty"));
    EXPECT_THAT(verdict({200, "text/csv", " \r\n\t", {}}, Format::csv), HasSubstr("empty"));
    EXPECT_THAT(verdict({200, "text/html", "<html>", {}}, Format::json), HasSubstr("HTML"));
    EXPECT_THAT(verdict({200, "text/html", "<p>Please solve this CAPTCHA</p>", {}}, Format::json),
                HasSubstr("captcha"));
    EXPECT_THAT(verdict({200, "image/png", "PNG", {}}, Format::csv), HasSubstr("content type"));
    EXPECT_THAT(verdict({200, "", std::string("a\0b\n", 4), {}}, Format::csv), HasSubstr("binary"));
}

TEST(Guard, KnowsTheTypesThatPublishersUse) {
    for (const char* type : {"", "text/csv", "text/plain", "application/octet-stream",
                             "application/vnd.sdmx.data+csv", "application/vnd.ms-excel"})
        EXPECT_EQ(verdict({200, type, "a\n", {}}, Format::csv), "accepted") << type;
    for (const char* type : {"", "application/json", "application/vnd.sdmx.data+json"})
        EXPECT_EQ(verdict({200, type, "{}", {}}, Format::json), "accepted") << type;
    for (const char* type : {"text/plain", "text/csv", "text/html"})
        EXPECT_NE(verdict({200, type, "{}", {}}, Format::json), "accepted") << type;
}

TEST(Guard, BoundsTheBytes) {
    EXPECT_THAT(verdict({200, "", std::string(kJsonBytesMax + 1, '1'), {}}, Format::json),
                HasSubstr("too long"));
    EXPECT_EQ(verdict({200, "", std::string(kJsonBytesMax + 1, '1'), {}}, Format::csv), "accepted");
    EXPECT_THAT(verdict({200, "", std::string(kCsvBytesMax + 1, '1'), {}}, Format::csv),
                HasSubstr("too long"));
}

TEST(Guard, CountsNothingInsideStrings) {
    const std::string commas = "{\"a\":\"" + std::string(50'000, ',') + "\\\"[[[\"}";
    EXPECT_TRUE(read_json({200, "", commas, {}}).has_value());
}

TEST(Guard, QuotesPrintably) {
    EXPECT_EQ(excerpt("a\nb\x1b[31m\"\xC3\xA9"), "\"a?b?[31m???\"");
    EXPECT_EQ(excerpt(std::string(100, 'x')), "\"" + std::string(60, 'x') + "...\"");
}

}  // namespace
}  // namespace ballast::providers
