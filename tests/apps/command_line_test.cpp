// SPDX-License-Identifier: MIT
#include "apps/command_line.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

namespace ballast::apps {
namespace {

Action parse(std::vector<const char*> words) {
    words.insert(words.begin(), "ballast");
    return parse_command_line(static_cast<int>(words.size()), words.data());
}

struct Ending {
    std::vector<const char*> words;
    int code;
};

TEST(CommandLine, EndsAtOnce) {
    const std::vector<Ending> endings = {
        {{}, 64},
        {{"--help"}, 0},
        {{"demo", "--help"}, 0},
        {{"replay", "--help"}, 0},
        {{"journal", "--help"}, 0},
        {{"journal"}, 64},
        {{"journal", "check"}, 64},
        {{"journal", "backup", "--journal", "j.db"}, 64},
        {{"journal", "restore", "--journal", "j.db", "--out", "x"}, 64},
        {{"version", "--help"}, 0},
        {{"dmo"}, 64},
        {{"demo", "--evnt", "2024-08-05"}, 64},
        {{"demo", "--event"}, 64},
        {{"demo", "2024-08-05"}, 64},
        {{"demo", "--event", "a", "--event", "b"}, 64},
        {{"replay"}, 64},
        {{"replay", "--journal"}, 64},
        {{"replay", "--journal", "x", "--list"}, 64},
        {{"replay", "--journal", "j", "--captured", "c"}, 64},
        {{"replay", "--journal", "j", "--feeds", "f"}, 64},
        {{"verify", "b", "--captured", "c"}, 64},
        {{"verify", "b", "--feeds", "f"}, 64},
        {{"backtest", "--help"}, 0},
        {{"backtest"}, 64},
        {{"backtest", "--data", "d"}, 64},
        {{"backtest", "--policy", "p"}, 64},
        {{"dry-run", "--help"}, 0},
        {{"dry-run"}, 64},
        {{"dry-run", "--policy", "p", "--oracle", "0x"}, 64},
        {{"dry-run", "--policy", "p", "--book", "b", "--book-size", "9"}, 64},
        {{"dry-run", "--policy", "p", "--book-size", "0"}, 64},
        {{"dry-run", "--policy", "p", "--data", "d", "--event", "2024-08-05"}, 64},
        {{"dry-run", "--policy", "p", "--days", "9"}, 64},
        {{"dry-run", "--policy", "p", "--data", "d", "--days", "93"}, 64},
        {{"dry-run", "--policy", "p", "--assets", "BTC"}, 64},
        {{"calibrate", "--help"}, 0},
        {{"calibrate", "--data", "d"}, 64},
        {{"calibrate", "--policy", "p"}, 64},
        {{"keys"}, 64},
        {{"keys", "--help"}, 0},
        {{"keys", "new", "--help"}, 0},
        {{"keys", "new"}, 64},
        {{"keys", "new", "--kind", "both"}, 64},
        {{"keys", "address"}, 64},
        {{"keys", "import", "--kind", "gas", "a", "--keystore", "b"}, 64},
        {{"oracle"}, 64},
        {{"oracle", "--help"}, 0},
        {{"oracle", "limits", "--help"}, 0},
        {{"oracle", "show", "--rpc", "u"}, 64},
        {{"oracle", "deploy", "--rpc", "u", "--document", "d"}, 64},
        {{"oracle", "freeze", "--rpc", "u", "--oracle", "o", "--apply"}, 64},
        {{"version", "1"}, 64},
        {{"version", "demo"}, 64},
    };
    for (const Ending& ending : endings) {
        const Action action = parse(ending.words);
        const auto* exit = std::get_if<Exit>(&action);
        ASSERT_NE(exit, nullptr) << (ending.words.empty() ? "nothing" : ending.words.back());
        EXPECT_EQ(exit->code, ending.code) << (ending.words.empty() ? "" : ending.words.back());
    }
}

TEST(CommandLine, DemoHasDefaults) {
    ::unsetenv("BALLAST_RPC");
    const auto demo = std::get<DemoOptions>(parse({"demo"}));
    EXPECT_EQ(demo.event, "2024-08-05");
    EXPECT_EQ(demo.out, "out");
    EXPECT_EQ(demo.policies, "policies");
    EXPECT_EQ(demo.policy, "carry_aware");
    EXPECT_EQ(demo.rpc, "");
    EXPECT_FALSE(demo.list);
    EXPECT_FALSE(demo.json);
}

TEST(CommandLine, DemoTakesEveryOption) {
    const auto demo = std::get<DemoOptions>(
        parse({"demo", "--event", "e", "--out", "o", "--policies", "d", "--policy", "p", "--rpc",
               "http://127.0.0.1:1", "--list", "--json"}));
    EXPECT_EQ(demo.event, "e");
    EXPECT_EQ(demo.out, "o");
    EXPECT_EQ(demo.policies, "d");
    EXPECT_EQ(demo.policy, "p");
    EXPECT_EQ(demo.rpc, "http://127.0.0.1:1");
    EXPECT_TRUE(demo.list);
    EXPECT_TRUE(demo.json);
}

TEST(CommandLine, FlagWinsOverEnvironment) {
    ::setenv("BALLAST_RPC", "http://127.0.0.1:2", 1);
    EXPECT_EQ(std::get<DemoOptions>(parse({"demo"})).rpc, "http://127.0.0.1:2");
    EXPECT_EQ(std::get<DemoOptions>(parse({"demo", "--rpc", "http://127.0.0.1:3"})).rpc,
              "http://127.0.0.1:3");
    ::unsetenv("BALLAST_RPC");
}

TEST(CommandLine, ReplayAndVersion) {
    const auto moved = std::get<JournalOptions>(
        parse({"journal", "import", "--journal", "postgresql:///j", "--from", "x.jsonl"}));
    EXPECT_EQ(moved.verb, JournalVerb::import_lines);
    EXPECT_EQ(moved.journal, "postgresql:///j");
    EXPECT_EQ(moved.file, "x.jsonl");
    const auto replay = std::get<ReplayOptions>(parse({"replay", "--journal", "j.db", "--json"}));
    EXPECT_EQ(replay.journal, "j.db");
    EXPECT_TRUE(replay.json);
    const auto both = std::get<ReplayOptions>(
        parse({"replay", "--journal", "j", "--captured", "c", "--feeds", "f"}));
    EXPECT_EQ(both.captured.folder, "c");
    EXPECT_EQ(both.captured.feeds, "f");
    EXPECT_FALSE(std::get<VersionOptions>(parse({"version"})).json);
    EXPECT_TRUE(std::get<VersionOptions>(parse({"version", "--json"})).json);
}

TEST(CommandLine, BacktestSaysWhenCalibrationEnded) {
    const auto plain =
        std::get<BacktestOptions>(parse({"backtest", "--data", "d", "--policy", "p.toml"}));
    EXPECT_EQ(plain.data, "d");
    EXPECT_EQ(plain.policy, "p.toml");
    EXPECT_EQ(plain.calibrated_until, "2024-06-28");
    EXPECT_FALSE(plain.json);
    const auto other =
        std::get<BacktestOptions>(parse({"backtest", "--data", "d", "--policy", "p",
                                         "--calibrated-until", "2023-12-31", "--json"}));
    EXPECT_EQ(other.calibrated_until, "2023-12-31");
    EXPECT_TRUE(other.json);
}

TEST(CommandLine, CalibrateEndsBeforeTheFirstEvent) {
    const auto plain =
        std::get<CalibrateOptions>(parse({"calibrate", "--data", "d", "--policy", "p.toml"}));
    EXPECT_EQ(plain.data, "d");
    EXPECT_EQ(plain.policy, "p.toml");
    EXPECT_EQ(plain.until, "2024-06-28");
    EXPECT_EQ(plain.out, "");
    EXPECT_FALSE(plain.json);
    const auto other =
        std::get<CalibrateOptions>(parse({"calibrate", "--data", "d", "--policy", "p", "--until",
                                          "2023-12-31", "--out", "o.toml", "--json"}));
    EXPECT_EQ(other.until, "2023-12-31");
    EXPECT_EQ(other.out, "o.toml");
    EXPECT_TRUE(other.json);
}

}  // namespace
}  // namespace ballast::apps
