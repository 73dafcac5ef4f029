// SPDX-License-Identifier: MIT
#include "keeper/configuration.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "base/json.hpp"
#include "keeper/read_configuration.hpp"

namespace ballast::keeper {
namespace {

using policies::Bounds;
using policies::TableReader;
using policies::TomlKind;
using policies::TomlMember;
using policies::TomlNode;

constexpr Bounds kOffset{0, 3'600, "seconds after the primary"};
constexpr Bounds kPoll{1, 900, "seconds; how often a source is asked stands with it"};
constexpr Bounds kKeepDays{0, 36'500, "days: 0 to keep all, else 7 or more"};
/// Beyond the longest budget and the deepest reorganisation.
constexpr std::int64_t kKeepDaysLeast = 7;
constexpr Bounds kSkew{2, 600, "seconds"};
/// The engine takes no two snapshots within an hour.
constexpr Bounds kDistance{3'600, 86'400, "seconds; the model takes a snapshot an hour at most"};
constexpr Bounds kMove{0, 10'000, "basis points; 0 turns it off"};
constexpr std::int64_t kPortMax = 65'535;

/// Puts the value where the document has or could have it; the origin becomes its place.
void put(TomlNode& table, std::string_view path, const Override& change) {
    const std::size_t dot = path.find('.');
    const std::string key(path.substr(0, dot));
    const policies::Place place{change.origin, 1, 1};
    auto at = std::find_if(table.members.begin(), table.members.end(),
                           [&](const TomlMember& member) { return member.key >= key; });
    if (at == table.members.end() || at->key != key)
        at = table.members.insert(
            at, {key, place, {.kind = TomlKind::table, .place = place, .text = {}}});
    if (dot != std::string_view::npos) return put(at->value, path.substr(dot + 1), change);
    at->place = place;
    at->value = {.kind = TomlKind::text, .place = place, .text = change.value};
}

/// A name out of a closed list.
template <class T>
T read_name(TableReader& table, std::string_view key, T otherwise,
            const std::vector<std::pair<std::string_view, T>>& names) {
    if (!table.has(key)) return otherwise;
    const std::string text = table.text(key);
    std::string known;
    for (const auto& [name, value] : names) {
        if (name == text) return value;
        known += (known.empty() ? "" : ", ") + std::string(name);
    }
    if (!text.empty()) table.fault(key, "expected one of " + known + ", found \"" + text + "\"");
    return otherwise;
}

Seconds read_seconds(TableReader& table, std::string_view key, Seconds otherwise,
                     const Bounds& bounds) {
    return table.has(key) ? Seconds{table.integer(key, bounds)} : otherwise;
}

Seconds read_keeping(TableReader& table, Seconds otherwise) {
    constexpr const char* kKey = "keep_transactions_days";
    if (!table.has(kKey)) return otherwise;
    const std::int64_t days = table.integer(kKey, kKeepDays);
    if (days != 0 && days < kKeepDaysLeast)
        table.fault(kKey, "expected 0 or at least 7, found the integer " + std::to_string(days));
    return {days * kDay.count};
}

void read_keeper(TableReader& root, const std::filesystem::path& folder, Configuration& read) {
    TableReader table = root.table("keeper");
    read.policy = read_path(table, "policy", folder);
    read.feeds = read_path(table, "feeds", folder);
    read.state = read_path(table, "state", folder);
    read.mode =
        read_name(table, "mode", read.mode, {{"shadow", Mode::shadow}, {"publish", Mode::publish}});
    read.standby_offset =
        read_seconds(table, "standby_offset_seconds", read.standby_offset, kOffset);
    read.poll = read_seconds(table, "poll_seconds", read.poll, kPoll);
    read.clock_skew_max = read_seconds(table, "clock_skew_max_seconds", read.clock_skew_max, kSkew);
    read.keep_transactions = read_keeping(table, read.keep_transactions);
    table.finish();
}

void read_event(TableReader& root, Configuration& read) {
    if (!root.has("event")) return;
    TableReader table = root.table("event");
    EventTrigger event;
    event.price_move = engine::Bps::of(table.integer("price_move_bps", kMove));
    event.min_distance = read_seconds(table, "min_distance_seconds", event.min_distance, kDistance);
    table.finish();
    read.event = event;
}

/// "127.0.0.1:9464"; the last colon, for an IPv6 address has several.
Listen listen_of(TableReader& table, const Listen& otherwise) {
    if (!table.has("listen")) return otherwise;
    const std::string text = table.text("listen");
    if (text == "off") return {};
    const std::size_t colon = text.rfind(':');
    const auto port = parse_integer(colon == std::string::npos ? "" : text.substr(colon + 1));
    if (port && *port >= 0 && *port <= kPortMax && colon > 0)
        return {text.substr(0, colon), static_cast<std::uint16_t>(*port)};
    if (!text.empty())
        table.fault("listen",
                    "expected HOST:PORT such as 127.0.0.1:9464, or off, found \"" + text + "\"");
    return otherwise;
}

void read_status_and_log(TableReader& root, Configuration& read) {
    using telemetry::LogFormat;
    using telemetry::LogLevel;
    if (root.has("status")) {
        TableReader table = root.table("status");
        read.status = listen_of(table, read.status);
        table.finish();
    }
    if (!root.has("log")) return;
    TableReader table = root.table("log");
    read.log_format = read_name(
        table, "format", read.log_format,
        {{"json", LogFormat::json}, {"logfmt", LogFormat::logfmt}, {"pretty", LogFormat::pretty}});
    read.log_level = read_name(table, "level", read.log_level,
                               {{"debug", LogLevel::debug},
                                {"info", LogLevel::info},
                                {"warning", LogLevel::warning},
                                {"error", LogLevel::error}});
    table.finish();
}

/// Who watches needs no key; who publishes needs both kinds.
void require_keys(TableReader& root, const Configuration& read) {
    if (read.mode == Mode::shadow) return;
    for (const ChainConfiguration& chain : read.chains) {
        const std::string place = "chain." + chain.name;
        if (chain.gas_keystore.empty())
            root.fault(place, "mode \"publish\" needs gas_keystore: who pays for updates");
        if (chain.signers.empty())
            root.fault(place, "mode \"publish\" needs [" + place + ".signer.NAME]: who signs them");
    }
}

/// A database is named by a file or a variable; what stands there is compared once it is read.
bool have_one_journal(const ChainConfiguration& a, const ChainConfiguration& b) {
    const bool in_database = !a.journal_url.file.empty() || !a.journal_url.environment.empty();
    if (in_database)
        return a.journal_url.file == b.journal_url.file &&
               a.journal_url.environment == b.journal_url.environment;
    const bool both_files = b.journal_url.file.empty() && b.journal_url.environment.empty();
    return both_files && a.journal == b.journal;
}

/// A standby that looks while the primary still sends would publish beside it.
void refuse_hasty_standby(TableReader& root, const Configuration& read) {
    if (read.standby_offset.count == 0) return;
    for (const ChainConfiguration& chain : read.chains)
        if (read.standby_offset.count <= chain.send_deadline.count)
            root.fault("keeper",
                       "standby_offset_seconds must exceed send_deadline_seconds of chain " +
                           chain.name + ": the primary may still be sending");
}

/// Two chains may share nothing that has one writer: journals, oracles, and an account's nonces.
void refuse_shared(TableReader& root, const std::vector<ChainConfiguration>& chains) {
    for (std::size_t i = 0; i < chains.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const std::string both = chains[j].name + " and " + chains[i].name;
            if (have_one_journal(chains[i], chains[j]))
                root.fault("chain", both + " have one journal; each needs its own");
            if (chains[i].chain_id != chains[j].chain_id) continue;
            if (chains[i].oracle == chains[j].oracle)
                root.fault("chain", both + " are the same oracle");
            if (!chains[i].gas_keystore.empty() && chains[i].gas_keystore == chains[j].gas_keystore)
                root.fault("chain", both +
                                        " pay from one account on one chain; each needs its own "
                                        "gas_keystore, or they use each other's nonces");
        }
}

Configuration read_root(TableReader& root, const std::filesystem::path& file) {
    Configuration read;
    read.file = file;
    const std::filesystem::path folder = file.parent_path();
    read_keeper(root, folder, read);
    read_event(root, read);
    for (TableReader& table : root.named_tables("chain"))
        read.chains.push_back(read_chain(table, {folder, read.state}));
    if (root.sound()) refuse_shared(root, read.chains);
    if (root.sound()) refuse_hasty_standby(root, read);
    if (root.sound()) require_keys(root, read);
    read_status_and_log(root, read);
    root.finish();
    return read;
}

}  // namespace

std::string_view name(Mode mode) noexcept {
    return mode == Mode::shadow ? "shadow" : "publish";
}

std::filesystem::path kill_switch(const Configuration& configuration) {
    return configuration.state / "stop";
}

Result<LoadedConfiguration> load_configuration(const std::filesystem::path& file,
                                               const std::vector<Override>& overrides) {
    const auto text = read_file(file);
    if (!text) return fail(text.error());
    return parse_configuration(*text, file, overrides);
}

Result<LoadedConfiguration> parse_configuration(std::string_view text,
                                                const std::filesystem::path& file,
                                                const std::vector<Override>& overrides) {
    auto tree = policies::parse_toml(text, file.string());
    if (!tree) return fail(tree.error());
    for (const Override& change : overrides)
        put(*tree, change.path, change);
    policies::Faults faults;
    TableReader root(*tree, "", faults);
    Configuration read = read_root(root, file);
    if (faults.count() > 0) return fail(faults.error());
    return LoadedConfiguration{std::move(read), std::move(*tree)};
}

}  // namespace ballast::keeper
