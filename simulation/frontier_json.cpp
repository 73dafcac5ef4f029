// SPDX-License-Identifier: MIT
#include "simulation/frontier_json.hpp"

#include <cmath>

#include "simulation/frontier_document.hpp"

namespace ballast::simulation {
namespace {

Json number(double value, int digits) {
    return Json(JsonNumber{fixed_text(value, digits)});
}

void put(JsonObject& object, const std::string& key, const std::optional<RatioEstimate>& ratio) {
    if (!ratio) return;
    JsonObject members{{"low", number(ratio->low, 4)}, {"value", number(ratio->value, 4)}};
    if (std::isfinite(ratio->high)) members.emplace("high", number(ratio->high, 4));
    object.emplace(key, std::move(members));
}

JsonObject key_json(const CellKey& key) {
    return {{"asset", key.asset},       {"book", key.book},
            {"set", key.set},           {"policy", key.policy},
            {"lever", key.lever},       {"signal", key.signal},
            {"feedback", key.feedback}, {"turnover", Json(JsonNumber{key.turnover})}};
}

Json row_json(const TableRow& row) {
    JsonObject object = key_json(row.key);
    object.emplace("calibrated_lt", number(row.calibrated_lt, 4));
    object.emplace("calibrated_ltv", number(row.calibrated_ltv, 4));
    object.emplace("debt_share", number(row.debt_share, 4));
    object.emplace("es99_bps", number(row.es99, 2));
    object.emplace("induced_share", number(row.induced_share, 4));
    object.emplace("liquidated_bps_year", number(row.liquidated_year, 1));
    object.emplace("mean_bad_debt_bps", number(row.mean_bad_debt, 3));
    object.emplace("mean_lt", number(row.mean_lt, 4));
    object.emplace("mean_ltv", number(row.mean_ltv, 4));
    object.emplace("paths", Json::number(static_cast<std::int64_t>(row.paths)));
    put(object, "ratio_at_reached", row.at_reached);
    put(object, "ratio_to_static", row.to_static);
    put(object, "ratio_to_uniform", row.to_uniform);
    object.emplace("updates_year", number(row.updates_year, 1));
    return Json(std::move(object));
}

Json side_json(const GoalSide& side) {
    return Json(JsonObject{
        {"es99_bps", number(side.es99, 2)},
        {"paths_with_bad_debt", Json::number(static_cast<std::int64_t>(side.with_bad_debt))}});
}

Json goal_json(const Goal& goal) {
    JsonObject object = key_json(goal.key);
    object.emplace("at_most", number(goal.at_most, 2));
    object.emplace("certain", goal.certain);
    object.emplace("goal", goal.goal);
    object.emplace("induced_share", number(goal.induced_share, 4));
    object.emplace("other", side_json(goal.other));
    object.emplace("own", side_json(goal.own));
    object.emplace("paths", Json::number(static_cast<std::int64_t>(goal.paths)));
    object.emplace("verdict", name(goal.verdict));
    if (goal.at_least > 0) object.emplace("at_least", number(goal.at_least, 2));
    put(object, "ratio", goal.ratio);
    return Json(std::move(object));
}

Json effect_json(const SignalEffect& effect) {
    JsonObject object = key_json(effect.key);
    object.emplace("macro_debt", number(effect.macro_debt, 4));
    object.emplace("random_debt", number(effect.random_debt, 4));
    put(object, "macro_to_none", effect.macro_to_none);
    put(object, "macro_to_random", effect.macro_to_random);
    put(object, "random_to_none", effect.random_to_none);
    return Json(std::move(object));
}

}  // namespace

std::string fixed_text(double value, int digits) {
    std::int64_t scale = 1;
    for (int i = 0; i < digits; ++i)
        scale *= 10;
    const std::int64_t count = std::llround(std::abs(value) * static_cast<double>(scale));
    std::string text = std::to_string(count / scale);
    if (digits > 0) {
        const std::string part = std::to_string(count % scale);
        text += '.' + std::string(static_cast<std::size_t>(digits) - part.size(), '0') + part;
    }
    return value < 0 && count > 0 ? '-' + text : text;
}

Result<FrontierResult> conclude(const FrontierRows& rows, unsigned threads) {
    auto table = frontier_table(rows, threads);
    if (!table) return fail(table.error());
    return FrontierResult{.paths = rows.paths,
                          .calibration_paths = rows.calibration_paths,
                          .rows = std::move(*table),
                          .goals = judge_goals(rows),
                          .signals = signal_effects(rows)};
}

Json to_json(const FrontierResult& result) {
    JsonArray rows;
    for (const TableRow& row : result.rows)
        rows.push_back(row_json(row));
    JsonArray goals;
    for (const Goal& goal : result.goals)
        goals.push_back(goal_json(goal));
    JsonArray signals;
    for (const SignalEffect& effect : result.signals)
        signals.push_back(effect_json(effect));
    return Json(JsonObject{
        {"calibration_paths", Json::number(static_cast<std::int64_t>(result.calibration_paths))},
        {"format", kFrontierFormat},
        {"goals", std::move(goals)},
        {"paths", Json::number(static_cast<std::int64_t>(result.paths))},
        {"rows", std::move(rows)},
        {"signals", std::move(signals)}});
}

}  // namespace ballast::simulation
