// SPDX-License-Identifier: MIT
#include "apps/init_documents.hpp"

#include <algorithm>
#include <cctype>

namespace ballast::apps {
namespace {

constexpr const char* kFillIn = "  # <- fill in";

/// A basic string of TOML 1.0.
std::string quoted(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '"' || c == '\\') escaped += '\\';
        escaped += c;
    }
    return "\"" + escaped + "\"";
}

/// A name as a part of a table's: bare where TOML 1.0 allows it, else quoted.
std::string key(const std::string& name) {
    const bool is_bare =
        !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
            return std::isalnum(c) != 0 || c == '-' || c == '_';
        });
    return is_bare ? name : quoted(name);
}

std::string address_line(const std::string& name, const std::string& address) {
    const bool known = !address.empty();
    return name + " = " + quoted(known ? address : "0x0000000000000000000000000000000000000000") +
           (known ? "" : kFillIn) + "\n";
}

std::string head(const InitFacts& facts) {
    return "# The keeper's configuration, as `ballast init` wrote it. `ballast config schema` "
           "lists every\n# setting; relative paths start in this folder. `ballast doctor` says "
           "what is missing.\n\n"
           "[keeper]\npolicy = " +
           quoted(facts.policy_file) +
           "\nfeeds = \"feeds.toml\"\n"
           "# Journals, answers of the sources, and the kill switch: a file named stop.\n"
           "state = \"state\"\n"
           "# shadow decides and journals, and sends nothing. Set \"publish\" once you trust it.\n"
           "mode = \"shadow\"\n"
           "# A second keeper: so many seconds later, and only where nobody else published.\n"
           "standby_offset_seconds = 0\n"
           "# Against the chain's clock and the sources'. Beyond it nothing is sent.\n"
           "clock_skew_max_seconds = 30\n\n";
}

std::string chain_table(const InitFacts& facts) {
    const std::string name = "chain." + key(facts.chain);
    std::string text = "[" + name +
                       "]\nchain_id = " + std::to_string(facts.chain_id == 0 ? 1 : facts.chain_id) +
                       (facts.chain_id == 0 ? kFillIn : "") + "\n";
    text += address_line("oracle", facts.oracle);
    text +=
        "# The nodes' URLs, one a line. Others may not read that file: URLs hold keys.\n"
        "rpc_file = \"rpc\"\n"
        "# So many nodes must say the same. 1 is for a single node of your own.\n"
        "quorum = " +
        std::to_string(std::clamp<std::size_t>(facts.nodes, 1, 2)) +
        "\n"
        "# Who pays. The password comes from the file, from systemd's credential\n"
        "# ballast-password, or from the terminal.\n";
    const bool has_gas = !facts.gas_keystore.empty();
    text += std::string(has_gas ? "" : "# ") +
            "gas_keystore = " + quoted(has_gas ? facts.gas_keystore : "keys/gas-0x....json") + "\n";
    if (has_gas && !facts.password_file.empty())
        text += "gas_password_file = " + quoted(facts.password_file) + "\n";
    text +=
        "# Reads who has borrowed, where the pool is an Aave v3 one: the block of its "
        "deployment.\n# aave_from_block = 16_291_127\n\n";
    return text;
}

std::string signer_tables(const InitFacts& facts) {
    const std::string name = "chain." + key(facts.chain) + ".signer.";
    std::string text =
        "# Who signs reports: as many as the oracle's threshold, each with its "
        "place in the oracle's list.\n";
    for (const auto& [index, file] : facts.report_keystores) {
        text += "[" + name + "s" + std::to_string(index) + "]\nindex = " + std::to_string(index) +
                "\nkeystore = " + quoted(file) + "\n";
        if (!facts.password_file.empty())
            text += "password_file = " + quoted(facts.password_file) + "\n";
    }
    if (facts.report_keystores.empty())
        text += "# [" + name + "first]\n# index = 0\n# keystore = \"keys/report-0x....json\"\n";
    return text + "\n";
}

std::string market_tables(const InitFacts& facts) {
    const std::string name = "chain." + key(facts.chain) + ".market.";
    const auto shown = [](const chain::Address& address) {
        return address == chain::Address{} ? std::string() : chain::checksum_text(address);
    };
    std::string text = "# The collaterals, as the oracle names them.\n";
    for (const InitMarket& market : facts.markets) {
        text += "[" + name + key(market.asset) + "]\n";
        text += address_line("protocol", shown(market.identity.protocol));
        text += address_line("pool", shown(market.identity.pool));
        text += address_line("collateral", shown(market.identity.collateral));
        if (market.identity.debt != chain::Address{})
            text += address_line("debt", shown(market.identity.debt));
        if (market.identity.emode != 0)
            text += "emode = " + std::to_string(market.identity.emode) + "\n";
        text += "\n";
    }
    return text;
}

}  // namespace

std::string keeper_document(const InitFacts& facts) {
    return head(facts) + chain_table(facts) + signer_tables(facts) + market_tables(facts) +
           "# /metrics /livez /readyz /status and the live page, on this machine alone.\n"
           "[status]\nlisten = \"127.0.0.1:9464\"\n\n"
           "[log]\n# json, logfmt or pretty\nformat = \"logfmt\"\nlevel = \"info\"\n";
}

}  // namespace ballast::apps
