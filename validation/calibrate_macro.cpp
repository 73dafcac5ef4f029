// SPDX-License-Identifier: MIT
#include "validation/calibrate_macro.hpp"

#include <algorithm>
#include <cmath>

#include "base/check.hpp"
#include "statistics/order.hpp"

namespace ballast::validation {
namespace {

constexpr double kLevelOne = 1e8;
constexpr double kTradingDays = 252;
constexpr std::size_t kForgotten = 60;

std::string year_of(UnixSeconds date) {
    return format_date(date).substr(0, 4);
}

UnixSeconds last_day_before(const std::string& year) {
    const auto first = parse_date(year + "-01-01");
    BALLAST_CHECK(first.has_value());
    return *first - kDay;
}

}  // namespace

std::vector<Dated> channel_values(const history::PrintSeries& series, engine::Transform transform,
                                  double indicator_decay) {
    std::vector<Dated> values;
    const auto level = [](const history::Print& print) {
        return static_cast<double>(print.level.count()) / kLevelOne;
    };
    if (transform == engine::Transform::level) {
        for (const history::Print& print : series.prints)
            values.push_back({print.date, level(print)});
        return values;
    }
    const bool of_returns = transform == engine::Transform::return_volatility;
    double variance = -1;
    for (std::size_t i = 1; i < series.prints.size(); ++i) {
        const double before = level(series.prints[i - 1]);
        const double now = level(series.prints[i]);
        const double move = of_returns ? now / before - 1 : now - before;
        const double square = move * move;
        variance =
            variance < 0 ? square : indicator_decay * variance + (1 - indicator_decay) * square;
        values.push_back(
            {series.prints[i].date, std::sqrt(variance * (of_returns ? kTradingDays : 1))});
    }
    values.erase(values.begin(),
                 values.begin() + static_cast<std::ptrdiff_t>(std::min(kForgotten, values.size())));
    return values;
}

std::vector<Dated> changes(std::span<const Dated> values, std::size_t prints) {
    std::vector<Dated> moves;
    for (std::size_t i = prints; i < values.size(); ++i)
        if (values[i - prints].value > 0)
            moves.push_back({values[i].date, values[i].value / values[i - prints].value - 1});
    return moves;
}

std::vector<double> reference(std::span<const Dated> values, std::span<const double> ranks,
                              UnixSeconds last) {
    std::vector<double> past;
    for (auto value = values.rbegin(); value != values.rend(); ++value)
        if (value->date <= last && past.size() < kReferencePrints) past.push_back(value->value);
    BALLAST_CHECK(!past.empty());
    std::sort(past.begin(), past.end());
    std::vector<double> quantiles;
    for (const double rank : ranks)
        quantiles.push_back(statistics::quantile(past, rank));
    return quantiles;
}

double rank_of(std::span<const double> quantiles, std::span<const double> ranks, double x) {
    if (x < quantiles.front()) return 0;
    if (x >= quantiles.back()) return 1;
    const auto above = static_cast<std::size_t>(
        std::upper_bound(quantiles.begin(), quantiles.end(), x) - quantiles.begin());
    const double width = quantiles[above] - quantiles[above - 1];
    return ranks[above - 1] +
           (ranks[above] - ranks[above - 1]) * (x - quantiles[above - 1]) / width;
}

DailyRanks daily_ranks(std::span<const Dated> values, std::span<const double> ranks,
                       UnixSeconds from) {
    DailyRanks daily;
    for (const std::size_t prints : {std::size_t{1}, std::size_t{5}}) {
        const std::vector<Dated> moves = changes(values, prints);
        std::string year;
        std::vector<double> quantiles;
        for (const Dated& move : moves) {
            if (move.date < from) continue;
            if (year_of(move.date) != year) {
                year = year_of(move.date);
                quantiles = reference(moves, ranks, last_day_before(year));
            }
            double& rank = daily[move.date];
            rank = std::max(rank, rank_of(quantiles, ranks, move.value));
        }
    }
    return daily;
}

}  // namespace ballast::validation
