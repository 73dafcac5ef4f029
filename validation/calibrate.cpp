// SPDX-License-Identifier: MIT
#include "validation/calibrate.hpp"

#include <cmath>

#include "base/check.hpp"
#include "history/sources.hpp"

namespace ballast::validation {
namespace {

using engine::Channel;
using engine::Level;
using engine::Policy;
using engine::Quantile;

constexpr int kChangeDigits = 4;
constexpr int kLevelDigits = 5;
constexpr std::size_t kEvidenceSteps = 4;
constexpr UnixSeconds kEarliest{1'640'995'200};  // 2022-01-01

double plain(engine::Wad x) {
    return static_cast<double>(x.count()) * 1e-18;
}

std::vector<double> ranks_of(const Channel& channel) {
    std::vector<double> ranks;
    for (const Quantile& quantile : channel.one_day_change)
        ranks.push_back(plain(quantile.rank));
    return ranks;
}

/// `value` with so many decimals, half away from zero.
Level rounded_level(double value, int digits) {
    double scale = 1;
    std::int64_t unit = engine::kLevelOne;
    for (int i = 0; i < digits; ++i) {
        scale *= 10;
        unit /= 10;
    }
    const double nearest = std::floor(std::abs(value) * scale + .5);
    const auto count = Int128{static_cast<std::int64_t>(nearest)} * unit;
    return Level::saturated(value < 0 ? -count : count);
}

void set_quantiles(std::vector<Quantile>& list, const std::vector<double>& values, int digits) {
    for (std::size_t i = 0; i < list.size(); ++i)
        list[i].value = rounded_level(values[i], digits);
}

Result<std::vector<Dated>> values_of(const std::filesystem::path& folder, const Channel& channel,
                                     double indicator_decay, UnixSeconds last_day) {
    const auto series = history::read_indicator(folder, channel.indicator);
    if (!series) return fail(series.error());
    auto values =
        channel_values(history::until(*series, last_day), channel.transform, indicator_decay);
    if (values.size() < kReferencePrints)
        return fail(Errc::bad_data,
                    series->source + " has fewer than 1,260 prints up to " + format_date(last_day));
    return values;
}

Status calibrate_channel(const std::filesystem::path& folder, Calibration& result,
                         Channel& channel) {
    const auto values =
        values_of(folder, channel, plain(result.policy.regime.indicator_decay), result.until);
    if (!values) return fail(values.error());
    const auto ranks = ranks_of(channel);
    const auto of_one = changes(*values, 1);
    set_quantiles(channel.one_day_change, reference(of_one, ranks, result.until), kChangeDigits);
    set_quantiles(channel.five_day_change, reference(changes(*values, 5), ranks, result.until),
                  kChangeDigits);
    set_quantiles(channel.level, reference(*values, ranks, result.until), kLevelDigits);
    const std::size_t count = std::min(of_one.size(), kReferencePrints);
    result.channels.push_back({history::read_indicator(folder, channel.indicator)->source,
                               of_one[of_one.size() - count].date, of_one.back().date, count});
    return {};
}

Status calibrate_threshold(const std::filesystem::path& folder, Calibration& result) {
    engine::RegimePolicy& regime = result.policy.regime;
    const auto channels = rank_channels(folder, regime, result.until);
    if (!channels) return fail(channels.error());
    const double hold = plain(regime.hold);
    result.alarms.threshold = rank_threshold(*channels, hold, kAlarmBudget);
    const auto days = scores(*channels, {result.alarms.threshold, hold});
    result.alarms.share = alarm_share(days);
    result.alarms.days = days.size();
    result.alarms.share_at_90 = alarm_share(scores(*channels, {.9, hold}));
    regime.rank_threshold = rounded(result.alarms.threshold, 3);
    return {};
}

Status judge_channels(const std::filesystem::path& folder, Calibration& result) {
    const engine::RegimePolicy& regime = result.policy.regime;
    const auto spot = history::read_four_hourly(folder, "BTC");
    if (!spot) return fail(spot.error());
    const auto days = daily_closes(closes_of(*spot, result.until + kDay));
    const auto ranked = rank_channels(folder, regime, result.until);
    if (!ranked) return fail(ranked.error());
    const ScoreRule rule{result.alarms.threshold, plain(regime.hold)};
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
        const auto series = history::read_hourly(folder, asset);
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
        const auto values = values_of(folder, channel, plain(regime.indicator_decay), last_day);
        if (!values) return fail(values.error());
        if (channel.one_day_change.empty())
            return fail(Errc::configuration, "the channel " + channel.name + " has no quantiles");
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
    for (Channel& channel : result.policy.regime.channels) {
        if (const Status set = calibrate_channel(folder, result, channel); !set)
            return fail(set.error());
        step();
    }
    if (!policy.regime.channels.empty()) {
        if (const Status set = calibrate_threshold(folder, result); !set) return fail(set.error());
        if (const Status judged = judge_channels(folder, result); !judged)
            return fail(judged.error());
    }
    if (const Status added = add_evidence(folder, result, step); !added) return fail(added.error());
    return result;
}

}  // namespace ballast::validation
