// SPDX-License-Identifier: MIT
#include "tests/apps/dry_run/sample_dry_run.hpp"

#include "apps/dry_run/compute.hpp"
#include "base/check.hpp"

namespace ballast::apps {

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
    run.command.push_back(kHostileName);
    return run;
}

}  // namespace ballast::apps
