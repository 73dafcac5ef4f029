// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <clocale>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/json.hpp"
#include "base/utf8.hpp"
#include "tests/base/seeded.hpp"

namespace ballast {
namespace {

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

void expect_refused(std::string_view text) {
    const auto json = parse_json(text);
    ASSERT_FALSE(json) << text;
    EXPECT_EQ(json.error().code, Errc::bad_data) << text;
    EXPECT_FALSE(json.error().what.empty()) << text;
}

TEST(ParseJson, EveryKindIsReadAndWrittenBack) {
    const std::string text = R"({"a":[true,false,null,"x",-1,{"b":{}}],"z":[]})";
    EXPECT_EQ(write_json(parse_json(text).value()), text);
    for (const char* scalar : {"null", "true", "\"\"", "0", "[]", "{}"})
        EXPECT_EQ(write_json(parse_json(scalar).value()), scalar);
}

TEST(ParseJson, WhiteSpaceAndOrderDoNotMatter) {
    const auto loose = parse_json(" {\n\t\"b\" : \"2\" ,\r\n \"a\":[ ] } ");
    EXPECT_EQ(write_json(loose.value()), R"({"a":[],"b":"2"})");
}

TEST(ParseJson, NumbersKeepTheirText) {
    for (const char* text :
         {"0", "-1", "9223372036854775807", "18446744073709551615", "18446744073709551616",
          "-9223372036854775809", "123456789012345678901234567890", "0.1", "0.10", "1e5", "1E+5",
          "-0", "-0.0", "1e400", "3.141592653589793238462643383279", "0.30000000000000004",
          "1e-400"}) {
        const auto json = parse_json(text);
        ASSERT_TRUE(json) << text;
        ASSERT_NE(json->as_number(), nullptr) << text;
        EXPECT_EQ(json->as_number()->text, text);
    }
}

TEST(ParseJson, NumbersKeepTheirPointInEveryLocaleOfThisMachine) {
    const std::string before = std::setlocale(LC_NUMERIC, nullptr);
    for (const char* name : {"C", "C.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8"}) {
        if (std::setlocale(LC_NUMERIC, name) == nullptr) continue;
        EXPECT_EQ(write_json(parse_json("[1.5,-2.25e3]").value()), "[1.5,-2.25e3]") << name;
    }
    std::setlocale(LC_NUMERIC, before.c_str());
}

TEST(ParseJson, BadNumbersAreRefused) {
    for (const char* text : {"01", "+1", ".5", "1.", "1e", "-", "0x10", "NaN", "Infinity", "1_000"})
        expect_refused(text);
}

TEST(ParseJson, AKeyThatStandsTwiceIsRefusedAndNamed) {
    for (const char* text : {R"({"price":1,"price":2})", R"([{"a":{"price":1,"x":0,"price":1}}])",
                             R"({"price":1,"pric\u0065":2})"}) {
        const auto json = parse_json(text);
        ASSERT_FALSE(json) << text;
        EXPECT_NE(json.error().what.find("\"price\""), std::string::npos) << json.error().what;
    }
    EXPECT_TRUE(parse_json(R"([{"a":1},{"a":1}])"));
}

TEST(ParseJson, SixtyFourLevelsAreTheLimit) {
    EXPECT_TRUE(parse_json(nested(64)));
    expect_refused(nested(65));
    expect_refused(std::string(1'000'000, '['));
    std::string objects;
    for (int i = 0; i < 65; ++i)
        objects += "{\"k\":";
    expect_refused(objects + "0" + std::string(65, '}'));
}

TEST(ParseJson, WhatIsNotOneValueIsRefused) {
    for (const char* text : {"", " ", "{", "}", "[1,]", "{\"a\":1,}", "{a:1}", "{\"a\"}", "[1 2]",
                             "'a'", "\"a", "tru", "True", "1 2", "{}{}", "[]x", "//c\n1", "/**/1"})
        expect_refused(text);
}

TEST(ParseJson, AZeroByteEndsNothing) {
    using std::string_view_literals::operator""sv;
    expect_refused("{}\0{}"sv);
    for (const std::string_view text : {"1\0"sv, "true\0"sv, "null\0"sv, "\"\"\0"sv, "[true\0]"sv})
        expect_refused(text);
    expect_refused("\0"sv);
    expect_refused("\"a\0b\""sv);
}

TEST(ParseJson, AByteOrderMarkIsNotJson) {
    expect_refused("\xef\xbb\xbf{}");
}

TEST(ParseJson, EscapesAreReadAndTheShortestWritten) {
    const auto json = parse_json(R"("\u0041\/\"\\\b\f\n\r\t\u0000\u00e9\ud83d\udea2")");
    ASSERT_TRUE(json);
    EXPECT_EQ(*json->as_string(), std::string("A/\"\\\b\f\n\r\t\0é🚢", 16));
    EXPECT_EQ(write_json(*json), "\"A/\\\"\\\\\\b\\f\\n\\r\\t\\u0000é🚢\"");
    EXPECT_EQ(parse_json(write_json(*json)).value(), *json);
}

TEST(ParseJson, BadEscapesAndControlCharactersAreRefused) {
    for (const char* text : {R"("\x41")", R"("\u12")", R"("\ud800")", R"("\ud800\u0041")",
                             R"("\udc00")", "\"\n\"", "\"\t\"", "\"\x1f\""})
        expect_refused(text);
}

TEST(ParseJson, InvalidUtf8IsRefused) {
    // A lone continuation, a cut sequence, two overlong forms, a surrogate, above U+10FFFF, and a
    // byte that UTF-8 never has.
    for (const char* bytes :
         {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff"}) {
        expect_refused("\"" + std::string(bytes) + "\"");
        expect_refused("{\"" + std::string(bytes) + "\":1}");
    }
}

TEST(ParseJson, ErrorsTellWhereTheTokenBegins) {
    const std::pair<const char*, const char*> kFaults[] = {{R"({"a": nul})", "byte 7"},
                                                           {R"([1, 01 ])", "byte 5"},
                                                           {R"({"a": "\x"})", "byte 7"},
                                                           {R"({"a\x": 1})", "byte 2"},
                                                           {R"({"a" 1})", "byte 6"},
                                                           {"[1 2]", "byte 4"},
                                                           {"{a:1}", "byte 2"},
                                                           {"[1,]", "byte 4"},
                                                           {"[]x", "byte 3"},
                                                           {"[1", "byte 3"},
                                                           {"{\"a\":[]", "byte 8"},
                                                           {"\xef\xbb\xbf{}", "byte 1"}};
    for (const auto& [text, place] : kFaults) {
        const auto json = parse_json(text);
        ASSERT_FALSE(json) << text;
        EXPECT_TRUE(json.error().what.ends_with(place)) << text << ": " << json.error().what;
    }
}

// The parser puts every text into brackets of its own.
TEST(ParseJson, NoTextGetsOutOfTheParsersBrackets) {
    for (const char* text :
         {"1,2",  "1,",  ",1",    ",",   "1],[2",       "],[",           "][",       "]",    "[",
          "[]]",  "[[]", "{},{}", "{}]", "\"a\",\"b\"", "\"a\"],[\"b\"", "\"],[\"]", "1]//", "\\",
          "\"\\", "[\\", "\\\"]"})
        expect_refused(text);
}

TEST(ParseJson, OnlyFourBytesAreWhiteSpace) {
    for (const char* scalar : {"1", "true", "false", "null", "\"a\"", "[]", "{}"}) {
        EXPECT_TRUE(parse_json(std::string(" \n\r\t") + scalar + "\t\r\n ")) << scalar;
        for (int byte = 0; byte < 256; ++byte) {
            const auto c = static_cast<char>(byte);
            if (std::string_view(" \n\r\t").find(c) != std::string_view::npos) continue;
            if (*scalar == '1' && byte >= '0' && byte <= '9') continue;
            expect_refused(std::string(scalar) + c);
            expect_refused("[" + std::string(scalar) + c + "]");
            if (*scalar != '1' || (byte != '-' && (byte < '1' || byte > '9')))
                expect_refused(c + std::string(scalar));
        }
    }
}

TEST(ParseJson, EveryEscapeOfFourDigitsIsItsCodePointUnlessASurrogate) {
    char escape[9];
    for (unsigned code = 0; code < 0x10000; ++code) {
        std::snprintf(escape, sizeof escape, "\"\\u%04x\"", code);
        const auto json = parse_json(escape);
        ASSERT_EQ(json.has_value(), code < 0xd800 || code > 0xdfff) << escape;
        if (!json) continue;
        std::string expected;
        append_utf8(expected, code);
        ASSERT_EQ(*json->as_string(), expected) << escape;
    }
}

TEST(ParseJson, OnlyAHighAndALowSurrogateMakeAPair) {
    const unsigned kCodes[] = {0, 0x41, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff};
    char escapes[15];
    for (const unsigned first : kCodes) {
        for (const unsigned second : kCodes) {
            std::snprintf(escapes, sizeof escapes, "\"\\u%04x\\u%04X\"", first, second);
            const bool pair = first >> 10U == 0x36 && second >> 10U == 0x37;
            const bool plain = first >> 11U != 0x1b && second >> 11U != 0x1b;
            const auto json = parse_json(escapes);
            ASSERT_EQ(json.has_value(), pair || plain) << escapes;
            if (!json || !pair) continue;
            std::string expected;
            append_utf8(expected, 0x10000 + ((first - 0xd800) << 10U) + (second - 0xdc00));
            ASSERT_EQ(*json->as_string(), expected) << escapes;
        }
    }
}

// simdjson reads 64 bytes at once, 16 or 32 of a string: what is wrong stands at each of them.
TEST(ParseJson, BlocksHaveNoSeams) {
    for (std::size_t before = 0; before < 200; ++before) {
        const std::string front = "\"" + std::string(before, 'a');
        for (const char* bytes : {"\x80", "\xc3", "\xe0\x80\xaf", "\xed\xa0\x80", "\xff", "\n",
                                  "\\x", "\\u12", "\\ud800", "\\", "\"", "\\\\\""})
            expect_refused(front + bytes + "\"");
        for (std::size_t pairs = 0; pairs < 3; ++pairs) {
            const std::string run(2 * pairs, '\\');
            const auto json = parse_json(front + run + "\\\"\\u00e9é🚢" + run + "\"");
            ASSERT_TRUE(json) << before;
            const std::string half(pairs, '\\');
            EXPECT_EQ(*json->as_string(), std::string(before, 'a') + half + "\"éé🚢" + half);
        }
    }
}

/// A tree of random kinds whose strings are drawn from everything that needs care.
Json random_json(std::mt19937_64& generator, int depth) {
    static const std::string kPieces[] = {"a", "\"", "\\", "\n",  std::string(1, '\0'),
                                          "é", "🚢",  "/",  "\x7f"};
    std::string text;
    for (std::uint64_t i = generator() % 4; i > 0; --i)
        text += kPieces[generator() % std::size(kPieces)];
    switch (generator() % (depth > 0 ? 6 : 4)) {
        case 0:
            return {};
        case 1:
            return generator() % 2 == 0;
        case 2:
            return Json::number(static_cast<std::int64_t>(generator()));
        case 3:
            return text;
        case 4: {
            JsonArray items;
            for (std::uint64_t i = generator() % 4; i > 0; --i)
                items.push_back(random_json(generator, depth - 1));
            return items;
        }
        default: {
            JsonObject members;
            for (std::uint64_t i = generator() % 4; i > 0; --i)
                members[text + std::to_string(i)] = random_json(generator, depth - 1);
            return members;
        }
    }
}

TEST(ParseJson, WhatIsWrittenIsReadBackTheSame) {
    auto generator = test::seeded_generator();
    for (int i = 0; i < 5'000; ++i) {
        const Json json = random_json(generator, 5);
        ASSERT_EQ(parse_json(write_json(json)).value(), json) << write_json(json);
        ASSERT_EQ(parse_json(write_json_pretty(json)).value(), json) << write_json(json);
    }
}

TEST(ParseJson, DamagedTextNeverCrashesAndAcceptedTextIsStable) {
    auto generator = test::seeded_generator();
    const std::string whole = R"({"a":[1.5e3,"\u00e9\n",{"b":null}],"c":"円","d":[true,[[]]]})";
    for (int i = 0; i < 20'000; ++i) {
        std::string text = whole;
        for (std::uint64_t edits = 1 + generator() % 3; edits > 0; --edits)
            text[generator() % text.size()] = static_cast<char>(generator());
        const auto json = parse_json(text);
        if (!json) continue;
        ASSERT_EQ(parse_json(write_json(*json)).value(), *json) << text;
    }
}

/// nlohmann refuses what a double cannot hold; we keep the text.
bool has_infinity(const Json& json) {
    if (const JsonNumber* number = json.as_number())
        return std::isinf(std::strtod(number->text.c_str(), nullptr));
    if (const JsonArray* items = json.as_array())
        return std::any_of(items->begin(), items->end(), has_infinity);
    const JsonObject* members = json.as_object();
    return members != nullptr && std::any_of(members->begin(), members->end(),
                                             [](const auto& m) { return has_infinity(m.second); });
}

// What we refuse and it takes: keys that stand twice (it keeps the last), depth, a zero byte, a
// byte order mark.
TEST(ParseJson, TakesAndMeansWhatNlohmannDoes) {
    auto generator = test::seeded_generator();
    const std::string pieces =
        "{}[]:,\"\\/bfnrtu0189aAcCdDeE.+- \n\x7f\xc3\xa9\xed\xa0\x80\xf0\x9f\x9a\xa2";
    const std::string whole =
        R"({"a":[1.5e3,"\u00e9\n\ud83d\udea2",{"b":null}],"c":"円","d":[-0,[]]})";
    int both = 0;
    for (int i = 0; i < 40'000; ++i) {
        std::string text = i % 2 == 0 ? whole : write_json(random_json(generator, 4));
        for (std::uint64_t edits = generator() % 4; edits > 0 && !text.empty(); --edits)
            text[generator() % text.size()] = pieces[generator() % pieces.size()];
        if (text.find('\0') != std::string::npos) continue;
        const auto theirs = nlohmann::json::parse(text, nullptr, false);
        const auto ours = parse_json(text);
        if (!ours) {
            const bool ours_alone = ours.error().what.find("twice") != std::string::npos;
            ASSERT_TRUE(theirs.is_discarded() || ours_alone) << text << ours.error().what;
            continue;
        }
        if (has_infinity(*ours)) continue;
        ASSERT_FALSE(theirs.is_discarded()) << text;
        ASSERT_EQ(nlohmann::json::parse(write_json(*ours)), theirs) << text;
        ++both;
    }
    EXPECT_GT(both, 10'000);
}

}  // namespace
}  // namespace ballast
