// SPDX-License-Identifier: MIT
#include "apps/init_command.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <sstream>

#include "apps/announcements.hpp"
#include "apps/init_documents.hpp"
#include "apps/keys_folder.hpp"
#include "apps/say.hpp"
#include "base/file.hpp"
#include "keys/private_file.hpp"
#include "policies/policy_document.hpp"
#include "policies/toml_document.hpp"

namespace ballast::apps {
namespace {

namespace fs = std::filesystem;

/// What an interrupted run wrote stays: it is what would be written now.
bool stands_already(const fs::path& file, std::string_view text) {
    std::error_code code;
    if (!fs::is_regular_file(fs::symlink_status(file, code))) return false;
    const auto there = read_file(file);
    return there && *there == text;
}

/// Errors: cannot_write where the name is taken by something else.
Status write_new(const fs::path& file, std::string_view text) {
    std::error_code code;
    if (stands_already(file, text)) return {};
    if (fs::exists(fs::symlink_status(file, code)))
        return fail(Errc::cannot_write, file.string() + " is there already; nothing was changed");
    return write_file(file, text);
}

Status make_private_folder(const fs::path& folder) {
    std::error_code code;
    fs::create_directories(folder, code);
    if (code || ::chmod(folder.c_str(), 0700) != 0)
        return fail(Errc::cannot_write, "cannot make " + folder.string() + " for its owner alone");
    return {};
}

/// The policy's document and the one that it extends, side by side under their own names.
Status copy_policy(const InitOptions& options) {
    fs::path from = options.policy;
    for (int depth = 0; depth < 8; ++depth) {
        const auto text = read_file(from);
        if (!text) return fail(text.error());
        const fs::path to = options.dir / "policy" / from.filename();
        if (auto written = write_new(to, *text); !written) return written;
        const auto tree = policies::parse_toml(*text, from.string());
        const auto* parent = tree ? tree->find("extends") : nullptr;
        if (parent == nullptr) return {};
        from = from.parent_path() / parent->value.text;
    }
    return {};
}

/// Identities stand in the document as they do in ours; its reader keeps the id alone.
Result<std::vector<InitMarket>> markets_of(const fs::path& document, std::uint64_t chain_id) {
    const auto text = read_file(document);
    if (!text) return fail(text.error());
    const auto tree = policies::parse_toml(*text, document.string());
    if (!tree) return fail(tree.error());
    std::vector<InitMarket> markets;
    const auto* tables = tree->find("market");
    if (tables == nullptr) return markets;
    for (const policies::TomlMember& table : tables->value.members) {
        InitMarket market{table.key, {.chain_id = chain_id}};
        const auto address = [&](const char* key) {
            const auto* member = table.value.find(key);
            const auto read = member == nullptr ? Result<chain::Address>()
                                                : chain::parse_address(member->value.text);
            return read ? *read : chain::Address{};
        };
        market.identity.protocol = address("protocol");
        market.identity.pool = address("pool");
        market.identity.collateral = address("collateral");
        market.identity.debt = address("debt");
        if (const auto* emode = table.value.find("emode"))
            market.identity.emode = static_cast<std::uint8_t>(emode->value.integer);
        markets.push_back(std::move(market));
    }
    return markets;
}

/// Enters the keys that lie in DIR/keys: the gas key, and the report keys whose address the
/// oracle's document names as a signer.
void enter_keys(const fs::path& dir, const std::optional<OracleDocument>& document,
                InitFacts& facts) {
    const auto listed = list_keys(dir / "keys");
    if (!listed) return;
    for (const ListedKey& key : *listed) {
        if (!key.keystore) continue;
        const std::string file = "keys/" + fs::path(key.file).filename().string();
        if (key.kind == "gas") facts.gas_keystore = file;
        if (key.kind != "report" || !document || !key.keystore->address) continue;
        const auto at = document->signers.find(*key.keystore->address);
        if (at == document->signers.end()) continue;
        const auto index = std::distance(document->signers.begin(), at);
        if (facts.report_keystores.size() < document->threshold)
            facts.report_keystores.emplace_back(static_cast<std::uint32_t>(index), file);
    }
    std::sort(facts.report_keystores.begin(), facts.report_keystores.end());
    std::error_code code;
    if (fs::exists(dir / "keys" / "password", code)) facts.password_file = "keys/password";
}

/// The policy that lies beside the sources is not there for who has installed the program alone.
Result<engine::Policy> policy_of(const InitOptions& options) {
    auto policy = policies::load_policy(options.policy);
    if (!policy && policy.error().code == Errc::input_missing)
        return fail(Errc::input_missing,
                    policy.error().what + "; give the policy's document with --policy FILE");
    return policy;
}

/// Returns how many nodes the given file names, counted as the keeper reads it.
std::size_t count_nodes(const fs::path& file) {
    const auto text = file.empty() ? Result<std::string>("") : read_file(file);
    std::istringstream lines(text ? *text : "");
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream words(line);
        for (std::string word; words >> word;)
            ++count;
    }
    return count;
}

Result<InitFacts> gather(const InitOptions& options) {
    const auto policy = policy_of(options);
    if (!policy) return fail(policy.error());
    InitFacts facts{.chain = options.chain,
                    .oracle = options.oracle,
                    .nodes = count_nodes(options.rpc_file),
                    .policy_file = "policy/" + options.policy.filename().string()};
    std::optional<OracleDocument> document;
    if (!options.document.empty()) {
        auto read = read_oracle_document(options.document);
        if (!read) return fail(read.error());
        document = std::move(*read);
        facts.chain_id = document->chain_id;
        auto markets = markets_of(options.document, facts.chain_id);
        if (!markets) return fail(markets.error());
        facts.markets = std::move(*markets);
    } else {
        for (const engine::AssetPolicy& asset : policy->assets)
            facts.markets.push_back({asset.asset, {}});
    }
    enter_keys(options.dir, document, facts);
    return facts;
}

Status write_all(const InitOptions& options, const InitFacts& facts) {
    for (const char* folder : {"state", "keys"})
        if (auto made = make_private_folder(options.dir / folder); !made) return made;
    std::string feeds(kFeedsExample);
    if (!options.feeds.empty()) {
        const auto text = read_file(options.feeds);
        if (!text) return fail(text.error());
        feeds = *text;
    }
    if (auto written = write_new(options.dir / "feeds.toml", feeds); !written) return written;
    if (auto copied = copy_policy(options); !copied) return copied;
    std::string urls = "# One URL a line.\n";
    if (!options.rpc_file.empty()) {
        const auto text = read_file(options.rpc_file);
        if (!text) return fail(text.error());
        urls = *text;
    }
    if (!stands_already(options.dir / "rpc", urls))
        if (auto written = keys::write_private_file(options.dir / "rpc", urls); !written)
            return written;
    // Last: whoever is interrupted has no configuration yet, and gives the same command again.
    return write_new(options.dir / "keeper.toml", keeper_document(facts));
}

void say_next_steps(const InitOptions& options, const InitFacts& facts) {
    const std::string dir = options.dir.string();
    say("written to " + dir + ": keeper.toml, feeds.toml, policy/, rpc, keys/, state/");
    say("next:");
    int step = 1;
    const auto next = [&](const std::string& line) {
        say("  " + std::to_string(step++) + ". " + line);
    };
    if (options.rpc_file.empty()) next("write the nodes' URLs into " + dir + "/rpc, one a line");
    if (facts.chain_id == 0 || facts.oracle.empty())
        next("fill in what is marked in " + dir + "/keeper.toml");
    if (facts.gas_keystore.empty())
        next("ballast keys new --kind gas --dir " + dir +
             "/keys, the same with --kind report, and name both in keeper.toml");
    if (options.feeds.empty()) next("look through " + dir + "/feeds.toml: some sources need a key");
    next("ballast doctor --config " + dir + "/keeper.toml");
    next("ballast run --config " + dir + "/keeper.toml    (shadow mode: it sends nothing)");
    next("set mode = \"publish\" once what it decides is what you want");
}

}  // namespace

int run_init(const InitOptions& options) {
    std::error_code code;
    if (fs::exists(options.dir / "keeper.toml", code))
        return complain({Errc::cannot_write, (options.dir / "keeper.toml").string() +
                                                 " is there already; nothing was changed"});
    const auto facts = gather(options);
    if (!facts) return complain(facts.error());
    if (auto written = write_all(options, *facts); !written) return complain(written.error());
    say_next_steps(options, *facts);
    return 0;
}

}  // namespace ballast::apps
