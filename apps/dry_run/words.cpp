// SPDX-License-Identifier: MIT
#include "apps/dry_run/words.hpp"

#include <algorithm>

#include "apps/report/text.hpp"
#include "apps/report/words.hpp"
#include "books/target_simulation.hpp"

namespace ballast::apps {
namespace {

using engine::Bps;

constexpr std::size_t kNameMost = 60;

std::string signed_points(Bps difference) {
    return points_text(difference) + (difference.count() < 0 ? " lower" : " higher");
}

/// "2 fit the steward's limits, 1 needs steps"
std::string verdict_counts(const DryRun& run) {
    constexpr std::array<std::string_view, 4> kWords = {
        "already in force", "in one call of the risk steward",
        "in several steps of the risk steward", "by a proposal alone"};
    std::vector<std::string> parts;
    for (std::size_t v = 0; v < kWords.size(); ++v) {
        std::vector<std::string> names;
        for (const AssetRow& row : run.assets)
            if (row.verdict == static_cast<Verdict>(v)) names.push_back(short_name(row.asset));
        if (!names.empty()) parts.push_back(joined(names) + " " + std::string(kWords[v]));
    }
    return joined(parts);
}

/// What a shell would read as more than a word stands in single quotes.
std::string shell_word(const std::string& word) {
    const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-_./:").find(c) != std::string_view::npos;
    });
    if (plain) return word;
    std::string quoted = "'";
    for (const char c : word)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

/// What was played.
std::string played_noun(const DryRun& run) {
    return run.history ? "history" : "event";
}

std::string macro_over_all(const MacroPart& macro, const std::string& played) {
    if (macro.epochs == 0)
        return "Over the whole " + played + " they changed nothing that was in force.";
    std::vector<std::string> parts;
    if (macro.ltv_largest.count() != 0)
        parts.push_back("LTV in force up to " + signed_points(macro.ltv_largest) + " (" +
                        moment_text(macro.ltv_largest_at) + ")");
    if (macro.lt_largest.count() != 0)
        parts.push_back("LT up to " + signed_points(macro.lt_largest) + " (" +
                        moment_text(macro.lt_largest_at) + ")");
    return "Over the " + played + " they made " + joined(parts) + ", in " +
           counted(macro.epochs, "epoch") + ".";
}

/// What the comparison was, and no more than that.
std::string agreement(const DryRun& run, const std::vector<std::string>& ways) {
    if (run.book.positions == 0) return "the pool has no borrower, so nothing was compared";
    std::string said = "equal to our own figure, account by account";
    for (const std::string& way : ways)
        said += way == books::name(books::SimulationWay::call_overrides)
                    ? "; by " + way + " the thresholds were written there and no call was run"
                    : "; " + way + " adds a second's interest to both";
    return said;
}

/// The figures of all falls in one sentence, with each way that was taken.
std::string simulation_sentence(const DryRun& run, const std::string& what,
                                const std::vector<SimulatedImpact>& simulated) {
    std::vector<std::string> ways;
    std::vector<std::string> figures;
    for (const SimulatedImpact& each : simulated) {
        if (std::find(ways.begin(), ways.end(), each.way) == ways.end()) ways.push_back(each.way);
        figures.push_back(counted(each.impact.accounts, "account") + " with " +
                          usd_text(each.impact.debt) + " " + fall_text(each.impact.fall));
    }
    return what + ": simulated on the target (" + joined(ways) + ", block " +
           std::to_string(run.live->block) + "): " + joined(figures) + ": " + agreement(run, ways) +
           ".";
}

/// What a pool's book counts, and where the pool is not at the oracle's values.
std::vector<std::string> pool_sentences(const DryRun& run) {
    std::vector<std::string> lines;
    for (const AssetRow& row : run.assets)
        if (row.pool_lt && *row.pool_lt != row.lt_now)
            lines.push_back("The pool's own LT of " + short_name(row.asset) + " is " +
                            percent_text(*row.pool_lt) + ", the oracle's " +
                            percent_text(row.lt_now) +
                            ": the impact is from the pool's to the recommended one.");
    lines.emplace_back(
        "Every borrower of the pool is counted, in the pool's own arithmetic, at its own prices. "
        "Whoever is in an efficiency mode that takes the collateral keeps the mode's threshold.");
    return lines;
}

/// Where the current values are from, and what of them is not taken.
std::string live_sentence(const DryRun& run) {
    const LiveState& live = *run.live;
    std::string text = "Current is what the oracle " + run.proposal.oracle + " on chain " +
                       std::to_string(run.proposal.chain_id) + " has in force at block " +
                       std::to_string(live.block) + " (" + to_hex(live.block_hash) + ", " +
                       moment_text(live.at) + "), a ramp as far as it has come; steps begin then.";
    if (live.frozen) text += " The oracle is frozen.";
    if (live.loosening_paused) text += " Loosening is paused.";
    return text;
}

/// Where the current values are from, where no chain was asked.
std::string played_sentence(const DryRun& run) {
    if (!run.history)
        return "Current is what the oracle would hold at that moment, had it run the event under "
               "the current policy from the event's starting values.";
    return "Current is what the oracle would hold at that moment, had it run the history under the "
           "current policy since " +
           moment_text(run.history->warm_up_from) + ", from the policy's highest values.";
}

/// What of the folder was played, and what it cannot tell.
std::vector<std::string> history_sentences(const DryRun& run) {
    const HistoryNote& history = *run.history;
    std::vector<std::string> lines = {
        "The folder's history is played hour by hour. The history of all collaterals is " +
        history.span + ". The time from " + moment_text(history.warm_up_from) + " to " +
        moment_text(history.shown_after) +
        " only warms up the policies' memory and is not shown; volatilities begin with the mean "
        "of that time. The folder has no announced meetings, so no window around them was open."};
    if (!history.unusable.empty())
        lines.push_back("At that moment the folder has no fresh print of " +
                        joined(history.unusable) +
                        ": what is missing counts nothing, what is stale stays as it was, and the "
                        "proposed policy does not loosen.");
    if (run.live)
        lines.push_back("Prices, indicators and liquidity are those of " + moment_text(run.at) +
                        ", not of the block: what is recommended is for the market of then.");
    return lines;
}

/// The files that were read, after the digest over all of them.
void add_history_digests(const HistoryNote& history, std::vector<DigestLine>& lines) {
    lines.push_back({"Market history, SHA-256 of the sha256sum lines of its files",
                     to_hex(history.digest.hash)});
    for (const history::FileDigest& file : history.digest.files)
        lines.push_back({file.name + ", SHA-256", to_hex(file.hash)});
}

}  // namespace

std::string short_name(std::string_view name) {
    const std::string visible = visible_text(name);
    std::size_t characters = 0;
    for (std::size_t i = 0; i < visible.size(); ++i) {
        // A byte that does not continue a character begins one.
        if ((static_cast<unsigned char>(visible[i]) & 0xc0U) == 0x80U) continue;
        if (++characters > kNameMost) return visible.substr(0, i) + "…";
    }
    return visible;
}

std::string dry_run_title(const DryRun& run) {
    return short_name(run.current.name) + " → " + short_name(run.proposed.name) + ", " +
           short_name(run.scenario.event);
}

std::vector<std::string> dry_run_summary(const DryRun& run) {
    const ThresholdImpact& now = run.together.front();
    const ThresholdImpact& low = run.together.back();
    return {"What the policy " + short_name(run.proposed.name) + " recommends on " +
                moment_text(run.at) + " (" + short_name(run.scenario.title) +
                ") can come into force thus: " + verdict_counts(run) + ".",
            "Put in force at once, its thresholds would make " + counted(now.accounts, "account") +
                " with " + usd_text(now.debt) + " of debt liquidatable at " +
                (run.together_simulated.empty()
                     ? std::string("the prices of that moment")
                     : "the pool's prices of block " + std::to_string(run.live->block)) +
                ", and " + counted(low.accounts, "account") + " with " + usd_text(low.debt) +
                " if all collaterals were 10 % lower, beyond those that fall there anyway."};
}

std::string macro_sentence(const DryRun& run, const AssetRow& row) {
    const std::string asset = short_name(row.asset) + ": ";
    if (run.channels.empty())
        return asset + "the proposed policy has no macro channel, so macro contributed nothing.";
    const bool now = row.macro.ltv_now.count() != 0 || row.macro.lt_now.count() != 0;
    if (!now && row.macro.epochs == 0)
        return asset + "the macro channels contributed nothing, now or at any time of the " +
               played_noun(run) + ".";
    const std::string today = now ? "without its macro channels the policy would want LTV " +
                                        signed_points(Bps{} - row.macro.ltv_now) + " and LT " +
                                        signed_points(Bps{} - row.macro.lt_now) +
                                        " at this moment. "
                                  : "at this moment the macro channels contribute nothing. ";
    return asset + today + macro_over_all(row.macro, played_noun(run));
}

std::vector<std::string> proposal_sentences(const DryRun& run) {
    if (run.proposal.calls.empty())
        return {"Both policies are the same to the oracle: there is nothing to vote on."};
    std::vector<std::string> lines;
    for (const ProposalCall& call : run.proposal.calls)
        lines.push_back(call.what);
    return lines;
}

std::vector<std::string> simulation_sentences(const DryRun& run) {
    std::vector<std::string> lines;
    if (run.together_simulated.empty()) return lines;
    for (const AssetRow& row : run.assets)
        lines.push_back(simulation_sentence(run, short_name(row.asset), row.simulated));
    lines.push_back(simulation_sentence(run, "All together", run.together_simulated));
    return lines;
}

std::string own_text(const DryRun& run, const std::string& text) {
    return run.current.epochs.empty() ? "known by its hash alone" : text;
}

std::vector<std::string> assumptions(const DryRun& run) {
    std::vector<std::string> lines;
    lines.push_back(run.book.invented
                        ? "The book is invented (" + short_name(run.book.name) + "): its size is " +
                              (run.history ? "assumed" : "the event's") +
                              ", its borrowers are not real. Give --book for your own."
                        : "The book is " + short_name(run.book.name) + ", " +
                              counted(run.book.positions, "position") + ", at its own prices.");
    // A pool's book is not the event's, of which the notice speaks.
    if (!run.scenario.synthetic_notice.empty())
        lines.push_back(
            (run.together_simulated.empty() ? "" : "Of the " + played_noun(run) + ": ") +
            run.scenario.synthetic_notice);
    lines.push_back(run.live ? live_sentence(run) : played_sentence(run));
    if (run.history)
        for (std::string& line : history_sentences(run))
            lines.push_back(std::move(line));
    if (run.current.epochs.empty())
        lines.emplace_back(
            "The former policy is known by its hash alone: give --against its document "
            "to see what it would want itself.");
    if (!run.together_simulated.empty())
        for (std::string& line : pool_sentences(run))
            lines.push_back(std::move(line));
    lines.emplace_back(
        "Recommended is what the proposed policy wants then, its play band included; "
        "the oracle's own pace (ramps, budgets, veto windows) comes on top.");
    lines.emplace_back(
        "In a row the asset's price falls alone, and only its own threshold changes; "
        "a position is liquidatable where collateral times threshold is below its "
        "debt. Sales and their price impact are not in it.");
    lines.push_back(
        "Steps are those of Aave v3's risk steward: 0.50 points of each value, three "
        "days between two calls, from " +
        std::string(run.live ? "the block's time." : "the moment of the report."));
    if (!run.frontier)
        lines.emplace_back(
            "No frontier is drawn: give --frontier what ballast frontier --json prints, which "
            "compares forms of policies on invented years.");
    return lines;
}

std::string fall_text(Bps fall) {
    return fall.count() == 0 ? "at 0 %" : "at −" + std::to_string(fall.count() / 100) + " %";
}

std::string command_text(const DryRun& run) {
    std::string text;
    for (const std::string& word : run.command)
        text += (text.empty() ? "" : " ") + shell_word(word);
    return text;
}

std::vector<AttributionPart> attribution_parts(const engine::Target& target, Bps recommended) {
    const engine::Attribution& a = target.attribution;
    std::vector<AttributionPart> parts = {{"bonus, fee and gap", a.buffer},
                                          {"volatility", a.volatility},
                                          {"liquidity", a.liquidity},
                                          {"macro", a.macro},
                                          {"cascade", a.cascade},
                                          {"governed bounds", a.bounds},
                                          {"play band", recommended - target.value}};
    std::erase_if(parts, [](const AttributionPart& part) { return part.value.count() == 0; });
    return parts;
}

std::vector<DigestLine> digests(const DryRun& run) {
    const std::string scope = run.history ? "for these collaterals" : "for this event";
    std::vector<DigestLine> lines = {
        {"Proposed policy, " + scope, to_hex(run.proposed.hash)},
        {"Current policy, " + (run.current.epochs.empty() ? "as the oracle approves it" : scope),
         to_hex(run.current.hash)}};
    if (run.history)
        add_history_digests(*run.history, lines);
    else
        lines.push_back({"Event, SHA-256", to_hex(run.scenario_hash)});
    lines.push_back({"Book, SHA-256", to_hex(run.book.hash)});
    if (run.frontier) lines.push_back({"Frontier, SHA-256", to_hex(run.frontier->hash)});
    lines.push_back({"Code hash", to_hex(run.code_hash)});
    if (!run.live) return lines;
    lines.push_back({"Block " + std::to_string(run.live->block), to_hex(run.live->block_hash)});
    for (const Hash32& hash : run.live->approved)
        lines.push_back({"Approved on chain", to_hex(hash)});
    return lines;
}

}  // namespace ballast::apps
