// SPDX-License-Identifier: MIT
#include "apps/report/updates_table.hpp"

#include "apps/report/text.hpp"

namespace ballast::apps {
namespace {

using engine::Action;
using engine::Bps;
using engine::MarketDecision;

/// "73.00 % → 71.20 %", or the one value where it stays.
std::string move_text(Bps from, Bps to) {
    return from == to ? percent_text(to) : percent_text(from) + " → " + percent_text(to);
}

std::string reason_text(const MarketDecision& decision) {
    std::string out;
    if (decision.ltv != decision.expected_ltv)
        out = "LTV: " + std::string(engine::sentence(decision.ltv_target.binding));
    if (decision.lt != decision.expected_lt)
        out += (out.empty() ? "LT: " : "; LT: ") +
               std::string(engine::sentence(decision.lt_target.binding));
    return out.empty() ? "values confirmed" : out;
}

std::string induced_text(const MarketDecision& decision) {
    return decision.lt < decision.expected_lt ? usd_text(decision.induced_now) : "–";
}

std::string row(const EpochOutcome& epoch, const MarketDecision& decision) {
    return "<tr role=\"row\"><th class=\"n\" role=\"rowheader\" scope=\"row\">" +
           moment_text(epoch.report.at) + "</th>" + cell("Market", escape_html(decision.asset)) +
           whole_cell("Action", std::string(engine::name(decision.action))) +
           whole_cell("LTV", move_text(decision.expected_ltv, decision.ltv)) +
           whole_cell("LT", move_text(decision.expected_lt, decision.lt)) +
           whole_cell("S", score_text(epoch.report.regime.score)) +
           whole_cell("Liquidatable", induced_text(decision)) +
           cell("Reason", escape_html(reason_text(decision)) + "<br><span class=\"hash\">" +
                              to_hex(*epoch.transaction) + "</span>") +
           "</tr>\n";
}

struct Rows {
    std::string text;
    std::int64_t count = 0;
};

Rows rows_of(const Run& run, bool heartbeats) {
    Rows rows;
    for (const EpochOutcome& epoch : run.epochs) {
        if (!epoch.transaction) continue;
        for (const MarketDecision& decision : epoch.report.markets) {
            if (decision.action == Action::none) continue;
            if ((decision.action == Action::heartbeat) != heartbeats) continue;
            rows.text += row(epoch, decision);
            ++rows.count;
        }
    }
    return rows;
}

std::string table(const std::string& caption, const Rows& rows) {
    return "<table role=\"table\">\n<caption>" + caption + "</caption>\n" +
           head({"Time", "Market", "Action", "LTV", "LT", "S", "Liquidatable", "Reason"}) +
           "<tbody role=\"rowgroup\">\n" + rows.text + "</tbody>\n</table>\n";
}

}  // namespace

std::string cell(std::string_view column, const std::string& text) {
    return "<td role=\"cell\" data-label=\"" + escape_html(column) + "\"><span>" + text +
           "</span></td>";
}

std::string whole_cell(std::string_view column, const std::string& text) {
    return "<td class=\"n\" role=\"cell\" data-label=\"" + escape_html(column) + "\"><span>" +
           text + "</span></td>";
}

std::string head(const std::vector<std::string_view>& columns) {
    std::string out = "<thead role=\"rowgroup\"><tr role=\"row\">";
    for (const std::string_view column : columns)
        out += "<th role=\"columnheader\" scope=\"col\">" + escape_html(column) + "</th>";
    return out + "</tr></thead>\n";
}

std::string updates_table(const Run& run) {
    const Rows moves = rows_of(run, false);
    const Rows heartbeats = rows_of(run, true);
    std::string out =
        moves.count == 0
            ? "<p>No value was moved.</p>\n"
            : table(counted(moves.count, "move") +
                        " sent. S: regime score. Liquidatable: debt that the LT cut makes "
                        "liquidatable at that epoch's price, on the synthetic book. Reason: what "
                        "binds the new value, and the transaction that carried it.",
                    moves);
    if (heartbeats.count == 0) return out;
    return out + "<details><summary>" + counted(heartbeats.count, "heartbeat") +
           " that confirmed unchanged values</summary>\n" + table("Heartbeats sent.", heartbeats) +
           "</details>\n";
}

}  // namespace ballast::apps
