// SPDX-License-Identifier: MIT
#include "apps/dry_run/compute.hpp"

#include "apps/dry_run/aave_impact.hpp"
#include "apps/dry_run/frontier.hpp"
#include "apps/dry_run/impact.hpp"
#include "apps/dry_run/inputs.hpp"
#include "apps/dry_run/macro.hpp"
#include "apps/dry_run/market_history.hpp"
#include "apps/dry_run/oracle_now.hpp"
#include "apps/dry_run/played_market.hpp"
#include "apps/dry_run/proposal.hpp"
#include "apps/dry_run/steps.hpp"
#include "apps/version.hpp"
#include "engine/canonical.hpp"
#include "engine/step.hpp"

namespace ballast::apps {
namespace {

/// A run, what it was shown, and what the engine remembered before its last epoch.
struct Played {
    PlayedMarket market;
    PolicyRun run;
    engine::State before_last;
    std::size_t last = 0;
};

Result<Played> play_whole(const DryRunInputs& inputs, const engine::Policy& policy) {
    auto market = played_market(inputs, policy);
    if (!market) return fail(market.error());
    Played played{.market = std::move(*market),
                  .run = {.name = policy.name, .hash = engine::hash(policy)},
                  .before_last = {}};
    const auto see = [&played](const PlayedEpoch& epoch) {
        if (epoch.report.at <= played.market.shown_after) return;
        EpochOutcome outcome{.snapshot = epoch.snapshot, .report = epoch.report};
        for (const engine::PublishedMarket& held : epoch.after.markets)
            outcome.published.push_back({held.ltv, engine::lt_now(held, epoch.report.at)});
        played.run.epochs.push_back(std::move(outcome));
        played.run.last = epoch.after;
        played.before_last = epoch.before;
        played.last = epoch.index;
    };
    const PlayedMarket& shown = played.market;
    const Status done =
        play_epochs(shown.source, policy, shown.state, shown.start, shown.until, see);
    if (!done) return fail_in(policy.name, done.error());
    return played;
}

/// What `policy`, with its own memory of the market, decides on what `held` has in force.
Result<engine::Report> decide_on(const engine::Policy& policy, const Played& memory,
                                 const engine::Current& held) {
    const EpochSource& source = memory.market.source;
    const auto lt_now = thresholds_at(held, source.at(memory.last));
    auto step = engine::step(policy, memory.before_last, source.observe(memory.last, lt_now), held);
    if (!step) return fail(step.error());
    return std::move(step->report);
}

/// "move (stale)"
std::vector<std::string> unusable_indicators(const engine::Snapshot& snapshot) {
    std::vector<std::string> names;
    for (const engine::IndicatorObservation& seen : snapshot.indicators) {
        const bool missing = seen.status == engine::IndicatorStatus::missing;
        if (!missing && seen.status != engine::IndicatorStatus::stale) continue;
        names.push_back(seen.name + (missing ? " (missing)" : " (stale)"));
    }
    return names;
}

AssetRow row_of(const engine::Policy& policy, std::size_t k, const engine::Current& held,
                const engine::Report& report, engine::Price price) {
    const engine::PublishedMarket& market = held.markets[k];
    AssetRow row{.asset = policy.assets[k].asset, .price = price, .ltv_now = market.ltv};
    row.lt_now = engine::lt_now(market, report.at);
    row.decision = report.markets[k];
    row.ltv = row.decision.ltv_desired;
    row.lt = row.decision.lt_desired;
    return row;
}

/// Thresholds as the book's assets; 0 for what the policy does not decide.
std::vector<engine::Bps> by_book(const stress::Book& book, const std::vector<AssetRow>& rows,
                                 engine::Bps AssetRow::*value) {
    std::vector<engine::Bps> values;
    for (const stress::BookAsset& asset : book.assets()) {
        values.emplace_back();
        for (const AssetRow& row : rows)
            if (row.asset == asset.name) values.back() = row.*value;
    }
    return values;
}

void count_impact(DryRun& run, const stress::Book& book) {
    const ThresholdChange change{book, by_book(book, run.assets, &AssetRow::lt_now),
                                 by_book(book, run.assets, &AssetRow::lt)};
    for (std::size_t i = 0; i < kImpactFalls.size(); ++i)
        run.together[i] = impact_of(change, std::nullopt, kImpactFalls[i]);
    for (AssetRow& row : run.assets) {
        for (std::size_t i = 0; i < kImpactFalls.size(); ++i)
            row.impact[i].fall = kImpactFalls[i];
        for (std::size_t a = 0; a < book.assets().size(); ++a) {
            if (book.assets()[a].name != row.asset) continue;
            for (std::size_t i = 0; i < kImpactFalls.size(); ++i)
                row.impact[i] = impact_of(change, a, kImpactFalls[i]);
            row.wall = wall_of(change, a);
            row.in_book = true;
        }
    }
}

Status add_frontier(const DryRunOptions& options, const DryRunInputs& inputs, DryRun& run) {
    if (options.frontier.empty()) return {};
    auto note = read_frontier(options.frontier, inputs.proposed,
                              inputs.current_known ? &inputs.current : nullptr);
    if (!note) return fail(note.error());
    run.frontier = std::move(*note);
    return {};
}

/// As the policy's assets.
struct AtTheMoment {
    std::vector<engine::Price> prices;
    std::vector<engine::Bps> lt_now;
};

/// Of the pool's borrowers, of a file's, or of invented ones.
Status add_impact(const DryRunOptions& options, const DryRunInputs& inputs, const OracleNow& oracle,
                  const AtTheMoment& moment, DryRun& run) {
    if (!options.aave.empty()) return add_aave_impact(options, oracle, run);
    auto book = read_noted_book(options, inputs, moment.prices, moment.lt_now);
    if (!book) return fail(book.error());
    count_impact(run, book->book);
    run.book = std::move(book->note);
    return {};
}

/// The node's address may hold a key, and any node gives the same.
void add_live_words(const DryRunOptions& options, const LiveState& live,
                    std::vector<std::string>& words) {
    words.insert(words.end(), {"--rpc", "URL", "--block", std::to_string(live.block)});
    if (options.from_block != 0)
        words.insert(words.end(), {"--from-block", std::to_string(options.from_block)});
}

std::string with_commas(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ",") + name;
    return text;
}

std::vector<std::string> words_of(const DryRunOptions& options, const OracleNow& oracle,
                                  const std::optional<HistoryNote>& history) {
    std::vector<std::string> words = {"ballast", "dry-run", "--policy", options.policy.string()};
    const auto add = [&words](const char* option, const std::string& value) {
        if (!value.empty()) words.insert(words.end(), {option, value});
    };
    add("--against", options.against.string());
    if (history) {
        // The digest says which folder; where it stands is everybody's own.
        words.insert(words.end(), {"--data", "DIR", "--data-sha256", to_hex(history->digest.hash),
                                   "--days", std::to_string(options.days)});
        add("--assets", with_commas(options.assets));
    } else {
        add("--event", options.event);
    }
    add("--policies", options.policies == "policies" ? "" : options.policies.string());
    add("--at", options.at);
    add("--book", options.book.string());
    add("--aave", options.aave);
    if (options.book.empty() && options.aave.empty()) {
        add("--book-size", std::to_string(options.book_size));
        add("--seed", std::to_string(options.seed));
    }
    add("--frontier", options.frontier.string());
    add("--oracle-document", options.oracle_document.string());
    add("--oracle", options.oracle);
    add("--safe", options.safe);
    if (oracle.live) add_live_words(options, *oracle.live, words);
    return words;
}

}  // namespace

Result<DryRun> compute_dry_run(const DryRunOptions& options) {
    const auto inputs = read_inputs(options);
    if (!inputs) return fail(inputs.error());
    const engine::Policy blind = without_macro(inputs->proposed);
    auto current = play_whole(*inputs, inputs->current);
    if (!current) return fail(current.error());
    auto proposed = play_whole(*inputs, inputs->proposed);
    if (!proposed) return fail(proposed.error());
    auto ablated = play_whole(*inputs, blind);
    if (!ablated) return fail(ablated.error());

    if (inputs->history)
        if (auto same = check_unchanged(inputs->data, inputs->history->digest); !same)
            return fail(same.error());

    const auto oracle = read_oracle_now(options, current->run.last);
    if (!oracle) return fail(oracle.error());
    // The bands that the vote removes must not hold what it recommends.
    const auto around = around_the_vote(current->run.last, *oracle, *inputs);
    if (!around) return fail(around.error());
    const AroundTheVote& held = *around;
    const auto report = decide_on(inputs->proposed, *proposed, held.after);
    if (!report) return fail(report.error());
    const auto own = decide_on(inputs->current, *current, held.before);
    if (!own) return fail(own.error());
    const auto blind_report = decide_on(blind, *ablated, held.after);
    if (!blind_report) return fail(blind_report.error());

    DryRun run{.scenario = inputs->event.scenario,
               .scenario_hash = inputs->event.hash,
               .history = inputs->history,
               .at = report->at,
               .live = oracle->live,
               .steps_from = oracle->live ? oracle->live->at : report->at,
               .code_hash = code_hash(),
               .command = words_of(options, *oracle, inputs->history)};
    std::vector<engine::Price> prices;
    std::vector<engine::Bps> lt_now;
    const engine::Snapshot& last = proposed->run.epochs.back().snapshot;
    if (run.history) run.history->unusable = unusable_indicators(last);
    for (std::size_t k = 0; k < inputs->proposed.assets.size(); ++k) {
        prices.push_back(last.markets[k].price);
        run.assets.push_back(row_of(inputs->proposed, k, held.before, *report, prices.back()));
        judge_row(run.assets.back(), held.before.markets[k].limits, inputs->proposed.assets[k].gap,
                  run.steps_from);
        lt_now.push_back(run.assets.back().lt_now);
        run.assets.back().ltv_own = own->markets[k].ltv_desired;
        run.assets.back().lt_own = own->markets[k].lt_desired;
        run.assets.back().macro = macro_part(k, report->markets[k], blind_report->markets[k],
                                             proposed->run, ablated->run);
    }
    if (auto done = add_frontier(options, *inputs, run); !done) return fail(done.error());
    if (auto done = add_impact(options, *inputs, *oracle, {prices, lt_now}, run); !done)
        return fail(done.error());
    for (const engine::Channel& channel : inputs->proposed.regime.channels)
        run.channels.push_back(channel.name);
    run.current = std::move(current->run);
    run.proposed = std::move(proposed->run);
    run.without_macro = std::move(ablated->run);
    if (auto done = add_proposal(*oracle, *inputs, run); !done) return fail(done.error());
    return run;
}

}  // namespace ballast::apps
