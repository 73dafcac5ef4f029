// SPDX-License-Identifier: MIT
#include "apps/config_command.hpp"

#include <algorithm>

#include "apps/keeper_setup.hpp"
#include "apps/run_command.hpp"
#include "apps/say.hpp"
#include "base/json.hpp"
#include "engine/canonical.hpp"
#include "keeper/settings.hpp"
#include "policies/policy_document.hpp"

namespace ballast::apps {
namespace {

std::string pad(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text + " ";
}

struct ChainPolicy {
    std::string chain;
    Hash32 hash;
};

/// The documents that it names are read as well: a policy that is wrong stops the keeper, too.
Result<std::vector<ChainPolicy>> read_policies(const ConfigOptions& options) {
    const auto loaded = load_with(options.keeper);
    if (!loaded) return fail(loaded.error());
    const auto policy = policies::load_policy(loaded->configuration.policy);
    if (!policy) return fail(policy.error());
    std::vector<ChainPolicy> hashes;
    for (const keeper::ChainConfiguration& chain : loaded->configuration.chains) {
        const auto selected = policy_for(chain, *policy);
        if (!selected) return fail(selected.error());
        hashes.push_back({chain.name, engine::hash(*selected)});
    }
    return hashes;
}

int check(const ConfigOptions& options) {
    const auto read = read_policies(options);
    JsonObject hashes;
    std::string text = "ok: " + options.keeper.configuration.string() + "\n";
    if (read)
        for (const ChainPolicy& each : *read) {
            hashes.emplace(each.chain, to_hex(each.hash));
            text += "policy hash of chain " + each.chain + ": " + to_hex(each.hash) + "\n";
        }
    if (options.json)
        print(write_json(JsonObject{{"faults", read ? "" : read.error().what},
                                    {"ok", read.has_value()},
                                    {"policy_hashes", std::move(hashes)}}) +
              "\n");
    if (!read) return complain(read.error());
    if (!options.json) print(text);
    return 0;
}

int show(const ConfigOptions& options) {
    const auto loaded = load_with(options.keeper);
    if (!loaded) return complain(loaded.error());
    JsonArray rows;
    std::string text;
    const auto shown = keeper::shown_settings(*loaded);
    std::size_t widest = 0;
    for (const keeper::ShownSetting& each : shown)
        widest = std::max(widest, each.path.size() + each.value.size() + 3);
    for (const keeper::ShownSetting& each : shown) {
        rows.push_back(
            JsonObject{{"origin", each.origin}, {"path", each.path}, {"value", each.value}});
        text += pad(each.path + " = " + each.value, widest) + "# " + each.origin + "\n";
    }
    print(options.json ? write_json(Json(std::move(rows))) + "\n" : text);
    return 0;
}

int schema(const ConfigOptions& options) {
    JsonArray rows;
    std::string text;
    for (const keeper::Setting& each : keeper::settings()) {
        JsonObject row{{"about", each.about},
                       {"kind", each.kind},
                       {"path", each.path},
                       {"required", each.required}};
        if (!each.otherwise.empty()) row.emplace("default", each.otherwise);
        if (!each.variable.empty()) row.emplace("variable", each.variable);
        rows.emplace_back(std::move(row));
        text += pad(std::string(each.path), 36) + pad(std::string(each.kind), 8) +
                pad(each.required ? "required" : std::string(each.otherwise), 15) +
                std::string(each.about) + "\n";
    }
    print(options.json ? write_json(Json(std::move(rows))) + "\n" : text);
    return 0;
}

}  // namespace

int run_config(const ConfigOptions& options) {
    switch (options.verb) {
        case ConfigVerb::check:
            return check(options);
        case ConfigVerb::show:
            return show(options);
        case ConfigVerb::schema:
            return schema(options);
    }
    return 0;
}

}  // namespace ballast::apps
