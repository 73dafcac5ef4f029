// SPDX-License-Identifier: MIT
#include "apps/report/html.hpp"

#include "apps/report/charts.hpp"
#include "apps/report/findings.hpp"
#include "apps/report/style.hpp"
#include "apps/report/text.hpp"
#include "apps/report/updates_table.hpp"
#include "apps/report/words.hpp"

namespace ballast::apps {
namespace {

constexpr int kWide = 520;
constexpr int kNarrow = 358;  // a phone of 390 px, less its margins

std::string paragraph(const std::string& text, std::string_view type = {}) {
    const std::string open = type.empty() ? "<p>" : "<p class=\"" + std::string(type) + "\">";
    return open + escape_html(text) + "</p>\n";
}

std::string heading(int level, const std::string& text) {
    const std::string tag = "h" + std::to_string(level);
    return "<" + tag + ">" + escape_html(text) + "</" + tag + ">\n";
}

std::string list(const std::vector<std::string>& items) {
    std::string out = "<ul class=\"plain\">\n";
    for (const std::string& item : items)
        out += "<li>" + escape_html(item) + "</li>\n";
    return items.empty() ? "" : out + "</ul>\n";
}

/// Both widths are in the page; the style sheet shows the one that is readable.
std::string both_widths(const Chart& chart) {
    return "<div class=\"wide\">" + svg(chart, kWide) + "</div><div class=\"narrow\">" +
           svg(chart, kNarrow) + "</div>";
}

std::string figure(const Chart& chart) {
    return "<figure><figcaption>" + escape_html(chart.title) +
           (chart.series.size() > 1 ? legend(chart) : "") + "</figcaption>\n" + both_widths(chart) +
           "</figure>\n";
}

std::string page_head(const Run& run) {
    return "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
           "'" +
           style_source() +
           "'; base-uri 'none'; form-action 'none'\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta name=\"color-scheme\" content=\"light dark\">\n"
           "<meta name=\"referrer\" content=\"no-referrer\">\n<title>" +
           escape_html(run.scenario.title) + " · Ballast</title>\n<style>" +
           std::string(style_sheet()) + "</style>\n</head>\n";
}

std::string page_header(const Run& run, const Words& said) {
    std::string out = "<header>\n";
    std::string span;
    if (!run.epochs.empty())
        span = ", " + moment_text(run.epochs.front().report.at) + " to " +
               moment_text(run.epochs.back().report.at);
    out += paragraph("Ballast, policy " + run.policy.name + span, "kind");
    out += heading(1, run.scenario.title);
    for (const std::string& sentence : said.headline)
        out += paragraph(sentence, "lead");
    return out + "</header>\n";
}

std::string path_text(const Path& path) {
    return percent_text(path.first) + " → " + percent_text(path.lowest) + " → " +
           percent_text(path.last);
}

/// How much lower the macro channels ever held LTV, or a dash where nothing says.
std::string macro_text(const std::vector<ShadowFinding>& shadows, const std::string& asset) {
    for (const ShadowFinding& shadow : shadows)
        if (shadow.policy == "macro_blind" && shadow.asset == asset)
            return shadow.ltv.epochs == 0
                       ? "none"
                       : "up to " + points_text(shadow.ltv.largest) +
                             (shadow.ltv.largest.count() > 0 ? " lower" : " higher");
    return "–";
}

std::string overview(const Run& run) {
    const auto shadows = find_shadows(run);
    std::string out =
        "<table role=\"table\">\n<caption>LTV and LT in force: at first, at their lowest, at the "
        "end. Macro: what the channels did to LTV beside macro_blind.</caption>\n" +
        head({"Market", "Deepest fall", "LTV", "LT", "Macro"}) + "<tbody role=\"rowgroup\">\n";
    for (const MarketFinding& market : find_markets(run))
        out += "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">" +
               escape_html(market.asset) + "</th>" +
               cell("Deepest fall", percent_text(market.drawdown.depth)) +
               cell("LTV", path_text(market.ltv)) + cell("LT", path_text(market.lt)) +
               cell("Macro", macro_text(shadows, market.asset)) + "</tr>\n";
    return out + "</tbody>\n</table>\n";
}

std::string falls_section(const Words& said) {
    std::string out;
    for (const FallWords& fall : said.falls)
        out += heading(3, fall.title) + paragraph(fall.event) + paragraph(fall.verdict);
    return out.empty() ? "" : heading(2, "What led each fall, and what did not") + out;
}

/// A chart with its words beside it.
std::string strip(const Chart& chart, const std::string& title, const std::string& text) {
    return "<div class=\"pair strip\"><figure>" + both_widths(chart) + "</figure>\n<div>" +
           heading(3, title) + paragraph(text) + "</div></div>\n";
}

std::string regime_words(const Run& run) {
    std::int64_t elevated = 0;
    for (const EpochOutcome& epoch : run.epochs)
        if (epoch.report.regime.score >= kFires) ++elevated;
    return "S joins the channels, and each business day takes a part of it. It was at .5 or above "
           "in " +
           grouped(elevated) + " of " +
           counted(static_cast<std::int64_t>(run.epochs.size()), "epoch") + ".";
}

std::string macro_section(const Run& run, const Words& said, bool charts) {
    std::string out = heading(2, "The macro channels");
    out += paragraph(
        "A channel fires when its score reaches .5 (dotted). The score is how far the rank of its "
        "1-day or 5-day change lies above the policy's alarm threshold; the ranks refer to the "
        "policy's own reference quantiles, the same for every event.");
    if (!charts) return out + list(said.channels);
    out += strip(regime_chart(run), "Regime score S", regime_words(run));
    for (std::size_t i = 0; i < said.channels.size(); ++i)
        out += strip(channel_chart(run, i), channel_label(run.policy.regime.channels[i].name),
                     said.channels[i]);
    return out;
}

std::string market_column(const Run& run, std::size_t index) {
    return "<div>" + heading(3, run.policy.assets[index].asset) + figure(price_chart(run, index)) +
           figure(ltv_chart(run, index)) + figure(lt_chart(run, index)) + "</div>\n";
}

std::string markets_section(const Run& run, const Words& said, bool charts) {
    std::string out = heading(2, "Price, LTV and LT") + list(said.markets);
    out +=
        "<p class=\"note\">Liquidity and the borrowers' book are synthetic in this run, and so "
        "is every dollar figure derived from them. Prices and indicators are recorded.</p>\n";
    if (!charts) return out;
    out += "<div class=\"pair\">\n";
    for (std::size_t i = 0; i < run.policy.assets.size(); ++i)
        out += market_column(run, i);
    return out + "</div>\n";
}

std::string shadows_section(const Words& said) {
    if (said.shadows.empty()) return "";
    return heading(2, "Beside other policies") +
           paragraph(
               "The same snapshots, from the same start, under other policies: how far their "
               "values lay from those in force.") +
           list(said.shadows);
}

/// A link only for what is plainly a web address; anything else stays text.
std::string source_item(const std::string& source) {
    const std::string text = escape_html(source);
    if (source.rfind("https://", 0) != 0 || source.find_first_of(" \t\n\"<>") != std::string::npos)
        return text;
    return "<a rel=\"noreferrer noopener\" href=\"" + text + "\">" + text + "</a>";
}

std::string sources_section(const Run& run) {
    if (run.scenario.sources.empty()) return "";
    std::string out = heading(2, "Sources") + "<ul class=\"plain\">\n";
    for (const auto& source : run.scenario.sources)
        out += "<li>" + source_item(source) + "</li>\n";
    return out + "</ul>\n";
}

std::string fact(std::string_view name, const std::string& value) {
    return "<dt>" + std::string(name) + "</dt><dd class=\"hash\">" + escape_html(value) + "</dd>\n";
}

std::string page_footer(const Run& run) {
    return "<footer>\n" + heading(2, "Check it yourself") +
           "<p>Every number above follows from the journal. This command recomputes it, and exits "
           "with 2 at the first difference: <code>ballast replay --journal journal.db</code></p>\n"
           "<dl class=\"facts\">\n" +
           fact("Policy hash", to_hex(run.policy_hash)) + fact("Code hash", to_hex(run.code_hash)) +
           fact("Oracle", run.oracle) + fact("Chain id", std::to_string(run.chain_id)) +
           fact("Journal head", run.journal_head) + "</dl>\n</footer>\n";
}

}  // namespace

std::string html(const Run& run) {
    const Words said = words(run);
    const bool charts = run.epochs.size() >= 2;
    return page_head(run) + "<body>\n<main>\n" + page_header(run, said) + overview(run) +
           falls_section(said) + macro_section(run, said, charts) +
           markets_section(run, said, charts) + shadows_section(said) + heading(2, "Updates sent") +
           updates_table(run) + sources_section(run) + "</main>\n" + page_footer(run) +
           "</body>\n</html>\n";
}

}  // namespace ballast::apps
