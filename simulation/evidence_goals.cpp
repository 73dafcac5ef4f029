// SPDX-License-Identifier: MIT
#include "simulation/evidence_goals.hpp"

#include <algorithm>
#include <array>

#include "simulation/evidence_text.hpp"
#include "simulation/frontier_cases.hpp"

namespace ballast::simulation {
namespace {

std::string asked(const Goal& goal) {
    std::string made = "≤ " + fixed_text(goal.at_most, 2);
    if (goal.at_least > 0)
        made = fixed_text(goal.at_least, 2) + " to " + fixed_text(goal.at_most, 2);
    if (goal.induced_at_most) made += ", none induced";
    return made;
}

std::string verdict(const Goal& goal) {
    if (goal.verdict == Verdict::not_measurable) return "not measurable";
    if (goal.verdict == Verdict::missed) return "**missed**";
    return goal.certain ? "met" : "met, not certain";
}

/// A ratio needs bad debt under it; where only we have some, it has no upper bound.
std::string ratio(const Goal& goal) {
    if (goal.ratio) return ratio_text(goal.ratio);
    return goal.own.with_bad_debt > 0 ? "∞, only ours" : "no bad debt";
}

/// ES99 of both sides, and on how many paths each has bad debt at all.
std::string behind(const Goal& goal) {
    return fixed_text(goal.own.es99, 1) + " / " + fixed_text(goal.other.es99, 1) + " (" +
           std::to_string(goal.own.with_bad_debt) + " / " +
           std::to_string(goal.other.with_bad_debt) + " of " + std::to_string(goal.paths) + ")";
}

std::vector<std::string> figures(const Goal* goal) {
    if (goal == nullptr) return {"-", "-", "-"};
    return {ratio(*goal), verdict(*goal), behind(*goal)};
}

const Goal* without_feedback(const std::vector<Goal>& goals, const Goal& with) {
    CellKey key = with.key;
    key.feedback = false;
    const auto found = std::find_if(goals.begin(), goals.end(), [&](const Goal& goal) {
        return goal.goal == with.goal && goal.key == key;
    });
    return found == goals.end() ? nullptr : &*found;
}

/// Those with feedback, each goal's together.
std::vector<const Goal*> by_goal(const std::vector<Goal>& goals) {
    std::vector<std::string_view> order;
    std::vector<const Goal*> list;
    for (const Goal& goal : goals) {
        if (!goal.key.feedback) continue;
        list.push_back(&goal);
        if (std::find(order.begin(), order.end(), goal.goal) == order.end())
            order.push_back(goal.goal);
    }
    const auto place = [&](const Goal* goal) {
        return std::find(order.begin(), order.end(), goal->goal) - order.begin();
    };
    std::stable_sort(list.begin(), list.end(),
                     [&](const Goal* a, const Goal* b) { return place(a) < place(b); });
    return list;
}

std::string tally(const std::vector<Goal>& goals, bool feedback) {
    std::array<int, 4> counts{};
    int all = 0;
    for (const Goal& goal : goals) {
        if (goal.key.feedback != feedback) continue;
        ++all;
        if (goal.verdict == Verdict::met) ++counts[goal.certain ? 0 : 1];
        if (goal.verdict == Verdict::missed) ++counts[2];
        if (goal.verdict == Verdict::not_measurable) ++counts[3];
    }
    return "of " + std::to_string(all) + " comparisons: " + std::to_string(counts[0]) +
           " met with the whole interval, " + std::to_string(counts[1]) +
           " met without certainty, " + std::to_string(counts[2]) + " missed, " +
           std::to_string(counts[3]) + " not measurable";
}

constexpr std::array<std::string_view, 2> kShown = {"DRIFT", "PORTFOLIO"};

const SignalEffect* find_effect(const FrontierResult& result, CellKey key, std::string_view book) {
    key.book = book;
    const auto found = std::find_if(result.signals.begin(), result.signals.end(),
                                    [&](const SignalEffect& effect) { return effect.key == key; });
    return found == result.signals.end() ? nullptr : &*found;
}

/// Every variant with a macro signal on the sets that a reader looks at first.
std::vector<CellKey> macro_variants(const FrontierResult& result) {
    std::vector<CellKey> keys;
    for (const SignalEffect& effect : result.signals) {
        CellKey key = effect.key;
        if (!key.feedback || key.set != name(PathSet::history) || key.asset != "ETH") continue;
        if (key.turnover != turnover_text(0.01)) continue;
        key.book.clear();
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    }
    return keys;
}

/// What a signal can move.
constexpr std::array<std::string_view, 3> kMoved = {"LTV or LT", "caps, limits, rates", "alerts"};

std::size_t moved_by(const CellKey& key) {
    if (key.policy != name(PolicyKind::uniform_static)) return 0;
    return key.lever.find("alert") == std::string::npos ? 1 : 2;
}

/// How often macro is told from the random signal, in both directions.
std::string tally_of(const FrontierResult& result, std::size_t moved, PathSet set) {
    int all = 0;
    int better = 0;
    int worse = 0;
    for (const SignalEffect& effect : result.signals) {
        if (!effect.key.feedback || !effect.macro_to_random) continue;
        if (moved_by(effect.key) != moved || effect.key.set != name(set)) continue;
        ++all;
        if (effect.macro_to_random->high < 1) ++better;
        if (effect.macro_to_random->low > 1) ++worse;
    }
    return std::to_string(better) + " / " + std::to_string(worse) + " of " + std::to_string(all);
}

std::string macro_tally(const FrontierResult& result) {
    std::string out =
        "Comparisons on all books with feedback in which the macro score leaves less / more bad "
        "debt than a random one of the same frequency, beyond the interval. By chance each would "
        "be one in forty.\n\n";
    constexpr std::array<PathSet, 4> kSets = {PathSet::history, PathSet::fall_35,
                                              PathSet::march_2020, PathSet::fall_50};
    std::vector<std::string> head = {"what macro moves"};
    for (const PathSet set : kSets)
        head.push_back(set_text(std::string(name(set))));
    add_head(out, head);
    for (std::size_t moved = 0; moved < kMoved.size(); ++moved) {
        std::vector<std::string> cells = {std::string(kMoved.at(moved))};
        for (const PathSet set : kSets)
            cells.push_back(tally_of(result, moved, set));
        add_line(out, cells);
    }
    return out;
}

}  // namespace

std::string evidence_goals(const FrontierResult& result) {
    std::string out = "\n### Goals\n\nWhere the oracle reads the liquidators' own impact, " +
                      tally(result.goals, true) + "; where it does not, " +
                      tally(result.goals, false) + ".\n\n";
    add_head(out, {"goal", "book, turnover", "set", "who", "asked", "ratio, with feedback",
                   "verdict", "ES99 bps, ours / theirs (paths with bad debt)", "ratio, no feedback",
                   "verdict", "ES99 bps (paths)", "induced %"});
    for (const Goal* goal : by_goal(result.goals)) {
        std::vector<std::string> cells = {goal->goal, case_text(goal->key), set_text(goal->key.set),
                                          who_text(goal->key), asked(*goal)};
        for (const Goal* side : {goal, without_feedback(result.goals, *goal)})
            for (std::string& text : figures(side))
                cells.push_back(std::move(text));
        cells.push_back(percent_text(goal->induced_share));
        add_line(out, cells);
    }
    return out;
}

std::string evidence_macro(const FrontierResult& result) {
    std::string out = "\n### Macro beside a random signal\n\n" + macro_tally(result) + "\n";
    std::vector<std::string> head = {"who, years from 2024, with feedback"};
    for (const std::string_view book : kShown)
        for (const std::string_view what : {"macro / none", "random / none", "macro / random"})
            head.push_back(std::string(book) + " " + std::string(what));
    add_head(out, head);
    for (const CellKey& key : macro_variants(result)) {
        std::vector<std::string> cells = {who_text(key)};
        for (const std::string_view book : kShown) {
            const SignalEffect* effect = find_effect(result, key, book);
            for (const auto member : {&SignalEffect::macro_to_none, &SignalEffect::random_to_none,
                                      &SignalEffect::macro_to_random})
                cells.push_back(effect == nullptr ? "-" : ratio_text(effect->*member));
        }
        add_line(out, cells);
    }
    return out;
}

}  // namespace ballast::simulation
