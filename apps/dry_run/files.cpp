// SPDX-License-Identifier: MIT
#include "apps/dry_run/files.hpp"

#include "apps/dry_run/csv.hpp"
#include "apps/dry_run/markdown.hpp"
#include "apps/dry_run/report_json.hpp"

namespace ballast::apps {

std::vector<DryRunFile> dry_run_files(const DryRun& run) {
    return {{"report.json", write_json(dry_run_json(run)) + "\n"},
            {"report.md", dry_run_markdown(run)},
            {"report.csv", dry_run_csv(run)},
            {"safe.json", write_json_pretty(safe_json(run))}};
}

}  // namespace ballast::apps
