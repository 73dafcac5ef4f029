// SPDX-License-Identifier: MIT
#include "simulation/frontier_inputs.hpp"

#include <algorithm>

#include "engine/regime.hpp"
#include "history/sources.hpp"
#include "history/unit_slips.hpp"
#include "policies/policy_document.hpp"

namespace ballast::simulation {
namespace {

constexpr Seconds kEpoch{kEpochHours * kHour.count};
constexpr Seconds kWarmUp{120 * kDay.count};
constexpr UnixSeconds kMarchStart{1'583'020'800};  // 2020-03-01T00:00:00Z

Result<std::vector<history::IndicatorHistory>> read_indicators(const std::filesystem::path& data,
                                                               const engine::Policy& policy) {
    std::vector<history::IndicatorHistory> indicators;
    for (const engine::Channel& channel : policy.regime.channels) {
        auto read = history::IndicatorHistory::read(data, channel.indicator);
        if (!read) return fail(read.error());
        indicators.push_back(std::move(*read));
    }
    return indicators;
}

Status add_source(const std::filesystem::path& data, const std::string& asset,
                  const std::vector<history::IndicatorHistory>& indicators,
                  FrontierInputs& inputs) {
    const auto hourly = history::without_unit_slips(history::read_hourly(data, asset));
    if (!hourly) return fail(hourly.error());
    const auto four_hourly = history::without_unit_slips(history::read_four_hourly(data, asset));
    if (!four_hourly) return fail(four_hourly.error());
    auto source = make_source(asset, *hourly, *four_hourly, inputs.base.volatility);
    if (!source) return fail(source.error());
    const engine::RegimePolicy& regime = inputs.base.regime;
    source->score = score_history(regime, indicators, source->start, source->score.size());
    source->march_score =
        score_history(regime, indicators, kMarchStart, source->march_score.size());
    inputs.sources.emplace(asset, std::move(*source));
    return {};
}

}  // namespace

std::vector<engine::Wad> score_history(const engine::RegimePolicy& policy,
                                       const std::vector<history::IndicatorHistory>& indicators,
                                       UnixSeconds first, std::size_t epochs) {
    BALLAST_CHECK(indicators.size() == policy.channels.size());
    std::vector<engine::Wad> scores;
    engine::RegimeState state;
    engine::Snapshot snapshot;
    for (UnixSeconds at = first - kWarmUp; scores.size() < epochs; at = at + kEpoch) {
        snapshot.at = at;
        snapshot.indicators.clear();
        for (std::size_t k = 0; k < indicators.size(); ++k)
            snapshot.indicators.push_back(
                indicators[k].observe(at, policy.channels[k].stale_after));
        engine::RegimeUpdate update = engine::update_regime(policy, state, snapshot);
        state = std::move(update.state);
        if (at >= first) scores.push_back(update.regime.score);
    }
    return scores;
}

Result<FrontierInputs> read_frontier_inputs(const std::filesystem::path& policy,
                                            const std::filesystem::path& data,
                                            const std::vector<FrontierCase>& cases) {
    auto base = policies::load_policy(policy);
    if (!base) return fail(base.error());
    const auto indicators = read_indicators(data, *base);
    if (!indicators) return fail(indicators.error());
    FrontierInputs inputs{.base = std::move(*base), .sources = {}};
    for (const FrontierCase& a_case : cases) {
        const auto& assets = inputs.base.assets;
        if (std::none_of(assets.begin(), assets.end(),
                         [&](const auto& item) { return item.asset == a_case.asset; }))
            return fail(Errc::configuration, policy.string() + " has no " + a_case.asset);
        if (inputs.sources.contains(a_case.asset)) continue;
        if (const Status added = add_source(data, a_case.asset, *indicators, inputs); !added)
            return fail(added.error());
    }
    return inputs;
}

}  // namespace ballast::simulation
