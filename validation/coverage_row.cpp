// SPDX-License-Identifier: MIT
#include "validation/coverage_row.hpp"

#include <algorithm>

#include "statistics/elementary.hpp"
#include "statistics/order.hpp"

namespace ballast::validation {
namespace {

using statistics::Outcome;

double level_of(const engine::TailPoint& tail) {
    return tail.level.count() / double{engine::kBpsOne};
}

std::vector<std::uint8_t> hits_of(std::span<const Outcome> outcomes) {
    std::vector<std::uint8_t> hits;
    for (const Outcome& outcome : outcomes)
        hits.push_back(outcome.loss > outcome.quantile ? 1 : 0);
    return hits;
}

std::int64_t count(std::span<const std::uint8_t> hits) {
    return std::count(hits.begin(), hits.end(), std::uint8_t{1});
}

template <class Loss>
std::vector<double> losses(std::span<const Outcome> outcomes, double level, Loss loss) {
    std::vector<double> values;
    for (const Outcome& outcome : outcomes)
        values.push_back(loss(outcome, level));
    return values;
}

/// Newey and West's lag for n observations: 4 (n / 100)^(2/9), rounded down. (Review of Economic
/// Studies 61, 1994.) The windows do not overlap, but quiet and wild weeks hang together.
std::size_t lags_of(std::size_t n) {
    return static_cast<std::size_t>(
        4 * statistics::portable_pow(static_cast<double>(n) / 100, 2.0 / 9));
}

void test_coverage(CoverageRow& row, std::span<const Outcome> outcomes, double beyond) {
    const std::vector<std::uint8_t> hits = hits_of(outcomes);
    row.observations = static_cast<std::int64_t>(hits.size());
    row.hits = count(hits);
    row.expected = beyond * static_cast<double>(hits.size());
    row.light = statistics::traffic_light(row.hits, row.observations, beyond);
    row.kupiec_p = statistics::kupiec(row.hits, row.observations, beyond).p;
    row.independence_p = statistics::independence(statistics::transitions(hits)).p;
    row.christoffersen_p = statistics::conditional_coverage(hits, beyond).p;
}

void score(CoverageRow& row, std::span<const Outcome> outcomes, std::span<const Outcome> benchmark,
           double level) {
    row.z2 = statistics::acerbi_szekely_z2(outcomes, level);
    const std::vector<double> tick = losses(outcomes, level, statistics::tick_loss);
    row.tick_loss = statistics::mean(tick);
    row.fissler_ziegel_loss =
        statistics::mean(losses(outcomes, level, statistics::fissler_ziegel_loss));
    if (row.sigma == SigmaKind::ewma_normal) return;
    const auto test = statistics::diebold_mariano(
        tick, losses(benchmark, level, statistics::tick_loss), lags_of(tick.size()));
    if (test) row.against_benchmark = *test;
}

void shift_the_start(CoverageRow& row, std::span<const VolatilityPoint> path,
                     const Question& question) {
    row.hits_least = row.hits_most = row.hits;
    for (Seconds offset = kHour; offset < question.tail.horizon; offset.count += kHour.count) {
        const auto shifted =
            windows(path, question.tail.horizon, offset, question.span, question.falling);
        const auto hits = count(hits_of(outcomes(shifted, question.tail, question.sigma)));
        row.hits_least = std::min(row.hits_least, hits);
        row.hits_most = std::max(row.hits_most, hits);
    }
}

}  // namespace

Result<CoverageRow> judge(std::span<const VolatilityPoint> path, const Question& question) {
    const engine::TailPoint& tail = question.tail;
    CoverageRow row{.asset = question.asset,
                    .falling = question.falling,
                    .sigma = question.sigma,
                    .span = std::string(question.span.name),
                    .horizon = tail.horizon,
                    .level = tail.level};
    const std::vector<Window> stretches =
        windows(path, tail.horizon, Seconds{}, question.span, question.falling);
    if (stretches.empty())
        return fail(Errc::bad_data, question.asset + ": no window of " +
                                        std::to_string(tail.horizon.count / kHour.count) +
                                        " h in the span \"" + row.span + "\"");
    const auto said = outcomes(stretches, tail, question.sigma);
    const auto benchmark = outcomes(stretches, tail, SigmaKind::ewma_normal);
    test_coverage(row, said, 1 - level_of(tail));
    score(row, said, benchmark, level_of(tail));
    shift_the_start(row, path, question);
    return row;
}

}  // namespace ballast::validation
