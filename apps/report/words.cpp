// SPDX-License-Identifier: MIT
#include "apps/report/words.hpp"

#include <algorithm>
#include <array>

#include "apps/report/findings.hpp"
#include "apps/report/text.hpp"

namespace ballast::apps {
namespace {

using engine::Bps;

/// The policy that answers "what did the macro channels do": the same one without them.
constexpr std::string_view kWithoutMacro = "macro_blind";

bool is_without_macro(const ShadowFinding& shadow) {
    return shadow.policy == kWithoutMacro;
}

std::string fall_name(const Run& run, std::size_t fall) {
    const std::string at = moment_text(run.scenario.falls[fall].at);
    if (run.scenario.falls.size() == 1) return "the fall (" + at + ")";
    return "fall " + std::to_string(fall + 1) + " (" + at + ")";
}

// Headline.

std::string move_words(std::string_view what, Bps start, const Path& path) {
    const std::string name = " its " + std::string(what) + " ";
    if (path.lowest < start)
        return "cut" + name + "from " + percent_text(start) + " to " + percent_text(path.lowest);
    if (path.last > start)
        return "raised" + name + "from " + percent_text(start) + " to " + percent_text(path.last);
    return "left" + name + "at " + percent_text(start);
}

std::string market_headline(const MarketFinding& market) {
    const Drawdown& fall = market.drawdown;
    return market.asset + " fell " + percent_text(fall.depth) + ", from " + price_text(fall.peak) +
           " (" + moment_text(fall.peak_at) + ") to " + price_text(fall.trough) + " (" +
           moment_text(fall.trough_at) + "). Ballast " +
           move_words("LTV", market.ltv_start, market.ltv) + " and " +
           move_words("LT", market.lt_start, market.lt) + ".";
}

std::string counts_headline(const Run& run) {
    const RunCounts& counts = run.counts;
    return "In " + counted(counts.epochs, "epoch") + " it sent " +
           counted(counts.updates_sent, "update") + ": " + grouped(counts.updates_applied) +
           " applied, " + grouped(counts.updates_pending) + " pending, " +
           grouped(counts.updates_skipped) + " refused by the contract. " +
           grouped(counts.replay_identical) + " of " + counted(counts.replay_epochs, "epoch") +
           " came out byte for byte the same on replay.";
}

// Channels.

std::string before_words(const Lead& lead, UnixSeconds at) {
    return hours_text(lead.fall - at) + " before";
}

std::string lead_words(const Run& run, const Lead& lead, std::size_t fall) {
    const std::string name = fall_name(run, fall);
    if (!lead.first_on) return "It did not fire before " + name + ".";
    const std::string first = "It first fired " + before_words(lead, *lead.first_on) + " " + name;
    if (!lead.on_since)
        return first + ", but was off when it came, last on " + before_words(lead, *lead.last_on) +
               ".";
    if (lead.on_since == lead.first_on) return first + " and was on from then until it came.";
    return first + "; when it came it was on, since " + hours_text(lead.fall - *lead.on_since) +
           ".";
}

std::string highest_rank_words(const ChannelFinding& channel) {
    if (channel.highest_rank.count() == 0) return " No change of it had a rank above 0.";
    return " Highest rank: " + rank_text(channel.highest_rank) + ", of its " +
           (channel.highest_is_five_day ? "five-day" : "one-day") + " change, at " +
           moment_text(channel.highest_rank_at) + ".";
}

std::string channel_words(const Run& run, const ChannelFinding& channel) {
    const std::string name = channel_label(channel.name);
    if (!channel.ever_read) return name + " had no print in this run and says nothing.";
    if (!channel.first_on) return name + " did not fire." + highest_rank_words(channel);
    std::string text = name + " first fired at " + moment_text(*channel.first_on) +
                       " and was on in " + grouped(channel.epochs_on) + " of " +
                       counted(static_cast<std::int64_t>(run.epochs.size()), "epoch") + ".";
    if (channel.on_from_start)
        text += " It was on at the first epoch already: its lead is at least what is said here.";
    for (std::size_t i = 0; i < channel.leads.size(); ++i)
        text += " " + lead_words(run, channel.leads[i], i);
    return text + highest_rank_words(channel);
}

// Falls.

/// Those that were on when it came, those that had fired but were off by then, and the silent ones:
/// an alarm that is over by the fall is not called a lead.
std::string leads_words(const std::vector<ChannelFinding>& channels, std::size_t fall) {
    std::vector<std::string> on;
    std::vector<std::string> off;
    std::vector<std::string> silent;
    for (const ChannelFinding& channel : channels) {
        const Lead& lead = channel.leads[fall];
        const std::string name = channel_label(channel.name);
        if (lead.on_since)
            on.push_back(name + " (for " + hours_text(lead.fall - *lead.on_since) + ")");
        else if (lead.last_on)
            off.push_back(name + " (last on " + before_words(lead, *lead.last_on) + ")");
        else
            silent.push_back(name);
    }
    if (channels.empty()) return "This policy has no macro channel.";
    if (on.empty() && off.empty())
        return "No macro channel fired before it: there was no macro lead.";
    std::string text = on.empty() ? "No macro channel was on when it came: there was no macro lead."
                                  : "On when it came: " + joined(on) + ".";
    if (!off.empty()) text += " Fired earlier, but off by then: " + joined(off) + ".";
    return silent.empty() ? text : text + " Had not fired: " + joined(silent) + ".";
}

/// The LTV that the macro channels had taken by then, against the same policy without them.
std::string macro_effect_words(const std::vector<ShadowFinding>& shadows, std::size_t fall) {
    std::vector<std::string> parts;
    bool compared = false;
    for (const ShadowFinding& shadow : shadows) {
        if (!is_without_macro(shadow)) continue;
        compared = true;
        const Bps gap = shadow.ltv.at_fall[fall];
        if (gap.count() != 0)
            parts.push_back(shadow.asset + " " + points_text(gap) +
                            (gap.count() > 0 ? " lower" : " higher"));
    }
    if (!compared) return "";
    if (parts.empty()) return " By then they had changed no LTV.";
    return " What they had done to LTV by then: " + joined(parts) + ".";
}

// Markets.

struct CauseWords {
    Cause cause;
    std::string_view name;
};
constexpr std::array kCauses = {
    CauseWords{Cause::volatility, "own volatility"}, CauseWords{Cause::macro, "macro"},
    CauseWords{Cause::liquidation_threshold, "the LT that it hangs from"},
    CauseWords{Cause::first_decision, "the first decision"},
    CauseWords{Cause::other, "governed bounds"}};

std::string causes_words(const std::vector<LtvCut>& cuts) {
    std::vector<std::string> parts;
    for (const CauseWords& words : kCauses) {
        std::int64_t count = 0;
        Bps size;
        for (const LtvCut& cut : cuts)
            if (cut.cause == words.cause) ++count, size = size + (cut.from - cut.to);
        if (count > 0)
            parts.push_back(std::string(words.name) + " led " + grouped(count) + " (" +
                            points_text(size) + ")");
    }
    return "Of " + counted(static_cast<std::int64_t>(cuts.size()), "cut") + ", " + joined(parts) +
           ".";
}

std::string first_volatility_cut_words(const std::vector<LtvCut>& cuts) {
    const auto first = std::find_if(
        cuts.begin(), cuts.end(), [](const LtvCut& cut) { return cut.cause == Cause::volatility; });
    if (first == cuts.end()) return "own volatility led no cut of its LTV.";
    return "own volatility first moved its LTV at " + moment_text(first->at) + ", from " +
           percent_text(first->from) + " to " + percent_text(first->to) + ".";
}

/// How much of the cut at the lowest LTV the macro channels account for.
std::string share_words(const MarketFinding& market, const std::vector<ShadowFinding>& shadows) {
    const auto blind = std::find_if(shadows.begin(), shadows.end(), [&](const auto& shadow) {
        return is_without_macro(shadow) && shadow.asset == market.asset;
    });
    if (blind == shadows.end()) return "";
    const Bps cut = market.ltv_start - market.ltv.lowest;
    const Bps macro = blind->ltv.at_lowest;
    const std::string at = " At its lowest, " + percent_text(market.ltv.lowest) + " at " +
                           moment_text(market.ltv.lowest_at) + ", ";
    if (macro.count() <= 0)
        return at +
               "it would have been no higher without the macro channels: they did none of the "
               "work.";
    return at + "the macro channels account for " + points_text(std::min(macro, cut)) + " of the " +
           points_text(cut) + " it had come down.";
}

std::string market_words(const MarketFinding& market, const std::vector<ShadowFinding>& shadows) {
    if (market.ltv_cuts.empty()) return market.asset + ": its LTV was never cut.";
    return market.asset + ": " + first_volatility_cut_words(market.ltv_cuts) + " " +
           causes_words(market.ltv_cuts) + share_words(market, shadows);
}

// Other policies.

std::string difference_words(std::string_view what, const Difference& difference,
                             std::int64_t epochs) {
    if (difference.epochs == 0) return std::string(what) + " shows no difference";
    return std::string(what) + " up to " + points_text(difference.largest) +
           (difference.largest.count() > 0 ? " higher" : " lower") + " (at " +
           moment_text(difference.largest_at) + "), different in " + grouped(difference.epochs) +
           " of " + counted(epochs, "epoch");
}

std::string shadow_words(const ShadowFinding& shadow, std::int64_t epochs) {
    return shadow.policy + " on " + shadow.asset + ": " +
           difference_words("LTV", shadow.ltv, epochs) + "; " +
           difference_words("LT", shadow.lt, epochs) + ".";
}

std::vector<FallWords> fall_words(const Run& run, const std::vector<ChannelFinding>& channels,
                                  const std::vector<ShadowFinding>& shadows) {
    std::vector<FallWords> falls;
    const bool alone = run.scenario.falls.size() == 1;
    for (std::size_t i = 0; i < run.scenario.falls.size(); ++i) {
        const auto& fall = run.scenario.falls[i];
        falls.push_back(
            {(alone ? "The fall, " : "Fall " + std::to_string(i + 1) + ", ") + moment_text(fall.at),
             fall.sentence, leads_words(channels, i) + macro_effect_words(shadows, i)});
    }
    return falls;
}

}  // namespace

std::string channel_label(std::string_view name) {
    constexpr std::array<std::array<std::string_view, 2>, 6> kNames = {{{"usdjpy", "USD/JPY"},
                                                                        {"move", "MOVE"},
                                                                        {"vix", "VIX"},
                                                                        {"jgb10", "JGB 10Y"},
                                                                        {"jgb40", "JGB 40Y"},
                                                                        {"dvol", "DVOL"}}};
    std::string out;
    while (!name.empty()) {
        const std::size_t end = std::min(name.find('_'), name.size());
        const std::string_view word = name.substr(0, end);
        const auto known = std::find_if(kNames.begin(), kNames.end(),
                                        [&](const auto& pair) { return pair[0] == word; });
        out += known == kNames.end() ? word : (*known)[1];
        name.remove_prefix(std::min(end + 1, name.size()));
        if (!name.empty()) out += ' ';
    }
    return out;
}

Words words(const Run& run) {
    const auto channels = find_channels(run);
    const auto markets = find_markets(run);
    const auto shadows = find_shadows(run);
    const auto epochs = static_cast<std::int64_t>(run.epochs.size());
    Words out;
    if (run.epochs.empty()) {
        out.headline.emplace_back("This run has no epoch.");
        return out;
    }
    out.falls = fall_words(run, channels, shadows);
    for (const auto& market : markets) {
        out.headline.push_back(market_headline(market));
        out.markets.push_back(market_words(market, shadows));
    }
    out.headline.push_back(counts_headline(run));
    for (const auto& channel : channels)
        out.channels.push_back(channel_words(run, channel));
    for (const auto& shadow : shadows)
        out.shadows.push_back(shadow_words(shadow, epochs));
    return out;
}

}  // namespace ballast::apps
