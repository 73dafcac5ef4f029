// SPDX-License-Identifier: MIT
// Writes the showcase page, and one whose every name is hostile, for the browser test.
#include <cstdio>
#include <filesystem>

#include "apps/report/html.hpp"
#include "base/file.hpp"
#include "tests/apps/report/sample_run.hpp"

namespace ballast::apps {
namespace {

Run hostile_run() {
    const std::string hostile = "</title><script>console.error('ran')</script>\"'&\xe2\x80\xae";
    Run run = showcase_run();
    run.scenario.title = hostile;
    run.scenario.falls[0].sentence = hostile;
    run.scenario.indicators[0].source = hostile;
    run.scenario.indicators[1].source = "javascript:console.error('ran')";
    run.scenario.synthetic_notice = hostile;
    run.policy.name = hostile;
    run.policy.assets[0].asset = hostile;
    for (EpochOutcome& epoch : run.epochs)
        epoch.report.markets[0].asset = hostile;
    run.shadows[0].policy = hostile;
    run.oracle = run.journal_head = hostile;
    return run;
}

int write_pages(const std::filesystem::path& folder) {
    const auto sample = write_file(folder / "sample.html", html(showcase_run()));
    const auto hostile = write_file(folder / "hostile.html", html(hostile_run()));
    if (sample && hostile) return 0;
    std::fprintf(stderr, "%s\n", (sample ? hostile : sample).error().what.c_str());
    return exit_code(Errc::cannot_write);
}

}  // namespace
}  // namespace ballast::apps

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return ballast::exit_code(ballast::Errc::usage);
    }
    return ballast::apps::write_pages(argv[1]);
}
