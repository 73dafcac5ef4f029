// SPDX-License-Identifier: MIT
// Writes the report of a dry run, one with a frontier, and one whose every name is hostile, for the
// browser test.
#include <cstdio>
#include <filesystem>

#include "apps/dry_run/files.hpp"
#include "base/file.hpp"
#include "tests/apps/dry_run/sample_dry_run.hpp"

int main(int argc, char** argv) {
    using namespace ballast;
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return exit_code(Errc::usage);
    }
    const std::filesystem::path folder = argv[1];
    const auto sample = apps::dry_run_files(apps::sample_dry_run());
    const auto frontier = apps::dry_run_files(apps::frontier_dry_run());
    const auto hostile = apps::dry_run_files(apps::hostile_dry_run());
    const auto one = write_file(folder / "dry-run.html", sample.back().text);
    const auto drawn = write_file(folder / "dry-run-frontier.html", frontier.back().text);
    const auto other = write_file(folder / "dry-run-hostile.html", hostile.back().text);
    for (const Status& written : {one, drawn, other}) {
        if (written) continue;
        std::fprintf(stderr, "%s\n", written.error().what.c_str());
        return exit_code(Errc::cannot_write);
    }
    return 0;
}
