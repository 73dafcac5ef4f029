// SPDX-License-Identifier: MIT
#include "keeper/reload.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"

namespace ballast::keeper {
namespace {

using ::testing::HasSubstr;

std::string example() {
    return *read_file("docs/keeper-example.toml");
}

Configuration parsed(const std::string& text) {
    const auto read = parse_configuration(text, "etc/keeper.toml", {});
    EXPECT_TRUE(read) << read.error().what;
    return read->configuration;
}

Status changed(const std::string& from, const std::string& to) {
    std::string text = example();
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    return check_reload(parsed(example()), parsed(text));
}

TEST(Reload, TakesWhatAnOperatorTunes) {
    EXPECT_TRUE(check_reload(parsed(example()), parsed(example())));
    EXPECT_TRUE(changed("mode = \"publish\"", "mode = \"shadow\""));
    EXPECT_TRUE(changed("poll_seconds = 5", "poll_seconds = 10"));
    EXPECT_TRUE(changed("price_move_bps = 300", "price_move_bps = 100"));
    EXPECT_TRUE(changed("quorum = 2", "quorum = 3"));
    EXPECT_TRUE(changed("routine_cap_gwei = 100", "routine_cap_gwei = 50"));
    EXPECT_TRUE(changed("rpc_file = \"rpc-mainnet\"", "rpc_file = \"other\""));
    EXPECT_TRUE(changed("accounts = 50", "accounts = 5"));
}

TEST(Reload, RefusesToBecomeAnotherKeeper) {
    const std::vector<std::array<std::string, 3>> cases = {
        {"chain_id = 1", "chain_id = 10", "chain.mainnet.chain_id"},
        {"0x00000000000000000000000000000000000000a1", "0x00000000000000000000000000000000000000a2",
         "chain.mainnet.oracle"},
        {"state/mainnet.db", "state/other.db", "chain.mainnet.journal"},
        {"keys/gas.json", "keys/other.json", "chain.mainnet.gas_keystore"},
        {"keys/report.json", "keys/other.json", "chain.mainnet.signer"},
        {"index = 2", "index = 3", "chain.mainnet.signer"},
        {"0x00000000000000000000000000000000000000c3", "0x00000000000000000000000000000000000000c9",
         "chain.mainnet.market"},
        {"policy = \"policy.toml\"", "policy = \"other.toml\"", "keeper.policy"},
        {"state = \"state\"", "state = \"elsewhere\"", "keeper.state"},
        {"127.0.0.1:9464", "127.0.0.1:9465", "status.listen"},
        {"level = \"info\"", "level = \"debug\"", "log.level"},
    };
    for (const auto& [from, to, path] : cases) {
        const Status status = changed(from, to);
        ASSERT_FALSE(status) << path;
        EXPECT_EQ(status.error().code, Errc::configuration);
        EXPECT_THAT(status.error().what, HasSubstr(path));
    }
}

}  // namespace
}  // namespace ballast::keeper
