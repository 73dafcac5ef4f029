// SPDX-License-Identifier: MIT
#include "keeper/rehearse.hpp"

#include <utility>

#include "audit/documents.hpp"
#include "engine/canonical.hpp"
#include "engine/step.hpp"
#include "keeper/schedule.hpp"
#include "oracle/calls.hpp"
#include "oracle/mirror.hpp"

namespace ballast::keeper {
namespace {

std::string text_of(const audit::Entry& entry, const char* field) {
    const auto found = entry.fields.find(field);
    return found == entry.fields.end() ? std::string() : found->second;
}

/// The decision of a draft again, from its own documents.
Result<engine::Step> decided_in(const Workplace& place, const audit::Entry& draft) {
    const auto snapshot_text = parse_json(text_of(draft, audit::kSnapshot));
    if (!snapshot_text) return fail(snapshot_text.error());
    const auto snapshot = engine::snapshot_from_json(*snapshot_text);
    if (!snapshot) return fail(snapshot.error());
    const auto current_text = parse_json(text_of(draft, audit::kCurrent));
    if (!current_text) return fail(current_text.error());
    const auto current = engine::current_from_json(*current_text);
    if (!current) return fail(current.error());
    return engine::step(place.policy, place.state, *snapshot, *current);
}

/// Where another was first, the contract passes over the entry.
void apply_update(engine::Current& current, const engine::Report& report, UnixSeconds at) {
    for (std::size_t i = 0; i < current.markets.size(); ++i) {
        engine::PublishedMarket& market = current.markets[i];
        const engine::MarketDecision& decision = report.markets[i];
        if (market.ltv == decision.expected_ltv && market.lt == decision.expected_lt)
            market = oracle::apply(market, decision, report.observed_at, at);
    }
}

void apply_execution(engine::Current& current, const audit::Entry& draft, const audit::Setup& setup,
                     UnixSeconds at) {
    const std::string calldata = text_of(draft, audit::kCalldata);
    for (std::size_t i = 0; i < current.markets.size(); ++i) {
        engine::PublishedMarket& market = current.markets[i];
        const bool is_it =
            to_hex(oracle::encode_execute_pending(setup.markets[i].market_id)) == calldata;
        if (is_it && market.pending && at >= market.pending->executable_at)
            market = oracle::execute_pending(market, at);
    }
}

/// Puts into `current` what the draft will do, and returns what the engine remembers then.
Result<engine::State> foretell(const Workplace& place, const audit::Entry& draft, UnixSeconds at,
                               engine::Current& current) {
    if (draft.kind != audit::RecordKind::epoch) {
        apply_execution(current, draft, place.setup, at);
        return place.state;
    }
    auto step = decided_in(place, draft);
    if (!step) return fail_in("the journal's draft", step.error());
    apply_update(current, step->report, at);
    return std::move(step->state);
}

}  // namespace

Result<std::optional<Rehearsal>> rehearse(Workplace& place, const audit::Entry& draft,
                                          UnixSeconds at, const Observe& observe) {
    if (at - draft.at < kEpochLeast) return std::optional<Rehearsal>();
    auto seen = place.venue.read(rpc::BlockTag::latest());
    if (!seen) return fail(seen.error());
    const auto state = foretell(place, draft, at, seen->oracle.current);
    if (!state) return fail(state.error());
    std::vector<engine::Bps> thresholds;
    for (const engine::PublishedMarket& market : seen->oracle.current.markets)
        thresholds.push_back(engine::lt_now(market, at));
    const auto snapshot = observe(thresholds);
    if (!snapshot) return fail(snapshot.error());
    auto step = engine::step(place.policy, *state, *snapshot, seen->oracle.current);
    if (!step) return fail(step.error());
    return std::optional(Rehearsal{std::move(*seen), std::move(step->report)});
}

}  // namespace ballast::keeper
