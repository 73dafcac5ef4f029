// SPDX-License-Identifier: MIT
#include "simulation/evidence_frontier.hpp"

#include <algorithm>
#include <cmath>

#include "simulation/frontier_cases.hpp"

namespace ballast::simulation {
namespace {

constexpr std::string_view kAbout =
    "Stressed bad debt (ES99: the mean of the worst 1 % of paths, in bps of the mean debt) of "
    "policies on the same invented markets: the same prices, depths and arrivals, borrowers who "
    "react, liquidators who sell into thin markets. Ratios mean something, levels do not. Every "
    "constant was found on paths of history before 2024 so that the debt-weighted mean LTV is the "
    "book's; every figure below is of paths made of history from 2024 on, whole years or half "
    "years with a fall laid over them. Each ratio is to a uniform static policy of the same mean "
    "LTV, LT and debt (\"static twin\", found before 2024, too), with the 95 % interval of a "
    "bootstrap over paths. \"No feedback\": the oracle does not read the liquidators' own impact. "
    "\"At reached\": the twin has the LTV, LT and debt that the policy reached on the judged paths "
    "themselves, which is the fairer comparison where volatility was calmer than before. \"To LTV "
    "+ 3\": to the "
    "case's uniform static policy itself, whose LT is 300 bps above the same LTV and whose debt is "
    "not matched.\n";

constexpr std::string_view kMarket =
    "Each book asks for one unit of debt a market, from one whale and 60 others who come and go at "
    "the turnover, open at four fifths of the LTV in the mean, and of whom three in ten repay in "
    "time. Selling the depth moves the price by the bonus of 5 %, half of which is gone after 30 "
    "hours. Drifting depth is a log Ornstein-Uhlenbeck process of half-life 60 days that knows "
    "nothing of prices. The caps give up 12 % of the debt before 2024, the position limits 7 %. "
    "Engine policies are `engine::step` every 6 hours behind the contract's limits; `_free` ones "
    "are without play band, weekly limits and induced budget. `cap` and `concentration` follow "
    "min(30-day minimum, current) depth. `random` is the macro score of other days; `foretold` "
    "knows a fall three days ahead. The macro score's quantiles, and every other constant, are the "
    "policy's that was handed in: calibrate it before 2024, too.\n";

std::string percent(double share) {
    return fixed_text(100 * share, 1);
}

std::string text(const std::optional<RatioEstimate>& ratio) {
    if (!ratio) return "no bad debt";
    const std::string high = std::isfinite(ratio->high) ? fixed_text(ratio->high, 2) : "∞";
    return fixed_text(ratio->value, 2) + " (" + fixed_text(ratio->low, 2) + " to " + high + ")";
}

std::string label(const CellKey& key) {
    std::string made = key.policy;
    if (key.lever != name(LeverKind::none)) made += ", " + key.lever;
    if (key.signal != name(Signal::none)) made += ", " + key.signal;
    return made;
}

/// The constant that calibration looked for does not always exist: an LT bound may hold LTV lower.
std::string label(const TableRow& row) {
    double wanted = row.calibrated_ltv;
    for (const FrontierCase& a_case : frontier_cases())
        if (a_case.book.name == row.key.book) wanted = a_case.book.mean_ltv;
    if (std::abs(wanted - row.calibrated_ltv) <= 0.005) return label(row.key);
    return label(row.key) + " (LTV before 2024: " + fixed_text(row.calibrated_ltv, 3) + ")";
}

void line(std::string& out, const std::vector<std::string>& cells) {
    out += "|";
    for (const std::string& cell : cells)
        out += " " + cell + " |";
    out += "\n";
}

void head(std::string& out, const std::vector<std::string>& cells) {
    line(out, cells);
    out += "|---|";
    for (std::size_t i = 1; i < cells.size(); ++i)
        out += "---:|";
    out += "\n";
}

std::string asked(const Goal& goal) {
    std::string made = "≤ " + fixed_text(goal.at_most, 2);
    if (goal.at_least > 0)
        made = fixed_text(goal.at_least, 2) + " to " + fixed_text(goal.at_most, 2);
    if (goal.induced_at_most) made += ", none induced";
    return made;
}

std::string verdict(const Goal& goal) {
    if (goal.verdict == Verdict::nothing_bad) return "no bad debt";
    if (goal.verdict == Verdict::missed) return "**missed**";
    return goal.certain ? "met" : "met, not certain";
}

void goals(const FrontierResult& result, std::string& out) {
    out += "\n### Goals\n\n";
    head(out, {"goal", "where", "who", "asked", "ratio", "induced %", "verdict"});
    for (const Goal& goal : result.goals)
        line(out, {goal.goal, goal.where, goal.who, asked(goal), text(goal.ratio),
                   percent(goal.induced_share), verdict(goal)});
}

bool same_case(const CellKey& a, const CellKey& b) {
    return a.asset == b.asset && a.book == b.book && a.turnover == b.turnover;
}

/// The row of the same variant on another set or without feedback.
const TableRow* sibling(const FrontierResult& result, CellKey key, PathSet set, bool feedback) {
    key.set = name(set);
    key.feedback = feedback;
    const auto found = std::find_if(result.rows.begin(), result.rows.end(),
                                    [&](const TableRow& row) { return row.key == key; });
    return found == result.rows.end() ? nullptr : &*found;
}

void case_table(const FrontierResult& result, const CellKey& of, std::string& out) {
    out += "\n### " + of.book + ", " + of.asset + ", turnover " + of.turnover + " a day\n\n";
    head(out, {"policy, lever, signal", "LTV", "LT", "debt", "ES99", "history", "at reached",
               "to LTV + 3", "no feedback", "-35 % in 10 d", "no feedback", "March 2020",
               "no feedback", "-50 % in 24 h", "induced %", "liquidated", "updates"});
    for (const TableRow& row : result.rows) {
        if (!same_case(row.key, of) || !row.key.feedback || row.key.set != name(PathSet::history))
            continue;
        const auto ratio = [&](PathSet set, bool feedback) {
            const TableRow* found = sibling(result, row.key, set, feedback);
            return found != nullptr ? text(found->to_static) : std::string("-");
        };
        line(out, {label(row), fixed_text(row.mean_ltv, 3), fixed_text(row.mean_lt, 3),
                   fixed_text(row.debt_share, 2), fixed_text(row.es99, 0), text(row.to_static),
                   text(row.at_reached), text(row.to_uniform), ratio(PathSet::history, false),
                   ratio(PathSet::fall_35, true), ratio(PathSet::fall_35, false),
                   ratio(PathSet::march_2020, true), ratio(PathSet::march_2020, false),
                   ratio(PathSet::fall_50, true), percent(row.induced_share),
                   fixed_text(row.liquidated_year, 0), fixed_text(row.updates_year, 0)});
    }
}

void books(const FrontierResult& result, std::string& out) {
    out += "\n### Books\n\n" + std::string(kMarket) + "\n";
    head(out, {"book", "mean LTV", "depth over demand", "drift of log depth", "whale"});
    std::vector<std::string_view> shown;
    for (const FrontierCase& a_case : frontier_cases()) {
        const FrontierBook& book = a_case.book;
        const bool known = std::find(shown.begin(), shown.end(), book.name) != shown.end();
        const bool judged =
            std::any_of(result.rows.begin(), result.rows.end(),
                        [&](const TableRow& row) { return row.key.book == book.name; });
        if (known || !judged) continue;
        shown.push_back(book.name);
        for (const BookSpec& market : book.markets)
            line(out, {std::string(book.name), fixed_text(book.mean_ltv, 2),
                       fixed_text(market.depth / market.demand, 2), fixed_text(market.drift, 1),
                       fixed_text(market.whale, 2)});
    }
}

void signals(const FrontierResult& result, std::string& out) {
    out +=
        "\n### What macro adds\n\nRatios of ES99, both at the mean LTV of the book. A signal "
        "that lowers bad debt because it lowers debt shows it in the last two columns.\n\n";
    head(out, {"where", "who", "macro / none", "random / none", "macro / random", "debt, macro",
               "debt, random"});
    for (const SignalEffect& effect : result.signals) {
        const CellKey& key = effect.key;
        if (!key.feedback) continue;
        line(out,
             {key.asset + " " + key.book + " " + key.set + " " + key.turnover, label(key),
              text(effect.macro_to_none), text(effect.random_to_none), text(effect.macro_to_random),
              fixed_text(effect.macro_debt, 2), fixed_text(effect.random_debt, 2)});
    }
}

}  // namespace

std::string evidence_frontier(const FrontierResult& result) {
    std::string out = "## Frontier\n\n";
    out += kAbout;
    out += "\n" + std::to_string(result.paths) + " paths a set, calibrated on " +
           std::to_string(result.calibration_paths) +
           ". `debt` is the mean debt over that of the uniform static policy; `liquidated` is bps "
           "of it a year; `updates` are moves of a market's published values a year. LTV, LT, "
           "ES99 and what follows `-50 % in 24 h` are of history with feedback.\n";
    books(result, out);
    goals(result, out);
    std::vector<CellKey> seen;
    for (const TableRow& row : result.rows) {
        if (std::any_of(seen.begin(), seen.end(),
                        [&](const CellKey& key) { return same_case(key, row.key); }))
            continue;
        seen.push_back(row.key);
        case_table(result, row.key, out);
    }
    signals(result, out);
    return out;
}

}  // namespace ballast::simulation
