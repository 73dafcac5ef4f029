// SPDX-License-Identifier: MIT
// Fault 10: the server answers with something else than its format.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "tests/providers/samples.hpp"

namespace ballast::providers {
namespace {

constexpr std::string_view kErrorPage =
    "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body><center>"
    "<h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>\n";
constexpr std::string_view kMaintenance =
    "\xEF\xBB\xBF\r\n <HTML><BODY>The system is under maintenance until 08/05/2024, 18:00."
    "<table><tr><td>DATE,OPEN,HIGH,LOW,CLOSE</td></tr></table></BODY></HTML>";
constexpr std::string_view kCaptcha =
    "<html lang=\"en\"><head><title>Just a moment...</title></head><body><div id=\"challenge\">"
    "<p>Verify you are human by completing the CAPTCHA below.</p></div></body></html>";
constexpr std::string_view kXml =
    "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Denied</Message></Error>";

struct BadDay {
    const char* kind;
    Answer answer;
};

Answer as(Answer answer, int status, std::string type) {
    answer.status = status;
    answer.content_type = std::move(type);
    return answer;
}

std::vector<BadDay> bad_days(const Sample& sample) {
    const auto body = [&](std::string_view text) { return with_body(sample, std::string(text)); };
    const std::string& good = sample.answer.body;
    std::string binary = good;
    binary[binary.size() / 2] = '\0';
    const bool is_json = good.front() == '{' || good.front() == '[';
    return {
        {"html", as(body(kErrorPage), 200, "text/html")},
        {"html", body(kErrorPage)},
        {"html", body(kMaintenance)},
        {"captcha", as(body(kCaptcha), 200, "text/html")},
        {"captcha", body(kCaptcha)},
        {"xml", body(kXml)},
        {"empty", body("")},
        {"empty", body("\r\n \n")},
        {"empty", body(is_json ? "null" : "\n")},
        {"empty", body(is_json ? "{}" : ",,,\n")},
        {"empty", body(is_json ? "[]" : "0\n")},
        {"changed_schema", body(sample.changed)},
        {"changed_schema",
         body(is_json ? sample_of("cboe_vix").answer.body : sample_of("kraken").answer.body)},
        {"truncated", body(good.substr(0, good.size() / 3))},
        {"truncated", body(good.substr(0, good.find(sample.value) + sample.value.size() / 2))},
        {"truncated", body(good.substr(0, good.size() - (is_json ? 1 : 2)))},
        {"content_type", as(sample.answer, 200, "text/html")},
        {"content_type", as(sample.answer, 200, "image/png")},
        {"status", as(sample.answer, 403, sample.answer.content_type)},
        {"status", as(sample.answer, 429, sample.answer.content_type)},
        {"status", as(sample.answer, 500, sample.answer.content_type)},
        {"status", as(sample.answer, 302, sample.answer.content_type)},
        {"status", as(sample.answer, 206, sample.answer.content_type)},
        {"error_body", body(sample.refusal)},
        {"error_body", body("\"error\"")},
        {"error_body", body("upstream connect error or disconnect/reset before headers")},
        {"binary", body(binary)},
        {"appended", body(good + good)},
    };
}

TEST(fault_10_other_bodies, AreRefusedByEveryProvider) {
    std::map<std::string, int> kinds;
    int cases = 0;
    int refused = 0;
    for (const Sample& sample : samples()) {
        int of_provider = 0;
        ASSERT_TRUE(read(sample.source, sample.answer)) << "the fault must be the body's";
        for (const BadDay& day : bad_days(sample)) {
            ++cases;
            const auto seen = read(sample.source, day.answer);
            refused += static_cast<int>(!seen.has_value());
            of_provider += static_cast<int>(!seen.has_value());
            ++kinds[day.kind];
            if (seen)
                ADD_FAILURE() << sample.source.provider << " accepted " << day.kind << ": "
                              << day.answer.body.substr(0, 200);
            else
                EXPECT_EQ(seen.error().code, Errc::bad_data) << seen.error().what;
        }
        std::printf("%s=%d\n", sample.source.provider.c_str(), of_provider);
    }
    for (const auto& [kind, count] : kinds)
        EXPECT_GE(count, static_cast<int>(samples().size())) << kind;
    EXPECT_GE(cases, 50);
    std::printf("refused=%d of %d\n", refused, cases);
}

/// Of a body cut anywhere, nothing is read that the whole does not say: a number cut short never.
TEST(fault_10_other_bodies, NoPrefixSaysMoreThanTheWhole) {
    int prefixes = 0;
    int read_in_part = 0;
    for (const Sample& sample : samples()) {
        const auto whole = read(sample.source, sample.answer).value();
        const std::string& body = sample.answer.body;
        for (std::size_t length = 0; length < body.size(); ++length, ++prefixes) {
            const auto seen = read(sample.source, with_body(sample, body.substr(0, length)));
            if (!seen) continue;
            ++read_in_part;
            EXPECT_NE(body.front(), '{') << sample.source.provider << " at " << length;
            for (const Observation& one : *seen)
                EXPECT_NE(std::find(whole.begin(), whole.end(), one), whole.end())
                    << sample.source.provider << " at " << length;
        }
    }
    std::printf("prefixes=%d\nwhole_rows_only=%d\n", prefixes, read_in_part);
}

/// Any one byte of a good answer changed: refused, or read without a crash.
TEST(fault_10_other_bodies, AChangedByteNeverEndsTheProcess) {
    int refused = 0;
    int changed = 0;
    for (const Sample& sample : samples())
        for (std::size_t at = 0; at < sample.answer.body.size(); ++at)
            for (const char byte : {'\0', '"', ',', '-', '9', '\xFF', '\n'}) {
                std::string body = sample.answer.body;
                if (body[at] == byte) continue;
                body[at] = byte;
                ++changed;
                refused += static_cast<int>(!read(sample.source, with_body(sample, body)));
            }
    EXPECT_GT(refused, changed / 2);
    std::printf("changed=%d\nrefused=%d\n", changed, refused);
}

}  // namespace
}  // namespace ballast::providers
