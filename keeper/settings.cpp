// SPDX-License-Identifier: MIT
#include "keeper/settings.hpp"

#include <algorithm>
#include <array>

namespace ballast::keeper {
namespace {

using policies::TomlKind;
using policies::TomlMember;
using policies::TomlNode;

constexpr bool kRequired = true;

constexpr std::array kSettings = {
    Setting{"keeper.policy", "path", "", kRequired, "", "the policy that decides"},
    Setting{"keeper.feeds", "path", "", kRequired, "", "the declared sources"},
    Setting{"keeper.state", "path", "", kRequired, "BALLAST_STATE",
            "folder of journals, captures and the kill switch (a file named stop)"},
    Setting{"keeper.mode", "text", "shadow", false, "BALLAST_MODE",
            "shadow decides and journals; publish also sends"},
    Setting{"keeper.standby_offset_seconds", "integer", "0", false, "",
            "0 for the primary; a standby looks so much later, and publishes where nobody did"},
    Setting{"keeper.poll_seconds", "integer", "5", false, "",
            "between two looks at which sources are due, 1 to 900"},
    Setting{"keeper.clock_skew_max_seconds", "integer", "30", false, "",
            "beyond it nothing is sent, 2 to 600"},
    Setting{"keeper.keep_transactions_days", "integer", "90", false, "",
            "for so long the bytes of a final transaction are kept, at least 7; 0 keeps all"},
    Setting{"event.price_move_bps", "integer", "", false, "",
            "a price move that ends the wait for the next epoch; 0 turns it off"},
    Setting{"event.min_distance_seconds", "integer", "3600", false, "",
            "no epoch sooner after another; the model takes one an hour at most"},
    Setting{"chain.*.chain_id", "integer", "", kRequired, "", "EIP-155"},
    Setting{"chain.*.oracle", "address", "", kRequired, "", "the oracle contract"},
    Setting{"chain.*.from_block", "integer", "0", false, "", "at or before its deployment"},
    Setting{"chain.*.rpc_file", "path", "", false, "",
            "nodes, one URL a line; mode 0600, for URLs hold keys"},
    Setting{"chain.*.rpc_environment", "text", "", false, "",
            "or the variable that holds them, parted by blanks"},
    Setting{"chain.*.quorum", "integer", "", kRequired, "", "nodes that must say the same"},
    Setting{"chain.*.journal", "path", "STATE/NAME.db", false, "", "the SQLite journal"},
    Setting{"chain.*.journal_url_file", "path", "", false, "",
            "or a PostgreSQL journal: a file with its URL, mode 0600"},
    Setting{"chain.*.journal_url_environment", "text", "", false, "", "or the URL's variable"},
    Setting{"chain.*.gas_keystore", "path", "", false, "", "the key that pays; needed to publish"},
    Setting{"chain.*.gas_password_file", "path", "", false, "",
            "else systemd's credential ballast-password, or the terminal"},
    Setting{"chain.*.pushes_min", "integer", "20", false, "",
            "updates that the gas balance should pay for"},
    Setting{"chain.*.send_deadline_seconds", "integer", "45", false, "",
            "until somebody hears of a transaction that is in no block, 10 to 90"},
    Setting{"chain.*.aave_from_block", "integer", "", false, "",
            "reads the borrowers of the markets' Aave v3 pool, from its deployment on"},
    Setting{"chain.*.fees.routine_cap_gwei", "integer", "100", false, "",
            "the most per gas of any update"},
    Setting{"chain.*.fees.urgent_cap_gwei", "integer", "500", false, "", "the same of a cut"},
    Setting{"chain.*.fees.routine_day_gwei", "integer", "1000000000", false, "",
            "what routine updates may spend in 24 hours"},
    Setting{"chain.*.fees.urgent_day_gwei", "integer", "3000000000", false, "",
            "the whole budget of 24 hours"},
    Setting{"chain.*.signer.*.index", "integer", "", kRequired, "",
            "place in the oracle's list of signers, from 0"},
    Setting{"chain.*.signer.*.kind", "text", "keystore", false, "", "keystore, web3signer or clef"},
    Setting{"chain.*.signer.*.keystore", "path", "", false, "", "a keystore's report key"},
    Setting{"chain.*.signer.*.password_file", "path", "", false, "", "as gas_password_file"},
    Setting{"chain.*.signer.*.url_file", "path", "", false, "", "where a remote signer listens"},
    Setting{"chain.*.signer.*.url_environment", "text", "", false, "", "or its variable"},
    Setting{"chain.*.signer.*.address", "address", "", false, "", "whose key it has"},
    Setting{"chain.*.market.*.protocol", "address", "", kRequired, "",
            "protocol, pool, collateral, debt and emode make the market's id"},
    Setting{"chain.*.market.*.pool", "address", "", kRequired, "", "the lending pool"},
    Setting{"chain.*.market.*.collateral", "address", "", kRequired, "", "the token"},
    Setting{"chain.*.market.*.debt", "address", "", false, "", "absent: any"},
    Setting{"chain.*.market.*.emode", "integer", "0", false, "", "an eMode's id"},
    Setting{"chain.*.cut_limit.accounts", "integer", "", false, "",
            "a cut that makes more accounts liquidatable is held"},
    Setting{"chain.*.cut_limit.debt_usd", "integer", "", false, "",
            "the same in whole USD of debt"},
    Setting{"status.listen", "text", "127.0.0.1:9464", false, "BALLAST_STATUS_LISTEN",
            "metrics, health and the live page; or off"},
    Setting{"log.format", "text", "logfmt", false, "BALLAST_LOG_FORMAT", "json, logfmt or pretty"},
    Setting{"log.level", "text", "info", false, "BALLAST_LOG_LEVEL",
            "debug, info, warning or error"},
};

std::string value_of(const TomlNode& node) {
    if (node.kind == TomlKind::integer) return std::to_string(node.integer);
    if (node.kind == TomlKind::boolean) return node.boolean ? "true" : "false";
    return node.text;
}

/// An override's place has its origin for a file; it is no place in one.
std::string origin_of(const policies::Place& place, const std::string& file) {
    return place.file == file ? to_string(place) : place.file;
}

void show(const TomlNode& table, const std::string& path, const std::string& file,
          std::vector<ShownSetting>& shown) {
    for (const TomlMember& member : table.members) {
        const std::string full = path.empty() ? member.key : path + "." + member.key;
        if (member.value.kind == TomlKind::table)
            show(member.value, full, file, shown);
        else
            shown.push_back({full, value_of(member.value), origin_of(member.value.place, file)});
    }
}

/// Adds the defaults of what `table` lacks, for each name that stands in the place of a `*`.
void add_defaults(const TomlNode& table, std::string_view path, const std::string& said,
                  const Setting& setting, std::vector<ShownSetting>& shown) {
    const std::size_t dot = path.find('.');
    const std::string part(path.substr(0, dot));
    const auto full = [&](const std::string& key) { return said.empty() ? key : said + "." + key; };
    if (dot == std::string_view::npos) {
        if (table.find(part) == nullptr)
            shown.push_back({full(part), std::string(setting.otherwise), "default"});
        return;
    }
    const std::string_view rest = path.substr(dot + 1);
    static const TomlNode kNothing{.kind = TomlKind::table, .place = {}, .text = {}};
    if (part != "*") {
        const TomlMember* member = table.find(part);
        // What only a table that is there would ask for has no default beside it.
        if (member == nullptr && setting.path.substr(0, 6) == "event.") return;
        return add_defaults(member == nullptr ? kNothing : member->value, rest, full(part), setting,
                            shown);
    }
    for (const TomlMember& member : table.members)
        add_defaults(member.value, rest, full(member.key), setting, shown);
}

}  // namespace

std::span<const Setting> settings() {
    return kSettings;
}

std::vector<ShownSetting> shown_settings(const LoadedConfiguration& loaded) {
    std::vector<ShownSetting> shown;
    show(loaded.document, "", loaded.configuration.file.string(), shown);
    for (const Setting& setting : kSettings)
        if (!setting.otherwise.empty())
            add_defaults(loaded.document, setting.path, "", setting, shown);
    std::sort(shown.begin(), shown.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    return shown;
}

std::vector<Override> overrides_of_environment(Lookup lookup) {
    std::vector<Override> overrides;
    for (const Setting& setting : kSettings) {
        if (setting.variable.empty()) continue;
        const auto value = lookup(std::string(setting.variable));
        if (value && !value->empty())
            overrides.push_back({std::string(setting.path), *value, std::string(setting.variable)});
    }
    return overrides;
}

}  // namespace ballast::keeper
