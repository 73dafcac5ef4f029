// SPDX-License-Identifier: MIT
#include "validation/calibrate.hpp"

#include <cmath>

#include "base/check.hpp"
#include "history/sources.hpp"
#include "history/unit_slips.hpp"

namespace ballast::validation {
namespace {

using engine::Channel;
using engine::Policy;

constexpr engine::Wad kNineTenths = engine::Wad::of(900'000'000'000'000'000);
constexpr std::size_t kEvidenceSteps = 4;
constexpr UnixSeconds kEarliest{1'640'995'200};  // 2022-01-01

double plain(engine::Wad x) {
    return static_cast<double>(x.count()) * 1e-18;
}

Result<Provenance> provenance_of(const std::filesystem::path& folder, const Channel& channel,
                                 const Calibration& result) {
    const auto series = history::read_indicator(folder, channel.indicator);
    if (!series) return fail(series.error());
    const auto values =
        values_of(folder, channel, result.policy.regime.indicator_decay, result.until);
    if (!values) return fail(values.error());
    const auto moves = changes(*values, 1);
    const std::size_t count = std::min(moves.size(), kReferencePrints);
    return Provenance{series->source, moves[moves.size() - count].date, moves.back().date, count};
}

Status calibrate_channels(const std::filesystem::path& folder, Calibration& result,
                          const std::function<void()>& step) {
    auto referred = with_references(folder, result.policy.regime, result.until);
    if (!referred) return fail(referred.error());
    result.policy.regime = std::move(*referred);
    for (const Channel& channel : result.policy.regime.channels) {
        const auto from = provenance_of(folder, channel, result);
        if (!from) return fail(from.error());
        result.channels.push_back(*from);
        step();
    }
    return {};
}

Status calibrate_threshold(const std::filesystem::path& folder, Calibration& result) {
    engine::RegimePolicy& regime = result.policy.regime;
    const auto history = AlarmHistory::read(folder, regime, result.until);
    if (!history) return fail(history.error());
    regime.rank_threshold = threshold_within(*history, kAlarmBudget);
    const auto days = history->scores(regime.rank_threshold);
    result.alarms = {.share = alarm_share(days),
                     .share_at_90 = alarm_share(history->scores(kNineTenths)),
                     .days = days.size()};
    return {};
}

Status judge_channels(const std::filesystem::path& folder, Calibration& result) {
    const engine::RegimePolicy& regime = result.policy.regime;
    const auto spot = history::without_unit_slips(history::read_four_hourly(folder, "BTC"));
    if (!spot) return fail(spot.error());
    const auto days = daily_closes(closes_of(*spot, result.until + kDay));
    const auto ranked = rank_channels(folder, regime, result.until);
    if (!ranked) return fail(ranked.error());
    const ScoreRule rule{plain(regime.rank_threshold), plain(regime.hold)};
    for (std::size_t k = 0; k < ranked->size(); ++k) {
        const auto indicator =
            history::IndicatorHistory::read(folder, regime.channels[k].indicator);
        if (!indicator) return fail(indicator.error());
        result.gate.push_back(judge_channel(signal_of((*ranked)[k], rule, *indicator, days), days,
                                            rule_of(result.policy.volatility, false)));
    }
    return {};
}

Result<std::vector<std::vector<Close>>> evidence_series(const std::filesystem::path& folder,
                                                        UnixSeconds until) {
    std::vector<std::vector<Close>> all;
    for (const char* asset : {"BTC", "ETH"}) {
        const auto series = history::without_unit_slips(history::read_hourly(folder, asset));
        if (!series) return fail(series.error());
        all.push_back(closes_of(*series, until));
    }
    return all;
}

double mid_volatility_on(const std::vector<Close>& closes, const SpeedRule& rule, UnixSeconds day) {
    const auto path = speed_path(closes, rule);
    std::size_t i = 0;
    while (i + 1 < closes.size() && closes[i].at < day)
        ++i;
    return std::sqrt(path[i].mid);
}

Status add_evidence(const std::filesystem::path& folder, Calibration& result,
                    const std::function<void()>& step) {
    const auto series = evidence_series(folder, result.until + kDay);
    if (!series) return fail(series.error());
    const SpeedRule rule = rule_of(result.policy.volatility, false);
    result.half_lives = best_half_lives(*series, rule.decays);
    step();
    result.asymmetries = asymmetry_scores(*series, rule.decays);
    step();
    const auto har = fit_har(*series, rule);
    if (!har) return fail(har.error());
    result.har = *har;
    step();
    auto impact = fit_impact(folder, {mid_volatility_on((*series)[0], rule, kQuoteDay),
                                      mid_volatility_on((*series)[1], rule, kQuoteDay)});
    if (!impact) return fail(impact.error());
    result.impact = std::move(*impact);
    step();
    return {};
}

}  // namespace

Result<std::vector<RankedChannel>> rank_channels(const std::filesystem::path& folder,
                                                 const engine::RegimePolicy& regime,
                                                 UnixSeconds last_day) {
    std::vector<RankedChannel> ranked;
    for (const Channel& channel : regime.channels) {
        const auto values = values_of(folder, channel, regime.indicator_decay, last_day);
        if (!values) return fail(values.error());
        ranked.push_back({channel.name, plain(channel.weight),
                          daily_ranks(*values, ranks_of(channel), kAlarmsFrom)});
    }
    return ranked;
}

Result<Calibration> calibrate(const std::filesystem::path& folder, const Policy& policy,
                              UnixSeconds last_day, const CalibrationProgress& progress) {
    if (last_day < kEarliest)
        return fail(Errc::configuration, "the history up to " + format_date(last_day) +
                                             " is too short; choose 2022-01-01 or later");
    Calibration result;
    result.policy = policy;
    result.until = last_day;
    const std::size_t all = policy.assets.size() + policy.regime.channels.size() + kEvidenceSteps;
    std::size_t done = 0;
    const auto step = [&] { progress(++done, all); };
    for (engine::AssetPolicy& asset : result.policy.assets) {
        auto calibrated = calibrate_asset(folder, policy.volatility, asset, last_day + kDay);
        if (!calibrated) return fail(calibrated.error());
        asset = calibrated->asset;
        result.assets.push_back(std::move(*calibrated));
        step();
    }
    if (const Status set = calibrate_channels(folder, result, step); !set) return fail(set.error());
    if (!policy.regime.channels.empty()) {
        if (const Status set = calibrate_threshold(folder, result); !set) return fail(set.error());
        if (const Status judged = judge_channels(folder, result); !judged)
            return fail(judged.error());
    }
    if (const Status added = add_evidence(folder, result, step); !added) return fail(added.error());
    return result;
}

}  // namespace ballast::validation
