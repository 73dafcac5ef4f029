// SPDX-License-Identifier: MIT
// replay_vs_pandas=: the engine against the same model in vectorised pandas on float64, both on one
// core, in turns, in seconds of that core; above 1 the engine is faster. replay_vs_pandas_exact=:
// against pandas on exact integers, which alone promises the same bytes. The targets of both are
// compared before anything is timed; float64 rounds to nearest where the engine rounds toward
// safety, so the targets in which it differs are counted.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <string>

#include "base/file.hpp"
#include "base/hash.hpp"
#include "bench/python_worker.hpp"
#include "bench/replay_fold.hpp"

namespace ballast::bench {
namespace {

constexpr int kRounds = 9;

int report(const Error& error) {
    std::fprintf(stderr, "replay_bench: %s\n", error.what.c_str());
    return exit_code(error.code);
}

std::string bytes(const ReplayTargets& targets) {
    std::string text(targets.size() * sizeof(std::int32_t), '\0');
    std::memcpy(text.data(), targets.data(), text.size());
    return text;
}

/// How many targets differ from ours, and by how much at most.
struct Difference {
    std::size_t count = 0;
    std::int32_t most = 0;
};

Result<Difference> compare(const ReplayTargets& ours, const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return fail(text.error());
    ReplayTargets theirs(ours.size());
    if (text->size() != theirs.size() * sizeof(std::int32_t))
        return fail(Errc::mismatch, file.string() + ": another number of targets");
    std::memcpy(theirs.data(), text->data(), text->size());
    Difference difference;
    for (std::size_t k = 0; k < ours.size(); ++k) {
        if (ours[k] != theirs[k]) ++difference.count;
        difference.most = std::max(difference.most, std::abs(ours[k] - theirs[k]));
    }
    return difference;
}

/// Time that this process had a core. Both sides have one thread and wait for nothing, and what
/// else runs on the machine is not theirs.
double core_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

template <class Work>
double seconds(Work&& work) {
    const double start = core_seconds();
    work();
    return core_seconds() - start;
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<long>(values.size() / 2),
                     values.end());
    return values[values.size() / 2];
}

/// The medians of one comparison: seconds of each side, and of the rounds' own ratios.
struct Timing {
    double ours = 0;
    double theirs = 0;
    double ratio = 0;
};

Result<Timing> race(const ReplayInput& input, PythonWorker& python, const std::string& form,
                    int rounds) {
    std::vector<double> ours;
    std::vector<double> theirs;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        const auto answer = python.ask(form);
        if (!answer) return fail(answer.error());
        theirs.push_back(std::strtod(answer->c_str(), nullptr));
        ours.push_back(seconds([&] { (void)replay_targets(input); }));
        ratios.push_back(theirs.back() / ours.back());
    }
    return Timing{median(ours), median(theirs), median(ratios)};
}

/// Asks both forms once and says what differs. Errors: mismatch where the exact one does.
Status compare_before_timing(const ReplayTargets& ours, PythonWorker& python,
                             const std::filesystem::path& folder) {
    for (const std::string form : {"exact", "float64"}) {
        const auto answer = python.ask(form);
        if (!answer) return fail(answer.error());
        const auto difference = compare(ours, folder / (form + ".i32"));
        if (!difference) return fail(difference.error());
        std::printf("%s_differing=%zu\n%s_differing_bps_max=%d\n", form.c_str(), difference->count,
                    form.c_str(), difference->most);
        if (form == "exact" && difference->count > 0)
            return fail(Errc::mismatch, "exact integers in pandas give other targets");
    }
    return {};
}

int run(const std::filesystem::path& folder) {
    const auto input = read_replay_input();
    if (!input) return report(input.error());
    if (const Status written = write_replay_input(*input, folder); !written)
        return report(written.error());
    auto python = PythonWorker::start({"bench/replay_pandas.py", folder.string()});
    if (!python) return report(python.error());

    const ReplayTargets ours = replay_targets(*input);
    const std::string text = bytes(ours);
    const Hash32 digest = sha256(as_bytes(text));
    std::printf("recorded=%d\nhours=%zu\ntargets=%zu\ndigest=%s\n", input->is_recorded ? 1 : 0,
                input->hours.size(), ours.size(), to_hex(digest).c_str());
    if (const Status same = compare_before_timing(ours, *python, folder); !same)
        return report(same.error());

    const auto floats = race(*input, *python, "float64", kRounds);
    if (!floats) return report(floats.error());
    const auto exact = race(*input, *python, "exact", 3);
    if (!exact) return report(exact.error());
    std::size_t decided = 0;
    const double stepping = seconds([&] { decided = replay_steps(*input); });
    const auto nanoseconds = [](double s, std::size_t n) {
        return s * 1e9 / static_cast<double>(n);
    };
    const std::size_t epochs = ours.size() / 2;
    std::printf("engine_ns_per_market_hour=%.0f\n", nanoseconds(floats->ours, epochs));
    std::printf("pandas_float64_ns_per_market_hour=%.0f\n", nanoseconds(floats->theirs, epochs));
    std::printf("pandas_exact_ns_per_market_hour=%.0f\n", nanoseconds(exact->theirs, epochs));
    std::printf("engine_step_ns_per_market_hour=%.0f\n", nanoseconds(stepping, decided));
    std::printf("replay_vs_pandas_exact=%.2f\nreplay_vs_pandas=%.2f\n", exact->ratio,
                floats->ratio);
    return 0;
}

}  // namespace
}  // namespace ballast::bench

int main() {
    const auto folder =
        std::filesystem::temp_directory_path() / ("ballast_replay." + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    const int code = ballast::bench::run(folder);
    std::filesystem::remove_all(folder);
    return code;
}
