// SPDX-License-Identifier: MIT
#include "apps/command_line_audit.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Option.hpp>

namespace ballast::apps {
namespace {

void add_captured(CLI::App& command, CapturedOptions& options) {
    CLI::Option* folder = command.add_option(
        "--captured", options.folder,
        "A keeper's captured answers: what the feeds said is read again from them");
    CLI::Option* feeds = command.add_option("--feeds", options.feeds,
                                            "The document of feeds that the keeper ran with");
    folder->needs(feeds);
    feeds->needs(folder);
}

CLI::App* add_replay(CLI::App& app, ReplayOptions& options) {
    CLI::App* replay = app.add_subcommand(
        "replay", "Recompute every decision of a journal; exit 2 at the first difference");
    replay->add_option("--journal", options.journal, "The journal to check")->required();
    add_captured(*replay, options.captured);
    replay->add_flag("--json", options.json, "Print the result as JSON");
    return replay;
}

CLI::App* add_journal(CLI::App& app, JournalOptions& options) {
    CLI::App* journal = app.add_subcommand("journal", "Check, copy, move and restore a journal");
    journal->require_subcommand(1);
    const auto add = [&](JournalVerb verb, const char* name, const char* help, const char* file) {
        CLI::App* command = journal->add_subcommand(name, help);
        command->callback([&options, verb] { options.verb = verb; });
        command->add_option("--journal", options.journal, "Its path or PostgreSQL URL")->required();
        command->add_flag("--json", options.json, "Print the result as JSON");
        if (file != nullptr) command->add_option(file, options.file, "The other file")->required();
        return command;
    };
    add(JournalVerb::check, "check", "Read all of it; exit 2 where it is not whole", nullptr)
        ->add_option("--head", options.heads, "What was noted elsewhere, as RECORDS:HASH");
    add(JournalVerb::backup, "backup", "Copy a running journal to a new file", "--out");
    add(JournalVerb::restore, "restore", "Put a backup in a journal's place", "--from");
    add(JournalVerb::export_lines, "export", "Write it as lines of JSON to a new file", "--out");
    add(JournalVerb::import_lines, "import", "Fill a new journal with an export", "--from");
    return journal;
}

CLI::App* add_bundle_verb(CLI::App& bundle, BundleOptions& options, BundleVerb verb,
                          const char* name, const char* help) {
    CLI::App* command = bundle.add_subcommand(name, help);
    options.verb = verb;
    command->add_flag("--json", options.json, "Print the result as JSON");
    if (verb == BundleVerb::show) {
        command->add_option("FILE", options.file, "The bundle")->required();
        return command;
    }
    command->add_option("--journal", options.journal, "Its path or PostgreSQL URL")->required();
    if (verb == BundleVerb::make) {
        command->add_option("--from", options.from, "The first record")->capture_default_str();
        command->add_option("--to", options.to,
                            "The last record; the journal's last one if left out");
        command->add_option("--out", options.file, "The new file")->required();
        return command;
    }
    command->add_option("--record", options.record, "Prove that this record is in the tree");
    command->add_option("--since", options.since,
                        "Prove that the tree of this size is the beginning of this one");
    command->add_option("--size", options.size, "How many records the tree has; all if left out");
    return command;
}

CLI::App* add_verify(CLI::App& app, VerifyOptions& options) {
    CLI::App* verify = app.add_subcommand(
        "verify",
        "Recompute every number of bundles, and compare with a chain; exit 2 at the first "
        "difference");
    verify->add_option("BUNDLE", options.bundles, "The bundles")->required();
    verify->add_option(
        "--rpc", options.rpc,
        "A node: every report on the chain must have a bundle; of several nodes, two "
        "must agree");
    verify->add_option("--oracle", options.oracle,
                       "The oracle's address, from elsewhere: the bundles must be of it; needed "
                       "with --rpc");
    verify->add_option("--chain-id", options.chain_id, "Its chain's, the same")
        ->check(CLI::PositiveNumber);
    verify
        ->add_option("--from-block", options.from_block,
                     "Read the oracle's events from there on: at or before its deployment")
        ->capture_default_str();
    verify->add_option("--state", options.state,
                       "Keep there how far the chain was compared, and go on from it");
    verify->add_option("--checkpoint", options.checkpoint,
                       "A checkpoint published elsewhere: the bundle of that size must have it");
    verify->add_option("--policy-hash", options.policy_hash, "The policy that must have decided");
    verify->add_option("--code-hash", options.code_hash, "The model's code that must have decided");
    verify->add_option("--binary", options.binary, "The SHA-256 of the program that must have");
    add_captured(*verify, options.captured);
    verify->add_flag("--json", options.json, "Print the result as JSON");
    return verify;
}

CLI::App* add_cosign_verb(CLI::App& cosign, CosignOptions& options, CosignVerb verb,
                          const char* name, const char* help) {
    CLI::App* command = cosign.add_subcommand(name, help);
    options.verb = verb;
    command->add_option("--bundle", options.bundle, "The proposal: a bundle whose last epoch held")
        ->required();
    command
        ->add_option("--config-digest", options.config_digest,
                     "The oracle's, as a node of yours gives it")
        ->required();
    if (verb == CosignVerb::join) {
        command->add_option("SIGNATURE", options.signatures, "Files of what sign printed")
            ->required();
        return command;
    }
    command->add_option("--journal", options.journal, "Your own keeper's")->required();
    command->add_option("--signed", options.signed_file, "Where what you signed is noted")
        ->required();
    command->add_option("--keystore", options.keystore, "The report key")->required();
    command->add_option("--password-file", options.password_file,
                        "The keystore's password; else systemd's credential, or the terminal");
    command->add_option("--price-bps", options.price_bps, "How far prices may differ")
        ->check(CLI::Range(0, 10'000))
        ->capture_default_str();
    command->add_option("--level-bps", options.level_bps, "How far indicators may differ")
        ->check(CLI::Range(0, 10'000))
        ->capture_default_str();
    command->add_option("--liquidity-bps", options.liquidity_bps, "How far USD may differ")
        ->check(CLI::Range(0, 10'000))
        ->capture_default_str();
    command->add_option("--decision-bps", options.decision_bps, "How far LTV and LT may differ")
        ->check(CLI::Range(0, 10'000))
        ->capture_default_str();
    command->add_option("--age-seconds", options.age_seconds, "How far times may differ")
        ->check(CLI::Range(0, 604'800))
        ->capture_default_str();
    return command;
}

}  // namespace

AuditCommands add_audit_commands(CLI::App& app, AuditOptionSet& set) {
    AuditCommands commands;
    commands.replay = add_replay(app, set.replay);
    commands.journal = add_journal(app, set.journal);
    CLI::App* bundle = app.add_subcommand("bundle", "Evidence for strangers: records in one file");
    bundle->require_subcommand(1);
    commands.bundle = {
        add_bundle_verb(*bundle, set.bundle[0], BundleVerb::make, "make",
                        "Write a range of a journal's records as one file"),
        add_bundle_verb(*bundle, set.bundle[1], BundleVerb::show, "show",
                        "Say what a bundle holds, without believing it"),
        add_bundle_verb(
            *bundle, set.bundle[2], BundleVerb::prove, "prove",
            "Print a journal's checkpoint, with proofs of a record or of an older one")};
    commands.verify = add_verify(app, set.verify);
    CLI::App* cosign =
        app.add_subcommand("cosign", "Sign what another operator proposes and you have seen, too");
    cosign->require_subcommand(1);
    commands.cosign = {
        add_cosign_verb(
            *cosign, set.cosign[0], CosignVerb::sign, "sign",
            "Recompute a proposal, compare it with your journal, and print a signature"),
        add_cosign_verb(*cosign, set.cosign[1], CosignVerb::join, "join",
                        "Print the calldata of submit from enough signatures")};
    return commands;
}

std::optional<Action> chosen_of(const AuditCommands& commands, const AuditOptionSet& set) {
    for (std::size_t i = 0; i < commands.bundle.size(); ++i)
        if (*commands.bundle[i]) return set.bundle[i];
    if (*commands.replay) return set.replay;
    if (*commands.journal) return set.journal;
    if (*commands.verify) return set.verify;
    for (std::size_t i = 0; i < commands.cosign.size(); ++i)
        if (*commands.cosign[i]) return set.cosign[i];
    return std::nullopt;
}

}  // namespace ballast::apps
