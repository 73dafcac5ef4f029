// SPDX-License-Identifier: MIT
#include "simulation/paths.hpp"

#include <algorithm>
#include <cmath>

#include "engine/volatility.hpp"
#include "statistics/elementary.hpp"
#include "statistics/random.hpp"

namespace ballast::simulation {
namespace {

using engine::Variances;
using engine::Wad;
using statistics::portable_exp;
using statistics::portable_log;
using statistics::Random;

constexpr std::uint64_t kSeed = 0x42616c6c617374;  // "Ballast"
constexpr std::int64_t kHoursPerDay = 24;
constexpr std::int64_t kBlockDaysMin = 40;
constexpr std::int64_t kBlockDaysMax = 120;
/// A fall begins this long after the burn-in, by chance.
constexpr std::int64_t kFallDayMin = 60;
constexpr std::int64_t kFallDayMax = 120;
constexpr std::int64_t kForetoldDays = 3;
constexpr UnixSeconds kMarchStart{1'583'020'800};  // 2020-03-01T00:00:00Z
constexpr std::int64_t kMarchDays = 31;

/// Returns of a path under construction, and where each hour came from.
struct Draft {
    std::vector<double> log_return;
    std::vector<std::size_t> hour;
};

bool judged(PathSet set) {
    return set != PathSet::calibration;
}

std::size_t split_hour(const PathSource& source) {
    return static_cast<std::size_t>((kJudgedFrom - source.start).count / kHour.count);
}

/// Appends blocks of the set's era until there are `hours` of them.
Draft draw_blocks(const PathSource& source, PathSet set, std::int64_t hours, Random random) {
    const auto split = static_cast<std::int64_t>(split_hour(source));
    const auto end = static_cast<std::int64_t>(source.close.size()) - 1;
    const std::int64_t first_day = judged(set) ? split / kHoursPerDay : 0;
    const std::int64_t last_day = (judged(set) ? end : std::min(split, end)) / kHoursPerDay;
    Draft draft;
    while (static_cast<std::int64_t>(draft.log_return.size()) < hours) {
        const std::int64_t days =
            kBlockDaysMin + static_cast<std::int64_t>(
                                random.below(std::uint64_t{kBlockDaysMax - kBlockDaysMin + 1}));
        const auto choices = static_cast<std::uint64_t>(last_day - first_day - days + 1);
        const std::int64_t begin =
            (first_day + static_cast<std::int64_t>(random.below(choices))) * kHoursPerDay;
        for (std::int64_t h = begin; h < begin + days * kHoursPerDay; ++h) {
            const auto i = static_cast<std::size_t>(h);
            draft.log_return.push_back(portable_log(source.close[i + 1] / source.close[i]));
            draft.hour.push_back(i);
        }
    }
    draft.log_return.resize(static_cast<std::size_t>(hours));
    draft.hour.resize(static_cast<std::size_t>(hours));
    return draft;
}

/// Shifts the returns of [begin, begin + hours) so that they end at `ratio`: their own noise stays.
void bridge(Draft& draft, std::size_t begin, std::size_t hours, double ratio) {
    double sum = 0;
    for (std::size_t i = begin; i < begin + hours; ++i)
        sum += draft.log_return[i];
    const double shift = (portable_log(ratio) - sum) / static_cast<double>(hours);
    for (std::size_t i = begin; i < begin + hours; ++i)
        draft.log_return[i] += shift;
}

void replay_march(const PathSource& source, Draft& draft, std::size_t begin) {
    for (std::size_t i = 0; i + 1 < source.march_2020.size(); ++i)
        draft.log_return[begin + i] = portable_log(source.march_2020[i + 1] / source.march_2020[i]);
}

struct Fall {
    std::size_t begin = 0;  ///< hours
    std::size_t hours = 0;  ///< 0: none
};

Fall lay_fall(const PathSource& source, PathSet set, Draft& draft, Random random) {
    const auto day =
        kBurnInDays + kFallDayMin +
        static_cast<std::int64_t>(random.below(std::uint64_t{kFallDayMax - kFallDayMin + 1}));
    const auto begin = static_cast<std::size_t>(day * kHoursPerDay);
    switch (set) {
        case PathSet::calibration:
        case PathSet::history:
            return {};
        case PathSet::fall_35:
            bridge(draft, begin, 10 * kHoursPerDay, 0.65);
            return {begin, 10 * kHoursPerDay};
        case PathSet::march_2020:
            replay_march(source, draft, begin);
            return {begin, source.march_2020.size() - 1};
        case PathSet::fall_50:
            bridge(draft, begin, kHoursPerDay, 0.5);
            return {begin, kHoursPerDay};
    }
    return {};
}

std::vector<Wad> scores(const PathSource& source, const Draft& draft) {
    std::vector<Wad> values;
    for (std::size_t i = 0; i < draft.hour.size(); i += kEpochHours)
        values.push_back(source.score[draft.hour[i] / kEpochHours]);
    return values;
}

void replay_march_score(const PathSource& source, const Fall& fall, std::vector<Wad>& score) {
    for (std::size_t i = 0; i < source.march_score.size(); ++i)
        score[fall.begin / kEpochHours + i] = source.march_score[i];
}

std::vector<Wad> foretold(const Fall& fall, std::size_t epochs) {
    std::vector<Wad> values(epochs);
    if (fall.hours == 0) return values;
    const std::size_t lead = kForetoldDays * kHoursPerDay;
    for (std::size_t e = (fall.begin - lead) / kEpochHours;
         e < (fall.begin + fall.hours) / kEpochHours; ++e)
        values[e] = Wad::of(engine::kWadOne);
    return values;
}

double variance_of(Wad variance) {
    return static_cast<double>(variance.count()) / static_cast<double>(engine::kWadOne);
}

/// True where 1-day volatility stands over 1.5 times the 69-day one, by plain EWMAs of the path.
std::vector<bool> alerts(const Draft& draft, const Variances& start) {
    constexpr double kFastDecay = 0.971531941153605869;
    constexpr double kSlowDecay = 0.999581520448984451;
    constexpr double kRatio = 1.5 * 1.5;
    double fast = variance_of(start.fast);
    double slow = variance_of(start.slow);
    std::vector<bool> values;
    for (std::size_t i = 0; i < draft.log_return.size(); ++i) {
        if (i % kEpochHours == 0) values.push_back(fast > kRatio * slow);
        const double square = draft.log_return[i] * draft.log_return[i] * kHoursPerDay;
        fast = kFastDecay * fast + (1 - kFastDecay) * square;
        slow = kSlowDecay * slow + (1 - kSlowDecay) * square;
    }
    return values;
}

std::vector<Variances> fold_variances(const history::PriceSeries& hourly,
                                      const engine::VolatilityPolicy& policy) {
    // A first value of 4 % a day; after half a year little of it is left in the slowest.
    const Wad guess = Wad::of(1'600'000'000'000'000);
    std::vector<Variances> folded{{guess, guess, guess}};
    for (std::size_t i = 1; i < hourly.points.size(); ++i)
        folded.push_back(engine::update_variances(policy, folded.back(), hourly.points[i - 1].price,
                                                  hourly.points[i].price, 1));
    return folded;
}

/// Hourly relative prices of March 2020: each 4 h return in four equal parts.
Result<std::vector<double>> read_march(const history::PriceSeries& four_hourly) {
    std::vector<double> closes;
    for (const history::PricePoint& point : four_hourly.points)
        if (point.at >= kMarchStart && point.at <= kMarchStart + Seconds{kMarchDays * kDay.count})
            closes.push_back(static_cast<double>(point.price.count()));
    if (closes.size() != kMarchDays * 6 + 1)
        return fail(Errc::bad_data, four_hourly.source + ": March 2020 has " +
                                        std::to_string(closes.size()) + " of 187 4 h closes");
    std::vector<double> relative{1.0};
    for (std::size_t i = 1; i < closes.size(); ++i)
        for (int part = 1; part <= 4; ++part)
            relative.push_back(closes[i - 1] / closes[0] *
                               portable_exp(portable_log(closes[i] / closes[i - 1]) * part / 4.0));
    return relative;
}

}  // namespace

std::string_view name(PathSet set) noexcept {
    constexpr std::array<std::string_view, 5> kNames = {"calibration", "history", "fall_35_10d",
                                                        "march_2020", "fall_50_24h"};
    return kNames.at(static_cast<std::size_t>(set));
}

std::string_view name(Signal signal) noexcept {
    constexpr std::array<std::string_view, 4> kNames = {"none", "macro", "random", "foretold"};
    return kNames.at(static_cast<std::size_t>(signal));
}

std::int64_t counted_days(PathSet set) noexcept {
    return set == PathSet::calibration || set == PathSet::history ? 365 : 180;
}

Result<PathSource> make_source(const std::string& asset, const history::PriceSeries& hourly,
                               const history::PriceSeries& four_hourly,
                               const engine::VolatilityPolicy& volatility) {
    history::PriceSeries whole = hourly;
    // Blocks begin at midnight: what comes before the first one is dropped.
    const auto midnight = std::find_if(
        whole.points.begin(), whole.points.end(),
        [](const history::PricePoint& point) { return point.at.count % kDay.count == 0; });
    whole.points.erase(whole.points.begin(), midnight);
    for (std::size_t i = 1; i < whole.points.size(); ++i)
        if (whole.points[i].at - whole.points[i - 1].at != kHour)
            return fail(Errc::bad_data, hourly.source + ": an hour is missing after " +
                                            format_utc(whole.points[i - 1].at));
    PathSource source{.asset = asset};
    for (const history::PricePoint& point : whole.points)
        source.close.push_back(static_cast<double>(point.price.count()) * 1e-8);
    if (whole.points.empty() ||
        kJudgedFrom - whole.points.front().at < Seconds{2 * kBlockDaysMax * kDay.count} ||
        whole.points.back().at - kJudgedFrom < Seconds{2 * kBlockDaysMax * kDay.count})
        return fail(Errc::bad_data, hourly.source + ": too short on one side of 2024-01-01");
    source.start = whole.points.front().at;
    source.variances = fold_variances(whole, volatility);
    auto march = read_march(four_hourly);
    if (!march) return fail(march.error());
    source.march_2020 = std::move(*march);
    source.score.resize(source.close.size() / kEpochHours + 1);
    source.march_score.resize(kMarchDays * kHoursPerDay / kEpochHours);
    return source;
}

Path make_path(const PathSource& source, PathSet set, std::uint64_t number) {
    const Random random = Random(kSeed).stream(static_cast<std::uint64_t>(set)).stream(number);
    const std::int64_t hours = (kBurnInDays + counted_days(set)) * kHoursPerDay;
    Draft draft = draw_blocks(source, set, hours, random.stream(0));
    const std::size_t first = draft.hour.front();
    const Fall fall = lay_fall(source, set, draft, random.stream(1));

    Path path{.set = set, .number = number, .variances = source.variances[first]};
    path.price.push_back(source.close[first]);
    double log_price = portable_log(source.close[first]);
    for (const double step : draft.log_return)
        path.price.push_back(portable_exp(log_price += step));
    const std::size_t epochs = static_cast<std::size_t>(hours / kEpochHours);
    const Draft others = draw_blocks(source, set, hours, random.stream(2));
    path.score = {std::vector<Wad>(epochs), scores(source, draft), scores(source, others),
                  foretold(fall, epochs)};
    if (set == PathSet::march_2020)
        replay_march_score(source, fall, path.score[static_cast<std::size_t>(Signal::macro)]);
    path.alert = alerts(draft, path.variances);
    return path;
}

}  // namespace ballast::simulation
