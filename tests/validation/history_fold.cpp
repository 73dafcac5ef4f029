// SPDX-License-Identifier: MIT
#include "tests/validation/history_fold.hpp"

#include <algorithm>
#include <ostream>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "engine/canonical.hpp"
#include "history/synthetic_market.hpp"
#include "statistics/random.hpp"
#include "tests/validation/closed_fold.hpp"

namespace ballast::validation::test {
namespace {

using engine::Bps;

/// The asset's threshold on the chain in 2024, within the policy's band, and an LTV under it.
engine::Current start_of(const engine::Policy& policy) {
    engine::Current current;
    for (const engine::AssetPolicy& asset : policy.assets) {
        const auto* synthetic = history::find_synthetic(asset.asset);
        BALLAST_CHECK(synthetic != nullptr);
        const Bps lt = std::clamp(Bps::of(synthetic->lt_bps), asset.lt_min, asset.lt_max);
        const Bps ltv = std::clamp(lt - asset.gap, asset.ltv_min, asset.ltv_max);
        current.markets.push_back(starting_market(asset, ltv, lt));
    }
    return current;
}

void write_arguments(const ClosedFold& fold, const engine::Snapshot& snapshot, std::ostream& out) {
    out << write_json(Json(JsonObject{{"policy", engine::to_json(fold.policy())},
                                      {"state", engine::to_json(fold.state())},
                                      {"snapshot", engine::to_json(snapshot)},
                                      {"current", engine::to_json(fold.current())}}))
        << '\n';
}

void write_answer(const engine::Report& report, const engine::State& state, std::ostream& out) {
    out << write_json(Json(
               JsonObject{{"report", engine::to_json(report)}, {"state", engine::to_json(state)}}))
        << '\n';
}

Hash32 linked(const Hash32& digest, const engine::Report& report, const engine::State& state) {
    Bytes data(digest.bytes.begin(), digest.bytes.end());
    for (const Hash32& part : {engine::hash(report), engine::hash(state)})
        data.insert(data.end(), part.bytes.begin(), part.bytes.end());
    return keccak256(data);
}

}  // namespace

std::vector<std::size_t> choose_epochs(std::size_t size, std::size_t count, std::uint64_t seed) {
    std::vector<std::size_t> chosen;
    const std::size_t parts = std::min(size, count);
    for (std::size_t k = 0; k < parts; ++k) {
        const std::size_t first = k * size / parts;
        const std::size_t width = (k + 1) * size / parts - first;
        chosen.push_back(first + statistics::Random(seed).at(k) % width);
    }
    return chosen;
}

Result<FoldedHistory> fold_history(const history::SnapshotHistory& history,
                                   const engine::Policy& policy, const Sample& sample) {
    ClosedFold fold(policy, engine::State{}, start_of(policy));
    FoldedHistory folded;
    auto next = sample.epochs.begin();
    for (std::size_t i = 0; i < history.size(); ++i) {
        const engine::Snapshot snapshot = history.observe(i, fold.lt_now(history.at(i)));
        const bool sampled = next != sample.epochs.end() && *next == i;
        if (sampled) write_arguments(fold, snapshot, *sample.lines);
        const auto report = fold.take(snapshot);
        if (!report) return fail_in(format_utc(snapshot.at), report.error());
        if (sampled) {
            write_answer(*report, fold.state(), *sample.answers);
            ++next;
        }
        folded.digest = linked(folded.digest, *report, fold.state());
        ++folded.epochs;
    }
    return folded;
}

}  // namespace ballast::validation::test
