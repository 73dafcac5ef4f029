// SPDX-License-Identifier: MIT
#include "apps/report/suggestions_section.hpp"

#include <algorithm>

#include "apps/report/suggestions.hpp"
#include "apps/report/text.hpp"
#include "apps/report/updates_table.hpp"

namespace ballast::apps {
namespace {

using Markets = std::vector<SuggestionFinding>;
using AmountText = std::string (*)(std::int64_t);

std::string millions(std::int64_t amount) {
    return millions_text(engine::Usd::of(amount));
}

/// Sentences about one market; a list of reasons has commas of its own.
std::string semicolons(const std::vector<std::string>& sentences) {
    std::string text;
    for (const std::string& sentence : sentences)
        text += (text.empty() ? "" : "; ") + sentence;
    return text;
}

std::string row_begin(const SuggestionFinding& market) {
    return "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">" + escape_html(market.asset) +
           "</th>";
}

std::string table_begin(std::string_view caption, const std::vector<std::string_view>& columns) {
    return "<table class=\"caps\" role=\"table\">\n<caption>" + std::string(caption) +
           "</caption>\n" + head(columns) + "<tbody role=\"rowgroup\">\n";
}

// Caps.

/// An amount that is not broken across lines, on any screen.
std::string whole(const std::string& amount) {
    return "<span class=\"n\">" + amount + "</span>";
}

std::string amounts_cell(std::string_view column, const std::string& amounts) {
    return cell(column, "<span class=\"path\">" + amounts + "</span>");
}

/// "3 → 1 → 2": at the first epoch, at its lowest, at the last.
std::string path_cell(std::string_view column, const AmountPath& path, AmountText text) {
    return amounts_cell(column, whole(text(path.first)) + " → " + whole(text(path.lowest)) + " → " +
                                    whole(text(path.last)));
}

std::string binding_text(const CapFinding& caps) {
    const std::string lowest(engine::sentence(caps.at_lowest));
    if (caps.at_last == caps.at_lowest) return lowest;
    return semicolons(
        {"at the lowest, " + lowest, "at the end, " + std::string(engine::sentence(caps.at_last))});
}

std::string caps_row(const SuggestionFinding& market) {
    const CapFinding& caps = *market.caps;
    return row_begin(market) + amounts_cell("Debt", whole(millions_text(market.debt))) +
           path_cell("Debt cap", caps.debt_cap, millions) +
           path_cell("Largest position", caps.position_limit, millions) +
           path_cell("Supply cap", caps.supply_cap, grouped) +
           cell("Reason", escape_html(binding_text(caps))) + "</tr>\n";
}

/// "BTC: lowest at ...; at the end a rise is held: ..."
std::string holds_item(const SuggestionFinding& market) {
    const CapFinding& caps = *market.caps;
    std::string text = market.asset + ": the debt cap was first at its lowest at " +
                       moment_text(caps.lowest_at) + ".";
    std::vector<std::string> held;
    for (const engine::Reason reason : caps.holds)
        held.emplace_back(engine::sentence(reason));
    if (!held.empty()) text += " What held a rise at the end: " + semicolons(held) + ".";
    return "<li>" + escape_html(text) + "</li>\n";
}

std::string caps_table(const Markets& markets) {
    std::string rows;
    std::string items;
    for (const SuggestionFinding& market : markets) {
        if (!market.caps) continue;
        rows += caps_row(market);
        items += holds_item(market);
    }
    if (rows.empty()) return "";
    return table_begin(
               "Caps: at the first epoch, at their lowest, at the end. Debt is that of the "
               "synthetic book; the largest position is one borrower's debt; the supply cap is in "
               "whole tokens of the collateral.",
               {"Market", "Debt", "Debt cap", "Largest position", "Supply cap", "Reason"}) +
           rows + "</tbody>\n</table>\n<ul class=\"plain\">\n" + items + "</ul>\n";
}

// Cascade.

std::string alarm_text(const CascadeFinding& cascade) {
    std::vector<std::string> parts;
    if (cascade.red > 0) parts.push_back("red in " + grouped(cascade.red));
    if (cascade.amber > 0) parts.push_back("amber in " + grouped(cascade.amber));
    if (parts.empty()) return "none in " + counted(cascade.known, "epoch");
    return joined(parts) + " of " + counted(cascade.known, "epoch") + ", " +
           std::string(name(cascade.last)) + " at the end";
}

std::string cascade_row(const SuggestionFinding& market) {
    const CascadeFinding& cascade = *market.cascade;
    return row_begin(market) + cell("Alarm", alarm_text(cascade)) +
           whole_cell("Gain", percent_text(cascade.gain)) +
           whole_cell("Fall", percent_text(cascade.fall_start)) +
           whole_cell("It ends at", percent_text(cascade.fall)) +
           cell("First at", moment_text(cascade.worst_at)) + "</tr>\n";
}

std::string cascade_table(const Markets& markets) {
    std::string rows;
    for (const SuggestionFinding& market : markets)
        if (market.cascade) rows += cascade_row(market);
    if (rows.empty()) return "";
    return table_begin(
               "Cascade, on the synthetic book: the alarm, and the epoch with the highest gain. "
               "Fall: of the price while the largest position is sold. It ends at: with the sales "
               "of the liquidations that it causes; 95 % is where the model stops counting. Gain: "
               "how much of a further fall would come back as sales. Under a red alarm nothing "
               "loosens.",
               {"Market", "Alarm", "Gain", "Fall", "It ends at", "First at"}) +
           rows + "</tbody>\n</table>\n";
}

}  // namespace

std::string suggestions_section(const Run& run) {
    const Markets markets = find_suggestions(run);
    const std::string tables = caps_table(markets) + cascade_table(markets);
    if (tables.empty()) return "";
    return "<h2>Suggested caps, and the cascade</h2>\n<p>The contract carries none of these: caps "
           "are for the protocol's own process.</p>\n" +
           tables;
}

}  // namespace ballast::apps
