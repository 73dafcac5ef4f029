// SPDX-License-Identifier: MIT
#include "apps/dry_run/dry_run_command.hpp"

#include "apps/dry_run/compute.hpp"
#include "apps/dry_run/files.hpp"
#include "apps/dry_run/words.hpp"
#include "apps/report/text.hpp"
#include "apps/say.hpp"
#include "base/file.hpp"

namespace ballast::apps {
namespace {

std::string row_text(const AssetRow& row) {
    std::string text = visible_text(row.asset) + ": LTV " + percent_text(row.ltv_now) + " to " +
                       percent_text(row.ltv) + ", LT " + percent_text(row.lt_now) + " to " +
                       percent_text(row.lt) + "\n  " + row.verdict_reason + "\n";
    if (!row.in_book) return text + "  " + std::string(kNotInBook) + "\n";
    for (const ThresholdImpact& impact : row.impact)
        text += "  " + fall_text(impact.fall) + ": " + counted(impact.accounts, "account") + ", " +
                usd_text(impact.debt) + " become liquidatable\n";
    return text;
}

std::string summary_text(const DryRun& run) {
    std::string text = visible_text(run.current.name + " to " + run.proposed.name) + ", " +
                       visible_text(run.scenario.event) + ", " + format_utc(run.at) + "\n";
    for (const AssetRow& row : run.assets)
        text += row_text(row);
    return text;
}

Status write_files(const std::filesystem::path& folder, const std::vector<DryRunFile>& files) {
    for (const DryRunFile& file : files)
        if (auto done = write_file(folder / file.name, file.text); !done) return done;
    return {};
}

}  // namespace

int run_dry_run(const DryRunOptions& options) {
    const auto run = compute_dry_run(options);
    if (!run) return complain(run.error());
    const auto files = dry_run_files(*run);
    if (auto written = write_files(options.out, files); !written) return complain(written.error());
    print(options.json ? files.front().text : summary_text(*run));
    std::string names;
    for (const DryRunFile& file : files)
        names += (names.empty() ? "" : ", ") + file.name;
    say("written to " + options.out.string() + ": " + names);
    return 0;
}

}  // namespace ballast::apps
