// SPDX-License-Identifier: MIT
#include "apps/oracle_snapshot.hpp"
#include "engine/units.hpp"
#include "oracle/limit_fields.hpp"

namespace ballast::apps {
namespace {

using engine::Bps;
using oracle::MarketRecord;

constexpr std::uint8_t kClosedBit = 0x80;

std::string address_text(const chain::Address& address) {
    return address == chain::Address{} ? "nobody" : chain::checksum_text(address);
}

/// What stands out about a market at that block, a sentence each.
std::vector<std::string> status_words(const OracleSnapshot& snapshot, std::size_t place) {
    const MarketRecord& record = snapshot.state.records[place];
    const engine::PublishedMarket& market = snapshot.state.current.markets[place];
    const UnixSeconds at = snapshot.block.timestamp;
    std::vector<std::string> words;
    if (engine::lt_now(market, at) != market.lt)
        words.push_back("LT is on a ramp to " + percent(market.lt) + " until " +
                        format_utc(market.ramp_start + market.ramp));
    if (market.as_of.count == 0)
        words.push_back("no report has come yet: treat it as stale");
    else if (at > market.as_of + market.limits.max_age)
        words.push_back("stale: the data are of " + format_utc(market.as_of) +
                        "; stop new borrowing, liquidate nobody for it");
    if (market.pending)
        words.push_back("a rise to LTV " + percent(market.pending->ltv) + ", LT " +
                        percent(market.pending->lt) + " waits until " +
                        format_utc(market.pending->executable_at));
    else if (record.market.pending)
        words.push_back("a rise to LTV " + percent(record.market.pending->ltv) +
                        " was queued, and died with a change of the configuration");
    if ((record.regime & kClosedBit) != 0)
        words.push_back("the market of an input was closed at the last report");
    if (record.own_limits.shadow)
        words.push_back("shadow: published, and not to be applied by adapters");
    if (words.empty()) words.push_back("in order");
    return words;
}

std::string market_text(const OracleSnapshot& snapshot, std::size_t place) {
    const MarketRecord& record = snapshot.state.records[place];
    const engine::PublishedMarket& market = snapshot.state.current.markets[place];
    const UnixSeconds at = snapshot.block.timestamp;
    std::string text = "\nmarket " + snapshot.names[place].asset + "  " +
                       to_hex(snapshot.names[place].market_id) + "\n";
    text += "  LTV " + percent(ltv_now(record, at)) + " (target " + percent(market.ltv) + "), LT " +
            percent(engine::lt_now(market, at)) + " (target " + percent(market.lt) + "), bonus " +
            percent(market.bonus) + ", supply cap " + cap_text(record.supply_cap.tokens) + "\n";
    for (const std::string& words : status_words(snapshot, place))
        text += "  " + words + "\n";
    std::string before = "  limits: ";
    for (const std::string& line : limit_lines(record)) {
        text += before + line + "\n";
        before.assign(before.size(), ' ');
    }
    return text;
}

Json market_json(const OracleSnapshot& snapshot, std::size_t place) {
    const MarketRecord& record = snapshot.state.records[place];
    const engine::PublishedMarket& market = snapshot.state.current.markets[place];
    const UnixSeconds at = snapshot.block.timestamp;
    JsonObject limits;
    for (const oracle::LimitField& field : oracle::limit_fields())
        limits[std::string(field.key)] = Json::integer(field.get(record));
    JsonArray status;
    for (const std::string& words : status_words(snapshot, place))
        status.emplace_back(words);
    return JsonObject{{"as_of", Json::integer(market.as_of.count)},
                      {"bonus", Json::integer(market.bonus.count())},
                      {"limits", std::move(limits)},
                      {"lt_now", Json::integer(engine::lt_now(market, at).count())},
                      {"lt_target", Json::integer(market.lt.count())},
                      {"ltv_now", Json::integer(ltv_now(record, at).count())},
                      {"ltv_target", Json::integer(market.ltv.count())},
                      {"market_id", to_hex(snapshot.names[place].market_id)},
                      {"name", snapshot.names[place].asset},
                      {"pending", market.pending.has_value()},
                      {"status", std::move(status)},
                      {"supply_cap", Json::integer(record.supply_cap.tokens)}};
}

}  // namespace

std::string percent(Bps value) {
    return engine::format_decimal(value.count(), 2) + " %";
}

std::string limit_text(std::uint64_t value, std::string_view unit) {
    if (unit.empty()) return value == 0 ? "no" : "yes";
    if (unit == "tokens") return value == oracle::kSameSupplyCap ? "any" : std::to_string(value);
    return std::to_string(value) + " " + std::string(unit);
}

std::string cap_text(std::uint64_t tokens) {
    return tokens == oracle::kSameSupplyCap ? "not managed" : std::to_string(tokens) + " tokens";
}

std::vector<std::string> limit_lines(const MarketRecord& record) {
    constexpr std::size_t kWidth = 90;
    std::vector<std::string> lines(1);
    for (const oracle::LimitField& field : oracle::limit_fields()) {
        const std::string item =
            std::string(field.key) + " " + limit_text(field.get(record), name(field.unit)) + ";";
        if (lines.back().size() + item.size() > kWidth) lines.emplace_back();
        lines.back() += (lines.back().empty() ? "" : " ") + item;
    }
    lines.back().pop_back();
    return lines;
}

std::string snapshot_text(const OracleSnapshot& s) {
    const oracle::Switches& switches = s.state.switches;
    std::string text = "oracle " + chain::checksum_text(s.oracle) + " on chain " +
                       std::to_string(s.chain_id) + ", block " + std::to_string(s.block.number) +
                       ", " + format_utc(s.block.timestamp) + "\n";
    text += "owner " + address_text(s.owner) + ", guardian " + address_text(s.guardian) + "\n";
    if (s.pending_owner != chain::Address{})
        text += "the ownership is offered to " + address_text(s.pending_owner) +
                ", who has not accepted it\n";
    text += std::to_string(switches.threshold) + " of " + std::to_string(s.signers.size()) +
            " signers:";
    for (const chain::Address& signer : s.signers)
        text += " " + chain::checksum_text(signer);
    text += "\nlast report " + std::to_string(s.state.head.seq) + ", configuration " +
            to_hex(s.state.head.config_digest) + " after " + std::to_string(switches.config_count) +
            " changes\n";
    text += switches.frozen ? "FROZEN: no report and no execution until the owner lifts it\n" : "";
    text += switches.loosening_paused ? "loosening is PAUSED until the owner lifts it\n" : "";
    text +=
        std::string("a freeze ") + (s.holds_ramp ? "holds" : "does not hold") + " running ramps\n";
    for (std::size_t i = 0; i < s.names.size(); ++i)
        text += market_text(s, i);
    return text;
}

Json snapshot_json(const OracleSnapshot& s) {
    JsonArray signers;
    for (const chain::Address& signer : s.signers)
        signers.emplace_back(chain::checksum_text(signer));
    JsonArray markets;
    for (std::size_t i = 0; i < s.names.size(); ++i)
        markets.push_back(market_json(s, i));
    const oracle::Switches& switches = s.state.switches;
    return JsonObject{{"block", Json::integer(s.block.number)},
                      {"chain_id", Json::integer(s.chain_id)},
                      {"config_count", Json::integer(switches.config_count)},
                      {"config_digest", to_hex(s.state.head.config_digest)},
                      {"frozen", switches.frozen},
                      {"guardian", chain::checksum_text(s.guardian)},
                      {"holds_ramp_when_frozen", s.holds_ramp},
                      {"loosening_paused", switches.loosening_paused},
                      {"markets", std::move(markets)},
                      {"oracle", chain::checksum_text(s.oracle)},
                      {"owner", chain::checksum_text(s.owner)},
                      {"pending_owner", chain::checksum_text(s.pending_owner)},
                      {"seq", Json::integer(s.state.head.seq)},
                      {"signers", std::move(signers)},
                      {"threshold", Json::integer(switches.threshold)}};
}

}  // namespace ballast::apps
