// SPDX-License-Identifier: MIT
#include "telemetry/log.hpp"

#include <nlohmann/json.hpp>
#include <thread>

#include "base/bytes.hpp"
#include "base/utf8.hpp"
#include "telemetry/text.hpp"
#include "tests/support/property.hpp"
#include "tests/support/simulated_clock.hpp"
#include "tests/telemetry/logfmt_reader.hpp"

namespace ballast::telemetry {
namespace {

constexpr std::size_t kTextMax = 4096;

std::string line_of(LogFormat format, std::string_view sentence,
                    std::initializer_list<LogField> fields = {}, Log::Redact redact = {}) {
    const test::SimulatedClock clock;
    std::string line;
    Log log(
        format, LogLevel::debug, clock, [&](std::string_view text) { line = text; },
        std::move(redact));
    log.write(LogLevel::warning, "feed_stale", sentence, fields);
    return line;
}

/// Text that a feed or a node might send, more often nasty than not.
std::string nasty_text() {
    const std::vector<std::string> pieces = {"\"",
                                             "\\",
                                             "\n",
                                             "\r",
                                             "\t",
                                             "=",
                                             " ",
                                             "",
                                             "{",
                                             "}",
                                             ",",
                                             "a",
                                             "VIX",
                                             "\x1b[2J",
                                             "\x7f",
                                             "\xc2\x9b"
                                             "2J",
                                             "\xe2\x80\xae",
                                             "\xe2\x81\xa6",
                                             "\xe2\x80\xa8",
                                             "\xef\xbb\xbf",
                                             "\xf3\xa0\x81\x81",
                                             "\xf0\x9f\x92\xa5",
                                             "\xe5\x86\x86",
                                             "\xff",
                                             "\xc0\x80",
                                             "\xed\xa0\x80",
                                             std::string(1, '\0'),
                                             "\\u001b",
                                             "msg=x",
                                             "\",\"level\":\"error"};
    std::string text;
    for (const std::size_t piece : *rc::gen::container<std::vector<std::size_t>>(
             rc::gen::inRange<std::size_t>(0, 2 * pieces.size()))) {
        text += piece < pieces.size() ? pieces[piece] : std::string(1, *rc::gen::arbitrary<char>());
    }
    return text;
}

/// What a reader must find in place of `text`.
std::string expected_back(const std::string& text) {
    return is_utf8(as_bytes(text)) ? text : clean_utf8(text, kTextMax);
}

/// No C0, DEL or C1 control, no separator of lines, no bidirectional control, whatever wrote it.
bool steers_a_terminal(std::string_view line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        const auto at = [&](std::size_t k) {
            return i + k < line.size() ? static_cast<unsigned char>(line[i + k]) : 0U;
        };
        if (at(0) < 0x20 || at(0) == 0x7F) return true;
        if (at(0) == 0xC2 && at(1) < 0xA0) return true;
        if (at(0) == 0xE2 && at(1) == 0x80 && at(2) >= 0xA8 && at(2) <= 0xAE) return true;
        if (at(0) == 0xE2 && at(1) == 0x81 && at(2) >= 0xA6 && at(2) <= 0xA9) return true;
    }
    return false;
}

TEST(Log, TheThreeFormsOfOneEvent) {
    const auto line = [](LogFormat format) {
        return line_of(format, "the VIX is \"old\"", {{"feed", "vix cboe"}, {"age_s", 7200}});
    };
    EXPECT_EQ(line(LogFormat::json),
              R"({"ts":"2023-11-14T22:13:20Z","level":"warning","event":"feed_stale",)"
              R"("msg":"the VIX is \"old\"","feed":"vix cboe","age_s":7200})");
    EXPECT_EQ(line(LogFormat::logfmt), R"(ts=2023-11-14T22:13:20Z level=warning event=feed_stale )"
                                       R"(msg="the VIX is \"old\"" feed="vix cboe" age_s=7200)");
    EXPECT_EQ(line(LogFormat::pretty), R"(2023-11-14T22:13:20Z  warning  the VIX is "old"  )"
                                       R"([feed_stale feed="vix cboe" age_s=7200])");
}

BALLAST_PROPERTY(Log, AnyBytesComeBackOutOfOneJsonLine, 5'000, 200'000) {
    const std::string sentence = nasty_text();
    const std::string value = nasty_text();
    const std::string key = nasty_text();
    const std::string line = line_of(LogFormat::json, sentence, {{"feed", value}, {key, 1}});
    RC_ASSERT(!steers_a_terminal(line));
    const auto json = nlohmann::json::parse(line, nullptr, false);
    RC_ASSERT(json.is_object());
    RC_ASSERT(json.size() == 6U);
    RC_ASSERT(json.at("msg").get<std::string>() == expected_back(sentence));
    RC_ASSERT(json.at("feed").get<std::string>() == expected_back(value));
    RC_ASSERT(json.at("level").get<std::string>() == "warning");
}

BALLAST_PROPERTY(Log, AnyBytesComeBackOutOfOneLogfmtLine, 5'000, 200'000) {
    const std::string sentence = nasty_text();
    const std::string value = nasty_text();
    const std::string key = nasty_text();
    const std::string line = line_of(LogFormat::logfmt, sentence, {{"feed", value}, {key, 1}});
    RC_ASSERT(!steers_a_terminal(line));
    const auto pairs = test::read_logfmt(line);
    RC_ASSERT(pairs.has_value());
    RC_ASSERT(pairs->size() == 6U);
    RC_ASSERT(pairs->at(3) == std::make_pair(std::string("msg"), expected_back(sentence)));
    RC_ASSERT(pairs->at(4) == std::make_pair(std::string("feed"), expected_back(value)));
}

BALLAST_PROPERTY(Log, NothingSteersATerminal, 5'000, 200'000) {
    const std::string line =
        line_of(LogFormat::pretty, nasty_text(), {{"feed", nasty_text()}, {nasty_text(), "x"}});
    RC_ASSERT(!steers_a_terminal(line));
    RC_ASSERT(is_utf8(as_bytes(line)));
}

TEST(Log, TheReaderOfTheTestIsStrict) {
    for (const char* bad : {"", "a", "a=", "a=b c", "A=b", "a=b  c=d", "a=\"b", "a=\"\\x\"",
                            "a=b=c", "a=b ", "a=\x1b", "a=\"b\"c"})
        EXPECT_FALSE(test::read_logfmt(bad).has_value()) << bad;
    EXPECT_EQ(test::read_logfmt("a=b c=\"d \\u001b\"")->size(), 2U);
    EXPECT_TRUE(steers_a_terminal("\xc2\x9b"));
    EXPECT_TRUE(steers_a_terminal("\x1b[31m"));
    EXPECT_TRUE(steers_a_terminal("\xe2\x80\xae"));
    EXPECT_FALSE(steers_a_terminal("\xe5\x86\x86 \xc2\xa0"));
}

TEST(Log, ASecretIsTakenOutBeforeAnEscapeCouldHideIt) {
    const std::string secret = "a\"key\\";
    const auto redact = [&](std::string_view text) {
        std::string out(text);
        for (std::size_t at = 0; (at = out.find(secret)) != std::string::npos;)
            out.replace(at, secret.size(), "***");
        return out;
    };
    // The second would be cut in its middle.
    const std::string late = std::string(kTextMax - 2, 'x') + secret;
    for (const auto format : {LogFormat::json, LogFormat::logfmt, LogFormat::pretty}) {
        const std::string line =
            line_of(format, "said " + secret, {{"node", secret}, {"late", late}}, redact);
        EXPECT_EQ(line.find("key"), std::string::npos) << line;
        EXPECT_EQ(line.find("a\\\""), std::string::npos) << line;
        EXPECT_NE(line.find("said ***"), std::string::npos) << line;
    }
}

TEST(Log, AKeyThatIsTakenDoesNotHideAnother) {
    const std::string line = line_of(LogFormat::json, "x", {{"level", "error"}, {"level", 2}});
    const auto json = nlohmann::json::parse(line);
    EXPECT_EQ(json.at("level"), "warning");
    EXPECT_EQ(json.at("level_"), "error");
    EXPECT_EQ(json.at("level__"), 2);
}

TEST(Log, ALongTextIsCutBetweenCodePoints) {
    std::string yen;
    for (int i = 0; i < 2000; ++i)
        yen += "\xe5\x86\x86";
    const auto json = nlohmann::json::parse(line_of(LogFormat::json, yen));
    const auto text = json.at("msg").get<std::string>();
    EXPECT_EQ(text.size(), kTextMax / 3 * 3 + 3);
    EXPECT_TRUE(text.ends_with("\xe2\x80\xa6"));
    EXPECT_EQ(clean_utf8("a\xff\xc3\x28", 99), "a\xef\xbf\xbd\xef\xbf\xbd(");
}

TEST(Log, WhatIsBelowTheLeastLevelIsDropped) {
    const test::SimulatedClock clock;
    int lines = 0;
    Log log(LogFormat::json, LogLevel::warning, clock, [&](std::string_view) { ++lines; });
    log.write(LogLevel::info, "tick", "dropped");
    log.write(LogLevel::error, "tick", "kept");
    EXPECT_EQ(lines, 1);
}

TEST(Log, SeveralThreadsWriteWholeLines) {
    const test::SimulatedClock clock;
    std::vector<std::string> lines;
    Log log(LogFormat::json, LogLevel::debug, clock,
            [&](std::string_view line) { lines.emplace_back(line); });
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 4; ++writer)
        writers.emplace_back([&, writer] {
            for (int i = 0; i < 250; ++i)
                log.write(LogLevel::info, "tick", "round", {{"writer", writer}, {"i", i}});
        });
    for (std::thread& writer : writers)
        writer.join();
    ASSERT_EQ(lines.size(), 1000U);
    for (const std::string& line : lines)
        EXPECT_TRUE(nlohmann::json::accept(line));
}

TEST(Log, NamesOfFormatsAndLevels) {
    EXPECT_EQ(log_format("logfmt").value(), LogFormat::logfmt);
    EXPECT_EQ(log_level("debug").value(), LogLevel::debug);
    EXPECT_EQ(log_level("error").value(), LogLevel::error);
    EXPECT_EQ(log_format("xml").error().code, Errc::configuration);
    EXPECT_EQ(log_level("WARN").error().code, Errc::configuration);
}

}  // namespace
}  // namespace ballast::telemetry
