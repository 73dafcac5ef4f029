// SPDX-License-Identifier: MIT
#include "apps/dry_run/html.hpp"

#include "apps/dry_run/frontier_chart.hpp"
#include "apps/dry_run/frontier_words.hpp"
#include "apps/dry_run/html_charts.hpp"
#include "apps/dry_run/html_tables.hpp"
#include "apps/report/style.hpp"
#include "apps/report/text.hpp"

namespace ballast::apps {
namespace {

/// Beside the sheet of report.html: bars, and what only this page has.
constexpr std::string_view kMoreStyle = R"css(
.f1{fill:var(--c1)}
.f2{fill:var(--c2)}
.outline{fill:none;stroke-width:2}
.swatch.tall{height:20px}
.chart .mark-word{fill:var(--ink);font-weight:600}
.chart .mark-word.left{text-anchor:end}
.f4{fill:var(--c4)}
.f6{fill:var(--c6)}
.chart .bar-label{fill:var(--ink);font-size:12px}
.chart .bar-value{text-anchor:end;font-size:12px}
.anyway{color:var(--soft);font-size:.93em}
td strong{font-weight:600}
tbody th{overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0 0 12px;padding:10px 12px;
border:1px solid var(--rule);font-size:13px;line-height:1.5}
pre code{font-size:13px}
.skip{position:absolute;left:-999px}
.skip:focus{left:8px;top:8px;padding:4px 8px;background:var(--page)}
summary:focus-visible,a:focus-visible{outline:2px solid var(--c1);outline-offset:2px}
@media (min-width:840px){
tbody th{max-width:14em}
}
@media print{
summary{display:none}
details::details-content{content-visibility:visible}
table{display:table}
caption{display:table-caption}
thead{display:table-header-group;position:static;width:auto;height:auto;clip-path:none}
tbody{display:table-row-group}
tr{display:table-row}
th,td{display:table-cell;padding:3px 8px 3px 0;border-bottom:1px solid var(--rule)}
td::before{content:none}
td:last-child{min-width:8em}
}
)css";

std::string sheet() {
    return std::string(style_sheet()) + std::string(kMoreStyle);
}

std::string html_paragraph(const std::string& text, std::string_view type = {}) {
    const std::string open = type.empty() ? "<p>" : "<p class=\"" + std::string(type) + "\">";
    return open + escape_html(text) + "</p>\n";
}

std::string html_heading(int level, const std::string& text) {
    const std::string tag = "h" + std::to_string(level);
    return "<" + tag + ">" + escape_html(text) + "</" + tag + ">\n";
}

std::string html_list(const std::vector<std::string>& items) {
    std::string out = "<ul class=\"plain\">\n";
    for (const std::string& item : items)
        out += "<li>" + escape_html(item) + "</li>\n";
    return out + "</ul>\n";
}

std::string document_head(const DryRun& run) {
    const std::string style = sheet();
    return "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
           "'" +
           style_source_of(style) +
           "'; base-uri 'none'; form-action 'none'\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta name=\"color-scheme\" content=\"light dark\">\n"
           "<meta name=\"referrer\" content=\"no-referrer\">\n<title>" +
           escape_html(dry_run_title(run)) + " · Ballast dry run</title>\n<style>" + style +
           "</style>\n</head>\n";
}

std::string document_header(const DryRun& run) {
    std::string out = "<header>\n";
    out += html_paragraph("Ballast, dry run of a policy, " + moment_text(run.at), "kind");
    out += html_heading(1, dry_run_title(run));
    for (const std::string& sentence : dry_run_summary(run))
        out += html_paragraph(sentence, "lead");
    if (run.book.invented)
        out += html_paragraph("The borrower book is invented. " + run.scenario.synthetic_notice,
                              "note");
    return out + "</header>\n";
}

/// A column an asset, two beside each other on a wide page.
std::string columns(const DryRun& run, std::string (*figures)(const DryRun&, std::size_t)) {
    std::string out;
    for (std::size_t k = 0; k < run.assets.size(); ++k) {
        const std::string inner = figures(run, k);
        if (!inner.empty())
            out += "<div>" + html_heading(3, short_name(run.assets[k].asset)) + inner + "</div>\n";
    }
    return out.empty() ? "" : "<div class=\"pair\">\n" + out + "</div>\n";
}

std::string simulation_part_of_page(const DryRun& run) {
    const auto sentences = simulation_sentences(run);
    return sentences.empty() ? "" : html_list(sentences);
}

std::string macro_part_of_page(const DryRun& run) {
    std::vector<std::string> sentences;
    for (const AssetRow& row : run.assets)
        sentences.push_back(macro_sentence(run, row));
    return html_heading(2, "What macro contributed") + html_list(sentences) +
           (run.channels.empty() ? "" : regime_figure(run));
}

std::string frontier_case_of_page(const FrontierCaseNote& a_case, std::size_t k) {
    return html_heading(3, short_name(a_case.title)) + html_list(frontier_case_sentences(a_case)) +
           chart_figure(frontier_chart(a_case, k)) + frontier_html(a_case);
}

std::string frontier_part_of_page(const DryRun& run) {
    if (!run.frontier) return "";
    std::string out = html_heading(2, "Frontier") + html_list(frontier_sentences(*run.frontier));
    for (std::size_t k = 0; k < run.frontier->cases.size(); ++k)
        out += frontier_case_of_page(run.frontier->cases[k], k);
    return out;
}

std::string vote_part_of_page(const DryRun& run) {
    std::string out = html_heading(2, "The vote itself") + html_list(proposal_sentences(run));
    if (run.proposal.calls.empty()) return out;
    return out +
           html_paragraph("Calls to the oracle " + run.proposal.oracle + " on chain " +
                          std::to_string(run.proposal.chain_id) + ", signed by the Safe " +
                          run.proposal.safe + ": safe.json, for Safe's Transaction Builder." +
                          (run.proposal.demonstration
                               ? " This oracle is the demonstration's: give --oracle-document and "
                                 "--oracle for your own."
                               : ""));
}

std::string digest_facts(const std::vector<DigestLine>& lines) {
    std::string out;
    for (const DigestLine& line : lines)
        out += "<dt>" + escape_html(line.name) + "</dt><dd class=\"hash\">" +
               escape_html(line.value) + "</dd>\n";
    return out;
}

std::string document_footer(const DryRun& run, const std::vector<DigestLine>& other_files) {
    return "<footer>\n" + html_heading(2, "Make it again") +
           html_paragraph(
               "The same inputs give the same bytes of every file, whatever machine and "
               "compiler. The command:") +
           "<pre><code>" + escape_html(command_text(run)) +
           "</code></pre>\n<dl class=\"facts\">\n" + digest_facts(digests(run)) +
           digest_facts(other_files) + "</dl>\n</footer>\n";
}

}  // namespace

std::string dry_run_html(const DryRun& run, const std::vector<DigestLine>& other_files) {
    std::string out = document_head(run) +
                      "<body>\n<a class=\"skip\" href=\"#values\">To the values</a>\n<main>\n" +
                      document_header(run);
    out += "<div id=\"values\">\n" + parameters_html(run) + "</div>\n";
    out += html_heading(2, "Who becomes liquidatable") + columns(run, impact_figures) +
           impact_html(run) + simulation_part_of_page(run);
    out += html_heading(
               2, "Price, LTV and LT over the " + std::string(run.history ? "history" : "event")) +
           columns(run, path_figures);
    out += macro_part_of_page(run);
    out += html_heading(2, "Why these values") + columns(run, attribution_figures);
    out += html_heading(2, "Steps") + columns(run, steps_figure) + steps_html(run);
    out += frontier_part_of_page(run);
    out += vote_part_of_page(run);
    out += html_heading(2, "Assumptions") + html_list(assumptions(run));
    return out + "</main>\n" + document_footer(run, other_files) + "</body>\n</html>\n";
}

}  // namespace ballast::apps
