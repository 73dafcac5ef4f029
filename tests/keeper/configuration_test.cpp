// SPDX-License-Identifier: MIT
#include "keeper/configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "keeper/settings.hpp"

namespace ballast::keeper {
namespace {

using ::testing::HasSubstr;

std::string example() {
    return *read_file("docs/keeper-example.toml");
}

Result<LoadedConfiguration> parse(const std::string& text,
                                  const std::vector<Override>& overrides = {}) {
    return parse_configuration(text, "etc/keeper.toml", overrides);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

void expect_fault(const std::string& text, const std::string& words) {
    const auto read = parse(text);
    ASSERT_FALSE(read) << words;
    EXPECT_EQ(read.error().code, Errc::bad_data);
    EXPECT_THAT(read.error().what, HasSubstr(words));
}

TEST(Configuration, ReadsTheAnnotatedExample) {
    const auto read = parse(example());
    ASSERT_TRUE(read) << read.error().what;
    const Configuration& c = read->configuration;
    EXPECT_EQ(c.policy, "etc/policy.toml");
    EXPECT_EQ(c.mode, Mode::publish);
    EXPECT_EQ(kill_switch(c), "etc/state/stop");
    ASSERT_EQ(c.chains.size(), 1U);
    const ChainConfiguration& chain = c.chains.front();
    EXPECT_EQ(chain.name, "mainnet");
    EXPECT_EQ(chain.quorum, 2U);
    ASSERT_EQ(chain.signers.size(), 2U);
    EXPECT_EQ(chain.signers[1].index, 2U);
    EXPECT_EQ(chain.signers[1].kind, SignerKind::web3signer);
    EXPECT_EQ(chain.markets.front().asset, "ETH");
    EXPECT_EQ(chain.markets.front().identity.chain_id, 1U);
    EXPECT_EQ(chain.fees.urgent_cap, U256(500'000'000'000));
    ASSERT_TRUE(chain.cut_limit);
    EXPECT_EQ(chain.cut_limit->debt, U256(500'000'000'000'000));
}

TEST(Configuration, TheExampleNamesEverySettingAndNoOther) {
    const auto read = parse(example());
    ASSERT_TRUE(read);
    std::string text = example();
    for (const Setting& setting : settings()) {
        const std::string key(setting.path.substr(setting.path.rfind('.') + 1));
        EXPECT_THAT(text, HasSubstr(key)) << setting.path;
    }
}

TEST(Configuration, DefaultsOfTheCatalogueAreThoseOfTheCode) {
    const std::string all = example();
    for (const Setting& setting : settings()) {
        if (setting.otherwise.empty() || setting.path == "chain.*.journal") continue;
        const std::string key(setting.path.substr(setting.path.rfind('.') + 1));
        std::string path(setting.path);
        for (const auto& [star, name] :
             {std::pair<std::string, std::string>{"chain.*", "chain.mainnet"},
              {"signer.*", "signer.first"},
              {"market.*", "market.ETH"}})
            if (const auto at = path.find(star); at != std::string::npos)
                path.replace(at, star.size(), name);
        const auto without = parse(all);
        ASSERT_TRUE(without);
        bool shown = false;
        for (const ShownSetting& each : shown_settings(*without))
            shown |= each.path == path;
        EXPECT_TRUE(shown) << path;
    }
}

TEST(Configuration, TellsEveryFaultWithItsPlace) {
    std::string text = replaced(example(), "chain_id = 1", "chain_id = 0");
    text = replaced(text, "quorum = 2", "quorum = \"2\"");
    text = replaced(text, "poll_seconds = 5", "poll_second = 5");
    const auto read = parse(text);
    ASSERT_FALSE(read);
    for (const char* words : {"etc/keeper.toml:", "chain.mainnet.chain_id", "chain.mainnet.quorum",
                              "keeper.poll_second"})
        EXPECT_THAT(read.error().what, HasSubstr(words));
}

TEST(Configuration, RefusesWhatContradictsItself) {
    expect_fault(replaced(example(), "rpc_file = \"rpc-mainnet\"",
                          "rpc_file = \"a\"\nrpc_environment = \"B\""),
                 "either rpc_file or rpc_environment");
    expect_fault(replaced(example(), "index = 2", "index = 0"), "have one index");
    expect_fault(replaced(example(), "urgent_cap_gwei = 500", "urgent_cap_gwei = 5"),
                 "less than routine");
    expect_fault(replaced(example(), "gas_keystore = \"keys/gas.json\"", ""), "needs gas_keystore");
    expect_fault(replaced(example(), "listen = \"127.0.0.1:9464\"", "listen = \"here\""),
                 "HOST:PORT");
    expect_fault(replaced(example(), "mode = \"publish\"", "mode = \"loud\""),
                 "expected one of shadow, publish");
    expect_fault(replaced(example(), "min_distance_seconds = 3_600", "min_distance_seconds = 60"),
                 "an hour at most");
}

/// The example with its chain once more under another name and with another oracle.
std::string with_second_chain(const std::string& change_from, const std::string& change_to) {
    const std::string text = example();
    const auto begin = text.find("[chain.mainnet]");
    auto end = text.find("\n[status]");
    if (end == std::string::npos) end = text.find("\n[event]", begin);
    std::string second = text.substr(begin, end == std::string::npos ? end : end - begin);
    for (auto at = second.find("chain.mainnet"); at != std::string::npos;
         at = second.find("chain.mainnet", at))
        second.replace(at, 13, "chain.second");
    second = replaced(second, "state/mainnet.db", "state/second.db");
    const auto oracle = second.find("oracle = \"0x") + 12;
    second.replace(oracle, 40, "00000000000000000000000000000000000000aa");
    return text + "\n" + replaced(second, change_from, change_to);
}

TEST(Configuration, TwoOraclesOfAChainShareNeitherAccountNorJournal) {
    const std::string gas = "gas_keystore = \"keys/gas.json\"";
    expect_fault(with_second_chain(gas, gas), "pay from one account on one chain");
    const auto apart = parse(with_second_chain(gas, "gas_keystore = \"keys/gas-2.json\""));
    EXPECT_TRUE(apart) << apart.error().what;
    const auto elsewhere = parse(with_second_chain("chain_id = 1\n", "chain_id = 10\n"));
    EXPECT_TRUE(elsewhere) << elsewhere.error().what;
    std::string one = with_second_chain(gas, gas + "\njournal_url_file = \"journal-url\"");
    one = replaced(one, gas, gas + "\njournal_url_file = \"journal-url\"");
    expect_fault(one, "have one journal");
}

TEST(Configuration, ADatabaseIsNotTakenForAFile) {
    expect_fault(replaced(example(), "state/mainnet.db", "postgresql://a:b@c/d"),
                 "journal_url_file");
}

TEST(Configuration, AStandbyWaitsUntilThePrimaryHasSent) {
    const std::string offset = "standby_offset_seconds = 0";
    expect_fault(replaced(example(), offset, "standby_offset_seconds = 45"), "must exceed");
    EXPECT_TRUE(parse(replaced(example(), offset, "standby_offset_seconds = 46")));
}

TEST(Configuration, WhatInitLeftToFillInIsRefused) {
    for (const char* address : {"a1", "c1", "c2", "c3"})
        expect_fault(
            replaced(example(), "00000000000000000000000000000000000000" + std::string(address),
                     "0000000000000000000000000000000000000000"),
            "fill it in");
}

TEST(Configuration, ASendMayNotHoldUpTheOtherChains) {
    EXPECT_EQ(parse(example())->configuration.chains.front().send_deadline.count, 45);
    expect_fault(replaced(example(), "send_deadline_seconds = 45", "send_deadline_seconds = 180"),
                 "within 10 to 90");
}

TEST(Configuration, AShadowNeedsNoKeys) {
    std::string text = replaced(example(), "mode = \"publish\"", "mode = \"shadow\"");
    text = replaced(text, "gas_keystore = \"keys/gas.json\"", "");
    EXPECT_TRUE(parse(text));
}

TEST(Configuration, AFlagCountsBeforeTheDocumentAndIsNamedInFaults) {
    const auto read = parse(example(), {{"keeper.mode", "shadow", "--mode"}});
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->configuration.mode, Mode::shadow);
    const auto wrong = parse(example(), {{"keeper.mode", "loud", "BALLAST_MODE"}});
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().what, HasSubstr("BALLAST_MODE"));
}

TEST(Settings, ShowWhereEachValueComesFrom) {
    const auto read = parse(replaced(example(), "poll_seconds = 5\n", ""),
                            {{"keeper.mode", "shadow", "BALLAST_MODE"}});
    ASSERT_TRUE(read) << read.error().what;
    std::map<std::string, ShownSetting> by_path;
    for (ShownSetting& each : shown_settings(*read))
        by_path[each.path] = each;
    EXPECT_EQ(by_path["keeper.mode"].origin, "BALLAST_MODE");
    EXPECT_EQ(by_path["keeper.poll_seconds"].origin, "default");
    EXPECT_EQ(by_path["keeper.poll_seconds"].value, "5");
    EXPECT_EQ(by_path["chain.mainnet.quorum"].value, "2");
    EXPECT_THAT(by_path["chain.mainnet.quorum"].origin, HasSubstr("etc/keeper.toml:"));
}

TEST(Settings, TheEnvironmentGivesThoseWithAVariable) {
    const auto overrides =
        overrides_of_environment([](const std::string& variable) -> std::optional<std::string> {
            if (variable == "BALLAST_MODE") return "shadow";
            return std::nullopt;
        });
    ASSERT_EQ(overrides.size(), 1U);
    EXPECT_EQ(overrides.front().path, "keeper.mode");
}

}  // namespace
}  // namespace ballast::keeper
