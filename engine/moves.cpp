// SPDX-License-Identifier: MIT
#include "engine/moves.hpp"

#include <algorithm>

#include "engine/liquidity.hpp"

namespace ballast::engine {
namespace {

void add_holds(std::vector<Reason>& holds, const std::vector<Reason>& more) {
    holds.insert(holds.end(), more.begin(), more.end());
}

/// Whether LT should be cut, even where a delay or a budget holds it.
bool wants_cut(const PublicationInput& publication, Bps desired) {
    const Bps lt = publication.published.lt;
    return desired < lt && lt - desired >= publication.policy.deadband;
}

/// Takes the LT cut if there is one, then LTV; a rise only where nothing asks to lend less. Returns
/// whether something does.
bool decide_values(const PublicationInput& publication, MarketDecision& decision) {
    const PublishedMarket& published = publication.published;
    Move lt{published.lt, {}};
    if (decision.lt_desired < published.lt) lt = lower_lt(publication, decision.lt_desired);

    const bool ltv_falls = decision.ltv_desired < published.ltv;
    const bool tightens = ltv_falls || wants_cut(publication, decision.lt_desired);
    Move ltv{ltv_falls ? decision.ltv_desired : published.ltv, {}};
    if (!tightens && decision.lt_desired > published.lt) {
        lt = raise_lt(publication, decision.lt_desired);
    } else if (decision.lt_desired > published.lt) {
        lt.holds.push_back(Reason::tightening_elsewhere);
    }
    if (!tightens && decision.ltv_desired > published.ltv) {
        ltv = raise_ltv(publication, decision.ltv_desired);
    } else if (decision.ltv_desired > published.ltv) {
        ltv.holds.push_back(Reason::tightening_elsewhere);
    }
    if (decision.ltv_target.value != decision.ltv_desired ||
        decision.lt_target.value != decision.lt_desired)
        decision.holds.push_back(Reason::play_band);
    add_holds(decision.holds, lt.holds);
    add_holds(decision.holds, ltv.holds);
    decision.lt = lt.value;
    decision.ltv = ltv.value;
    return tightens;
}

/// Names what the moves amount to on chain; a frozen oracle accepts nothing.
void decide_action(const PublicationInput& publication, MarketDecision& decision) {
    const PublishedMarket& published = publication.published;
    if (publication.frozen) {
        decision.ltv = published.ltv;
        decision.lt = published.lt;
        decision.holds.push_back(Reason::oracle_frozen);
        return;
    }
    // Stored values may stand outside limits that the owner changed; what the contract would refuse
    // is not sent, for it would hold up every other market's entry.
    const bool moves = decision.lt != published.lt || decision.ltv != published.ltv;
    if (moves && decision.lt - published.limits.gap_min < decision.ltv) {
        decision.ltv = published.ltv;
        decision.lt = published.lt;
        decision.holds.push_back(Reason::ltv_gap);
    }
    if (decision.lt < published.lt || decision.ltv < published.ltv) {
        decision.action = Action::tighten;
    } else if (decision.lt > published.lt || decision.ltv > published.ltv) {
        decision.action = Action::loosen;
    } else if (is_fresh(publication.price, published, publication.at) &&
               publication.at - published.as_of >= publication.policy.heartbeat) {
        // A heartbeat vouches for fresh prices: without them the oracle must be left to go stale.
        decision.action = Action::heartbeat;
    }
    if (decision.lt < published.lt)
        decision.ramp = ramp_for(published, decision.lt, publication.at);
}

/// Anyone may execute a pending loosening once its window is over, so one that is no longer wanted
/// or safe must go: any tightening drops it, and 1 bp is the smallest.
void withdraw_pending(const PublishedMarket& published, MarketDecision& decision) {
    const Bps lower = published.ltv - Bps::of(1);
    if (lower < published.limits.ltv_min || published.lt - published.limits.gap_min < lower) return;
    decision.ltv = lower;
    decision.action = Action::tighten;
    decision.holds.push_back(Reason::pending_withdrawn);
}

/// A loosening that waited is judged once more: what was safe when it was queued may not be now.
void decide_pending(const PublicationInput& publication, MarketDecision& decision) {
    const auto& pending = publication.published.pending;
    const bool settled = decision.action == Action::tighten || decision.action == Action::loosen;
    if (!awaits_execution(pending, publication.at) || publication.frozen || settled) return;
    // A value that does not rise needs no wish behind it.
    const PublishedMarket& published = publication.published;
    const bool wanted = std::max(decision.ltv_desired, published.ltv) >= pending->ltv &&
                        std::max(decision.lt_desired, published.lt) >= pending->lt;
    if (wanted && publication.doubts.empty())
        decision.execute_pending = publication.at >= pending->executable_at;
    else
        withdraw_pending(published, decision);
}

void describe_cut(const PublicationInput& publication, MarketDecision& decision) {
    if (decision.lt >= publication.published.lt) return;
    const Bps now = lt_now(publication.published, publication.at);
    const auto induced = [&](std::int32_t fall) {
        return induced_liquidation(publication.market.book, now, decision.lt, Bps::of(fall));
    };
    decision.induced_now = induced(0);
    decision.induced_5_percent = induced(500);
    decision.induced_10_percent = induced(1000);
}

}  // namespace

bool decide_moves(const PublicationInput& publication, MarketDecision& decision) {
    const bool tightens = decide_values(publication, decision);
    decide_action(publication, decision);
    decide_pending(publication, decision);
    describe_cut(publication, decision);
    finish_moves(decision);
    return tightens;
}

void finish_moves(MarketDecision& decision) {
    std::sort(decision.holds.begin(), decision.holds.end());
    decision.holds.erase(std::unique(decision.holds.begin(), decision.holds.end()),
                         decision.holds.end());
    decision.ltv_target.attribution.limiter = decision.ltv - decision.ltv_target.value;
    decision.lt_target.attribution.limiter = decision.lt - decision.lt_target.value;
}

void hold_on_old_data(const PublishedMarket& published, UnixSeconds at, UnixSeconds observed_at,
                      MarketDecision& decision) {
    if (observed_at + published.limits.max_age >= at + kHour) return;
    decision.execute_pending = false;
    if (decision.action != Action::loosen) return;
    decision.action = Action::none;
    decision.ltv = published.ltv;
    decision.lt = published.lt;
    decision.holds.push_back(Reason::price_stale);
    finish_moves(decision);
}

}  // namespace ballast::engine
