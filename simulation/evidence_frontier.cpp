// SPDX-License-Identifier: MIT
#include "simulation/evidence_frontier.hpp"

#include <algorithm>
#include <array>

#include "simulation/evidence_goals.hpp"
#include "simulation/evidence_text.hpp"
#include "simulation/frontier_cases.hpp"

namespace ballast::simulation {
namespace {

constexpr std::string_view kAbout =
    "Stressed bad debt of policies on the same invented markets: the same prices, depths and\n"
    "arrivals, borrowers who react, liquidators who sell into thin markets. **ES99** is the mean\n"
    "of the worst 1 % of paths, in bps of the mean debt. Ratios mean something, levels do not.\n"
    "Every constant was found on paths of history before 2024, so that the debt-weighted mean LTV\n"
    "is the book's; every figure is of paths made of history from 2024 on: whole years, or half\n"
    "years with a fall laid over them. A ratio is to a uniform static policy of the same mean "
    "LTV,\n"
    "LT and debt (the *static twin*, found before 2024, too) unless the goal names another, with\n"
    "the 95 % interval of a bootstrap over paths; a resample without bad debt on either side\n"
    "counts as 1. *With feedback* the oracle reads the price that the liquidators themselves\n"
    "depress. *Induced* is the part of what was liquidated that the LT at the loan's opening "
    "would\n"
    "have left alone.\n";

constexpr std::string_view kMarket =
    "Each market is asked for one unit of debt by one whale and 60 others, who come and go at the\n"
    "turnover, open at four fifths of the LTV in the mean, and of whom three in ten repay in\n"
    "time. Selling the depth moves the price by the bonus of 5 %, half of which is gone after 30\n"
    "hours. Drifting depth is a log Ornstein-Uhlenbeck process of half-life 60 days that knows\n"
    "nothing of prices. Caps give up 12 % of the debt before 2024, position limits 7 %.\n";

constexpr std::string_view kColumns =
    "`debt` is the mean debt over that of the uniform static policy; *at reached* compares with a\n"
    "twin of the LTV, LT and debt that the policy reached on the judged paths themselves, which\n"
    "is fairer where volatility was calmer than before 2024; `liquidated` is bps of the debt a\n"
    "year; `updates` are moves of a market's published values a year. LTV, LT, debt, ES99 and the\n"
    "last three columns are of years from 2024 with feedback. `tiered_wide` is the tiers by hand\n"
    "with LT 1,000 bps above LTV, as far as `carry_aware`'s is on the portfolio before 2024.\n";

constexpr std::string_view kVariants =
    "Engine policies are `engine::step` every 6 hours behind the contract's limits; `_free` ones\n"
    "are without play band, weekly limits and induced budget. `cap` and `concentration` follow\n"
    "min(30-day minimum, current) depth. `random` is the macro score of other days; `foretold`\n"
    "knows a fall three days ahead. *To LTV + 3* is the ratio to the book's uniform static policy\n"
    "itself, whose LT is 300 bps above the same LTV and whose debt is not matched. Ratios are to\n"
    "the static twin.\n";

constexpr std::array<std::string_view, 2> kFirst = {"DRIFT", "PORTFOLIO"};

std::string scale_of(const FrontierResult& result) {
    std::string counts;
    std::vector<std::string_view> told;
    for (const TableRow& row : result.rows) {
        if (std::find(told.begin(), told.end(), row.key.book) != told.end()) continue;
        told.push_back(row.key.book);
        counts +=
            (counts.empty() ? "" : ", ") + row.key.book + " **" + std::to_string(row.paths) + "**";
    }
    return "\nPaths of each set: " + counts + "; calibrated on " +
           std::to_string(result.calibration_paths) + " paths from before 2024.\n";
}

std::string usd_millions(double usd) {
    return fixed_text(usd / 1e6, 0);
}

std::string books(const FrontierResult& result) {
    std::string out = "\n### Books\n\n" + std::string(kMarket) + "\n";
    add_head(out, {"book", "mean LTV", "debt asked, USD m", "depth, USD m", "depth over debt",
                   "drift of log depth", "whale"});
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
            add_line(out, {std::string(book.name), fixed_text(book.mean_ltv, 2),
                           usd_millions(market.demand), usd_millions(market.depth),
                           fixed_text(market.depth / market.demand, 2), fixed_text(market.drift, 1),
                           fixed_text(market.whale, 2)});
    }
    return out;
}

/// The policies and levers by themselves. Ablations, signals and baselines without rules are left
/// to the second part, and so is `sentinel`, which is carry_aware with a signal in LT.
bool is_main(const CellKey& key) {
    const bool left = key.policy.ends_with("_free") || key.policy == name(PolicyKind::sentinel) ||
                      key.lever == name(LeverKind::cap_current) ||
                      key.lever == name(LeverKind::cap_median);
    const bool carry = key.policy == name(PolicyKind::carry_aware);
    return !left && key.signal == name(carry ? Signal::macro : Signal::none);
}

std::string ratio_on(const FrontierResult& result, const CellKey& key, PathSet set, bool feedback) {
    const TableRow* found = find_row(result, key, set, feedback);
    if (found == nullptr) return "-";
    if (!found->to_static) return found->es99 > 0 ? "∞, only here" : "no bad debt";
    return ratio_text(found->to_static);
}

/// A twin without bad debt gives no ratio.
std::string ratio_or_none(const std::optional<RatioEstimate>& ratio, const TableRow& row) {
    if (ratio) return ratio_text(ratio);
    return row.es99 > 0 ? "∞, only here" : "no bad debt";
}

std::string main_table(const FrontierResult& result, const CellKey& of) {
    std::string out = "\n### " + case_text(of) + "\n\n";
    add_head(out,
             {"policy, lever, signal", "LTV", "LT", "debt", "ES99", "years from 2024", "at reached",
              "-35 % in 10 d", "March 2020", "induced %", "liquidated", "updates"});
    for (const TableRow& row : result.rows) {
        if (!same_case(row.key, of) || !row.key.feedback || row.key.set != name(PathSet::history))
            continue;
        if (!is_main(row.key)) continue;
        add_line(out, {who_text(row), fixed_text(row.mean_ltv, 3), fixed_text(row.mean_lt, 3),
                       fixed_text(row.debt_share, 2), fixed_text(row.es99, 1),
                       ratio_or_none(row.to_static, row), ratio_or_none(row.at_reached, row),
                       ratio_on(result, row.key, PathSet::fall_35, true),
                       ratio_on(result, row.key, PathSet::march_2020, true),
                       percent_text(row.induced_share), fixed_text(row.liquidated_year, 0),
                       fixed_text(row.updates_year, 0)});
    }
    return out;
}

std::string whole_table(const FrontierResult& result, const CellKey& of) {
    std::string out = "\n### " + case_text(of) + "\n\n";
    add_head(out,
             {"policy, lever, signal", "LTV", "LT", "debt", "ES99", "years from 2024", "at reached",
              "to LTV + 3", "no feedback", "-35 % in 10 d", "no feedback", "March 2020",
              "no feedback", "-50 % in 24 h", "induced %", "liquidated", "updates"});
    for (const TableRow& row : result.rows) {
        if (!same_case(row.key, of) || !row.key.feedback || row.key.set != name(PathSet::history))
            continue;
        std::vector<std::string> cells = {who_text(row),
                                          fixed_text(row.mean_ltv, 3),
                                          fixed_text(row.mean_lt, 3),
                                          fixed_text(row.debt_share, 2),
                                          fixed_text(row.es99, 1),
                                          ratio_or_none(row.to_static, row),
                                          ratio_or_none(row.at_reached, row),
                                          ratio_or_none(row.to_uniform, row),
                                          ratio_on(result, row.key, PathSet::history, false)};
        for (const PathSet set : {PathSet::fall_35, PathSet::march_2020})
            for (const bool feedback : {true, false})
                cells.push_back(ratio_on(result, row.key, set, feedback));
        cells.push_back(ratio_on(result, row.key, PathSet::fall_50, true));
        cells.push_back(percent_text(row.induced_share));
        cells.push_back(fixed_text(row.liquidated_year, 0));
        cells.push_back(fixed_text(row.updates_year, 0));
        add_line(out, cells);
    }
    return out;
}

std::string signals(const FrontierResult& result) {
    std::string out =
        "\n### Every macro variant beside a random signal\n\nRatios of ES99 with feedback. A "
        "signal that lowers bad debt because it lowers debt shows it in the last two columns.\n\n";
    add_head(out, {"book, turnover, set", "who", "macro / none", "random / none", "macro / random",
                   "debt, macro", "debt, random"});
    for (const SignalEffect& effect : result.signals) {
        const CellKey& key = effect.key;
        if (!key.feedback) continue;
        add_line(out, {case_text(key) + ", " + set_text(key.set), who_text(key),
                       ratio_text(effect.macro_to_none), ratio_text(effect.random_to_none),
                       ratio_text(effect.macro_to_random), fixed_text(effect.macro_debt, 2),
                       fixed_text(effect.random_debt, 2)});
    }
    return out;
}

std::vector<CellKey> cases_of(const FrontierResult& result) {
    std::vector<CellKey> seen;
    for (const TableRow& row : result.rows)
        if (std::none_of(seen.begin(), seen.end(),
                         [&](const CellKey& key) { return same_case(key, row.key); }))
            seen.push_back(row.key);
    return seen;
}

bool is_first(const CellKey& key) {
    return key.asset == "ETH" && key.turnover == turnover_text(0.01) &&
           std::find(kFirst.begin(), kFirst.end(), key.book) != kFirst.end();
}

}  // namespace

std::string evidence_frontier(const FrontierResult& result) {
    std::string out = "## Frontier\n\n" + std::string(kAbout) + scale_of(result);
    out += evidence_goals(result) + evidence_macro(result) + books(result);
    out += "\n### Policies and levers\n\n" + std::string(kColumns);
    for (const CellKey& key : cases_of(result))
        if (is_first(key)) out += main_table(result, key);
    out += "\n## Every variant\n\n" + std::string(kVariants) + scale_of(result) + "\n" +
           std::string(kColumns);
    for (const CellKey& key : cases_of(result))
        out += whole_table(result, key);
    return out + signals(result);
}

}  // namespace ballast::simulation
