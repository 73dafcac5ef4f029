// SPDX-License-Identifier: MIT
#include "apps/frontier_command.hpp"

#include "apps/say.hpp"
#include "base/file.hpp"
#include "simulation/evidence_frontier.hpp"
#include "simulation/frontier_inputs.hpp"
#include "simulation/frontier_run.hpp"

namespace ballast::apps {
namespace {

using simulation::FrontierRows;
using simulation::FrontierSettings;

/// Reads "2/5" as the second of five.
Status read_shard(const std::string& text, FrontierSettings& settings) {
    const std::size_t slash = text.find('/');
    const auto bad = [&] {
        return fail(Errc::usage, "--shard " + text + ": write it as 2/5, the second of five");
    };
    if (slash == std::string::npos) return bad();
    const auto part = parse_integer(std::string_view(text).substr(0, slash));
    const auto whole = parse_integer(std::string_view(text).substr(slash + 1));
    if (!part || !whole || *whole < 1 || *part < 1 || *part > *whole) return bad();
    settings.shard = static_cast<std::uint64_t>(*part - 1);
    settings.shards = static_cast<std::uint64_t>(*whole);
    return {};
}

Result<FrontierSettings> settings_of(const FrontierOptions& options) {
    FrontierSettings settings{.paths = options.paths,
                              .calibration_paths = options.calibration_paths,
                              .threads = options.threads};
    if (const Status read = read_shard(options.shard, settings); !read) return fail(read.error());
    if (settings.shards > 1 && options.rows.empty())
        return fail(Errc::usage, "--shard needs --rows FILE: a shard's result is its rows");
    if (!options.book.empty())
        std::erase_if(settings.cases,
                      [&](const auto& item) { return item.book.name != options.book; });
    if (settings.cases.empty())
        return fail(Errc::usage, "--book " + options.book + ": THIN, DRIFT, FIXED or PORTFOLIO");
    return settings;
}

void tell_tenths(int percent) {
    static int told = 0;
    for (; told + 10 <= percent; told += 10)
        say(std::to_string(told + 10) + " %");
}

Result<FrontierRows> run(const FrontierOptions& options, const FrontierSettings& settings) {
    const auto inputs =
        simulation::read_frontier_inputs(options.policy, options.data, settings.cases);
    if (!inputs) return fail(inputs.error());
    auto rows = simulation::run_frontier(*inputs, settings, tell_tenths);
    if (!rows || options.rows.empty()) return rows;
    const Status written = write_file(options.rows, write_json(simulation::to_json(*rows)) + "\n");
    if (!written) return fail(written.error());
    return rows;
}

Result<FrontierRows> merge(const std::vector<std::filesystem::path>& files) {
    std::vector<FrontierRows> shards;
    for (const auto& file : files) {
        const auto text = read_file(file);
        if (!text) return fail(text.error());
        const auto document = parse_json(*text);
        if (!document) return fail_in(file.string(), document.error());
        auto rows = simulation::rows_from_json(*document);
        if (!rows) return fail_in(file.string(), rows.error());
        shards.push_back(std::move(*rows));
    }
    return simulation::merge(shards);
}

int show(const FrontierOptions& options, const FrontierRows& rows) {
    const auto result = simulation::conclude(rows, options.threads);
    if (!result) return complain(result.error());
    print(options.json ? write_json(simulation::to_json(*result)) + "\n"
                       : simulation::evidence_frontier(*result));
    return 0;
}

}  // namespace

int run_frontier_command(const FrontierOptions& options) {
    if (!options.merge.empty()) {
        const auto rows = merge(options.merge);
        return rows ? show(options, *rows) : complain(rows.error());
    }
    const auto settings = settings_of(options);
    if (!settings) return complain(settings.error());
    const auto rows = run(options, *settings);
    if (!rows) return complain(rows.error());
    return settings->shards > 1 ? 0 : show(options, *rows);
}

}  // namespace ballast::apps
