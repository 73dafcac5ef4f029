// SPDX-License-Identifier: MIT
#include "validation/calibrate_speeds.hpp"

#include <algorithm>
#include <cmath>

#include "base/check.hpp"

namespace ballast::validation {
namespace {

constexpr Seconds kStart{30 * kDay.count};
constexpr Seconds kWarmUp{69 * kDay.count};
constexpr double kWad = 1e-18;
constexpr double kPriceOne = 1e8;

double power(double base, std::int64_t exponent) {
    double product = 1;
    for (std::int64_t i = 0; i < exponent; ++i)
        product *= base;
    return product;
}

std::int64_t hours_between(const Close& from, const Close& to) {
    return std::max<std::int64_t>((to.at - from.at).count / kHour.count, 1);
}

/// k(r) r^2 24/hours.
double daily_square(const SpeedRule& rule, const Close& from, const Close& to) {
    const double r = to.price / from.price - 1;
    const double response = r < 0 || rule.two_sided ? 1 + rule.asymmetry : 1 - rule.asymmetry;
    return response * r * r * 24 / static_cast<double>(hours_between(from, to));
}

}  // namespace

std::vector<Close> closes_of(const history::PriceSeries& series, UnixSeconds until) {
    std::vector<Close> closes;
    for (const history::PricePoint& point : series.points)
        if (point.at <= until)
            closes.push_back({point.at, static_cast<double>(point.price.count()) / kPriceOne});
    return closes;
}

std::vector<Close> daily_closes(std::span<const Close> closes) {
    std::vector<Close> daily;
    for (const Close& close : closes)
        if (close.at.count % kDay.count == 0) daily.push_back(close);
    return daily;
}

double Speeds::largest() const noexcept {
    return std::max({fast, mid, slow});
}

SpeedRule rule_of(const engine::VolatilityPolicy& policy, bool two_sided) {
    const auto plain = [](engine::Wad x) { return static_cast<double>(x.count()) * kWad; };
    return {.decays = {plain(policy.decay_fast), plain(policy.decay_mid), plain(policy.decay_slow)},
            .asymmetry = plain(policy.asymmetry),
            .two_sided = two_sided};
}

std::vector<Speeds> speed_path(std::span<const Close> closes, const SpeedRule& rule) {
    BALLAST_CHECK(closes.size() > 1 && closes.back().at - closes.front().at > kStart);
    double start = 0;
    std::size_t count = 0;
    for (; closes[count + 1].at - closes.front().at <= kStart; ++count)
        start += daily_square(rule, closes[count], closes[count + 1]);
    start /= static_cast<double>(count);
    std::vector<Speeds> path = {{start, start, start}};
    path.reserve(closes.size());
    for (std::size_t i = 1; i < closes.size(); ++i) {
        const double square = daily_square(rule, closes[i - 1], closes[i]);
        const std::int64_t hours = hours_between(closes[i - 1], closes[i]);
        const auto blend = [&](double decay, double before) {
            const double kept = power(decay, hours);
            return kept * before + (1 - kept) * square;
        };
        const Speeds& before = path.back();
        path.push_back({blend(rule.decays[0], before.fast), blend(rule.decays[1], before.mid),
                        blend(rule.decays[2], before.slow)});
    }
    return path;
}

double published_volatility(double variance, double stress, double floor) {
    return std::sqrt(std::max((3 * variance + stress * stress) / 4, floor * floor));
}

std::size_t warm_up(std::span<const Close> closes) {
    const auto warm = std::find_if(closes.begin(), closes.end(), [&](const Close& close) {
        return close.at - closes.front().at >= kWarmUp;
    });
    BALLAST_CHECK(warm != closes.end());
    return static_cast<std::size_t>(warm - closes.begin());
}

}  // namespace ballast::validation
