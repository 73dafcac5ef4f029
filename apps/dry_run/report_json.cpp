// SPDX-License-Identifier: MIT
#include "apps/dry_run/report_json.hpp"

#include "adapters/call.hpp"
#include "base/check.hpp"

namespace ballast::apps {
namespace {

using engine::Bps;

Json bps_json(Bps value) {
    return Json::integer(value.count());
}

Json impact_json(const ThresholdImpact& impact) {
    return JsonObject{{"accounts", Json::integer(impact.accounts)},
                      {"accounts_anyway", Json::integer(impact.accounts_anyway)},
                      {"debt_anyway_usd", Json::integer(impact.debt_anyway.count())},
                      {"debt_usd", Json::integer(impact.debt.count())},
                      {"fall_bps", bps_json(impact.fall)}};
}

template <class Items>
JsonArray impacts_json(const Items& items) {
    JsonArray all;
    for (const ThresholdImpact& impact : items)
        all.push_back(impact_json(impact));
    return all;
}

JsonArray simulated_json(const std::vector<SimulatedImpact>& simulated) {
    JsonArray all;
    for (const SimulatedImpact& each : simulated)
        all.push_back(JsonObject{{"impact", impact_json(each.impact)}, {"way", each.way}});
    return all;
}

Json target_json(const engine::Target& target, Bps desired) {
    const engine::Attribution& parts = target.attribution;
    return JsonObject{
        {"attribution", JsonObject{{"bounds_bps", bps_json(parts.bounds)},
                                   {"buffer_bps", bps_json(parts.buffer)},
                                   {"cascade_bps", bps_json(parts.cascade)},
                                   {"liquidity_bps", bps_json(parts.liquidity)},
                                   {"macro_bps", bps_json(parts.macro)},
                                   {"play_band_bps", bps_json(desired - target.value)},
                                   {"start_bps", bps_json(parts.start)},
                                   {"volatility_bps", bps_json(parts.volatility)}}},
        {"binding", std::string(name(target.binding))},
        {"target_bps", bps_json(target.value)}};
}

Json steps_json(const engine::Plan& plan) {
    JsonArray steps;
    for (const engine::PlanStep& step : plan.steps)
        steps.push_back(JsonObject{{"at", Json::integer(step.at.count)},
                                   {"lt_bps", bps_json(step.lt)},
                                   {"ltv_bps", bps_json(step.ltv)}});
    return steps;
}

Json macro_json(const MacroPart& macro) {
    return JsonObject{{"epochs", Json::integer(macro.epochs)},
                      {"lt_largest_at", Json::integer(macro.lt_largest_at.count)},
                      {"lt_largest_bps", bps_json(macro.lt_largest)},
                      {"lt_now_bps", bps_json(macro.lt_now)},
                      {"ltv_largest_at", Json::integer(macro.ltv_largest_at.count)},
                      {"ltv_largest_bps", bps_json(macro.ltv_largest)},
                      {"ltv_now_bps", bps_json(macro.ltv_now)}};
}

Json wall_json(const std::vector<WallAt>& wall) {
    JsonArray points;
    for (const WallAt& point : wall)
        points.push_back(
            JsonObject{{"debt_now_usd", Json::integer(point.debt_now.count())},
                       {"debt_recommended_usd", Json::integer(point.debt_recommended.count())},
                       {"fall_bps", bps_json(point.fall)}});
    return points;
}

Json asset_json(const AssetRow& row, bool with_own) {
    JsonArray holds;
    for (const engine::Reason reason : row.decision.holds)
        holds.emplace_back(std::string(name(reason)));
    JsonObject all{
        {"asset", row.asset},
        {"bands_change", row.bands_change},
        {"first_report", JsonObject{{"action", std::string(name(row.decision.action))},
                                    {"holds", std::move(holds)},
                                    {"lt_bps", bps_json(row.decision.lt)},
                                    {"ltv_bps", bps_json(row.decision.ltv)},
                                    {"ramp_seconds", Json::integer(row.decision.ramp.count)}}},
        {"impact", impacts_json(row.impact)},
        {"in_book", row.in_book},
        {"lt", target_json(row.decision.lt_target, row.lt)},
        {"lt_current_bps", bps_json(row.lt_now)},
        {"lt_recommended_bps", bps_json(row.lt)},
        {"ltv", target_json(row.decision.ltv_target, row.ltv)},
        {"ltv_current_bps", bps_json(row.ltv_now)},
        {"ltv_recommended_bps", bps_json(row.ltv)},
        {"macro", macro_json(row.macro)},
        {"price", Json::integer(row.price.count())},
        {"steps", steps_json(row.plan)},
        {"verdict", std::string(name(row.verdict))},
        {"verdict_reason", row.verdict_reason},
        {"wall", wall_json(row.wall)}};
    if (row.pool_lt) {
        all.emplace("lt_pool_bps", bps_json(*row.pool_lt));
        all.emplace("simulated", simulated_json(row.simulated));
    }
    if (with_own) {
        all.emplace("lt_own_bps", bps_json(row.lt_own));
        all.emplace("ltv_own_bps", bps_json(row.ltv_own));
    }
    return all;
}

JsonObject live_json(const LiveState& live) {
    JsonArray approved;
    for (const Hash32& hash : live.approved)
        approved.emplace_back(to_hex(hash));
    return JsonObject{{"approved_policies", std::move(approved)},
                      {"at", Json::integer(live.at.count)},
                      {"block", std::to_string(live.block)},
                      {"block_hash", to_hex(live.block_hash)},
                      {"frozen", live.frozen},
                      {"loosening_paused", live.loosening_paused}};
}

JsonObject history_json(const HistoryNote& history) {
    JsonArray files;
    for (const history::FileDigest& file : history.digest.files)
        files.push_back(JsonObject{{"name", file.name}, {"sha256", to_hex(file.hash)}});
    JsonArray unusable;
    for (const std::string& indicator : history.unusable)
        unusable.emplace_back(indicator);
    return JsonObject{{"files", std::move(files)},
                      {"sha256", to_hex(history.digest.hash)},
                      {"shown_after", Json::integer(history.shown_after.count)},
                      {"span", history.span},
                      {"unusable_indicators", std::move(unusable)},
                      {"warm_up_from", Json::integer(history.warm_up_from.count)}};
}

Json policy_json(const PolicyRun& run) {
    return JsonObject{{"hash", to_hex(run.hash)}, {"name", run.name}};
}

Json proposal_json(const ProposalTarget& proposal) {
    JsonArray calls;
    for (const ProposalCall& call : proposal.calls)
        calls.push_back(JsonObject{{"data", to_hex(call.data)}, {"what", call.what}});
    return JsonObject{{"calls", std::move(calls)},
                      {"chain_id", std::to_string(proposal.chain_id)},
                      {"demonstration", proposal.demonstration},
                      {"oracle", proposal.oracle},
                      {"safe", proposal.safe}};
}

Json ratio_json(const simulation::PointRatio& ratio) {
    JsonObject all{{"low_e4", Json::integer(ratio.low)}, {"value_e4", Json::integer(ratio.value)}};
    if (ratio.high) all.emplace("high_e4", Json::integer(*ratio.high));
    return all;
}

Json spot_json(const FrontierSpot& spot) {
    JsonObject all{{"current_form", spot.current},
                   {"debt_share_e4", Json::integer(spot.debt_share)},
                   {"es99_bps_e2", Json::integer(spot.es99)},
                   {"mean_lt_bps", bps_json(spot.lt)},
                   {"mean_ltv_bps", bps_json(spot.ltv)},
                   {"on_frontier", spot.edge},
                   {"proposed_form", spot.proposed},
                   {"variant", spot.who}};
    if (spot.to_static) all.emplace("to_static", ratio_json(*spot.to_static));
    return all;
}

Json frontier_json(const FrontierNote& note) {
    JsonArray cases;
    for (const FrontierCaseNote& a_case : note.cases) {
        JsonArray variants;
        for (const FrontierSpot& spot : a_case.spots)
            variants.push_back(spot_json(spot));
        JsonObject all{{"asset", a_case.key.asset},
                       {"paths", Json::integer(a_case.paths)},
                       {"proposed_form", a_case.proposed.form},
                       {"title", a_case.title},
                       {"variants", std::move(variants)}};
        if (a_case.current) all.emplace("current_form", a_case.current->form);
        cases.emplace_back(std::move(all));
    }
    return JsonObject{{"calibration_paths", Json::integer(note.calibration_paths)},
                      {"cases", std::move(cases)},
                      {"sha256", to_hex(note.hash)}};
}

}  // namespace

Json dry_run_json(const DryRun& run) {
    JsonArray assets;
    for (const AssetRow& row : run.assets)
        assets.push_back(asset_json(row, !run.current.epochs.empty()));
    JsonArray command;
    for (const std::string& word : run.command)
        command.emplace_back(word);
    JsonObject all{{"assets", std::move(assets)},
                   {"at", Json::integer(run.at.count)},
                   {"book", JsonObject{{"debt_usd", Json::integer(run.book.debt.count())},
                                       {"invented", run.book.invented},
                                       {"name", run.book.name},
                                       {"positions", Json::integer(run.book.positions)},
                                       {"sha256", to_hex(run.book.hash)}}},
                   {"code_hash", to_hex(run.code_hash)},
                   {"command", std::move(command)},
                   {"current_policy", policy_json(run.current)},
                   {"proposal", proposal_json(run.proposal)},
                   {"proposed_policy", policy_json(run.proposed)},
                   {"synthetic", run.scenario.synthetic_notice},
                   {"together", impacts_json(run.together)},
                   {"version", "ballast/dry-run/1"}};
    if (!run.together_simulated.empty())
        all.emplace("together_simulated", simulated_json(run.together_simulated));
    if (run.history) {
        all.emplace("history", history_json(*run.history));
    } else {
        all.emplace("event", run.scenario.event);
        all.emplace("event_sha256", to_hex(run.scenario_hash));
    }
    if (run.frontier) all.emplace("frontier", frontier_json(*run.frontier));
    if (run.live) all.emplace("live", live_json(*run.live));
    return all;
}

Json safe_json(const DryRun& run) {
    const auto oracle = chain::parse_address(run.proposal.oracle);
    const auto safe = chain::parse_address(run.proposal.safe);
    BALLAST_CHECK(oracle && safe);
    std::vector<adapters::Call> calls;
    for (const ProposalCall& call : run.proposal.calls)
        calls.push_back({*oracle, call.data});
    return adapters::safe_batch(run.proposal.chain_id, *safe,
                                "Ballast: " + run.current.name + " to " + run.proposed.name, run.at,
                                calls);
}

}  // namespace ballast::apps
