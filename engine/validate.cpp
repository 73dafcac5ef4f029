// SPDX-License-Identifier: MIT
#include "engine/validate.hpp"

#include <algorithm>
#include <tuple>

#include "engine/fields.hpp"
#include "engine/parameters.hpp"

namespace ballast::engine {
namespace {

constexpr Int128 kOne = kWadOne;
/// Keeps the score's sum times 0.3 under 2^127, which 566 channels would reach.
constexpr std::size_t kChannelsMax = 100;
constexpr Int128 kWeekSeconds = Int128{7} * kDay.count;
constexpr Int128 kHorizonMax = Int128{30} * kDay.count;
constexpr Bps kSpiralMarginMax = Bps::of(1000);

/// One item of a list, and a part of it: "markets[0].limits.". Text only where there is a fault.
struct Place {
    std::string_view list = {};
    std::size_t index = 0;
    std::string_view part = {};

    [[nodiscard]] std::string text() const {
        if (list.empty()) return std::string(part);
        return std::string(list) + "[" + std::to_string(index) + "]." + std::string(part);
    }
};

/// Collects the first fault of one document.
class Domain {
  public:
    explicit Domain(std::string_view document) : document_(document) {}

    void require(bool holds, const Place& place, std::string_view field, std::string_view rule) {
        if (!holds && status_)
            status_ = fail(Errc::bad_data, std::string(document_) + ": " + place.text() +
                                               std::string(field) + ": " + std::string(rule));
    }
    template <class Tag>
    void within(Quantity<Tag> value, Int128 least, Int128 most, const Place& place,
                std::string_view field) {
        const Int128 count = value.count();
        if (count < least || count > most)
            require(
                false, place, field,
                to_string(count) + " is not within " + to_string(least) + " to " + to_string(most));
    }
    void within(Seconds value, Int128 least, Int128 most, const Place& place,
                std::string_view field) {
        if (value.count < least || value.count > most)
            require(false, place, field,
                    std::to_string(value.count) + " is not within " + to_string(least) + " to " +
                        to_string(most));
    }
    template <class Tag>
    void not_negative(Quantity<Tag> value, const Place& place, std::string_view field) {
        within(value, 0, Tag::kMax, place, field);
    }
    [[nodiscard]] const Status& status() const { return status_; }

  private:
    std::string_view document_;
    Status status_;
};

// ---- times and spans, wherever they stand

template <class T>
concept Record = requires(const T& x) {
    each_field(x, [](std::string_view, const auto&) {});
};

// Declared first: a record's members may be any of the three.
template <class T>
bool has_bad_time(const T& value, std::string& path);
template <class T>
bool has_bad_time(const std::vector<T>& items, std::string& path);
template <class T>
bool has_bad_time(const std::optional<T>& value, std::string& path);

template <class T>
bool has_bad_time(const std::vector<T>& items, std::string& path) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!has_bad_time(items[i], path)) continue;
        path.insert(0, "[" + std::to_string(i) + "]" + (path.empty() ? "" : "."));
        return true;
    }
    return false;
}
template <class T>
bool has_bad_time(const std::optional<T>& value, std::string& path) {
    return value && has_bad_time(*value, path);
}
/// Puts the place of the first time outside [0, kSecondsMax] before `path`.
template <class T>
bool has_bad_time(const T& value, std::string& path) {
    bool found = false;
    if constexpr (std::same_as<T, UnixSeconds> || std::same_as<T, Seconds>)
        found = value.count < 0 || value.count > kSecondsMax;
    else if constexpr (Record<T>)
        each_field(value, [&](std::string_view key, const auto& member) {
            if (found || !has_bad_time(member, path)) return;
            found = true;
            const bool joined = path.empty() || path.front() == '[';
            path.insert(0, std::string(key) + (joined ? "" : "."));
        });
    return found;
}

template <class Document>
void check_times(Domain& domain, const Document& document) {
    std::string path;
    if (has_bad_time(document, path))
        domain.require(false, {}, path, "is not within 0 to " + std::to_string(kSecondsMax));
}

// ---- the policy

void check(Domain& domain, const VolatilityPolicy& policy) {
    // From a half up, a move's 324 W times what an hour forgets stays under 2^127.
    const Int128 least = kDecayLeast.count();
    const Int128 most = kDecayMost.count();
    domain.within(policy.decay_fast, least, most, {}, "volatility.decay_fast_wad");
    domain.within(policy.decay_mid, least, most, {}, "volatility.decay_mid_wad");
    domain.within(policy.decay_slow, least, most, {}, "volatility.decay_slow_wad");
    domain.within(policy.asymmetry, 0, kOne / 2, {}, "volatility.asymmetry_wad");
    domain.within(policy.har.constant, 0, kOne, {}, "volatility.har_constant_wad");
    domain.within(policy.har.fast, 0, kOne, {}, "volatility.har_fast_wad");
    domain.within(policy.har.mid, 0, kOne, {}, "volatility.har_mid_wad");
    domain.within(policy.har.slow, 0, kOne, {}, "volatility.har_slow_wad");
}

void check(Domain& domain, const std::vector<Quantile>& quantiles, const Place& place,
           std::string_view field) {
    if (quantiles.empty()) return;
    const auto falls = [](const Quantile& a, const Quantile& b) {
        return b.rank < a.rank || b.value < a.value;
    };
    domain.require(std::adjacent_find(quantiles.begin(), quantiles.end(), falls) == quantiles.end(),
                   place, field, "does not ascend in value and rank");
    domain.require(quantiles.front().rank.count() == 0 && quantiles.back().rank.count() == kWadOne,
                   place, field, "does not begin at rank 0 and end at rank 1");
}

void check(Domain& domain, const RegimePolicy& policy) {
    domain.within(policy.rank_threshold, 0, kOne - 1, {}, "regime.rank_threshold_wad");
    domain.within(policy.hold, 0, kOne, {}, "regime.hold_wad");
    domain.within(policy.indicator_decay, 0, kOne, {}, "regime.indicator_decay_wad");
    domain.within(policy.ltv_weight, 0, 5 * kOne, {}, "regime.ltv_weight_wad");
    domain.within(policy.lt_weight, 0, 5 * kOne, {}, "regime.lt_weight_wad");
    domain.within(policy.event_before, 0, kWeekSeconds, {}, "regime.event_before_seconds");
    domain.within(policy.event_after, 0, kWeekSeconds, {}, "regime.event_after_seconds");
    domain.within(policy.depth_weight, 0, 95 * kOne / 100, {}, "regime.depth_weight_wad");
    domain.require(policy.channels.size() <= kChannelsMax, {}, "regime.channels",
                   "has more than " + std::to_string(kChannelsMax));
    for (std::size_t k = 0; k < policy.channels.size(); ++k) {
        const Channel& channel = policy.channels[k];
        const Place place{"regime.channels", k};
        const auto twin =
            std::find_if(policy.channels.begin(), policy.channels.end(),
                         [&](const Channel& other) { return other.name == channel.name; });
        // Both would go on from the state of the first.
        domain.require(&*twin == &channel, place, "name", "stands twice");
        domain.within(channel.weight, 0, kOne, place, "weight_wad");
        domain.not_negative(channel.jump_limit, place, "jump_limit_wad");
        check(domain, channel.one_day_change, place, "one_day_change");
        check(domain, channel.five_day_change, place, "five_day_change");
        check(domain, channel.level, place, "level");
    }
}

void check(Domain& domain, const PublicationPolicy& policy) {
    domain.within(policy.play, kOne, 9 * kOne, {}, "publication.play_wad");
    domain.within(policy.induced_budget, 0, kOne, {}, "publication.induced_budget_wad");
    domain.within(policy.deadband, 0, kBpsOne, {}, "publication.deadband_bps");
    domain.within(policy.rise_a_day, 0, kBpsOne, {}, "publication.rise_a_day_bps");
    domain.within(policy.cap_rise, 0, kOne, {}, "publication.cap_rise_wad");
}

void check(Domain& domain, const LiquidityPolicy& policy) {
    domain.not_negative(policy.impact, {}, "liquidity.impact_wad");
    domain.within(policy.participation, kOne / 1000, kOne, {}, "liquidity.participation_wad");
    domain.within(policy.liquidation_min, 0, kWeekSeconds, {}, "liquidity.liquidation_min_seconds");
    domain.within(policy.delay, 0, kWeekSeconds, {}, "liquidity.delay_seconds");
    domain.within(policy.tail_level, 1, kBpsOne - 1, {}, "liquidity.tail_level_bps");
    domain.within(policy.amber_gain, 0, kOne, {}, "liquidity.amber_gain_wad");
    domain.within(policy.red_gain, 0, kOne, {}, "liquidity.red_gain_wad");
    domain.within(policy.spiral_margin, 0, kSpiralMarginMax.count(), {},
                  "liquidity.spiral_margin_bps");
}

void check_tails(Domain& domain, const AssetPolicy& asset, const Place& place) {
    domain.require(asset.tails.size() <= kTailsMax, place, "tails",
                   "has more than " + std::to_string(kTailsMax));
    const auto not_before = [](const TailPoint& a, const TailPoint& b) {
        return std::tie(a.horizon, a.level) >= std::tie(b.horizon, b.level);
    };
    domain.require(
        std::adjacent_find(asset.tails.begin(), asset.tails.end(), not_before) == asset.tails.end(),
        place, "tails", "does not ascend in horizon and level");
    for (const TailPoint& tail : asset.tails) {
        domain.within(tail.horizon, 1, kHorizonMax, place, "tails: horizon_seconds");
        domain.within(tail.level, 1, kBpsOne - 1, place, "tails: level_bps");
        domain.not_negative(tail.quantile, place, "tails: quantile_wad");
        domain.not_negative(tail.shortfall, place, "tails: shortfall_wad");
    }
}

/// What holds between an asset and the rest of its policy.
void check_relations(Domain& domain, const Policy& policy, std::size_t k) {
    const AssetPolicy& asset = policy.assets[k];
    const Place place{"assets", k};
    domain.require(asset.debt_asset != asset.asset, place, "debt_asset", "is the asset itself");
    const auto at_level = [&](const TailPoint& tail) {
        return tail.level == policy.liquidity.tail_level;
    };
    domain.require(asset.lt_form != LtForm::tail ||
                       std::any_of(asset.tails.begin(), asset.tails.end(), at_level),
                   place, "tails", "has no point at liquidity.tail_level_bps");
    for (const AssetPolicy& other : policy.assets)
        domain.require(asset.wall_group.empty() || other.wall_group != asset.wall_group ||
                           other.debt_asset == asset.debt_asset,
                       place, "wall_group", "has members that owe different assets");
}

void check(Domain& domain, const AssetPolicy& asset, const Place& place) {
    domain.within(asset.stress_volatility, 0, 3 * kOne, place, "stress_volatility_wad");
    domain.within(asset.floor_volatility, 0, 3 * kOne, place, "floor_volatility_wad");
    domain.not_negative(asset.tail_multiplier, place, "tail_multiplier_wad");
    domain.not_negative(asset.liquidity_aversion, place, "liquidity_aversion_wad");
    domain.not_negative(asset.cap_depth, place, "cap_depth_wad");
    domain.not_negative(asset.position_depth, place, "position_depth_wad");
    check_tails(domain, asset, place);
    domain.within(asset.bonus, 0, kBpsOne, place, "bonus_bps");
    domain.within(asset.fee, 0, kBpsOne, place, "fee_bps");
    domain.within(asset.gap, 0, kBpsOne, place, "gap_bps");
    domain.within(asset.ltv_max, 0, kBpsOne, place, "ltv_max_bps");
    domain.within(asset.ltv_min, 0, asset.ltv_max.count(), place, "ltv_min_bps");
    domain.within(asset.lt_max, 1, kBpsOne, place, "lt_max_bps");
    domain.within(asset.lt_min, 1, asset.lt_max.count(), place, "lt_min_bps");
    if (!domain.status()) return;  // What follows reads the values above.
    domain.require(asset.ltv_min + asset.gap <= asset.lt_min, place, "lt_min_bps",
                   "is under ltv_min_bps + gap_bps");
    domain.require(asset.lt_min <= bonus_rule_lt(asset.bonus), place, "lt_min_bps",
                   "is over 10^8 / (10,000 + bonus_bps)");
}

// ---- the oracle

void check(Domain& domain, const OracleLimits& limits, const Place& place) {
    each_field(limits, [&](std::string_view key, const auto& member) {
        if constexpr (std::same_as<std::remove_cvref_t<decltype(member)>, Bps>)
            domain.not_negative(member, place, key);
    });
    domain.within(limits.gap_min, 0, kBpsOne, place, "gap_min_bps");
    domain.within(limits.lt_min, 0, kBpsOne, place, "lt_min_bps");
    domain.require(Int128{limits.ltv_min.count()} + limits.gap_min.count() <= limits.lt_min.count(),
                   place, "lt_min_bps", "is under ltv_min_bps + gap_min_bps");
}

void check(Domain& domain, const PublishedMarket& market, const Place& place) {
    domain.within(market.lt, 1, kBpsOne, place, "lt_bps");
    domain.within(market.lt_start, 0, kBpsOne, place, "lt_start_bps");
    domain.within(market.ltv, 0, kBpsOne, place, "ltv_bps");
    domain.within(market.bonus, 0, kBpsOne, place, "bonus_bps");
    const Place limiter{place.list, place.index, "limiter."};
    each_field(market.limiter, [&](std::string_view key, const auto& member) {
        if constexpr (std::same_as<std::remove_cvref_t<decltype(member)>, Bps>)
            domain.not_negative(member, limiter, key);
    });
    check(domain, market.limits, {place.list, place.index, "limits."});
    if (!market.pending) return;
    domain.within(market.pending->ltv, 0, kBpsOne, place, "pending.ltv_bps");
    domain.within(market.pending->lt, 0, kBpsOne, place, "pending.lt_bps");
}

// ---- the snapshot

void check(Domain& domain, const MarketObservation& market, UnixSeconds at, const Place& place) {
    domain.require(market.observed_at <= at, place, "observed_at", "is after the snapshot");
    domain.require(std::is_sorted(market.depth.begin(), market.depth.end()), place, "depth_usd",
                   "does not ascend");
    domain.require(std::is_sorted(market.depth_low.begin(), market.depth_low.end()), place,
                   "depth_low_usd", "does not ascend");
    const auto falls = [](const WallPoint& a, const WallPoint& b) {
        return b.health_factor < a.health_factor || b.debt < a.debt;
    };
    const std::vector<WallPoint>& wall = market.book.wall;
    domain.require(std::adjacent_find(wall.begin(), wall.end(), falls) == wall.end(), place,
                   "book.wall", "does not ascend in health factor and debt");
    if (!wall.empty())
        domain.not_negative(wall.front().health_factor, place, "book.wall[0].health_factor_bps");
}

}  // namespace

Status validate(const Policy& policy) {
    Domain domain("policy");
    check_times(domain, policy);
    check(domain, policy.volatility);
    check(domain, policy.regime);
    check(domain, policy.publication);
    check(domain, policy.liquidity);
    domain.require(policy.assets.size() <= kAssetsMax, {}, "assets", "has more than 32 items");
    for (std::size_t k = 0; k < policy.assets.size(); ++k) {
        check(domain, policy.assets[k], {"assets", k});
        const auto twin = std::find_if(
            policy.assets.begin(), policy.assets.end(),
            [&](const AssetPolicy& other) { return other.asset == policy.assets[k].asset; });
        domain.require(&*twin == &policy.assets[k], {"assets", k}, "asset", "stands twice");
        check_relations(domain, policy, k);
    }
    return domain.status();
}

Status validate(const State& state) {
    Domain domain("state");
    check_times(domain, state);
    for (std::size_t k = 0; k < state.markets.size(); ++k)
        each_field(state.markets[k].variances, [&](std::string_view key, Wad variance) {
            domain.not_negative(variance, {"markets", k, "variances."}, key);
        });
    const RegimeState& regime = state.regime;
    domain.within(regime.score_held, 0, kOne, {}, "regime.score_held_wad");
    domain.require(regime.held_on_day >= 0 && regime.held_on_day <= kSecondsMax / kDay.count, {},
                   "regime.held_on_day", "is not within the days that a time can name");
    for (std::size_t k = 0; k < regime.channels.size(); ++k) {
        const Place place{"regime.channels", k};
        domain.not_negative(regime.channels[k].variance, place, "variance_wad");
        domain.require(regime.channels[k].history.size() <= kChannelHistory, place, "history_1e8",
                       "has more than " + std::to_string(kChannelHistory));
    }
    return domain.status();
}

Status validate(const Snapshot& snapshot) {
    Domain domain("snapshot");
    check_times(domain, snapshot);
    domain.require(std::is_sorted(snapshot.events.begin(), snapshot.events.end()), {}, "events",
                   "does not ascend");
    domain.require(snapshot.events.size() <= kEventsMax, {}, "events",
                   "has more than " + std::to_string(kEventsMax));
    for (std::size_t k = 0; k < snapshot.markets.size(); ++k)
        check(domain, snapshot.markets[k], snapshot.at, {"markets", k});
    for (std::size_t k = 0; k < snapshot.indicators.size(); ++k) {
        const IndicatorObservation& print = snapshot.indicators[k];
        domain.require(print.known_at <= snapshot.at, {"indicators", k}, "known_at",
                       "is after the snapshot");
        // Folded, it would close its channel to every print until that day.
        domain.require(print.observed_at <= snapshot.at, {"indicators", k}, "observed_at",
                       "is after the snapshot");
    }
    return domain.status();
}

Status validate(const Current& current) {
    Domain domain("current");
    check_times(domain, current);
    for (std::size_t k = 0; k < current.markets.size(); ++k)
        check(domain, current.markets[k], {"markets", k});
    return domain.status();
}

}  // namespace ballast::engine
