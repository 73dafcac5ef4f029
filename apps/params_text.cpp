// SPDX-License-Identifier: MIT
#include "apps/params_text.hpp"

#include "apps/report/text.hpp"
#include "engine/canonical.hpp"

namespace ballast::apps {
namespace {

using engine::Bps;

std::string percent(Bps value) {
    return engine::format_decimal(value.count(), 2) + " %";
}

/// "price_stale, event_window"
std::string names(const std::vector<engine::Reason>& reasons) {
    std::string text;
    for (const engine::Reason reason : reasons)
        text += (text.empty() ? "" : ", ") + std::string(name(reason));
    return text;
}

std::string attribution(const engine::Attribution& parts) {
    std::string text = percent(parts.start);
    const auto add = [&text](std::string_view what, Bps part) {
        if (part.count() != 0)
            text += (part.count() > 0 ? " +" : " ") + engine::format_decimal(part.count(), 2) +
                    " " + std::string(what);
    };
    add("buffer", parts.buffer);
    add("volatility", parts.volatility);
    add("liquidity", parts.liquidity);
    add("macro", parts.macro);
    add("cascade", parts.cascade);
    add("bounds", parts.bounds);
    add("limiter", parts.limiter);
    return text;
}

std::string value_line(std::string_view what, Bps before, Bps after, const engine::Target& target) {
    return "  " + std::string(what) + percent(before) +
           (before == after ? " stays" : " to " + percent(after)) + ", target " +
           percent(target.value) + " (" + std::string(name(target.binding)) +
           ")\n        = " + attribution(target.attribution) + "\n";
}

std::string liquidity_lines(const engine::MarketDecision& decision) {
    const engine::LiquidityFigures& figures = decision.liquidity;
    if (!figures.known) return "  liquidity and cascade are not known\n";
    return "  cascade  " + percent(figures.fall_start) + " becomes " + percent(figures.fall) +
           ", gain " + percent(figures.gain) + ", alarm " + std::string(name(figures.alarm)) +
           "\n  sale     largest position at " + percent(figures.slippage) + " slippage in " +
           std::to_string(figures.liquidation.count) + " s; lot " + usd_text(figures.lot) +
           "; bonus suggested " + percent(figures.bonus_suggested) + "\n  tail form would say LT " +
           percent(decision.lt_second_opinion) + "\n";
}

std::string cap_line(const engine::CapDecision& caps) {
    return "  caps     debt " + usd_text(caps.debt_cap) + " (" + std::string(name(caps.binding)) +
           "), one borrower " + usd_text(caps.position_limit) + ", supply " +
           grouped(caps.supply_cap_tokens) + " tokens\n";
}

std::string plan_line(const MarketParams::Way& way) {
    const engine::Plan& plan = way.plan;
    std::string text = "    " + std::string(name(way.protocol)) + ": ";
    if (plan.steps.empty())
        text += "no step";
    else
        text += counted(static_cast<std::int64_t>(plan.steps.size()), "step") + ", the last at " +
                format_utc(plan.steps.back().at) + " to LTV " + percent(plan.steps.back().ltv) +
                ", LT " + percent(plan.steps.back().lt);
    if (plan.ltv.open.count() != 0 || plan.lt.open.count() != 0)
        text += "; stays open: LTV " + percent(plan.ltv.open) + ", LT " + percent(plan.lt.open);
    if (plan.ltv.bps_days != 0 || plan.lt.bps_days != 0)
        text += "; carried meanwhile: LTV " + grouped(plan.ltv.bps_days) + ", LT " +
                grouped(plan.lt.bps_days) + " bps-days";
    return text + "\n";
}

std::string market_text(const MarketParams& market) {
    const engine::MarketDecision& decision = market.decision;
    std::string text = decision.asset + ": " + std::string(name(decision.action)) + "\n";
    text += value_line("LTV  ", decision.expected_ltv, decision.ltv, decision.ltv_target);
    text += value_line("LT   ", decision.expected_lt, decision.lt, decision.lt_target);
    if (!decision.holds.empty()) text += "  held by " + names(decision.holds) + "\n";
    if (decision.lt < decision.expected_lt)
        text += "  makes liquidatable " + usd_text(decision.induced_now) + " now, " +
                usd_text(decision.induced_5_percent) + " at -5 %, " +
                usd_text(decision.induced_10_percent) + " at -10 %\n";
    text += liquidity_lines(decision) + cap_line(decision.caps) + "  plans\n";
    for (const MarketParams::Way& way : market.plans)
        text += plan_line(way);
    return text;
}

Json way_json(const MarketParams::Way& way) {
    JsonArray steps;
    for (const engine::PlanStep& step : way.plan.steps)
        steps.push_back(Json(JsonObject{{"at", Json(format_utc(step.at))},
                                        {"lt_bps", Json::number(step.lt.count())},
                                        {"ltv_bps", Json::number(step.ltv.count())},
                                        {"ramp_seconds", Json::number(step.ramp.count)}}));
    return Json(JsonObject{{"lt_bps_days", Json::number(way.plan.lt.bps_days)},
                           {"lt_open_bps", Json::number(way.plan.lt.open.count())},
                           {"ltv_bps_days", Json::number(way.plan.ltv.bps_days)},
                           {"ltv_open_bps", Json::number(way.plan.ltv.open.count())},
                           {"protocol", Json(name(way.protocol))},
                           {"steps", Json(std::move(steps))}});
}

}  // namespace

std::string params_text(const Params& params) {
    std::string text =
        params.policy + " at " + format_utc(params.report.at) + ", score " +
        engine::format_decimal(params.report.regime.score.count() / 10'000'000'000'000'000, 2) +
        (params.report.regime.carry_flag ? ", carry flag" : "") + "\n";
    for (const MarketParams& market : params.markets)
        text += "\n" + market_text(market);
    return text;
}

Json params_json(const Params& params) {
    JsonArray plans;
    for (const MarketParams& market : params.markets) {
        JsonArray ways;
        for (const MarketParams::Way& way : market.plans)
            ways.push_back(way_json(way));
        plans.push_back(Json(
            JsonObject{{"asset", Json(market.decision.asset)}, {"plans", Json(std::move(ways))}}));
    }
    return Json(JsonObject{{"plans", Json(std::move(plans))},
                           {"policy", Json(params.policy)},
                           {"report", engine::to_json(params.report)}});
}

}  // namespace ballast::apps
