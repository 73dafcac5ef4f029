// SPDX-License-Identifier: MIT
#include "apps/command_line_dry_run.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace ballast::apps {

namespace {

/// What names a folder of market history.
void add_history(CLI::App& dry, CLI::Option& event, DryRunOptions& options) {
    constexpr std::int64_t kDaysMost = 92;  // of hours, which every chart draws
    CLI::Option* data =
        dry.add_option("--data", options.data,
                       "A folder of market history, as `ballast backtest` reads it, instead")
            ->excludes(&event);
    dry.add_option("--data-sha256", options.data_sha256,
                   "Refuse the folder if the digest of what is read is another")
        ->needs(data);
    dry.add_option("--assets", options.assets,
                   "With --data: these collaterals of the policy, with commas; else all")
        ->delimiter(',')
        ->needs(data);
    dry.add_option("--days", options.days, "With --data: the days to be shown, up to --at")
        ->check(CLI::Range(std::int64_t{1}, kDaysMost))
        ->capture_default_str()
        ->needs(data);
}

}  // namespace

const CLI::App* add_dry_run(CLI::App& app, DryRunOptions& options) {
    CLI::App* dry = app.add_subcommand(
        "dry-run", "Compare a proposed policy with the current one: the report for a vote");
    dry->add_option("--policy", options.policy, "The proposed policy's document")->required();
    dry->add_option("--against", options.against,
                    "The current policy's document; else carry_aware of --policies");
    CLI::Option* event =
        dry->add_option("--event", options.event, "The event to play")->capture_default_str();
    add_history(*dry, *event, options);
    dry->add_option("--policies", options.policies, "Folder of policies and scenarios")
        ->capture_default_str();
    dry->add_option("--at", options.at, "The moment to judge, in UTC; else the last epoch");
    CLI::Option* book =
        dry->add_option("--book", options.book, "Borrowers, as record,position,asset,value lines");
    dry->add_option("--book-size", options.book_size, "Positions of an invented book instead")
        ->check(CLI::Range(1, 1'000'000))
        ->excludes(book)
        ->capture_default_str();
    dry->add_option("--seed", options.seed, "Of the invented book")->capture_default_str();
    dry->add_option("--frontier", options.frontier,
                    "Draw this frontier, too: what `ballast frontier --json` prints");
    CLI::Option* document =
        dry->add_option("--oracle-document", options.oracle_document,
                        "What `ballast oracle` deployed; else the demonstration's oracle");
    dry->add_option("--oracle", options.oracle, "The oracle's address")->needs(document);
    dry->add_option("--safe", options.safe, "The Safe that signs; else the oracle's owner")
        ->needs(document);
    CLI::Option* rpc =
        dry->add_option("--rpc", options.rpc,
                        "A node: what is in force is read from the oracle there, not played")
            ->needs(document);
    dry->add_option("--block", options.block, "Read at that block; else at the latest")->needs(rpc);
    dry->add_option("--from-block", options.from_block,
                    "Look for events from there on: at or before the deployment of oracle and pool")
        ->needs(rpc);
    dry->add_option("--aave", options.aave,
                    "An Aave v3 pool: its borrowers at that block are the book")
        ->needs(rpc)
        ->excludes(book);
    dry->add_option("--out", options.out, "Folder of the files to write")->capture_default_str();
    dry->add_flag("--json", options.json, "Print report.json, too");
    return dry;
}

}  // namespace ballast::apps
