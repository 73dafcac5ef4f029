// SPDX-License-Identifier: MIT
#include "tests/engine/contract_model.hpp"

#include <algorithm>

namespace ballast::engine::test {
namespace {

constexpr std::int64_t kWeek = 7 * kDay.count;

std::int64_t level_at(Bps used, UnixSeconds since, Bps cap, std::int64_t window, UnixSeconds at) {
    const std::int64_t drained = cap.count() * (at - since).count / window;
    return std::max<std::int64_t>(0, used.count() - drained);
}

bool fits(std::int64_t move, Bps used, UnixSeconds since, Bps cap, std::int64_t window,
          UnixSeconds at) {
    return level_at(used, since, cap, window, at) + move <= cap.count();
}

struct Rise {
    std::int64_t move;
    UnixSeconds raised_at, cut_at;
    Bps day_used, week_used, step, day, week;
    Seconds delay, after_cut;
};

std::string refusal_of_rise(const Rise& rise, UnixSeconds at) {
    if (rise.move <= 0) return {};
    if (rise.move > rise.step.count()) return "step too large";
    if (at < rise.raised_at + rise.delay) return "rise too soon";
    if (at < rise.cut_at + rise.after_cut) return "rise too soon after a cut";
    if (!fits(rise.move, rise.day_used, rise.raised_at, rise.day, kDay.count, at))
        return "day budget";
    if (!fits(rise.move, rise.week_used, rise.raised_at, rise.week, kWeek, at))
        return "week budget";
    return {};
}

std::int64_t lt_in_force(const PublishedMarket& m, UnixSeconds at) {
    const std::int64_t left = (m.ramp_start + m.ramp - at).count;
    if (left <= 0 || m.lt_start <= m.lt) return m.lt.count();
    return m.lt.count() + (m.lt_start - m.lt).count() * left / m.ramp.count;
}

}  // namespace

std::string ContractModel::refusal(Bps ltv, Bps lt, Seconds ramp, UnixSeconds at) const {
    const PublishedMarket& m = market_;
    const OracleLimits& l = m.limits;
    const Limiter& h = m.limiter;
    const bool loosens = ltv > m.ltv || lt > m.lt;
    if (loosens && (ltv < m.ltv || lt < m.lt)) return "mixed direction";
    if ((ltv < m.ltv && ltv < l.ltv_min) || (ltv > m.ltv && ltv > l.ltv_max)) return "LTV band";
    if ((lt < m.lt && lt < l.lt_min) || (lt > m.lt && lt > l.lt_max)) return "LT band";
    if (lt.count() < ltv.count() + l.gap_min.count()) return "gap";
    if (std::int64_t{lt.count()} * (10'000 + m.bonus.count()) > 100'000'000) return "bonus";
    const std::string of_ltv =
        refusal_of_rise({ltv.count() - m.ltv.count(), h.ltv_raised_at, h.ltv_cut_at,
                         h.ltv_rise_day_used, h.ltv_rise_week_used, l.ltv_rise_step, l.ltv_rise_day,
                         l.ltv_rise_week, l.ltv_rise_delay, l.ltv_rise_after_cut},
                        at);
    if (!of_ltv.empty()) return "LTV: " + of_ltv;
    const std::string of_lt =
        refusal_of_rise({lt.count() - m.lt.count(), h.lt_raised_at, h.lt_cut_at, h.lt_rise_day_used,
                         h.lt_rise_week_used, l.lt_rise_step, l.lt_rise_day, l.lt_rise_week,
                         l.lt_rise_delay, l.lt_rise_after_cut},
                        at);
    if (!of_lt.empty()) return "LT: " + of_lt;
    if (lt >= m.lt) return {};
    if (at < h.lt_cut_at + l.lt_cut_delay) return "LT cut too soon";
    const std::int64_t descent = lt_in_force(m, at) - lt.count();
    if (ramp.count < std::max(l.ramp_min.count, (descent * l.ramp_per_100_bps.count + 99) / 100))
        return "ramp too short";
    if (!fits(m.lt.count() - lt.count(), h.lt_cut_week_used, h.lt_cut_at, l.lt_cut_week, kWeek, at))
        return "LT cut budget";
    return {};
}

void ContractModel::apply(Bps ltv, Bps lt, Seconds ramp, UnixSeconds at) {
    PublishedMarket& m = market_;
    Limiter& h = m.limiter;
    const OracleLimits& l = m.limits;
    applied_.push_back({at, ltv.count() - m.ltv.count(), lt.count() - m.lt.count()});
    const auto fill = [at](std::int64_t move, Bps& used, UnixSeconds since, Bps cap,
                           std::int64_t window) {
        used = Bps::of(level_at(used, since, cap, window, at) + move);
    };
    if (ltv < m.ltv) h.ltv_cut_at = at;
    if (ltv > m.ltv) {
        const std::int64_t move = (ltv - m.ltv).count();
        fill(move, h.ltv_rise_day_used, h.ltv_raised_at, l.ltv_rise_day, kDay.count);
        fill(move, h.ltv_rise_week_used, h.ltv_raised_at, l.ltv_rise_week, kWeek);
        h.ltv_raised_at = at;
    }
    const Bps in_force = Bps::of(lt_in_force(m, at));
    if (lt < m.lt) {
        fill((m.lt - lt).count(), h.lt_cut_week_used, h.lt_cut_at, l.lt_cut_week, kWeek);
        h.lt_cut_at = at;
        m.lt_start = in_force;
        m.ramp_start = at;
        m.ramp = ramp;
    }
    if (lt > m.lt) {
        const std::int64_t move = (lt - m.lt).count();
        fill(move, h.lt_rise_day_used, h.lt_raised_at, l.lt_rise_day, kDay.count);
        fill(move, h.lt_rise_week_used, h.lt_raised_at, l.lt_rise_week, kWeek);
        h.lt_raised_at = at;
        const bool ramping = in_force > lt;
        m.ramp = ramping ? m.ramp_start + m.ramp - at : Seconds{0};
        m.lt_start = ramping ? in_force : lt;
        m.ramp_start = at;
    }
    m.ltv = ltv;
    m.lt = lt;
}

std::string ContractModel::submit(const MarketDecision& decision, UnixSeconds at) {
    if (decision.action == Action::none) return {};
    if (decision.expected_ltv != market_.ltv || decision.expected_lt != market_.lt)
        return "expectation";
    const bool heartbeat = decision.ltv == market_.ltv && decision.lt == market_.lt;
    if (heartbeat != (decision.action == Action::heartbeat)) return "action";
    if (!heartbeat) {
        std::string reason = refusal(decision.ltv, decision.lt, decision.ramp, at);
        if (!reason.empty()) return reason;
        market_.pending.reset();
        const bool loosens = decision.ltv > market_.ltv || decision.lt > market_.lt;
        if (loosens != (decision.action == Action::loosen)) return "action";
        const Seconds veto =
            decision.lt > market_.lt ? market_.limits.lt_veto : market_.limits.ltv_veto;
        if (loosens)
            market_.pending = Pending{decision.ltv, decision.lt, at + veto};
        else
            apply(decision.ltv, decision.lt, decision.ramp, at);
    }
    market_.as_of = at;
    return {};
}

void ContractModel::execute_pending(UnixSeconds at) {
    if (!market_.pending || at < market_.pending->executable_at) return;
    const Pending pending = *market_.pending;
    if (!refusal(pending.ltv, pending.lt, {}, at).empty()) return;
    market_.pending.reset();
    apply(pending.ltv, pending.lt, {}, at);
}

}  // namespace ballast::engine::test
