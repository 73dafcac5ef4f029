// SPDX-License-Identifier: MIT
#include "validation/calibrate_gate.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/check.hpp"
#include "statistics/bootstrap.hpp"
#include "statistics/forecast.hpp"
#include "statistics/order.hpp"

namespace ballast::validation {
namespace {

constexpr std::size_t kTeaching = 500;
constexpr std::size_t kAhead = 5;
constexpr double kBreach = -.1;
constexpr double kOn = .5;
constexpr double kPrior = 20;  ///< days that a frequency is worth before it was ever counted
constexpr double kLevel = .99;
constexpr double kUnit = 1e4;
constexpr double kPass = .1;
/// Shifts nearer than this keep what the signal's own memory shares with itself.
constexpr std::size_t kMargin = 20;

/// The days [begin, end) that a score is judged on.
struct Period {
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] std::size_t size() const { return end - begin; }
};

std::array<Period, kSubPeriods> sub_periods(std::size_t days) {
    const std::size_t first = kTeaching;
    const std::size_t judged = days - first - kAhead;
    std::array<Period, kSubPeriods> periods;
    for (std::size_t k = 0; k < kSubPeriods; ++k)
        periods[k] = {first + judged * k / kSubPeriods, first + judged * (k + 1) / kSubPeriods};
    return periods;
}

std::vector<bool> breaches(std::span<const Close> days) {
    std::vector<bool> breached;
    for (std::size_t i = 0; i + kAhead < days.size(); ++i) {
        double lowest = 0;
        for (std::size_t k = 1; k <= kAhead; ++k)
            lowest = std::min(lowest, days[i + k].price / days[i].price - 1);
        breached.push_back(lowest < kBreach);
    }
    return breached;
}

/// How often it happened, with a prior of the base frequency.
struct Frequency {
    double happened = 0;
    double days = 0;

    void add(bool did) {
        happened += did ? 1 : 0;
        days += 1;
    }
    [[nodiscard]] double with(double base) const {
        return (happened + kPrior * base) / (days + kPrior);
    }
};

/// What the signal takes off the mean Brier score of the period. Outcomes count once they are
/// known, five days later.
double breach_gain(const std::vector<bool>& breached, const std::vector<bool>& on,
                   const Period& period) {
    Frequency base;
    std::array<Frequency, 2> split;
    double gain = 0;
    for (std::size_t i = 0; i < period.end; ++i) {
        if (i >= kAhead) {
            const std::size_t known = i - kAhead;
            base.add(breached[known]);
            split[on[known] ? 1 : 0].add(breached[known]);
        }
        if (i < period.begin) continue;
        const double plain = base.with(0);
        const double conditional = split[on[i] ? 1 : 0].with(plain);
        const double outcome = breached[i] ? 1 : 0;
        gain += (plain - outcome) * (plain - outcome) -
                (conditional - outcome) * (conditional - outcome);
    }
    return kUnit * gain / static_cast<double>(period.size());
}

/// Daily losses and the sigma known before each.
struct Losses {
    std::vector<double> loss;
    std::vector<double> sigma;
};

double multiplier(const Losses& losses, const std::vector<double>& score, double weight,
                  std::size_t end) {
    std::vector<double> past;
    for (std::size_t i = 0; i + 1 < end; ++i)
        past.push_back(losses.loss[i] / (losses.sigma[i] * (1 + weight * score[i])));
    return statistics::quantile(statistics::ascending(past), kLevel);
}

double tick_gain(const Losses& losses, const std::vector<double>& score, const Period& period,
                 double plain_multiplier, double scored_multiplier) {
    double gain = 0;
    for (std::size_t i = period.begin; i < period.end; ++i) {
        const double plain = plain_multiplier * losses.sigma[i];
        const double scored = scored_multiplier * losses.sigma[i] * (1 + score[i] / 2);
        gain += statistics::tick_loss({losses.loss[i], plain, 1}, kLevel) -
                statistics::tick_loss({losses.loss[i], scored, 1}, kLevel);
    }
    return kUnit * gain / static_cast<double>(period.size());
}

/// The values with those of the period moved round by `shift`.
template <class Value>
std::vector<Value> shifted(const std::vector<Value>& values, const Period& period,
                           std::size_t shift) {
    std::vector<Value> moved = values;
    for (std::size_t i = 0; i < period.size(); ++i)
        moved[period.begin + i] = values[period.begin + (i + shift) % period.size()];
    return moved;
}

GateScore with_shifts(const Period& period, const std::function<double(std::size_t)>& gain) {
    return {gain(0), statistics::circular_shift_p(period.size(), kMargin, gain)};
}

Losses losses_of(std::span<const Close> days, const SpeedRule& rule) {
    const auto path = speed_path(days, rule);
    Losses losses;
    for (std::size_t i = 0; i + 1 < days.size(); ++i) {
        losses.loss.push_back(1 - days[i + 1].price / days[i].price);
        losses.sigma.push_back(std::sqrt(path[i].mid));
    }
    return losses;
}

bool passes(const std::array<GateScore, kSubPeriods>& scores) {
    return std::count_if(scores.begin(), scores.end(), [](const GateScore& score) {
               return score.gain > 0 && score.p < kPass;
           }) >= 2;
}

void count_breaches(GateVerdict& verdict, const std::vector<bool>& breached,
                    const std::vector<bool>& on) {
    std::array<Frequency, 2> split;
    for (std::size_t i = kTeaching; i < breached.size(); ++i)
        split[on[i] ? 1 : 0].add(breached[i]);
    const auto share = [](const Frequency& f) { return f.days > 0 ? f.happened / f.days : 0; };
    verdict.on_share = split[1].days / (split[0].days + split[1].days);
    verdict.breach_on = share(split[1]);
    verdict.breach_off = share(split[0]);
}

}  // namespace

Signal signal_of(const RankedChannel& channel, const ScoreRule& rule,
                 const history::IndicatorHistory& indicator, std::span<const Close> days) {
    constexpr int kSaturday = 5;
    Signal signal{channel.name, {}};
    auto next = channel.ranks.begin();
    double rank = 0;
    double held = 0;
    for (const Close& day : days) {
        while (next != channel.ranks.end() && indicator.known_at(next->first) <= day.at) {
            rank = next->second;
            ++next;
        }
        // The day that ends at this midnight; a weekend takes nothing off.
        const bool business_day = weekday(day.at - kDay) < kSaturday;
        const double score = std::max(0.0, (rank - rule.threshold) / (1 - rule.threshold));
        held = std::max(score, business_day ? rule.hold * held : held);
        signal.score.push_back(held);
    }
    return signal;
}

GateVerdict judge_channel(const Signal& signal, std::span<const Close> days,
                          const SpeedRule& rule) {
    BALLAST_CHECK(days.size() >= 800 && signal.score.size() == days.size());
    GateVerdict verdict;
    verdict.channel = signal.channel;
    std::vector<bool> on;
    for (const double score : signal.score)
        on.push_back(score >= kOn);
    const auto breached = breaches(days);
    const auto losses = losses_of(days, rule);
    count_breaches(verdict, breached, on);
    const auto periods = sub_periods(days.size());
    for (std::size_t k = 0; k < kSubPeriods; ++k) {
        const Period& period = periods[k];
        verdict.breach[k] = with_shifts(period, [&](std::size_t shift) {
            return breach_gain(breached, shifted(on, period, shift), period);
        });
        const double plain = multiplier(losses, signal.score, 0, period.begin);
        const double scored = multiplier(losses, signal.score, .5, period.begin);
        verdict.tick[k] = with_shifts(period, [&](std::size_t shift) {
            return tick_gain(losses, shifted(signal.score, period, shift), period, plain, scored);
        });
    }
    verdict.passes = passes(verdict.breach) || passes(verdict.tick);
    return verdict;
}

}  // namespace ballast::validation
