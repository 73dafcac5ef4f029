// SPDX-License-Identifier: MIT
#include "apps/dry_run/html_tables.hpp"

#include "apps/dry_run/frontier_words.hpp"
#include "apps/dry_run/words.hpp"
#include "apps/report/text.hpp"
#include "apps/report/updates_table.hpp"

namespace ballast::apps {
namespace {

std::string whole_table(const std::string& caption, const std::vector<std::string_view>& columns,
                        const std::string& rows) {
    return "<table role=\"table\">\n<caption>" + escape_html(caption) + "</caption>\n" +
           head(columns) + "<tbody role=\"rowgroup\">\n" + rows + "</tbody>\n</table>\n";
}

std::string row_of_cells(const std::string& name, const std::string& cells) {
    return "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">" + escape_html(name) + "</th>" +
           cells + "</tr>\n";
}

std::string change_text(engine::Bps from, engine::Bps to) {
    return from == to ? percent_text(to) + ", stays"
                      : percent_text(from) + " → " + percent_text(to);
}

std::string no_impact_html() {
    std::string cells;
    for (const engine::Bps fall : kImpactFalls)
        cells += cell(fall_text(fall), std::string(kNotInBook));
    return cells;
}

std::string impact_cells_html(const std::array<ThresholdImpact, 3>& impacts) {
    std::string cells;
    for (const ThresholdImpact& impact : impacts)
        cells += cell(fall_text(impact.fall), usd_text(impact.debt) + "<br>" +
                                                  counted(impact.accounts, "account") +
                                                  "<br><span class=\"anyway\">" +
                                                  usd_text(impact.debt_anyway) + " anyway</span>");
    return cells;
}

}  // namespace

std::string parameters_html(const DryRun& run) {
    std::string rows;
    for (const AssetRow& row : run.assets)
        rows += row_of_cells(
            short_name(row.asset),
            cell("Chain", std::to_string(run.proposal.chain_id)) +
                cell("LTV", change_text(row.ltv_now, row.ltv)) +
                cell("LT", change_text(row.lt_now, row.lt)) +
                cell("Unchanged policy", own_text(run, "LTV " + percent_text(row.ltv_own) +
                                                           ", LT " + percent_text(row.lt_own))) +
                cell("Way", "<strong>" + escape_html(row.verdict_reason) + "</strong>"));
    return whole_table(
        "Current and recommended values. Unchanged policy: what the current policy itself wants at "
        "this moment, so that the market's part is not taken for the proposal's.",
        {"Asset", "Chain", "LTV", "LT", "Unchanged policy", "Way"}, rows);
}

std::string impact_html(const DryRun& run) {
    std::string rows;
    for (const AssetRow& row : run.assets)
        rows += row_of_cells(short_name(row.asset),
                             cell("LT", change_text(row.lt_now, row.lt)) +
                                 (row.in_book ? impact_cells_html(row.impact) : no_impact_html()));
    rows += row_of_cells("All together", cell("LT", "all") + impact_cells_html(run.together));
    std::vector<std::string_view> columns = {"Asset", "LT", "at 0 %", "at −5 %", "at −10 %"};
    return whole_table(
        "Debt and accounts that the change of LT makes liquidatable, were it in force at once, "
        "with "
        "the price lower by 0, 5 and 10 %. Anyway: debt that is liquidatable there without it.",
        columns, rows);
}

std::string steps_html(const DryRun& run) {
    std::string rows;
    for (const AssetRow& row : run.assets)
        for (std::size_t i = 0; i < row.plan.steps.size(); ++i) {
            const engine::PlanStep& step = row.plan.steps[i];
            rows += row_of_cells(short_name(row.asset), cell("Step", std::to_string(i + 1)) +
                                                            cell("Date", date_text(step.at)) +
                                                            cell("LTV", percent_text(step.ltv)) +
                                                            cell("LT", percent_text(step.lt)));
        }
    if (rows.empty()) return "";
    // Open, so that it prints in every browser; the sheet opens a closed one where it can.
    return "<details open><summary>All steps by date</summary>\n" +
           whole_table("Each call sets both values.", {"Asset", "Step", "Date", "LTV", "LT"},
                       rows) +
           "</details>\n";
}

std::string frontier_html(const FrontierCaseNote& a_case) {
    std::string rows;
    for (const FrontierSpot& spot : a_case.spots) {
        if (spot.number == 0) continue;
        const auto values = frontier_cells(spot);
        std::string cells;
        for (std::size_t i = 1; i < values.size(); ++i)
            cells += cell(kFrontierColumns[i], escape_html(values[i]));
        rows += row_of_cells(values.front(), cells);
    }
    return whole_table(
        "The numbers of the chart. A ratio under 1: less bad debt than its static "
        "twin.",
        {kFrontierColumns.begin(), kFrontierColumns.end()}, rows);
}

}  // namespace ballast::apps
