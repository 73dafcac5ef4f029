// SPDX-License-Identifier: MIT
// Every plain number of a policy: its key, its place in engine::Policy, its bounds and the reason.
#pragma once

#include <array>

#include "engine/policy.hpp"
#include "policies/document_reader.hpp"

namespace ballast::policies {

/// A number that is read from `key` and put into `member`.
template <class Object, class Value>
struct Field {
    std::string_view key;
    Value Object::*member;
    Bounds bounds;
};

/// Reads each field into `object`. Faults are noted and leave a zero.
template <class Object, std::size_t N>
void read_fields(TableReader& reader, Object& object,
                 const std::array<Field<Object, engine::Wad>, N>& fields) {
    for (const auto& field : fields)
        object.*field.member = engine::Wad::of(reader.decimal(field.key, 18, field.bounds));
}

template <class Object, std::size_t N>
void read_fields(TableReader& reader, Object& object,
                 const std::array<Field<Object, engine::Bps>, N>& fields) {
    for (const auto& field : fields)
        object.*field.member = engine::Bps::of(reader.integer(field.key, field.bounds));
}

template <class Object, std::size_t N>
void read_fields(TableReader& reader, Object& object,
                 const std::array<Field<Object, Seconds>, N>& fields) {
    for (const auto& field : fields)
        object.*field.member = Seconds{reader.integer(field.key, field.bounds)};
}

/// Reads those of the fields that stand in the document; the others keep their value in `object`.
template <class Object, class Value, std::size_t N>
void read_present(TableReader& reader, Object& object,
                  const std::array<Field<Object, Value>, N>& fields) {
    for (const auto& field : fields)
        if (reader.has(field.key)) read_fields(reader, object, std::array{field});
}

namespace fields {

using engine::AssetPolicy;
using engine::Bps;
using engine::HarPolicy;
using engine::kBpsOne;
using engine::kWadOne;
using engine::LiquidityPolicy;
using engine::PublicationPolicy;
using engine::RegimePolicy;
using engine::TailPoint;
using engine::VolatilityPolicy;
using engine::Wad;

/// 1e-18: the smallest decimal above zero.
constexpr Int128 kAboveZero = 1;
constexpr Int128 kBelowOne = Int128{kWadOne} - 1;

constexpr Bounds kDecay = {engine::kDecayLeast.count(), engine::kDecayMost.count(),
                           "a half-life of an hour at the least; 1 would never learn"};
constexpr std::array<Field<VolatilityPolicy, Wad>, 4> kVolatility = {{
    {"decay_fast_hourly", &VolatilityPolicy::decay_fast, kDecay},
    {"decay_mid_hourly", &VolatilityPolicy::decay_mid, kDecay},
    {"decay_slow_hourly", &VolatilityPolicy::decay_slow, kDecay},
    {"asymmetry",
     &VolatilityPolicy::asymmetry,
     {0, kWadOne / 2, "beyond a half a rise would hardly count"}},
}};

constexpr std::array<Field<RegimePolicy, Wad>, 6> kRegime = {{
    {"rank_threshold",
     &RegimePolicy::rank_threshold,
     {0, kBelowOne, "the score divides by 1 - threshold"}},
    {"hold_daily", &RegimePolicy::hold, {0, kBelowOne, "a hold of 1 would never let go"}},
    {"indicator_decay_per_print",
     &RegimePolicy::indicator_decay,
     {kAboveZero, kBelowOne, "a decay of 1 would never learn"}},
    {"quiet_below",
     &RegimePolicy::quiet_below,
     {kAboveZero, kWadOne, "at 0 no day could be quiet, and LTV would never return"}},
    {"ltv_weight", &RegimePolicy::ltv_weight, {0, kWadOne, "macro at most doubles the tail"}},
    {"lt_weight",
     &RegimePolicy::lt_weight,
     {0, kWadOne / 4, "kappa above a quarter would let macro drive liquidations"}},
}};

constexpr Bounds kCoefficient = {0, kWadOne, "a coefficient of the forecast"};
constexpr std::array<Field<HarPolicy, Wad>, 4> kHar = {{
    {"constant", &HarPolicy::constant, kCoefficient},
    {"fast", &HarPolicy::fast, kCoefficient},
    {"mid", &HarPolicy::mid, kCoefficient},
    {"slow", &HarPolicy::slow, kCoefficient},
}};

constexpr Bounds kUpToAWeek = {0, Int128{7} * kDay.count, "at most a week"};
constexpr std::array<Field<RegimePolicy, Seconds>, 2> kRegimeTimes = {{
    {"event_before_seconds", &RegimePolicy::event_before, kUpToAWeek},
    {"event_after_seconds", &RegimePolicy::event_after, kUpToAWeek},
}};
constexpr std::array<Field<RegimePolicy, Wad>, 1> kRegimeDepth = {{
    {"depth_weight",
     &RegimePolicy::depth_weight,
     {0, Int128{kWadOne} / 100 * 95, "a twentieth of the depth is left at the score of 1"}},
}};

constexpr std::array<Field<LiquidityPolicy, Wad>, 4> kLiquidityRatios = {{
    {"impact",
     &LiquidityPolicy::impact,
     {0, Int128{9} * kWadOne, "Y of the square-root law of price impact"}},
    {"participation",
     &LiquidityPolicy::participation,
     {kWadOne / 1000, kWadOne, "the part of a day's volume a liquidator may take"}},
    {"amber_gain", &LiquidityPolicy::amber_gain, {0, kWadOne, "of the cascade"}},
    {"red_gain", &LiquidityPolicy::red_gain, {0, kWadOne, "of the cascade"}},
}};
constexpr std::array<Field<LiquidityPolicy, Seconds>, 2> kLiquidityTimes = {{
    {"liquidation_min_seconds", &LiquidityPolicy::liquidation_min, kUpToAWeek},
    {"delay_seconds", &LiquidityPolicy::delay, kUpToAWeek},
}};
constexpr Bounds kTailLevel = {1, kBpsOne - 1, "a level between 0 and 1"};
constexpr std::array<Field<LiquidityPolicy, Bps>, 2> kLiquidityBps = {{
    {"tail_level_bps", &LiquidityPolicy::tail_level, kTailLevel},
    {"spiral_margin_bps",
     &LiquidityPolicy::spiral_margin,
     {0, 1000, "distance of LT from the liquidation spiral"}},
}};

constexpr Bounds kSigmas = {0, Int128{9} * kWadOne, "in sigmas of the horizon"};
constexpr std::array<Field<TailPoint, Wad>, 2> kTail = {{
    {"quantile", &TailPoint::quantile, kSigmas},
    {"shortfall", &TailPoint::shortfall, kSigmas},
}};

constexpr Bounds kDepths = {0, Int128{9} * kWadOne, "a multiple of the depth at the bonus"};
constexpr std::array<Field<AssetPolicy, Wad>, 2> kAssetDepths = {{
    {"cap_depth", &AssetPolicy::cap_depth, kDepths},
    {"position_depth", &AssetPolicy::position_depth, kDepths},
}};

constexpr std::array<Field<PublicationPolicy, Wad>, 1> kCapRise = {{
    {"cap_rise_daily", &PublicationPolicy::cap_rise, {0, kWadOne, "a part of the cap itself"}},
}};

constexpr Bounds kJumpLimit = {0, Int128{9} * kWadOne,
                               "the largest move that one print is believed"};
constexpr Bounds kWeight = {0, kWadOne, "the score is a weighted maximum within 0 to 1"};
constexpr Bounds kCarryRank = {kAboveZero, kWadOne, "a rank"};

constexpr std::array<Field<PublicationPolicy, Wad>, 2> kPublicationRatios = {{
    {"play",
     &PublicationPolicy::play,
     {kWadOne, Int128{2} * kWadOne, "the haircut band is [H, play H]"}},
    {"induced_budget",
     &PublicationPolicy::induced_budget,
     {0, kWadOne, "a part of the lowest depth"}},
}};

constexpr std::array<Field<PublicationPolicy, Bps>, 2> kPublicationBps = {{
    {"deadband_bps", &PublicationPolicy::deadband, {0, 500, "a wider band would hide real moves"}},
    {"rise_bps_daily",
     &PublicationPolicy::rise_a_day,
     {1, 1000, "without a way back a cut is a ratchet"}},
}};

constexpr std::array<Field<PublicationPolicy, Seconds>, 2> kPublicationTimes = {{
    {"quiet_seconds",
     &PublicationPolicy::quiet,
     {0, Int128{30} * kDay.count, "a condition of months is a ratchet"}},
    {"heartbeat_seconds",
     &PublicationPolicy::heartbeat,
     {60, Int128{30} * kDay.count, "a value nobody confirms looks like a stopped keeper"}},
}};

constexpr std::array<Field<AssetPolicy, Wad>, 4> kAssetRatios = {{
    {"stress_volatility_daily",
     &AssetPolicy::stress_volatility,
     {kAboveZero, kWadOne, "a daily volatility"}},
    {"floor_volatility_daily",
     &AssetPolicy::floor_volatility,
     {kAboveZero, kWadOne, "a daily volatility"}},
    {"tail_multiplier",
     &AssetPolicy::tail_multiplier,
     {kWadOne, Int128{9} * kWadOne, "the expected loss beyond 95 % in sigmas"}},
    {"liquidity_aversion",
     &AssetPolicy::liquidity_aversion,
     {0, Int128{9} * kWadOne, "c of the structural LT"}},
}};

constexpr Bounds kShare = {0, kBpsOne, "a part of the collateral's value"};
constexpr Bounds kPositiveShare = {1, kBpsOne, "a part of the collateral's value"};

constexpr std::array<Field<AssetPolicy, Bps>, 7> kAssetBps = {{
    {"bonus_bps", &AssetPolicy::bonus, {0, 5000, "a bonus beyond 50 % pays for attacks"}},
    {"fee_bps", &AssetPolicy::fee, {0, 5000, "liquidation fee and gas"}},
    {"gap_bps", &AssetPolicy::gap, {0, 5000, "the least distance of LT and LTV"}},
    {"ltv_min_bps", &AssetPolicy::ltv_min, kShare},
    {"ltv_max_bps", &AssetPolicy::ltv_max, kPositiveShare},
    {"lt_min_bps", &AssetPolicy::lt_min, kPositiveShare},
    {"lt_max_bps", &AssetPolicy::lt_max, kPositiveShare},
}};

}  // namespace fields
}  // namespace ballast::policies
