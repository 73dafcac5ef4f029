// SPDX-License-Identifier: MIT
// A book of 1,000,000 positions under 10,000 scenarios, beside numpy and beside simple loops in
// C++. Everything is compared before anything is timed; one thread each; ratios in one run.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/hash.hpp"
#include "bench/numpy_peer.hpp"
#include "bench/stress_bench_data.hpp"
#include "bench/timing.hpp"
#include "stress/cascade.hpp"

namespace {

using namespace ballast;
using namespace ballast::stress;
using namespace ballast::bench;

constexpr std::size_t kPositions = 1'000'000;
constexpr std::size_t kScenarios = 10'000;
// numpy's share, and that of the simple loops: their time grows in proportion, which is how it is
// carried over to the whole.
constexpr std::size_t kNumpyPositions = 131'072;
constexpr std::size_t kNumpyScenarios = 1'000;
constexpr std::size_t kSimpleScenarios = 20;
constexpr std::size_t kCascadeScenarios = 96;
constexpr int kRounds = 5;
constexpr int kCascadeRounds = 3;

[[noreturn]] void give_up(const std::string& what) {
    std::fprintf(stderr, "stress_bench: %s\n", what.c_str());
    std::exit(1);
}

PriceTable every(const PriceTable& prices, std::size_t count) {
    PriceTable some(prices.assets());
    for (std::size_t i = 0; i < count; ++i)
        if (!some.add(prices[i * (prices.size() / count)])) give_up("prices");
    return some;
}

StressIndex index_of(const Book& book) {
    auto index = StressIndex::from(book);
    if (!index) give_up(index.error().what);
    return std::move(*index);
}

std::string digest(const std::vector<StressRow>& rows) {
    std::string text;
    for (const StressRow& row : rows)
        text += std::to_string(row.liquidatable) + "," + to_string(row.debt) + "," +
                to_string(row.bad_debt) + "\n";
    return to_hex(sha256(as_bytes(text)));
}

bool near(Int128 exact, double other, Int128 scale) {
    return std::abs(static_cast<double>(exact) - other) <= 1e-12 * static_cast<double>(scale);
}

/// Counts must be equal; sums agree to 1e-12 of the debt, as numpy adds doubles.
void compare_with_numpy(const std::vector<StressRow>& ours, const std::vector<NumpyRow>& theirs) {
    if (ours.size() != theirs.size()) give_up("numpy has another number of scenarios");
    for (std::size_t s = 0; s < ours.size(); ++s)
        if (ours[s].liquidatable != theirs[s].liquidatable ||
            !near(ours[s].debt, theirs[s].debt, ours[s].debt) ||
            !near(ours[s].bad_debt, theirs[s].bad_debt, ours[s].debt))
            give_up("numpy differs in scenario " + std::to_string(s));
}

void compare_with_simple(const Book& book, const StressIndex& index, const PriceTable& prices) {
    const std::vector<StressRow> all = index.run(prices, 1);
    const std::vector<StressRow> some = stress_simple(book, every(prices, kSimpleScenarios));
    for (std::size_t i = 0; i < some.size(); ++i)
        if (!(all[i * (prices.size() / kSimpleScenarios)] == some[i]))
            give_up("the simple loop differs in sample " + std::to_string(i));
    std::printf("digest_rows=%s\n", digest(all).c_str());
}

std::vector<double> ratios(const std::vector<double>& slow, const std::vector<double>& fast) {
    std::vector<double> quotients;
    for (std::size_t i = 0; i < slow.size(); ++i)
        quotients.push_back(slow[i] / fast[i]);
    return quotients;
}

void say_ratio(const char* name, const std::vector<double>& slow, const std::vector<double>& fast) {
    const std::vector<double> all = ratios(slow, fast);
    const auto [low, high] = std::minmax_element(all.begin(), all.end());
    std::printf("%s=%.1f\n%s_lowest=%.1f\n%s_highest=%.1f\n", name, median(all), name, *low, name,
                *high);
}

void bench_stress(const Book& book, const PriceTable& prices, NumpyPeer& numpy) {
    constexpr double kNumpyScale = static_cast<double>(kPositions) / kNumpyPositions;
    constexpr double kScenarioScale = static_cast<double>(kScenarios) / kNumpyScenarios;
    const PriceTable few = every(prices, kSimpleScenarios);
    std::vector<double> theirs, theirs_run, ours, ours_run, simple;
    for (int round = 0; round < kRounds; ++round) {
        const auto peer = numpy.round();
        if (!peer) give_up(peer.error().what);
        theirs_run.push_back(peer->run * kNumpyScale * kScenarioScale);
        theirs.push_back(peer->prepare * kNumpyScale + theirs_run.back());
        std::optional<StressIndex> index;
        const double prepare = seconds([&] { index = index_of(book); });
        ours_run.push_back(seconds([&] { (void)index->run(prices, 1); }));
        ours.push_back(prepare + ours_run.back());
        simple.push_back(seconds([&] { (void)stress_simple(book, few); }) * kScenarios /
                         kSimpleScenarios);
    }
    say_ratio("stress_vs_numpy", theirs, ours);
    say_ratio("stress_vs_numpy_prepared", theirs_run, ours_run);
    say_ratio("stress_vs_simple", simple, ours);
    std::printf("stress_seconds=%.3f\nstress_prepared_seconds=%.3f\nnumpy_seconds=%.1f\n",
                median(ours), median(ours_run), median(theirs));
}

void bench_cascade(const Book& book, const StressIndex& index, const PriceTable& prices) {
    const PriceTable some = every(prices, kCascadeScenarios);
    const std::vector<ImpactCurve> curves = bench_curves(book);
    const std::vector<CascadeRow> rows = cascade(index, curves, some, 1);
    std::vector<double> simple, ours;
    for (int round = 0; round < kCascadeRounds; ++round) {
        std::vector<CascadeRow> expected;
        simple.push_back(seconds([&] { expected = cascade_simple(book, curves, some); }));
        // The first simple round is the comparison; it comes before any round of ours.
        if (round == 0 && expected != rows) give_up("the simple cascade differs");
        ours.push_back(seconds([&] { (void)cascade(index, curves, some, 1); }));
    }
    double rounds = 0;
    for (const CascadeRow& row : rows)
        rounds += row.rounds;
    say_ratio("cascade_vs_simple", simple, ours);
    std::printf(
        "cascade_rounds=%.1f\ncascade_milliseconds=%.2f\ncascade_simple_milliseconds=%.1f\n",
        rounds / kCascadeScenarios, median(ours) * 1e3 / kCascadeScenarios,
        median(simple) * 1e3 / kCascadeScenarios);
}

}  // namespace

int main() {
    const Book book = bench_book(kPositions);
    const PriceTable prices = bench_scenarios(kScenarios, ShockRange::falls);
    const StressIndex index = index_of(book);

    const Book small = bench_book(kNumpyPositions);
    const PriceTable small_prices = every(prices, kNumpyScenarios);
    auto numpy = NumpyPeer::start(small, small_prices, "build/bench/stress_numpy");
    if (!numpy) give_up(numpy.error().what);
    const auto numpy_rows = numpy->rows();
    if (!numpy_rows) give_up(numpy_rows.error().what);
    compare_with_numpy(index_of(small).run(small_prices, 1), *numpy_rows);
    compare_with_simple(book, index, prices);

    std::printf("positions=%zu\nscenarios=%zu\n", kPositions, kScenarios);
    std::printf("numpy_positions=%zu\nnumpy_scenarios=%zu\n", kNumpyPositions, kNumpyScenarios);
    bench_stress(book, prices, *numpy);
    bench_cascade(book, index, prices);
    return 0;
}
