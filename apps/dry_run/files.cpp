// SPDX-License-Identifier: MIT
#include "apps/dry_run/files.hpp"

#include "apps/dry_run/csv.hpp"
#include "apps/dry_run/html.hpp"
#include "apps/dry_run/markdown.hpp"
#include "apps/dry_run/report_json.hpp"
#include "base/hash.hpp"

namespace ballast::apps {

std::vector<DryRunFile> dry_run_files(const DryRun& run) {
    std::vector<DryRunFile> files = {{"report.json", write_json(dry_run_json(run)) + "\n"},
                                     {"report.md", dry_run_markdown(run)},
                                     {"report.csv", dry_run_csv(run)},
                                     {"safe.json", write_json_pretty(safe_json(run))}};
    std::vector<DigestLine> others;
    for (const DryRunFile& file : files)
        others.push_back({file.name + ", SHA-256", to_hex(sha256(as_bytes(file.text)))});
    files.push_back({"report.html", dry_run_html(run, others)});
    return files;
}

}  // namespace ballast::apps
