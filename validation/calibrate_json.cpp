// SPDX-License-Identifier: MIT
#include <array>
#include <charconv>

#include "validation/calibrate_document.hpp"

namespace ballast::validation {
namespace {

constexpr int kDigits = 6;

Json number(double value) {
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::general, kDigits);
    return Json(JsonNumber{std::string(buffer.data(), end.ptr)});
}

Json count(std::size_t value) {
    return Json::number(static_cast<std::int64_t>(value));
}

Json decimal(engine::Wad x) {
    return Json(engine::format_decimal(x.count(), 18));
}

template <class Item, class Function>
Json list(const std::vector<Item>& items, Function of_item) {
    JsonArray array;
    for (const Item& item : items)
        array.push_back(of_item(item));
    return Json(std::move(array));
}

Json provenance_json(const Provenance& from) {
    return Json(JsonObject{{"count", count(from.count)},
                           {"first", Json(format_date(from.first))},
                           {"last", Json(format_date(from.last))},
                           {"source", Json(from.source)}});
}

Json tail_json(const TailRecord& tail) {
    return Json(JsonObject{{"blocks", count(tail.blocks)},
                           {"hours", Json::number(tail.point.horizon.count / kHour.count)},
                           {"level_bps", Json::number(tail.point.level.count())},
                           {"quantile", decimal(tail.point.quantile)},
                           {"shape", number(tail.shape)},
                           {"shortfall", decimal(tail.point.shortfall)},
                           {"worst", number(tail.worst)}});
}

Json asset_json(const AssetCalibration& calibrated) {
    const engine::AssetPolicy& asset = calibrated.asset;
    return Json(JsonObject{
        {"asset", Json(asset.asset)},
        {"cap_depth", decimal(asset.cap_depth)},
        {"floor_volatility_daily", decimal(asset.floor_volatility)},
        {"liquidity_aversion", decimal(asset.liquidity_aversion)},
        {"remarks", list(calibrated.remarks, [](const std::string& text) { return Json(text); })},
        {"slow_from", provenance_json(calibrated.slow)},
        {"stress_volatility_daily", decimal(asset.stress_volatility)},
        {"tail_multiplier", decimal(asset.tail_multiplier)},
        {"tails", list(calibrated.tails, tail_json)},
        {"tails_from", provenance_json(calibrated.fast)},
    });
}

Json quantiles_json(const std::vector<engine::Quantile>& quantiles) {
    return list(quantiles, [](const engine::Quantile& quantile) {
        return Json(engine::format_decimal(quantile.value.count(), 8));
    });
}

Json scores_json(const std::array<GateScore, kSubPeriods>& scores) {
    JsonArray array;
    for (const GateScore& score : scores)
        array.push_back(Json(JsonObject{{"gain", number(score.gain)}, {"p", number(score.p)}}));
    return Json(std::move(array));
}

Json gate_json(const GateVerdict& verdict) {
    return Json(JsonObject{{"breach", scores_json(verdict.breach)},
                           {"breach_off", number(verdict.breach_off)},
                           {"breach_on", number(verdict.breach_on)},
                           {"on_share", number(verdict.on_share)},
                           {"passes", Json(verdict.passes)},
                           {"tick", scores_json(verdict.tick)}});
}

Json channels_json(const Calibration& result) {
    JsonArray channels;
    for (std::size_t k = 0; k < result.policy.regime.channels.size(); ++k) {
        const engine::Channel& channel = result.policy.regime.channels[k];
        channels.push_back(Json(JsonObject{
            {"five_day_change", quantiles_json(channel.five_day_change)},
            {"from", provenance_json(result.channels[k])},
            {"gate", gate_json(result.gate[k])},
            {"level", quantiles_json(channel.level)},
            {"name", Json(channel.name)},
            {"one_day_change", quantiles_json(channel.one_day_change)},
        }));
    }
    return Json(std::move(channels));
}

Json half_life_json(const BestHalfLife& best) {
    return Json(JsonObject{{"best_days", number(best.days)},
                           {"hours", Json::number(best.horizon.count / kHour.count)},
                           {"policy_loses_more", number(best.worse)}});
}

Json har_json(const HarFit& har) {
    return Json(JsonObject{{"above_share", number(har.above_share)},
                           {"constant", number(har.coefficients[0])},
                           {"days", count(har.days)},
                           {"fast", number(har.coefficients[1])},
                           {"mid", number(har.coefficients[2])},
                           {"slow", number(har.coefficients[3])},
                           {"tick_with", number(har.tick_with)},
                           {"tick_without", number(har.tick_without)}});
}

Json impact_json(const ImpactFit& fit) {
    return Json(JsonObject{{"exponent", number(fit.exponent)},
                           {"impact", number(fit.impact)},
                           {"quotes", count(fit.quotes)},
                           {"source", Json(fit.source)},
                           {"token", Json(fit.token)}});
}

}  // namespace

Json calibration_json(const Calibration& result) {
    const auto asymmetry = [](const RuleScore& score) {
        return Json(JsonObject{{"asymmetry", number(score.parameter)},
                               {"tick_loss", number(score.tick_loss)}});
    };
    return Json(JsonObject{
        {"alarm_days", count(result.alarms.days)},
        {"alarm_share", number(result.alarms.share)},
        {"alarm_share_at_90", number(result.alarms.share_at_90)},
        {"assets", list(result.assets, asset_json)},
        {"asymmetry", list(result.asymmetries, asymmetry)},
        {"channels", channels_json(result)},
        {"half_lives", list(result.half_lives, half_life_json)},
        {"har", har_json(result.har)},
        {"impact", list(result.impact, impact_json)},
        {"policy", Json(result.policy.name)},
        {"rank_threshold", decimal(result.policy.regime.rank_threshold)},
        {"until", Json(format_date(result.until))},
    });
}

}  // namespace ballast::validation
