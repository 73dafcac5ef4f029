// SPDX-License-Identifier: MIT
#include "apps/report/summary.hpp"

#include "apps/report/findings.hpp"

namespace ballast::apps {
namespace {

Json bps(engine::Bps value) {
    return Json::number(value.count());
}

Json market(const MarketFinding& found) {
    return JsonObject{{"asset", found.asset},
                      {"ltv_first", bps(found.ltv.first)},
                      {"ltv_lowest", bps(found.ltv.lowest)},
                      {"ltv_last", bps(found.ltv.last)},
                      {"lt_first", bps(found.lt.first)},
                      {"lt_lowest", bps(found.lt.lowest)},
                      {"lt_last", bps(found.lt.last)}};
}

}  // namespace

Json summary(const Run& run) {
    JsonArray markets;
    for (const MarketFinding& found : find_markets(run))
        markets.push_back(market(found));
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
