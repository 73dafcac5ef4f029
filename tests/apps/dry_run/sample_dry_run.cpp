// SPDX-License-Identifier: MIT
#include "tests/apps/dry_run/sample_dry_run.hpp"

#include "apps/dry_run/compute.hpp"
#include "apps/dry_run/frontier.hpp"
#include "base/check.hpp"
#include "base/file.hpp"
#include "policies/policy_document.hpp"
#include "tests/apps/dry_run/invented_frontier.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::apps {

namespace {

/// Of a document that nobody ran.
FrontierNote sample_frontier() {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "frontier.json";
    const auto next = policies::load_policy("policies/sentinel.toml");
    const auto now = policies::load_policy("policies/carry_aware.toml");
    BALLAST_CHECK(next && now && write_file(file, invented_frontier()));
    auto note = read_frontier(file, *next, &*now);
    BALLAST_CHECK(note.has_value());
    return std::move(*note);
}

}  // namespace

DryRun frontier_dry_run() {
    DryRun run = sample_dry_run();
    run.frontier = sample_frontier();
    return run;
}

DryRun sample_dry_run() {
    DryRunOptions options;
    options.policy = "policies/sentinel.toml";
    options.at = "2024-08-05T12:00:00Z";
    auto run = compute_dry_run(options);
    BALLAST_CHECK(run.has_value());
    return std::move(*run);
}

DryRun hostile_dry_run() {
    DryRun run = sample_dry_run();
    run.scenario.title = run.scenario.event = run.scenario.synthetic_notice = kHostileName;
    run.current.name = run.proposed.name = run.without_macro.name = kHostileName;
    run.assets.front().asset = kHostileName;
    run.assets.back().asset = std::string(5'000, 'W');
    run.book.name = kHostileName;
    run.book.invented = false;
    for (ProposalCall& call : run.proposal.calls)
        call.what = kHostileName;
    for (std::string& channel : run.channels)
        channel = kHostileName;
    run.frontier = sample_frontier();
    FrontierCaseNote& a_case = run.frontier->cases.front();
    a_case.title = kHostileName;
    for (FrontierSpot& spot : a_case.spots)
        spot.who = kHostileName;
    run.frontier->without = {kHostileName};
    run.command.push_back(kHostileName);
    return run;
}

}  // namespace ballast::apps
