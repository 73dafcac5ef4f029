// SPDX-License-Identifier: MIT
#include "validation/calibrate_asset.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/liquidity.hpp"
#include "history/sources.hpp"
#include "history/synthetic_market.hpp"
#include "history/unit_slips.hpp"
#include "statistics/elementary.hpp"
#include "statistics/order.hpp"

namespace ballast::validation {
namespace {

using engine::AssetPolicy;
using engine::Bps;
using engine::kBpsOne;
using engine::Wad;

constexpr double kMultiplierMax = 9;
constexpr double kStressPart = .8;
constexpr std::size_t kStressDays = 250;
constexpr std::array kHorizons{kHour, Seconds{6 * kHour.count}, kDay};
constexpr std::array kLevelsBps{9'500, 9'900, 9'950};
constexpr int kStressedFromBps = 9'900;

double plain(Wad x) {
    return static_cast<double>(x.count()) * 1e-18;
}

double part(Bps x) {
    return static_cast<double>(x.count()) / kBpsOne;
}

Provenance provenance(const std::string& source, std::span<const Close> closes) {
    return {source, closes.front().at, closes.back().at, closes.size()};
}

/// One history of the asset with the model's variances on it.
struct Track {
    Provenance provenance;
    std::vector<Close> closes;
    std::vector<Speeds> speeds;
    std::size_t first = 0;  ///< after the warm-up
};

Result<Track> track_of(const Result<history::PriceSeries>& series, const SpeedRule& rule,
                       UnixSeconds until) {
    if (!series) return fail(series.error());
    Track track;
    track.closes = closes_of(*series, until);
    if (daily_closes(track.closes).size() <= kStressDays)
        return fail(Errc::bad_data, series->source + " has no year of closes up to " +
                                        format_date(until) + "; choose a later --until");
    track.provenance = provenance(series->source, track.closes);
    track.speeds = speed_path(track.closes, rule);
    track.first = warm_up(track.closes);
    return track;
}

Result<history::PriceSeries> read_pair(const std::filesystem::path& folder,
                                       const AssetPolicy& asset) {
    auto prices = history::read_hourly(folder, asset.asset);
    if (!prices || asset.debt_asset.empty()) return prices;
    const auto debt = history::read_hourly(folder, asset.debt_asset);
    if (!debt) return fail(debt.error());
    return history::ratio(*prices, *debt);
}

double worst_days(std::span<const Close> daily) {
    std::vector<double> squares;
    for (std::size_t i = 1; i < daily.size(); ++i) {
        const double r = daily[i].price / daily[i - 1].price - 1;
        squares.push_back(r * r);
    }
    double worst = 0;
    for (std::size_t i = 0; i + kStressDays <= squares.size(); ++i)
        worst = std::max(worst, statistics::mean(std::span(squares).subspan(i, kStressDays)));
    return std::sqrt(worst);
}

double median_volatility(const Track& track, double Speeds::*speed) {
    std::vector<double> values;
    for (std::size_t i = track.first; i < track.speeds.size(); ++i)
        values.push_back(std::sqrt(track.speeds[i].*speed));
    return statistics::quantile(statistics::ascending(values), .5);
}

SigmaPath largest_sigmas(const Track& track) {
    SigmaPath sigmas;
    for (const Speeds& speeds : track.speeds)
        sigmas.push_back(std::sqrt(speeds.largest()));
    return sigmas;
}

SigmaPath published_sigmas(const Track& track, const AssetPolicy& asset) {
    SigmaPath sigmas;
    for (const Speeds& speeds : track.speeds)
        sigmas.push_back(published_volatility(speeds.largest(), plain(asset.stress_volatility),
                                              plain(asset.floor_volatility)));
    return sigmas;
}

/// The worst loss over `horizon` in sigmas; the second direction of a pair counts as well.
double worst_loss(const Track& track, const SigmaPath& sigmas, Seconds horizon, bool two_sided) {
    double worst = 0;
    for (const bool reverse : {false, true}) {
        if (reverse && !two_sided) continue;
        const auto losses = block_losses(track.closes, sigmas, track.first, horizon, reverse);
        if (!losses.empty()) worst = std::max(worst, losses.back());
    }
    return worst;
}

/// Stress and floor before their rounding.
struct SlowConstants {
    double stress = 0;
    double floor = 0;
};

SlowConstants set_slow_constants(AssetCalibration& result, const Track& slow, const Track& fast) {
    AssetPolicy& asset = result.asset;
    const double stress = worst_days(daily_closes(slow.closes));
    const double median = median_volatility(slow, &Speeds::slow);
    const SigmaPath ones(fast.closes.size(), 1.0);
    const double worst = worst_loss(fast, ones, kDay, asset.two_sided);
    const double least = kStressPart * worst / kMultiplierMax;
    if (least > median)
        result.remarks.push_back(
            "the floor lets 9 sigmas reach .8 of the worst 24 h; the median "
            "of the slow volatility is lower");
    const double floor = std::max(median, least);
    if (stress < floor)
        result.remarks.push_back("stress is the floor: the worst 250 days are under it");
    asset.floor_volatility = rounded(floor, 4);
    asset.stress_volatility = rounded(std::max(stress, floor), 4);
    return {std::max(stress, floor), floor};
}

void set_tail_multiplier(AssetCalibration& result, const Track& fast) {
    const auto losses = block_losses(fast.closes, largest_sigmas(fast), fast.first, kDay, false);
    const double mean = statistics::expected_shortfall(losses, .95);
    result.asset.tail_multiplier = rounded(std::clamp(mean, 1.0, kMultiplierMax), 2);
}

/// Raises `record` to what the blocks of one direction say.
Status add_direction(TailRecord& record, const std::vector<double>& losses, double level) {
    const auto tail = fit_tail(losses);
    if (!tail) return fail(tail.error());
    const auto up = [](Wad& held, double value) {
        held = std::max(held, rounded(std::clamp(value, 0.0, kMultiplierMax), 2));
    };
    up(record.point.quantile, quantile_of(*tail, level));
    up(record.point.shortfall, shortfall_of(*tail, losses, level));
    record.shape = std::max(record.shape, tail->shape);
    record.worst = std::max(record.worst, tail->worst);
    record.blocks = tail->blocks;
    return {};
}

Result<TailRecord> tail_record(const AssetPolicy& asset, const Track& fast, const SigmaPath& sigmas,
                               Seconds horizon, int level_bps) {
    TailRecord record;
    record.point.horizon = horizon;
    record.point.level = Bps::of(level_bps);
    for (const bool reverse : {false, true}) {
        if (reverse && !asset.two_sided) continue;
        const auto losses = block_losses(fast.closes, sigmas, fast.first, horizon, reverse);
        if (const Status added = add_direction(record, losses, part(record.point.level)); !added)
            return fail_in(fast.provenance.source, added.error());
    }
    return record;
}

Status set_tails(AssetCalibration& result, const Track& slow, const Track& fast) {
    AssetPolicy& asset = result.asset;
    asset.tails.clear();
    const SigmaPath sigmas = published_sigmas(fast, asset);
    const double worst_of_slow =
        worst_loss(slow, published_sigmas(slow, asset), kDay, asset.two_sided);
    for (const Seconds horizon : kHorizons)
        for (const int level : kLevelsBps) {
            auto record = tail_record(asset, fast, sigmas, horizon, level);
            if (!record) return fail(record.error());
            if (horizon == kDay) record->worst = std::max(record->worst, worst_of_slow);
            const double stressed = std::min(kStressPart * record->worst, kMultiplierMax);
            if (level >= kStressedFromBps)
                record->point.shortfall = std::max(record->point.shortfall, rounded(stressed, 2));
            asset.tails.push_back(record->point);
            result.tails.push_back(std::move(*record));
        }
    return {};
}

void set_liquidity(AssetCalibration& result, const Track& slow, const SlowConstants& constants,
                   const history::SyntheticAsset& calm) {
    AssetPolicy& asset = result.asset;
    const auto curve = history::depth_at_part(calm, Wad::of(engine::kWadOne));
    const auto depth = static_cast<double>(engine::depth_at(curve, asset.bonus).count());
    const auto debt = static_cast<double>(calm.debt_usd);
    const bool smart = asset.lt_form == engine::LtForm::smart_ltv;
    const double floor = constants.floor;
    const double volatility = smart ? median_volatility(slow, &Speeds::mid)
                                    : published_volatility(floor * floor, constants.stress, floor);
    const double kept =
        part(Bps::of(calm.lt_bps)) + part(asset.bonus) + (smart ? 0 : part(asset.fee));
    const double aversion = -statistics::portable_log(kept) * std::sqrt(depth / debt) / volatility;
    if (aversion > kMultiplierMax)
        result.remarks.push_back("liquidity_aversion is limited to 9: lt_max is the calm state");
    asset.liquidity_aversion = rounded(std::clamp(aversion, 0.0, kMultiplierMax), 3);
    if (asset.cap_depth.count() > 0)
        asset.cap_depth = rounded(std::min(std::ceil(debt / depth * 100) / 100, kMultiplierMax), 2);
}

}  // namespace

Wad rounded(double value, int digits) {
    BALLAST_CHECK(value >= 0 && value <= kMultiplierMax);
    Int128 unit = engine::kWadOne;
    double scale = 1;
    for (int i = 0; i < digits; ++i) {
        unit /= 10;
        scale *= 10;
    }
    return Wad::of(Int128{static_cast<std::int64_t>(std::floor(value * scale + .5))} * unit);
}

Result<AssetCalibration> calibrate_asset(const std::filesystem::path& folder,
                                         const engine::VolatilityPolicy& volatility,
                                         const AssetPolicy& asset, UnixSeconds until) {
    const auto* calm = history::find_synthetic(asset.asset);
    if (calm == nullptr)
        return fail(Errc::input_missing, "there is no market history of " + asset.asset);
    const SpeedRule rule = rule_of(volatility, asset.two_sided);
    const auto fast = track_of(history::without_unit_slips(read_pair(folder, asset)), rule, until);
    if (!fast) return fail(fast.error());
    const auto spot = history::read_four_hourly(folder, asset.asset);
    const bool has_spot = spot.has_value() && asset.debt_asset.empty();
    const auto slow = has_spot ? track_of(history::without_unit_slips(spot), rule, until) : fast;
    if (!slow) return fail(slow.error());
    AssetCalibration result{.asset = asset,
                            .slow = slow->provenance,
                            .fast = fast->provenance,
                            .tails = {},
                            .remarks = {}};
    const SlowConstants constants = set_slow_constants(result, *slow, *fast);
    set_tail_multiplier(result, *fast);
    if (const Status done = set_tails(result, *slow, *fast); !done) return fail(done.error());
    set_liquidity(result, *slow, constants, *calm);
    return result;
}

}  // namespace ballast::validation
