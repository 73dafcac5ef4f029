// SPDX-License-Identifier: MIT
#include "apps/report/html.hpp"

#include <algorithm>

#include "apps/report/charts.hpp"
#include "apps/report/findings.hpp"
#include "apps/report/provenance.hpp"
#include "apps/report/style.hpp"
#include "apps/report/suggestions_section.hpp"
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

std::string page_title(const Run& run) {
    return run.scenario.title + ", " + run.scenario.event;
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
           escape_html(page_title(run)) + " · Ballast</title>\n<style>" +
           std::string(style_sheet()) + "</style>\n</head>\n";
}

std::string page_header(const Run& run, const Words& said) {
    std::string out = "<header>\n";
    std::string span;
    if (!run.epochs.empty())
        span = ", " + moment_text(run.epochs.front().report.at) + " to " +
               moment_text(run.epochs.back().report.at);
    out += paragraph("Ballast, policy " + run.policy.name + span, "kind");
    out += heading(1, page_title(run));
    for (const std::string& sentence : said.headline)
        out += paragraph(sentence, "lead");
    return out + "</header>\n";
}

std::string path_text(engine::Bps start, const Path& path) {
    return percent_text(start) + " → " + percent_text(path.lowest) + " → " +
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

/// The recorded low of the whole event, or a dash.
std::string lowest_trade_text(const policies::Scenario& scenario, const std::string& asset) {
    engine::Price lowest;
    for (const policies::ScenarioDay& day : scenario.days)
        for (std::size_t i = 0; i < std::min(day.markets.size(), scenario.markets.size()); ++i) {
            const engine::Price low = day.markets[i].low;
            if (scenario.markets[i].asset != asset || low.count() == 0) continue;
            if (lowest.count() == 0 || low < lowest) lowest = low;
        }
    return lowest.count() == 0 ? "–" : price_text(lowest);
}

std::string overview(const Run& run) {
    const auto shadows = find_shadows(run);
    std::string out =
        "<table role=\"table\">\n<caption>LTV and LT in force: on chain at the start, at their "
        "lowest, at the "
        "end. Macro: what the channels did to LTV beside macro_blind. The deepest fall is between "
        "the epochs' prices; the lowest trade is the recorded one.</caption>\n" +
        head({"Market", "Deepest fall", "Lowest trade", "LTV", "LT", "Macro"}) +
        "<tbody role=\"rowgroup\">\n";
    for (const MarketFinding& market : find_markets(run))
        out += "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">" +
               escape_html(market.asset) + "</th>" +
               cell("Deepest fall", percent_text(market.drawdown.depth)) +
               cell("Lowest trade", lowest_trade_text(run.scenario, market.asset)) +
               cell("LTV", path_text(market.ltv_start, market.ltv)) +
               cell("LT", path_text(market.lt_start, market.lt)) +
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
        "one-day or five-day change lies above the policy's alarm threshold; the ranks refer to "
        "the "
        "policy's own reference quantiles, the same for every event.");
    if (!charts) return out + list(said.channels);
    out += strip(regime_chart(run), "Regime score S", regime_words(run));
    for (std::size_t i = 0; i < said.channels.size(); ++i)
        out += strip(channel_chart(run, i), channel_label(run.policy.regime.channels[i].name),
                     said.channels[i]);
    return out;
}

std::string origin_words(const policies::Scenario& scenario) {
    if (!scenario.invention) return "Prices and indicators are recorded.";
    return "Prices and indicators are invented, after " + scenario.invention->after +
           ". Expected: " + scenario.invention->expected + ".";
}

std::string market_column(const Run& run, std::size_t index) {
    return "<div>" + heading(3, run.policy.assets[index].asset) + figure(price_chart(run, index)) +
           figure(ltv_chart(run, index)) + figure(lt_chart(run, index)) + "</div>\n";
}

std::string markets_section(const Run& run, const Words& said, bool charts) {
    std::string out = heading(2, "Price, LTV and LT") + list(said.markets);
    out += paragraph(run.scenario.synthetic_notice +
                         " The LT targets and every dollar figure here depend on them. " +
                         origin_words(run.scenario),
                     "note");
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

}  // namespace

std::string html(const Run& run) {
    const Words said = words(run);
    const bool charts = run.epochs.size() >= 2;
    return page_head(run) + "<body>\n<main>\n" + page_header(run, said) + overview(run) +
           suggestions_section(run) + falls_section(said) + macro_section(run, said, charts) +
           markets_section(run, said, charts) + shadows_section(said) + heading(2, "Updates sent") +
           updates_table(run) + sources_section(run) + "</main>\n" + page_footer(run) +
           "</body>\n</html>\n";
}

}  // namespace ballast::apps
