// SPDX-License-Identifier: MIT
#include "validation/backtest.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "history/sources.hpp"
#include "history/unit_slips.hpp"
#include "validation/published_path.hpp"
#include "validation/volatility_path.hpp"

namespace ballast::validation {
namespace {

constexpr std::array kHorizons{kHour, Seconds{6 * kHour.count}, kDay};
constexpr std::array kLevelsBps{9'900, 9'950};
constexpr std::array kKinds{SigmaKind::published, SigmaKind::plain, SigmaKind::ewma_normal};

using Path = std::vector<VolatilityPoint>;

/// The policy with this asset alone, so that it is folded over all of its own history.
engine::Policy of_one(engine::Policy policy, const engine::AssetPolicy& asset) {
    policy.assets = {asset};
    return policy;
}

Result<engine::TailPoint> tail_of(const engine::AssetPolicy& asset, Seconds horizon, int bps) {
    const auto found = std::find_if(asset.tails.begin(), asset.tails.end(), [&](const auto& tail) {
        return tail.horizon == horizon && tail.level.count() == bps;
    });
    if (found != asset.tails.end()) return *found;
    return fail(Errc::configuration,
                asset.asset + " has no tail of " + std::to_string(horizon.count / kHour.count) +
                    " h at " + std::to_string(bps) + " bps; `ballast calibrate` writes it");
}

Result<std::vector<engine::TailPoint>> tails_of(const engine::AssetPolicy& asset) {
    std::vector<engine::TailPoint> tails;
    for (const Seconds horizon : kHorizons)
        for (const int level : kLevelsBps) {
            auto tail = tail_of(asset, horizon, level);
            if (!tail) return fail(tail.error());
            tails.push_back(*tail);
        }
    return tails;
}

std::array<Span, 3> spans(UnixSeconds calibrated_until) {
    constexpr UnixSeconds kEver{std::numeric_limits<std::int64_t>::max()};
    return {
        {{"all", {}, kEver}, {"before", {}, calibrated_until}, {"after", calibrated_until, kEver}}};
}

/// Appends the rows of one span; a side of the calibration that history does not reach has none.
void judge_span(std::vector<CoverageRow>& rows, const Path& path, Question question,
                const std::vector<engine::TailPoint>& tails) {
    for (const SigmaKind kind : kKinds)
        for (const engine::TailPoint& tail : tails) {
            question.sigma = kind;
            question.tail = tail;
            if (auto row = judge(path, question)) rows.push_back(std::move(*row));
        }
}

std::vector<double> haircuts(const PublishedPath& path, engine::Bps PublishedDay::*value) {
    std::vector<double> daily;
    for (const PublishedDay& day : path.days)
        daily.push_back(1 - (day.*value).count() / double{engine::kBpsOne});
    return daily;
}

/// Appends what the whole model would have had in force.
Status judge_published(Backtest& result, const engine::Policy& policy,
                       const AssetHistory& history) {
    if (!history.snapshots) return {};
    const auto start = starting_variances(history.prices);
    if (!start) return fail(start.error());
    const std::string& asset = history.asset.asset;
    const auto path = published_path(of_one(policy, history.asset), *history.snapshots, *start);
    if (!path) return fail_in(asset, path.error());
    const double years = static_cast<double>(path->days.size()) / 365.25;
    const auto add = [&](const char* name, engine::Bps PublishedDay::*value, std::int64_t moves) {
        result.procyclicality.push_back(procyclicality(asset, name, haircuts(*path, value)));
        result.procyclicality.back().moves_a_year = static_cast<double>(moves) / years;
    };
    add("lt", &PublishedDay::lt, path->lt_moves);
    add("ltv", &PublishedDay::ltv, path->ltv_moves);
    const auto days = static_cast<std::int64_t>(path->days.size());
    if (days <= result.days) return {};
    result.days = days;
    result.alarm_days = std::count_if(path->days.begin(), path->days.end(),
                                      [](const PublishedDay& day) { return day.alarm; });
    return {};
}

Status judge_asset(Backtest& result, const engine::Policy& policy, const AssetHistory& history) {
    const engine::AssetPolicy& asset = history.asset;
    const auto tails = tails_of(asset);
    if (!tails) return fail(tails.error());
    const auto path = volatility_path(policy.volatility, asset, history.prices);
    if (!path) return fail(path.error());
    for (const Falling falling : {Falling::collateral, Falling::debt})
        for (const Span& span : spans(result.calibrated_until))
            if (falling == Falling::collateral || asset.two_sided)
                judge_span(result.coverage, *path,
                           {.asset = asset.asset, .falling = falling, .span = span}, *tails);
    const auto day = tail_of(asset, kDay, kLevelsBps.front());
    for (const SigmaKind kind : kKinds)
        result.procyclicality.push_back(procyclicality(
            asset.asset, "tail_" + std::string(name_of(kind)), daily_margins(*path, *day, kind)));
    return judge_published(result, policy, history);
}

bool has_history(const std::string& asset) {
    const auto known = history::hourly_assets();
    return std::find(known.begin(), known.end(), asset) != known.end();
}

Result<history::PriceSeries> read_prices(const std::filesystem::path& data,
                                         const engine::AssetPolicy& asset) {
    auto prices = history::read_hourly(data, asset.asset);
    if (!prices || asset.debt_asset.empty()) return prices;
    const auto debt = history::read_hourly(data, asset.debt_asset);
    if (!debt) return debt;
    return history::ratio(*prices, *debt);
}

}  // namespace

Result<std::vector<AssetHistory>> read_assets(const std::filesystem::path& data,
                                              const engine::Policy& policy,
                                              std::vector<std::string>& without_history) {
    std::vector<AssetHistory> assets;
    for (const engine::AssetPolicy& asset : policy.assets) {
        if (!has_history(asset.asset) ||
            (!asset.debt_asset.empty() && !has_history(asset.debt_asset))) {
            without_history.push_back(asset.asset);
            continue;
        }
        auto prices = history::without_unit_slips(read_prices(data, asset));
        if (!prices) return fail(prices.error());
        auto snapshots = history::SnapshotHistory::read(data, of_one(policy, asset));
        if (!snapshots) return fail(snapshots.error());
        assets.push_back({asset, std::move(*prices), std::move(*snapshots)});
    }
    if (assets.empty())
        return fail(Errc::configuration, "no asset of " + policy.name + " has hourly history");
    return assets;
}

Result<std::vector<std::string>> indicators_without_prints(const std::filesystem::path& data,
                                                           const engine::Policy& policy) {
    std::vector<std::string> missing;
    for (const engine::Channel& channel : policy.regime.channels) {
        const auto series = history::read_indicator(data, channel.indicator);
        if (!series && series.error().code != Errc::input_missing) return fail(series.error());
        if (!series || series->prints.empty()) missing.push_back(channel.indicator);
    }
    return missing;
}

Result<Backtest> backtest(const engine::Policy& policy, const std::vector<AssetHistory>& assets,
                          UnixSeconds calibrated_until, const Progress& progress) {
    Backtest result{.policy = policy.name, .calibrated_until = calibrated_until};
    for (std::size_t i = 0; i < assets.size(); ++i) {
        if (const Status done = judge_asset(result, policy, assets[i]); !done)
            return fail(done.error());
        progress(i + 1, assets.size());
    }
    return result;
}

}  // namespace ballast::validation
