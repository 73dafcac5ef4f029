// SPDX-License-Identifier: MIT
#include "simulation/frontier_goals.hpp"

#include <algorithm>
#include <array>

#include "simulation/frontier_cases.hpp"

namespace ballast::simulation {
namespace {

/// Who is asked.
struct Who {
    PolicyKind policy;
    LeverKind lever = LeverKind::none;
    Signal signal = Signal::none;
};

/// Against whom.
enum class Against { twin, smart, tiered };

struct Ask {
    std::string_view goal;
    std::string_view asset;
    std::string_view book;
    PathSet set;
    Who who;
    Against against = Against::twin;
    double at_most = 1;
    double at_least = 0;
    bool no_induced = false;
};

constexpr Who kWhole{PolicyKind::carry_aware, LeverKind::cap_concentration, Signal::macro};
constexpr Who kCarry{PolicyKind::carry_aware, LeverKind::none, Signal::macro};
constexpr Who kSlow{PolicyKind::slow_lt, LeverKind::none, Signal::none};
constexpr Who kLtvOnly{PolicyKind::ltv_only, LeverKind::none, Signal::none};
constexpr Who kLevers{PolicyKind::uniform_static, LeverKind::cap_concentration, Signal::none};

std::vector<Ask> asks() {
    using enum PathSet;
    std::vector<Ask> list;
    for (const Who& who : {kWhole, kCarry, kSlow}) {
        list.push_back({"unequal markets: 30 % under uniform static", "ETH", "PORTFOLIO", history,
                        who, Against::twin, 0.70});
        list.push_back({"unequal markets: not worse than tiered by hand", "ETH", "PORTFOLIO",
                        history, who, Against::tiered, 1.0});
        list.push_back({"drifting depth: 30 % under static", "ETH", "DRIFT", history, who,
                        Against::twin, 0.70});
        list.push_back({"drifting depth: 10 % under SmartLTV", "ETH", "DRIFT", history, who,
                        Against::smart, 0.90});
        for (const PathSet set : {fall_35, march_2020})
            list.push_back(
                {"20 % under static in a fall", "ETH", "DRIFT", set, who, Against::twin, 0.80});
    }
    for (const std::string_view book : {"FIXED", "THIN"})
        for (const PathSet set : {history, fall_35, march_2020})
            list.push_back({"fixed depth: LTV alone within 10 % of static", "ETH", book, set,
                            kLtvOnly, Against::twin, 1.1, 0.9, true});
    list.push_back({"caps and concentration alone where depth drifts", "ETH", "DRIFT", history,
                    kLevers, Against::twin, 0.85, 0, true});
    list.push_back({"caps and concentration alone across unequal markets", "ETH", "PORTFOLIO",
                    history, kLevers, Against::twin, 0.50, 0, true});
    for (const std::string_view asset : {"BTC", "ETH"})
        for (const Who& who : {kWhole, kCarry})
            list.push_back(
                {"history: not worse", asset, "FIXED", history, who, Against::twin, 1.0});
    return list;
}

CellKey key_of(const Ask& ask, const Who& who, bool feedback) {
    return {.asset = std::string(ask.asset),
            .book = std::string(ask.book),
            .turnover = "0.01",
            .set = std::string(name(ask.set)),
            .policy = std::string(name(who.policy)),
            .lever = std::string(name(who.lever)),
            .signal = std::string(name(who.signal)),
            .feedback = feedback};
}

GoalSide side_of(const Losses& losses) {
    const auto bad = std::count_if(losses.bad_debt.begin(), losses.bad_debt.end(),
                                   [](double x) { return x > 0; });
    return {.es99 = es99_bps(losses), .with_bad_debt = static_cast<std::size_t>(bad)};
}

double induced_share(const Cell& cell) {
    double liquidated = 0;
    double induced = 0;
    for (const PathRow& row : cell.rows) {
        liquidated += static_cast<double>(row.own.liquidated);
        induced += static_cast<double>(row.own.induced);
    }
    return liquidated > 0 ? induced / liquidated : 0;
}

void pronounce(Goal& goal) {
    const bool induced_fits = !goal.induced_at_most || goal.induced_share <= *goal.induced_at_most;
    if (!goal.ratio) {
        const bool nothing = goal.own.with_bad_debt == 0;
        goal.verdict = nothing && induced_fits ? Verdict::not_measurable : Verdict::missed;
        return;
    }
    const RatioEstimate& ratio = *goal.ratio;
    const auto fits = [&](double x) { return x <= goal.at_most && x >= goal.at_least; };
    goal.verdict = fits(ratio.value) && induced_fits ? Verdict::met : Verdict::missed;
    goal.certain = induced_fits && ratio.high <= goal.at_most && ratio.low >= goal.at_least;
}

std::optional<Goal> judge(const FrontierRows& rows, const Ask& ask, bool feedback) {
    const Cell* cell = find_cell(rows, key_of(ask, ask.who, feedback));
    if (cell == nullptr) return std::nullopt;
    const Losses own = own_losses(*cell);
    Losses other = twin_losses(*cell);
    if (ask.against != Against::twin) {
        const Who rival{ask.against == Against::smart ? PolicyKind::smart_ltv
                                                      : PolicyKind::tiered_static};
        const Cell* found = find_cell(rows, key_of(ask, rival, feedback));
        if (found == nullptr) return std::nullopt;
        other = own_losses(*found);
    }
    Goal goal{.goal = std::string(ask.goal),
              .key = cell->key,
              .at_most = ask.at_most,
              .at_least = ask.at_least,
              .own = side_of(own),
              .other = side_of(other),
              .paths = cell->rows.size(),
              .ratio = es99_ratio(own, other),
              .induced_share = induced_share(*cell)};
    if (ask.no_induced) goal.induced_at_most = 0.0;
    pronounce(goal);
    return goal;
}

double debt_ratio(const Cell& a, const Cell& b) {
    double above = 0;
    double below = 0;
    for (const PathRow& row : a.rows)
        above += static_cast<double>(row.own.debt);
    for (const PathRow& row : b.rows)
        below += static_cast<double>(row.own.debt);
    return below > 0 ? above / below : 0;
}

}  // namespace

std::string_view name(Verdict verdict) noexcept {
    constexpr std::array<std::string_view, 3> kNames = {"met", "missed", "not_measurable"};
    return kNames.at(static_cast<std::size_t>(verdict));
}

std::vector<Goal> judge_goals(const FrontierRows& rows) {
    std::vector<Goal> goals;
    for (const Ask& ask : asks())
        for (const bool feedback : {true, false})
            if (auto goal = judge(rows, ask, feedback)) goals.push_back(std::move(*goal));
    return goals;
}

std::vector<SignalEffect> signal_effects(const FrontierRows& rows) {
    std::vector<SignalEffect> effects;
    for (const Cell& cell : rows.cells) {
        if (cell.key.signal != name(Signal::macro)) continue;
        CellKey key = cell.key;
        key.signal = name(Signal::random);
        const Cell* random = find_cell(rows, key);
        key.signal = name(Signal::none);
        // The signal alone is judged beside having no alert at all.
        if (key.lever == name(LeverKind::alert_signal)) key.lever = name(LeverKind::none);
        // kappa without a score is carry_aware without one.
        if (key.policy == name(PolicyKind::sentinel)) key.policy = name(PolicyKind::carry_aware);
        const Cell* none = find_cell(rows, key);
        if (random == nullptr || none == nullptr) continue;
        effects.push_back({.key = cell.key,
                           .macro_to_none = es99_ratio(own_losses(cell), own_losses(*none)),
                           .random_to_none = es99_ratio(own_losses(*random), own_losses(*none)),
                           .macro_to_random = es99_ratio(own_losses(cell), own_losses(*random)),
                           .macro_debt = debt_ratio(cell, *none),
                           .random_debt = debt_ratio(*random, *none)});
    }
    return effects;
}

}  // namespace ballast::simulation
