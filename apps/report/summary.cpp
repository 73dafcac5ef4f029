// SPDX-License-Identifier: MIT
#include "apps/report/summary.hpp"

#include "apps/report/findings.hpp"
#include "apps/report/suggestions.hpp"

namespace ballast::apps {
namespace {

Json bps(engine::Bps value) {
    return Json::number(value.count());
}

Json amounts(const AmountPath& path) {
    return JsonObject{{"first", Json::number(path.first)},
                      {"last", Json::number(path.last)},
                      {"lowest", Json::number(path.lowest)}};
}

Json caps(const CapFinding& found) {
    JsonArray holds;
    for (const engine::Reason reason : found.holds)
        holds.push_back(Json(name(reason)));
    return JsonObject{{"binding", Json(name(found.at_last))},
                      {"binding_at_lowest", Json(name(found.at_lowest))},
                      {"debt_cap_usd", amounts(found.debt_cap)},
                      {"holds", std::move(holds)},
                      {"position_limit_usd", amounts(found.position_limit)},
                      {"supply_cap_tokens", amounts(found.supply_cap)}};
}

Json cascade(const CascadeFinding& found) {
    return JsonObject{
        {"alarm_last", Json(name(found.last))},      {"epochs_amber", Json::number(found.amber)},
        {"epochs_known", Json::number(found.known)}, {"epochs_red", Json::number(found.red)},
        {"fall_at_worst", bps(found.fall)},          {"fall_start_at_worst", bps(found.fall_start)},
        {"gain_at_worst", bps(found.gain)},          {"worst_at", format_utc(found.worst_at)}};
}

Json market(const MarketFinding& found, const SuggestionFinding& suggested) {
    JsonObject out{{"asset", found.asset},
                   {"ltv_first", bps(found.ltv.first)},
                   {"ltv_lowest", bps(found.ltv.lowest)},
                   {"ltv_last", bps(found.ltv.last)},
                   {"lt_first", bps(found.lt.first)},
                   {"lt_lowest", bps(found.lt.lowest)},
                   {"lt_last", bps(found.lt.last)}};
    if (suggested.caps) out.emplace("caps", caps(*suggested.caps));
    if (suggested.cascade) out.emplace("cascade", cascade(*suggested.cascade));
    return out;
}

}  // namespace

Json summary(const Run& run) {
    JsonArray markets;
    const auto found = find_markets(run);
    const auto suggested = find_suggestions(run);
    for (std::size_t i = 0; i < found.size(); ++i)
        markets.push_back(market(found[i], suggested[i]));
    const RunCounts& counts = run.counts;
    return JsonObject{
        {"event", run.scenario.event},
        {"epochs", Json::number(counts.epochs)},
        {"updates_sent", Json::number(counts.updates_sent)},
        {"updates_applied", Json::number(counts.updates_applied)},
        {"updates_pending", Json::number(counts.updates_pending)},
        {"updates_skipped", Json::number(counts.updates_skipped)},
        {"replay_epochs", Json::number(counts.replay_epochs)},
        {"replay_identical", Json::number(counts.replay_identical)},
        {"chain_id", Json(JsonNumber{std::to_string(run.chain_id)})},
        {"oracle", run.oracle},
        {"duration_s", Json::number(run.duration_seconds)},
        {"markets", std::move(markets)},
    };
}

}  // namespace ballast::apps
