// SPDX-License-Identifier: MIT
#include "apps/command_line_keeper.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace ballast::apps {
namespace {

void add_file(CLI::App& command, KeeperFileOptions& options) {
    command.add_option("--config", options.configuration, "The keeper's configuration")
        ->envname("BALLAST_CONFIG")
        ->capture_default_str();
}

void add_overrides(CLI::App& command, KeeperFileOptions& options) {
    add_file(command, options);
    command.add_option("--mode", options.mode, "shadow or publish, before the configuration's")
        ->check(CLI::IsMember({"shadow", "publish"}));
    command.add_option("--log-format", options.log_format, "json, logfmt or pretty")
        ->check(CLI::IsMember({"json", "logfmt", "pretty"}));
    command.add_option("--log-level", options.log_level, "debug, info, warning or error")
        ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
}

void add_json(CLI::App& command, bool& json) {
    command.add_flag("--json", json, "Print the result as JSON");
}

std::array<const CLI::App*, 3> add_config(CLI::App& app, std::array<ConfigOptions, 3>& options) {
    CLI::App* config = app.add_subcommand("config", "Check and show the keeper's configuration");
    config->require_subcommand(1);
    const std::array<std::pair<const char*, const char*>, 3> verbs = {
        {{"check", "Read it as the keeper will, and tell every fault with its place"},
         {"show", "Show every value in force and where it comes from"},
         {"schema", "Describe every setting"}}};
    std::array<const CLI::App*, 3> commands{};
    for (std::size_t i = 0; i < verbs.size(); ++i) {
        CLI::App* verb = config->add_subcommand(verbs[i].first, verbs[i].second);
        options[i].verb = static_cast<ConfigVerb>(i);
        if (options[i].verb != ConfigVerb::schema) add_overrides(*verb, options[i].keeper);
        add_json(*verb, options[i].json);
        commands[i] = verb;
    }
    return commands;
}

const CLI::App* add_init(CLI::App& app, InitOptions& options) {
    CLI::App* init =
        app.add_subcommand("init", "Write a keeper's folder, commented, to begin with");
    init->add_option("dir", options.dir, "The folder")->capture_default_str();
    init->add_option("--oracle-document", options.document,
                     "The document that the oracle was deployed from: fills in chain and markets");
    init->add_option("--oracle", options.oracle, "The oracle's address");
    init->add_option("--chain", options.chain, "The chain's name in the configuration")
        ->capture_default_str();
    init->add_option("--rpc-file", options.rpc_file, "A file with the nodes' URLs, to copy");
    init->add_option("--policy", options.policy, "The policy to copy")->capture_default_str();
    init->add_option("--feeds", options.feeds, "The document of sources to copy");
    return init;
}

std::array<const CLI::App*, 4> add_feeds(CLI::App& app, std::array<FeedsOptions, 4>& options) {
    CLI::App* feeds = app.add_subcommand("feeds", "Ask the declared sources");
    feeds->require_subcommand(1);
    const std::array<std::pair<const char*, const char*>, 4> verbs = {
        {{"probe", "Ask each source once and say what came of it"},
         {"list", "List the declared feeds and their sources"},
         {"history", "Show what was fetched into a folder"},
         {"fetch", "Fetch what the sources still publish of the past into a folder"}}};
    std::array<const CLI::App*, 4> commands{};
    for (std::size_t i = 0; i < verbs.size(); ++i) {
        CLI::App* verb = feeds->add_subcommand(verbs[i].first, verbs[i].second);
        FeedsOptions& o = options[i];
        o.verb = static_cast<FeedsVerb>(i);
        add_file(*verb, o.keeper);
        verb->add_option("--feeds", o.feeds, "The document of sources; else the configuration's");
        if (o.verb == FeedsVerb::history)
            verb->add_option("--history", o.history,
                             "The folder of `fetch`; else the keeper's state folder");
        if (o.verb == FeedsVerb::fetch)
            verb->add_option("--history", o.history, "The folder, no keeper's state folder")
                ->required();
        const char* which =
            o.verb == FeedsVerb::history ? "This feed alone" : "This feed or source alone";
        verb->add_option("name", o.name, which);
        if (o.verb == FeedsVerb::fetch)
            verb->add_option("--since", o.since, "The first day, as 2020-01-31");
        add_json(*verb, o.json);
        commands[i] = verb;
    }
    return commands;
}

}  // namespace

KeeperCommands add_keeper_commands(CLI::App& app, KeeperOptionSet& set) {
    KeeperCommands commands;
    CLI::App* run = app.add_subcommand("run", "Keep an oracle, or several, until told to stop");
    add_overrides(*run, set.run.keeper);
    commands.run = run;
    CLI::App* once = app.add_subcommand("once", "Do what is due now, and end");
    add_overrides(*once, set.once.keeper);
    add_json(*once, set.once.json);
    commands.once = once;
    commands.config = add_config(app, set.config);
    CLI::App* doctor =
        app.add_subcommand("doctor", "Check everything in order, and say what to do about it");
    add_overrides(*doctor, set.doctor.keeper);
    add_json(*doctor, set.doctor.json);
    commands.doctor = doctor;
    commands.init = add_init(app, set.init);
    commands.feeds = add_feeds(app, set.feeds);
    return commands;
}

std::optional<Action> chosen_of(const KeeperCommands& commands, const KeeperOptionSet& set) {
    if (*commands.run) return set.run;
    if (*commands.once) return set.once;
    if (*commands.doctor) return set.doctor;
    if (*commands.init) return set.init;
    for (std::size_t i = 0; i < commands.config.size(); ++i)
        if (*commands.config[i]) return set.config[i];
    for (std::size_t i = 0; i < commands.feeds.size(); ++i)
        if (*commands.feeds[i]) return set.feeds[i];
    return std::nullopt;
}

}  // namespace ballast::apps
