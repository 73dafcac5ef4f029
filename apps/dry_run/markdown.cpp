// SPDX-License-Identifier: MIT
#include "apps/dry_run/markdown.hpp"

#include "apps/dry_run/frontier_words.hpp"
#include "apps/dry_run/words.hpp"
#include "apps/report/text.hpp"

namespace ballast::apps {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Markup anywhere; a point or a colon only where it could make a link.
bool needs_backslash(std::string_view text, std::size_t i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : ' ';
    if (c == '.' || c == ':') return is_letter(next) || next == '/';
    if (c == '-' || c == '+' || c == '=') return i == 0;
    return std::string_view("\\`*_[]{}|~#@!$").find(c) != std::string_view::npos;
}

std::string table_row(const std::vector<std::string>& cells) {
    std::string line = "|";
    for (const std::string& cell : cells)
        line += " " + cell + " |";
    return line + "\n";
}

std::string table_head(const std::vector<std::string>& names, std::string_view numbers_from) {
    std::string rule = "|";
    bool numbers = false;
    for (const std::string& name : names) {
        numbers = numbers || name == numbers_from;
        rule += numbers ? " ---: |" : " --- |";
    }
    return table_row(names) + rule + "\n";
}

std::string escaped_list(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += "- " + escape_markdown(line) + "\n";
    return text + "\n";
}

std::string asset_name(const AssetRow& row) {
    return escape_markdown(short_name(row.asset));
}

std::string parameters_table(const DryRun& run) {
    std::string text = table_head({"Asset", "Chain", "Current LTV", "Rec LTV", "Current LT",
                                   "Rec LT", "Current policy itself: LTV / LT"},
                                  "Current LTV");
    for (const AssetRow& row : run.assets)
        text += table_row(
            {asset_name(row), std::to_string(run.proposal.chain_id), percent_text(row.ltv_now),
             percent_text(row.ltv), percent_text(row.lt_now), percent_text(row.lt),
             own_text(run, percent_text(row.ltv_own) + " / " + percent_text(row.lt_own))});
    return text + "\n";
}

std::vector<std::string> impact_cells(const std::array<ThresholdImpact, 3>& impacts) {
    std::vector<std::string> cells;
    for (const ThresholdImpact& impact : impacts) {
        cells.push_back(escape_markdown(usd_text(impact.debt)));
        cells.push_back(grouped(impact.accounts));
    }
    return cells;
}

std::string impact_table(const DryRun& run) {
    std::vector<std::string> names = {"Asset", "Current LT", "Rec LT"};
    for (const engine::Bps fall : kImpactFalls) {
        names.push_back("Value liquidated " + fall_text(fall));
        names.push_back("Accounts " + fall_text(fall));
    }
    std::string text = table_head(names, "Current LT");
    for (const AssetRow& row : run.assets) {
        std::vector<std::string> cells = {asset_name(row), percent_text(row.lt_now),
                                          percent_text(row.lt)};
        for (std::string& cell : impact_cells(row.impact))
            cells.push_back(row.in_book ? std::move(cell) : std::string(kNotInBook));
        text += table_row(cells);
    }
    std::vector<std::string> all = {"All together", "", ""};
    for (std::string& cell : impact_cells(run.together))
        all.push_back(std::move(cell));
    return text + table_row(all) + "\n";
}

std::string steps_text(const DryRun& run) {
    std::string text = table_head({"Asset", "Verdict"}, "");
    for (const AssetRow& row : run.assets)
        text += table_row({asset_name(row), escape_markdown(row.verdict_reason)});
    text += "\n" + table_head({"Asset", "Step", "Date", "LTV", "LT"}, "Step");
    for (const AssetRow& row : run.assets)
        for (std::size_t i = 0; i < row.plan.steps.size(); ++i)
            text += table_row(
                {asset_name(row), std::to_string(i + 1), format_date(row.plan.steps[i].at),
                 percent_text(row.plan.steps[i].ltv), percent_text(row.plan.steps[i].lt)});
    return text + "\n";
}

std::string attribution_cell(const engine::Target& target, engine::Bps recommended) {
    std::string text = percent_text(target.attribution.start);
    for (const AttributionPart& part : attribution_parts(target, recommended))
        text +=
            (part.value.count() < 0 ? " − " : " + ") + points_text(part.value) + " " + part.name;
    return text + " = " + percent_text(recommended);
}

std::string attribution_table(const DryRun& run) {
    std::string text = table_head({"Asset", "LTV", "LT"}, "");
    for (const AssetRow& row : run.assets)
        text += table_row({asset_name(row), attribution_cell(row.decision.ltv_target, row.ltv),
                           attribution_cell(row.decision.lt_target, row.lt)});
    return text + "\n";
}

std::string frontier_table(const FrontierCaseNote& a_case) {
    std::string text = table_head({kFrontierColumns.begin(), kFrontierColumns.end()}, "Mean LTV");
    for (const FrontierSpot& spot : a_case.spots) {
        if (spot.number == 0) continue;
        std::vector<std::string> cells;
        for (const std::string& value : frontier_cells(spot))
            cells.push_back(escape_markdown(value));
        text += table_row(cells);
    }
    return text + "\n";
}

std::string frontier_text(const FrontierNote& note) {
    std::string text = "## Frontier\n\n" + escaped_list(frontier_sentences(note));
    for (const FrontierCaseNote& a_case : note.cases)
        text += "### " + escape_markdown(short_name(a_case.title)) + "\n\n" +
                escaped_list(frontier_case_sentences(a_case)) + frontier_table(a_case);
    return text;
}

std::string footer_lines(const DryRun& run) {
    std::string text;
    for (const DigestLine& line : digests(run))
        text += "- " + line.name + ": `" + line.value + "`\n";
    return text + "\nMade again by:\n\n    " + visible_text(command_text(run)) + "\n";
}

}  // namespace

std::string escape_markdown(std::string_view text) {
    const std::string visible = visible_text(text);
    std::string out;
    for (std::size_t i = 0; i < visible.size(); ++i) {
        const char c = visible[i];
        if (c == '<' || c == '>' || c == '&')
            out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
        else
            out += (needs_backslash(visible, i) ? "\\" : "") + std::string(1, c);
    }
    return out;
}

std::string dry_run_markdown(const DryRun& run) {
    std::string text = "# " + escape_markdown(dry_run_title(run)) + "\n\n## Simple summary\n\n";
    for (const std::string& sentence : dry_run_summary(run))
        text += escape_markdown(sentence) + "\n\n";
    text += "## Specification\n\n" + parameters_table(run);
    text += "The vote itself, on the oracle " + run.proposal.oracle +
            (run.proposal.demonstration ? " (the demonstration's; give --oracle-document)" : "") +
            ":\n\n" + escaped_list(proposal_sentences(run));
    text += "## Who becomes liquidatable\n\n" + impact_table(run);
    if (const auto lines = simulation_sentences(run); !lines.empty()) text += escaped_list(lines);
    text += "## Steps\n\n" + steps_text(run);
    text += "## Why\n\n" + attribution_table(run);
    std::vector<std::string> macro;
    for (const AssetRow& row : run.assets)
        macro.push_back(macro_sentence(run, row));
    text += "## What macro contributed\n\n" + escaped_list(macro);
    if (run.frontier) text += frontier_text(*run.frontier);
    text += "## Assumptions\n\n" + escaped_list(assumptions(run));
    return text + "## Digests\n\n" + footer_lines(run);
}

}  // namespace ballast::apps
