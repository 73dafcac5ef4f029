// SPDX-License-Identifier: MIT
// Folds five years of hourly BTC and ETH through the engine and prints one digest over every epoch:
// the same on any compiler, optimisation, locale, zone, number of threads and processor.
//
//     ballast_digest POLICY DATA [--threads 1|2] [--sample N --seed S --part K/M --out DIR]
//
// POLICY is narrowed to one asset a fold. With --sample, DIR/ASSET.lines holds N of an asset's
// epochs as arguments for tests/reference/model.py and DIR/ASSET.answers what the engine says to
// them; of M parts only the Kth, from 1.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <thread>

#include "base/hash.hpp"
#include "history/snapshots.hpp"
#include "policies/policy_document.hpp"
#include "policies/policy_selection.hpp"
#include "tests/validation/history_fold.hpp"
#include "tests/validation/platform_probe.hpp"

namespace ballast::validation::test {
namespace {

constexpr std::array kAssets = {"BTC", "ETH"};

struct Options {
    std::string policy;
    std::string data;
    std::map<std::string, std::string> values = {
        {"--threads", "1"}, {"--sample", "0"}, {"--seed", "1"}, {"--part", "1/1"}, {"--out", "."}};

    [[nodiscard]] std::uint64_t number(const char* key) const {
        return std::strtoull(values.at(key).c_str(), nullptr, 10);
    }
};

std::optional<Options> read_options(int argc, char** argv) {
    if (argc < 3 || argc % 2 == 0) return std::nullopt;
    Options options{.policy = argv[1], .data = argv[2]};
    for (int i = 3; i < argc; i += 2) {
        const auto known = options.values.find(argv[i]);
        if (known == options.values.end()) return std::nullopt;
        known->second = argv[i + 1];
    }
    return options;
}

/// The chosen epochs of the part K/M.
std::vector<std::size_t> part_of_sample(const Options& options, std::size_t size) {
    auto chosen = choose_epochs(size, options.number("--sample"), options.number("--seed"));
    const std::string& part = options.values.at("--part");
    const std::size_t k = std::strtoull(part.c_str(), nullptr, 10);
    const std::size_t m = std::strtoull(part.c_str() + part.find('/') + 1, nullptr, 10);
    if (k < 1 || k > m) return {};
    return {chosen.begin() + static_cast<std::ptrdiff_t>((k - 1) * chosen.size() / m),
            chosen.begin() + static_cast<std::ptrdiff_t>(k * chosen.size() / m)};
}

Result<FoldedHistory> fold_asset(const Options& options, const engine::Policy& policy,
                                 const std::string& asset) {
    const auto narrowed = policies::select_assets(policy, std::array{asset});
    if (!narrowed) return fail(narrowed.error());
    const auto history = history::SnapshotHistory::read(options.data, *narrowed);
    if (!history) return fail(history.error());
    Sample sample{.epochs = part_of_sample(options, history->size())};
    std::ofstream lines;
    std::ofstream answers;
    if (!sample.epochs.empty()) {
        lines.open(options.values.at("--out") + "/" + asset + ".lines");
        answers.open(options.values.at("--out") + "/" + asset + ".answers");
        sample.lines = &lines;
        sample.answers = &answers;
    }
    auto folded = fold_history(*history, *narrowed, sample);
    if (folded && (lines.fail() || answers.fail()))
        return fail(Errc::cannot_write, "cannot write into " + options.values.at("--out"));
    return folded;
}

int tell(const std::vector<Result<FoldedHistory>>& folds, const Options& options) {
    Bytes digests;
    std::size_t epochs = 0;
    for (const auto& fold : folds) {
        if (!fold) {
            std::fprintf(stderr, "ballast_digest: %s\n", fold.error().what.c_str());
            return 1;
        }
        digests.insert(digests.end(), fold->digest.bytes.begin(), fold->digest.bytes.end());
        epochs += fold->epochs;
    }
    std::printf("digest=%s epochs=%zu threads=%s %s\n", to_hex(keccak256(digests)).c_str(), epochs,
                options.values.at("--threads").c_str(), platform_text().c_str());
    return 0;
}

int run(const Options& options) {
    adopt_environment();
    const auto policy = policies::load_policy(options.policy);
    if (!policy) {
        std::fprintf(stderr, "ballast_digest: %s\n", policy.error().what.c_str());
        return 1;
    }
    std::vector<Result<FoldedHistory>> folds(kAssets.size());
    const auto fold = [&](std::size_t i) { folds[i] = fold_asset(options, *policy, kAssets[i]); };
    if (options.number("--threads") == 2) {
        std::thread other(fold, 1);
        fold(0);
        other.join();
    } else {
        fold(0);
        fold(1);
    }
    return tell(folds, options);
}

}  // namespace
}  // namespace ballast::validation::test

int main(int argc, char** argv) {
    const auto options = ballast::validation::test::read_options(argc, argv);
    if (options) return ballast::validation::test::run(*options);
    std::fprintf(stderr,
                 "usage: ballast_digest POLICY DATA [--threads 1|2] [--sample N] [--seed S] "
                 "[--part K/M] [--out DIR]\n");
    return 64;
}
