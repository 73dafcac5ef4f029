// SPDX-License-Identifier: MIT
#include "tests/engine/contract_model.hpp"

#include "oracle/limits.hpp"
#include "oracle/mirror.hpp"

namespace ballast::engine::test {
namespace {

using oracle::Verdict;

/// Why the mirror refuses; empty where it does not.
std::string refusal(const PublishedMarket& market, const oracle::Targets& to, UnixSeconds data,
                    UnixSeconds at) {
    oracle::MarketRecord record;
    record.market = market;
    const oracle::Wish wish{.ltv = to.ltv,
                            .lt = to.lt,
                            .bonus = market.bonus,
                            .supply_cap = record.supply_cap.tokens,
                            .ramp = to.ramp,
                            .data_time = data,
                            .loosening_paused = false,
                            .ramp_clock = at};
    const Verdict verdict = check_move(wish, record, at);
    const bool admitted = verdict == Verdict::applied || verdict == Verdict::queued;
    return admitted ? "" : std::string(name(verdict));
}

}  // namespace

void ContractModel::note(const PublishedMarket& after, UnixSeconds at) {
    applied_.push_back(
        {at, (after.ltv.count() - market_.ltv.count()), (after.lt.count() - market_.lt.count())});
    market_ = after;
}

std::string ContractModel::submit(const MarketDecision& decision, UnixSeconds at) {
    if (decision.action == Action::none) return {};
    if (decision.expected_ltv != market_.ltv || decision.expected_lt != market_.lt)
        return "expectation";
    const bool heartbeat = decision.ltv == market_.ltv && decision.lt == market_.lt;
    if (heartbeat != (decision.action == Action::heartbeat)) return "action";
    const bool loosens = decision.ltv > market_.ltv || decision.lt > market_.lt;
    if (!heartbeat) {
        const std::string reason =
            refusal(market_, {decision.ltv, decision.lt, decision.ramp}, at, at);
        if (!reason.empty()) return reason;
        if (loosens != (decision.action == Action::loosen)) return "action";
    }
    const PublishedMarket after = oracle::apply(market_, decision, at, at);
    if (decision.action == Action::tighten)
        note(after, at);
    else
        market_ = after;
    return {};
}

void ContractModel::execute_pending(UnixSeconds at) {
    if (!market_.pending || at < market_.pending->executable_at) return;
    const Pending pending = *market_.pending;
    // The caller's own time stands for the data's: their age is not what these properties are
    // about.
    if (!refusal(market_, {pending.ltv, pending.lt, {}}, at, at).empty()) return;
    note(oracle::execute_pending(market_, at), at);
}

}  // namespace ballast::engine::test
