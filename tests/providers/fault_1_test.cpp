// SPDX-License-Identifier: MIT
// Fault 1: what is no number, or none that the series can have, stands where a number should.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <regex>

#include "providers/number.hpp"
#include "tests/providers/samples.hpp"
#include "tests/support/property.hpp"

namespace ballast::providers {
namespace {

/// Whether the answer gave an observation at the place where `text` stands.
bool is_accepted(const Sample& sample, std::string_view text) {
    const std::string body = replaced(sample.answer.body, sample.value, text);
    const auto seen = read(sample.source, with_body(sample, body));
    return seen && seen->back().observed_at == sample.newest.observed_at;
}

std::vector<std::string> impossible(const Sample& sample) {
    std::vector<std::string> texts = {"NaN",       "nan",
                                      "-nan",      "inf",
                                      "-inf",      "Infinity",
                                      "-Infinity", "1e999",
                                      "-1e999",    "1e-999",
                                      "0x26",      "0X1p3",
                                      "",          " ",
                                      "null",      "true",
                                      "N/A",       "--",
                                      "+38.5",     ".5",
                                      "38.",       "038.57",
                                      "38,57",     "1_000",
                                      "38.57%",    "$38",
                                      "38 57",     "1e",
                                      "1e+",       "e5",
                                      "３８",      "1.2.3",
                                      "--38",      "-",
                                      ".",         "ND",
                                      "1e40",      "99999999999999999999999999999999999999999",
                                      "1e-19",     "{}",
                                      "[]"};
    texts.emplace_back(10'000, '9');
    if (!sample.may_be_negative)
        for (const char* text : {"-38.57", "-0.01", "0", "-0", "0.0", "1e-18"})
            texts.emplace_back(text);
    std::vector<std::string> all = texts;
    for (const std::string& text : texts)
        all.push_back("\"" + text + "\"");
    return all;
}

TEST(fault_1_no_number, IsAcceptedByNoProvider) {
    int cases = 0;
    int accepted = 0;
    for (const Sample& sample : samples()) {
        if (sample.value.empty()) continue;  // Chainlink's are words of 256 bits
        // The fault must be the text's: the place itself is one that is read.
        ASSERT_TRUE(is_accepted(sample, sample.value)) << sample.source.provider;
        for (const std::string& text : impossible(sample)) {
            ++cases;
            if (!is_accepted(sample, text)) continue;
            ++accepted;
            ADD_FAILURE() << sample.source.provider << " accepted " << text;
        }
    }
    EXPECT_GT(cases, 1'000);
    std::printf("cases=%d\naccepted=%d\n", cases, accepted);
}

/// The judgement of another reader: the grammar as a regular expression, the value as a float.
bool is_a_number(const std::string& text, bool may_be_negative) {
    static const std::regex kGrammar(R"(-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?)");
    if (!std::regex_match(text, kGrammar)) return false;
    const long double value = std::strtold(text.c_str(), nullptr);
    return std::isfinite(value) && (value > 0 || may_be_negative) &&
           std::abs(value) <= 1.00000001e8L;
}

/// Text that is nearly a number.
rc::Gen<std::string> raw_text() {
    const auto near = rc::gen::container<std::string>(
        rc::gen::elementOf(std::string("0123456789+-.eE xXnNaAiIfFtypu_%")));
    const auto digits = rc::gen::container<std::string>(rc::gen::elementOf(std::string("0189.-e")));
    return rc::gen::oneOf(near, digits, rc::gen::arbitrary<std::string>());
}

TEST(fault_1_raw_text, IsANumberOrRefused) {
    int no_numbers = 0;
    int accepted = 0;
    test::check_property(
        [&] {
            const std::string text = *raw_text();
            const bool good = is_a_number(text, false);
            const bool read = read_reading(text, Source{}, Sign::positive).has_value();
            no_numbers += static_cast<int>(!good);
            accepted += static_cast<int>(!good && read);
            RC_ASSERT(good || !read);
        },
        test::cases(100'000, 2'000'000));
    EXPECT_GT(no_numbers, 50'000) << "the fault must have happened";
    std::printf("no_numbers=%d\naccepted=%d\n", no_numbers, accepted);
}

/// In a body: of a random provider, with text that does not end the field that it stands in.
TEST(fault_1_raw_text, InABodyIsANumberOrRefused) {
    int no_numbers = 0;
    int accepted = 0;
    test::check_property(
        [&] {
            const auto& sample = samples()[*rc::gen::inRange<std::size_t>(0, samples().size())];
            RC_PRE(!sample.value.empty());
            const std::string text = *rc::gen::container<std::string>(
                rc::gen::elementOf(std::string("0123456789+-.eExXnNaAiIfF_%")));
            const bool read = is_accepted(sample, text);
            const bool good = is_a_number(text, sample.may_be_negative);
            no_numbers += static_cast<int>(!good);
            accepted += static_cast<int>(!good && read);
            RC_ASSERT(good || !read);
        },
        test::cases(20'000, 1'000'000));
    EXPECT_GT(no_numbers, 10'000) << "the fault must have happened";
    std::printf("no_numbers=%d\naccepted=%d\n", no_numbers, accepted);
}

}  // namespace
}  // namespace ballast::providers
