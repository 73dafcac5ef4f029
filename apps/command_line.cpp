// SPDX-License-Identifier: MIT
#include "apps/command_line.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "apps/command_line_audit.hpp"
#include "apps/command_line_dry_run.hpp"
#include "apps/command_line_keeper.hpp"
#include "apps/say.hpp"
#include "base/result.hpp"

namespace ballast::apps {
namespace {

CLI::App* add_demo(CLI::App& app, DemoOptions& options) {
    CLI::App* demo = app.add_subcommand(
        "demo", "Play a recorded market event against a local chain and audit the result");
    demo->add_option("--event", options.event, "The event, by its date (see --list)")
        ->capture_default_str();
    demo->add_option("--out", options.out, "The folder for summary, journal and report")
        ->capture_default_str();
    demo->add_option("--policies", options.policies, "The folder of policies and scenarios")
        ->capture_default_str();
    demo->add_option("--policy", options.policy, "The policy that decides, by its name")
        ->capture_default_str();
    demo->add_option("--rpc", options.rpc,
                     "URL of a running anvil; an interrupted run goes on from its journal")
        ->envname("BALLAST_RPC");
    demo->add_flag("--list", options.list, "List the events and end");
    demo->add_flag("--json", options.json, "Print summary.json on stdout");
    return demo;
}

CLI::App* add_backtest(CLI::App& app, BacktestOptions& options) {
    CLI::App* backtest = app.add_subcommand(
        "backtest", "Compare a policy's tails with what markets did, asset by asset");
    backtest->add_option("--data", options.data, "The folder of market history")->required();
    backtest->add_option("--policy", options.policy, "The policy's document")->required();
    backtest
        ->add_option("--calibrated-until", options.calibrated_until,
                     "The last day that the policy's numbers have seen")
        ->capture_default_str();
    backtest->add_flag("--json", options.json, "Print the result as JSON");
    return backtest;
}

CLI::App* add_calibrate(CLI::App& app, CalibrateOptions& options) {
    CLI::App* calibrate = app.add_subcommand(
        "calibrate", "Derive a policy's constants from market history, with their evidence");
    calibrate->add_option("--data", options.data, "The folder of market history")->required();
    calibrate->add_option("--policy", options.policy, "The policy's document")->required();
    calibrate->add_option("--until", options.until, "The last day that is used")
        ->capture_default_str();
    calibrate->add_option("--out", options.out,
                          "Write the document there, best beside the policy that it extends");
    calibrate->add_flag("--json", options.json, "Print the result as JSON");
    return calibrate;
}

CLI::App* add_frontier(CLI::App& app, FrontierOptions& options) {
    CLI::App* frontier = app.add_subcommand(
        "frontier", "Compare policies at equal mean LTV on invented years of a real market");
    frontier->add_option("--data", options.data, "The folder of market history")
        ->envname("BALLAST_DATA")
        ->capture_default_str();
    frontier->add_option("--policy", options.policy, "The policy that is judged")
        ->capture_default_str();
    frontier->add_option("--paths", options.paths, "Paths of each set that is judged")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    frontier
        ->add_option("--calibration-paths", options.calibration_paths,
                     "Paths of the calibration set")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    frontier->add_option("--threads", options.threads, "Threads; they change no result")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    frontier->add_option("--shard", options.shard, "This run's part, as 2/5; needs --rows")
        ->capture_default_str();
    frontier->add_option("--rows", options.rows, "Write every path's figures here, for merge");
    frontier->add_option("--book", options.book, "THIN, DRIFT, FIXED or PORTFOLIO alone");
    frontier->add_flag("--json", options.json, "Print the result as JSON instead of Markdown");
    CLI::App* merge =
        frontier->add_subcommand("merge", "Conclude from the rows of all parts of one run");
    merge->add_option("rows", options.merge, "What --rows wrote, each once")->required();
    merge->add_option("--threads", options.threads, "Threads; they change no result")
        ->check(CLI::Range(1, 1024));
    merge->add_flag("--json", options.json, "Print the result as JSON instead of Markdown");
    return frontier;
}

CLI::App* add_params(CLI::App& app, ParamsOptions& options) {
    CLI::App* params = app.add_subcommand(
        "params", "Say what a policy holds each market to at a moment of a scenario, and why");
    params->add_option("--event", options.event, "The event, by its name")->capture_default_str();
    params->add_option("--policy", options.policy, "The policy, by its name")
        ->capture_default_str();
    params->add_option("--policies", options.policies, "The folder of policies and scenarios")
        ->capture_default_str();
    params->add_option("--at", options.at, "The moment, as 2024-08-05T12:00:00Z; else the last");
    params->add_flag("--json", options.json, "Print the result as JSON");
    return params;
}

CLI::App* add_stress(CLI::App& app, StressOptions& options) {
    CLI::App* stress = app.add_subcommand(
        "stress", "Put a borrower book under price scenarios: liquidations, bad debt, cascade");
    stress->add_option("--policy", options.policy, "The policy whose thresholds the book has")
        ->capture_default_str();
    CLI::Option* book = stress->add_option("--book", options.book,
                                           "Positions, as record,position,asset,value lines");
    stress->add_option("--book-size", options.book_size, "Positions of an invented book instead")
        ->check(CLI::Range(1, 10'000'000))
        ->excludes(book)
        ->capture_default_str();
    stress->add_option("--seed", options.seed, "Of what is invented")->capture_default_str();
    CLI::Option* file =
        stress->add_option("--scenario", options.scenario, "A scenario document: its worst closes");
    stress->add_option("--scenarios", options.scenarios, "Invented five-day scenarios instead")
        ->check(CLI::Range(1, 1'000'000))
        ->excludes(file)
        ->capture_default_str();
    stress->add_flag("--cascade", options.cascade, "Let sales lower prices");
    stress->add_option("--depth-bps", options.depth_bps, "What is left of calm depth")
        ->check(CLI::Range(0, 10'000))
        ->capture_default_str();
    stress
        ->add_option("--elasticity", options.elasticity,
                     "Share of borrowers near liquidation who repay at each step")
        ->check(CLI::IsMember(std::vector<std::string>{"0", "0.3", "0.6"}))
        ->capture_default_str();
    stress->add_option("--threads", options.threads, "Threads; they change no result")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str();
    stress->add_flag("--json", options.json, "Print the result as JSON");
    return stress;
}

void add_password_file(CLI::App& command, KeysOptions& options) {
    command
        .add_option("--password-file", options.password_file,
                    "The file that holds the password; else systemd's credential "
                    "ballast-password, else the terminal is asked")
        ->envname("BALLAST_PASSWORD_FILE");
}

CLI::App* add_keys_verb(CLI::App& keys, KeysOptions& options, KeysVerb verb, const char* name,
                        const char* help) {
    CLI::App* command = keys.add_subcommand(name, help);
    command->callback([&options, verb] { options.verb = verb; });
    command->add_flag("--json", options.json, "Print the result as JSON");
    if (verb == KeysVerb::address) return command;
    command->add_option("--dir", options.dir, "The folder of keys; else the user's own")
        ->envname("BALLAST_KEYS_DIR");
    if (verb == KeysVerb::list) return command;
    command
        ->add_option("--kind", options.kind,
                     "report: attests numbers, holds no money. gas: pays, attests nothing. Never "
                     "one key for both")
        ->check(CLI::IsMember(std::vector<std::string>{"report", "gas"}))
        ->required();
    add_password_file(*command, options);
    return command;
}

CLI::App* add_keys(CLI::App& app, KeysOptions& options) {
    CLI::App* keys = app.add_subcommand("keys", "Make and look after the keys of reports and gas");
    keys->require_subcommand(1);
    add_keys_verb(*keys, options, KeysVerb::make, "new",
                  "Make a random key, kept under a password");
    CLI::App* import =
        add_keys_verb(*keys, options, KeysVerb::import, "import", "Take over a key that exists");
    CLI::Option* raw = import->add_option(
        "FILE", options.file, "The key in hex; without a file it is read from standard input");
    import->add_option("--keystore", options.keystore, "Another program's keystore file instead")
        ->excludes(raw);
    import->add_option("--new-password-file", options.new_password_file,
                       "With --keystore: the password here; else that of the keystore");
    add_keys_verb(*keys, options, KeysVerb::list, "list", "Say whose keys a folder holds");
    CLI::App* address = add_keys_verb(*keys, options, KeysVerb::address, "address",
                                      "Say whose key a keystore file holds");
    address->add_option("FILE", options.file, "The keystore")->required();
    address->add_flag("--unlock", options.unlock, "Open it, rather than believe what it says");
    add_password_file(*address, options);
    return keys;
}

CLI::App* add_tx_verb(CLI::App& tx, TxOptions& options, TxVerb verb, const char* name,
                      const char* help) {
    CLI::App* command = tx.add_subcommand(name, help);
    command->callback([&options, verb] { options.verb = verb; });
    command->add_option("--journal", options.journal, "The journal of the keeper")->required();
    if (verb != TxVerb::clear) command->add_flag("--json", options.json, "Print it as JSON");
    const bool signs = verb == TxVerb::bump || verb == TxVerb::cancel;
    if (signs || verb == TxVerb::show)
        command->add_option("TX", options.which, "How its key or one of its hashes begins")
            ->required();
    if (!signs) return command;
    command->add_option("--rpc", options.rpc, "A node; of several, two must agree")
        ->envname("BALLAST_RPC")
        ->required();
    command->add_option("--keystore", options.keystore, "The file of the gas key")->required();
    command
        ->add_option("--password-file", options.password_file,
                     "The file that holds the password; else systemd's credential "
                     "ballast-password, else the terminal is asked")
        ->envname("BALLAST_PASSWORD_FILE");
    command
        ->add_option("--cap", options.cap_gwei,
                     "The most to offer, in gwei per gas; else the caps it was sent under")
        ->check(CLI::PositiveNumber);
    command
        ->add_option("--day", options.day_gwei,
                     "The budget of 24 hours, in gwei; else the budgets it was sent under")
        ->check(CLI::PositiveNumber);
    return command;
}

CLI::App* add_tx(CLI::App& app, TxOptions& options) {
    CLI::App* tx = app.add_subcommand("tx", "Look at transactions on their way, and hurry them");
    tx->require_subcommand(1);
    CLI::App* list = add_tx_verb(*tx, options, TxVerb::list, "list", "A line a transaction");
    list->add_flag("--open", options.open, "Only what is not final");
    add_tx_verb(*tx, options, TxVerb::show, "show", "All about one of them");
    add_tx_verb(*tx, options, TxVerb::bump, "bump", "Replace its newest attempt by a dearer one");
    add_tx_verb(*tx, options, TxVerb::cancel, "cancel",
                "Replace it by an empty transaction to ourselves");
    add_tx_verb(*tx, options, TxVerb::clear, "clear",
                "Let an account send again that a foreign transaction stopped");
    return tx;
}

/// The options of what signs: a journal of its own, a key, an answer to the question.
void add_sending(CLI::App& command, OracleOptions& options, bool required) {
    command
        .add_option("--journal", options.journal,
                    "The journal of the sending account; made where it is missing")
        ->required(required);
    command.add_option("--keystore", options.keystore, "The file of that account's key")
        ->required(required);
    command
        .add_option("--password-file", options.password_file,
                    "The file that holds the password; else systemd's credential "
                    "ballast-password, else the terminal is asked")
        ->envname("BALLAST_PASSWORD_FILE");
    command.add_flag("--yes", options.yes, "Send the plan without asking");
}

CLI::App* add_oracle_verb(CLI::App& oracle, OracleOptions& options, OracleVerb verb,
                          const char* name, const char* help) {
    CLI::App* command = oracle.add_subcommand(name, help);
    command->callback([&options, verb] { options.verb = verb; });
    command->add_option("--rpc", options.rpc, "A node; of several, two must agree on what is sent")
        ->envname("BALLAST_RPC")
        ->required();
    command->add_flag("--json", options.json, "Print the result as JSON");
    const bool needs_document =
        verb == OracleVerb::deploy || verb == OracleVerb::rotate || verb == OracleVerb::limits;
    command->add_option("--document", options.document, "What the oracle is to be, in TOML")
        ->required(needs_document);
    if (verb != OracleVerb::show && verb != OracleVerb::verify)
        add_sending(*command, options, verb != OracleVerb::limits);
    if (verb == OracleVerb::deploy) return command;
    command->add_option("--oracle", options.oracle, "Its address")->required();
    command
        ->add_option("--from-block", options.from_block,
                     "Look for its events from there on: at or before its deployment")
        ->capture_default_str();
    return command;
}

CLI::App* add_oracle(CLI::App& app, OracleOptions& options) {
    CLI::App* oracle = app.add_subcommand("oracle", "Deploy and look after the oracle contract");
    oracle->require_subcommand(1);
    add_oracle_verb(*oracle, options, OracleVerb::show, "show", "Say all that it holds");
    add_oracle_verb(*oracle, options, OracleVerb::verify, "verify",
                    "Compare it with the artifact, its events and the document; exit 2 at any "
                    "difference");
    add_oracle_verb(*oracle, options, OracleVerb::deploy, "deploy", "Make it as the document says");
    add_oracle_verb(*oracle, options, OracleVerb::pause, "pause",
                    "Stop loosening (guardian or owner)");
    add_oracle_verb(*oracle, options, OracleVerb::unpause, "unpause",
                    "Allow loosening again (owner)");
    add_oracle_verb(*oracle, options, OracleVerb::freeze, "freeze",
                    "Stop every report and execution (guardian or owner)");
    add_oracle_verb(*oracle, options, OracleVerb::unfreeze, "unfreeze", "Lift the freeze (owner)");
    add_oracle_verb(*oracle, options, OracleVerb::rotate, "rotate",
                    "Set the document's signers and threshold (owner)");
    CLI::App* limits =
        add_oracle_verb(*oracle, options, OracleVerb::limits, "limits",
                        "Compare markets and limits with the document; --apply sets them");
    limits->add_flag("--apply", options.apply, "Send what is different");
    return oracle;
}

/// What nobody expected may be a secret, so of all of it only the options' names are repeated.
int complain_of_extras(const CLI::App& app) {
    std::string names;
    for (const std::string& word : app.remaining(true))
        if (word.starts_with('-')) names += " " + word.substr(0, word.find('='));
    say("ballast: the command line holds what is not expected" +
        (names.empty() ? "" : ":" + names) + "; see --help");
    return exit_code(Errc::usage);
}

CLI::App* add_version(CLI::App& app, VersionOptions& options) {
    CLI::App* version = app.add_subcommand("version", "Say which build this is");
    version->add_flag("--json", options.json, "Print it as JSON");
    return version;
}

}  // namespace

Action parse_command_line(int argc, const char* const* argv) {
    CLI::App app{"Ballast: risk parameters for lending protocols, recomputable bit for bit",
                 "ballast"};
    app.require_subcommand(1);
    DemoOptions demo_options;
    BacktestOptions backtest_options;
    CalibrateOptions calibrate_options;
    FrontierOptions frontier_options;
    ParamsOptions params_options;
    DryRunOptions dry_run_options;
    StressOptions stress_options;
    KeysOptions keys_options;
    TxOptions tx_options;
    OracleOptions oracle_options;
    KeeperOptionSet keeper_options;
    AuditOptionSet audit_options;
    VersionOptions version_options;
    const CLI::App* demo = add_demo(app, demo_options);
    const CLI::App* backtest = add_backtest(app, backtest_options);
    const CLI::App* calibrate = add_calibrate(app, calibrate_options);
    const CLI::App* frontier = add_frontier(app, frontier_options);
    const CLI::App* params = add_params(app, params_options);
    const CLI::App* dry_run = add_dry_run(app, dry_run_options);
    const CLI::App* stress = add_stress(app, stress_options);
    const CLI::App* keys = add_keys(app, keys_options);
    const CLI::App* tx = add_tx(app, tx_options);
    const CLI::App* oracle = add_oracle(app, oracle_options);
    const KeeperCommands keeper = add_keeper_commands(app, keeper_options);
    const AuditCommands audit = add_audit_commands(app, audit_options);
    add_version(app, version_options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ExtrasError&) {
        return Exit{complain_of_extras(app)};
    } catch (const CLI::ParseError& fault) {
        // CLI11 prints help on stdout and faults on stderr; its own codes are not ours.
        return Exit{app.exit(fault) == 0 ? 0 : exit_code(Errc::usage)};
    }
    if (*demo) return demo_options;
    if (*backtest) return backtest_options;
    if (*calibrate) return calibrate_options;
    if (*frontier) return frontier_options;
    if (*params) return params_options;
    if (*dry_run) return dry_run_options;
    if (*stress) return stress_options;
    if (*keys) return keys_options;
    if (*tx) return tx_options;
    if (*oracle) return oracle_options;
    if (auto chosen = chosen_of(keeper, keeper_options)) return std::move(*chosen);
    if (auto chosen = chosen_of(audit, audit_options)) return std::move(*chosen);
    return version_options;
}

}  // namespace ballast::apps
