// SPDX-License-Identifier: MIT
#include "validation/calibrate_alarms.hpp"

#include <algorithm>
#include <cmath>

#include "base/check.hpp"
#include "engine/regime.hpp"
#include "history/indicator_history.hpp"
#include "history/sources.hpp"

namespace ballast::validation {
namespace {

using engine::Channel;
using engine::Level;
using engine::Quantile;
using engine::RegimePolicy;
using engine::Wad;

constexpr int kChangeDigits = 4;
constexpr int kLevelDigits = 5;
constexpr double kAlarm = .5;
constexpr int kSaturday = 5;
constexpr UnixSeconds kLearnFrom = kAlarmsFrom - Seconds{365 * kDay.count};
constexpr Seconds kHourOfDay{23 * kHour.count};
constexpr std::int64_t kGridStep = 5'000'000'000'000'000;
constexpr std::int64_t kGridFirst = 500'000'000'000'000'000;
constexpr std::int64_t kGridLast = 995'000'000'000'000'000;

double plain(Wad x) {
    return static_cast<double>(x.count()) * 1e-18;
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

void refer(Channel& channel, const std::vector<Dated>& values, UnixSeconds last_day) {
    const auto ranks = ranks_of(channel);
    set_quantiles(channel.one_day_change, reference(changes(values, 1), ranks, last_day),
                  kChangeDigits);
    set_quantiles(channel.five_day_change, reference(changes(values, 5), ranks, last_day),
                  kChangeDigits);
    set_quantiles(channel.level, reference(values, ranks, last_day), kLevelDigits);
}

std::string year_of(UnixSeconds day) {
    return format_date(day).substr(0, 4);
}

}  // namespace

std::vector<double> ranks_of(const Channel& channel) {
    std::vector<double> ranks;
    for (const Quantile& quantile : channel.one_day_change)
        ranks.push_back(plain(quantile.rank));
    return ranks;
}

Result<std::vector<Dated>> values_of(const std::filesystem::path& folder, const Channel& channel,
                                     Wad indicator_decay, UnixSeconds last_day) {
    const auto series = history::read_indicator(folder, channel.indicator);
    if (!series) return fail(series.error());
    auto values = channel_values(history::until(*series, last_day), channel.transform,
                                 plain(indicator_decay));
    if (values.size() <= kReferencePrints)
        return fail(Errc::bad_data, series->source + " has fewer than 1,260 changes up to " +
                                        format_date(last_day));
    return values;
}

Result<RegimePolicy> with_references(const std::filesystem::path& folder,
                                     const RegimePolicy& regime, UnixSeconds last_day) {
    RegimePolicy referred = regime;
    for (Channel& channel : referred.channels) {
        if (channel.one_day_change.empty())
            return fail(Errc::configuration, "the channel " + channel.name + " has no quantiles");
        const auto values = values_of(folder, channel, regime.indicator_decay, last_day);
        if (!values) return fail(values.error());
        refer(channel, *values, last_day);
    }
    return referred;
}

Result<AlarmHistory> AlarmHistory::read(const std::filesystem::path& folder,
                                        const RegimePolicy& regime, UnixSeconds last_day) {
    AlarmHistory history;
    std::vector<history::IndicatorHistory> indicators;
    for (const Channel& channel : regime.channels) {
        auto series = history::read_indicator(folder, channel.indicator);
        if (!series) return fail(series.error());
        indicators.push_back(history::IndicatorHistory::of(channel.indicator, std::move(*series)));
    }
    std::string year;
    for (UnixSeconds day = kLearnFrom; day <= last_day; day = day + kDay) {
        if (year_of(day) != year) {
            year = year_of(day);
            auto renewed = with_references(folder, regime, day - kDay);
            if (!renewed) return fail(renewed.error());
            history.regimes_.push_back(std::move(*renewed));
        }
        Day known{.snapshot = {}, .year = history.regimes_.size() - 1};
        known.snapshot.at = day + kHourOfDay;
        for (std::size_t k = 0; k < indicators.size(); ++k)
            known.snapshot.indicators.push_back(
                indicators[k].observe(known.snapshot.at, regime.channels[k].stale_after));
        history.days_.push_back(std::move(known));
    }
    return history;
}

std::vector<Dated> AlarmHistory::scores(Wad rank_threshold) const {
    std::vector<RegimePolicy> regimes = regimes_;
    for (RegimePolicy& regime : regimes)
        regime.rank_threshold = rank_threshold;
    std::vector<Dated> result;
    engine::RegimeState state;
    for (const Day& day : days_) {
        auto update = engine::update_regime(regimes[day.year], state, day.snapshot);
        state = std::move(update.state);
        const UnixSeconds date = day.snapshot.at - kHourOfDay;
        if (date >= kAlarmsFrom && weekday(date) < kSaturday)
            result.push_back({date, plain(update.regime.score)});
    }
    return result;
}

double alarm_share(std::span<const Dated> scores) {
    BALLAST_CHECK(!scores.empty());
    const auto alarms = std::count_if(scores.begin(), scores.end(),
                                      [](const Dated& day) { return day.value >= kAlarm; });
    return static_cast<double>(alarms) / static_cast<double>(scores.size());
}

Wad threshold_within(const AlarmHistory& history, double budget) {
    std::int64_t threshold = kGridLast;
    while (threshold > kGridFirst &&
           alarm_share(history.scores(Wad::of(threshold - kGridStep))) <= budget)
        threshold -= kGridStep;
    return Wad::of(threshold);
}

}  // namespace ballast::validation
