// SPDX-License-Identifier: MIT
#include "keeper/status.hpp"

#include <map>

namespace ballast::keeper {
namespace {

Json time(UnixSeconds at) {
    return Json(format_utc(at));
}

std::string_view mode_of(const KeeperView& view) {
    if (view.kill_switch) return "paused";
    if (view.mode == Mode::shadow) return "shadow";
    return view.stands_by ? "standby" : "running";
}

/// What an operator does about each; docs/operating has the whole table.
std::string_view remedy_of(std::string_view alarm) {
    if (alarm.starts_with("clock_")) return "look at the machine's time service";
    if (alarm == "kill_switch") return "remove the file named stop in the state folder";
    if (alarm == "cut_limit") return "look at the cut, then raise [cut_limit] or cut in steps";
    if (alarm == "epoch_failed") return "it is tried again by itself; run ballast doctor";
    return "run ballast doctor";
}

/// "main: 2 hold, 1 tighten; base: 1 heartbeat, held: shadow".
std::string decision_of(const KeeperView& view) {
    std::string text;
    for (const LaneView& lane : view.lanes) {
        if (!lane.report) continue;
        std::map<std::string_view, std::size_t> actions;
        for (const engine::MarketDecision& market : lane.report->markets)
            ++actions[name(market.action)];
        text += (text.empty() ? "" : "; ") + lane.chain + ":";
        for (const auto& [action, count] : actions)
            text += (text.ends_with(':') ? " " : ", ") + std::to_string(count) + " " +
                    std::string(action);
        if (lane.held) text += ", held: " + std::string(name(*lane.held));
    }
    return text;
}

Json epoch_json(const KeeperView& view, const ProgramFacts& program) {
    JsonObject epoch{{"interval_s", Json::number(program.epoch.count)}};
    if (view.next_epoch) epoch.emplace("next_at", time(*view.next_epoch));
    std::optional<UnixSeconds> last;
    for (const LaneView& lane : view.lanes)
        if (lane.last && (!last || *lane.last > *last)) last = lane.last;
    if (last) epoch.emplace("last_at", time(*last));
    if (const auto decision = decision_of(view); !decision.empty())
        epoch.emplace("decision", decision);
    return Json(std::move(epoch));
}

Json alarms_json(const KeeperView& view) {
    JsonArray alarms;
    for (const telemetry::Severity severity :
         {telemetry::Severity::critical, telemetry::Severity::warning})
        for (const Alarm& alarm : view.alarms) {
            if (alarm.severity != severity) continue;
            const bool critical = severity == telemetry::Severity::critical;
            alarms.push_back(JsonObject{{"name", alarm.name},
                                        {"about", alarm.about},
                                        {"severity", critical ? "critical" : "warning"},
                                        {"since", time(alarm.since)},
                                        {"sentence", alarm.sentence},
                                        {"remedy", remedy_of(alarm.name)}});
        }
    return Json(std::move(alarms));
}

Json market_json(const LaneView& lane, const engine::MarketDecision& decided,
                 const engine::PublishedMarket& held) {
    const auto pair = [](engine::Bps onchain, engine::Bps wanted) {
        return Json(JsonObject{{"onchain", Json::number(onchain.count())},
                               {"wanted", Json::number(wanted.count())}});
    };
    JsonObject market{
        {"name", decided.asset},
        {"chain", lane.chain},
        {"ltv_bps", pair(held.ltv, decided.ltv_target.value)},
        {"lt_bps", pair(engine::lt_now(held, lane.report->at), decided.lt_target.value)},
        {"reason", name(decided.ltv_target.binding)}};
    if (lane.last_update) market.emplace("updated_at", time(*lane.last_update));
    return Json(std::move(market));
}

Json markets_json(const KeeperView& view) {
    JsonArray markets;
    for (const LaneView& lane : view.lanes) {
        if (!lane.report || !lane.current) continue;
        for (std::size_t i = 0; i < lane.report->markets.size(); ++i)
            if (i < lane.current->markets.size())
                markets.push_back(
                    market_json(lane, lane.report->markets[i], lane.current->markets[i]));
    }
    return Json(std::move(markets));
}

/// From a verdict's word to the page's.
std::string_view feed_status(const std::string& state) {
    if (state == "live") return "fresh";
    if (state == "closed" || state == "missing" || state == "stale") return state;
    return state == "preset" ? "stale" : "rejected";
}

Json feeds_json(const KeeperView& view) {
    JsonArray feeds;
    for (const FeedView& feed : view.feeds) {
        JsonObject row{{"name", feed.name},
                       {"group", feed.group},
                       {"status", feed_status(feed.state)},
                       {"sentence", feed.reason}};
        if (feed.observed_at) {
            row.emplace("value", decimal_1e8(feed.value));
            row.emplace("observed_at", time(*feed.observed_at));
            if (feed.age) row.emplace("age_s", Json::number(feed.age->count));
        }
        if (feed.stale_after.count > 0)
            row.emplace("stale_after_s", Json::number(feed.stale_after.count));
        feeds.emplace_back(std::move(row));
    }
    return Json(std::move(feeds));
}

/// Rounded down to a millionth.
std::string ether_text(const U256& wei) {
    const auto micro = mul_div_down(wei, U256(1), U256(1'000'000'000'000)).to_u64();
    if (!micro) return "over 18 million million";
    std::string part = std::to_string(*micro % 1'000'000);
    part.insert(0, 6 - part.size(), '0');
    return std::to_string(*micro / 1'000'000) + "." + part;
}

JsonArray endpoints_json(const ChainSight& sight) {
    JsonArray rows;
    for (const rpc::EndpointStatus& endpoint : sight.endpoints)
        rows.push_back(
            JsonObject{{"name", endpoint.name},
                       {"state", rpc::name(endpoint.state)},
                       {"head_block", Json::number(static_cast<std::int64_t>(endpoint.head))}});
    return rows;
}

Json sender_json(const SenderSight& sender) {
    const std::string_view state = sender.stopped    ? "stopped"
                                   : sender.open > 0 ? "waiting"
                                                     : "idle";
    JsonObject row{{"account", chain::checksum_text(sender.account)},
                   {"state", state},
                   {"open", Json::number(static_cast<std::int64_t>(sender.open))}};
    if (sender.balance_wei) row.emplace("balance_ether", ether_text(*sender.balance_wei));
    if (sender.updates_left) row.emplace("updates_left", Json::number(*sender.updates_left));
    return Json(std::move(row));
}

Json chains_json(const KeeperView& view, const ProgramFacts& program) {
    JsonArray chains;
    for (const LaneView& lane : view.lanes) {
        JsonObject row{{"name", lane.chain},
                       {"chain_id", std::to_string(lane.chain_id)},
                       {"oracle", lane.oracle},
                       {"records", Json::number(static_cast<std::int64_t>(lane.records))},
                       {"failures", Json::number(static_cast<std::int64_t>(lane.failures))},
                       {"frozen", lane.frozen},
                       {"loosening_paused", lane.loosening_paused}};
        if (lane.last_update)
            row.emplace("last_update", JsonObject{{"at", time(*lane.last_update)}});
        if (lane.last) row.emplace("last_epoch_at", time(*lane.last));
        if (!lane.last_error.empty()) row.emplace("last_error", lane.last_error);
        if (lane.held) row.emplace("held", name(*lane.held));
        if (const auto sight = program.chains.find(lane.chain); sight != program.chains.end()) {
            row.emplace("endpoints", endpoints_json(sight->second));
            if (sight->second.sender) row.emplace("sender", sender_json(*sight->second.sender));
        }
        chains.emplace_back(std::move(row));
    }
    return Json(std::move(chains));
}

}  // namespace

std::string decimal_1e8(std::int64_t value) {
    const bool negative = value < 0;
    std::string digits = std::to_string(negative ? -value : value);
    if (digits.size() < 9) digits.insert(0, 9 - digits.size(), '0');
    std::string text = digits.substr(0, digits.size() - 8) + "." + digits.substr(digits.size() - 8);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return (negative ? "-" : "") + text;
}

Json status_json(const KeeperView& view, const ProgramFacts& program) {
    JsonArray not_ready;
    if (!view.ready) not_ready.emplace_back(view.not_ready);
    return Json(JsonObject{
        {"format", "ballast/status/1"},
        {"at", time(view.now)},
        {"program", JsonObject{{"version", program.version}, {"code_hash", program.code_hash}}},
        {"keeper", JsonObject{{"name", program.name},
                              {"mode", mode_of(view)},
                              {"since", time(program.since)},
                              {"ready", view.ready},
                              {"not_ready", std::move(not_ready)},
                              {"clock_ahead_s", Json::number(view.clock_ahead.count)}}},
        {"epoch", epoch_json(view, program)},
        {"alarms", alarms_json(view)},
        {"markets", markets_json(view)},
        {"feeds", feeds_json(view)},
        {"chains", chains_json(view, program)}});
}

}  // namespace ballast::keeper
