// SPDX-License-Identifier: MIT
#include "apps/report/provenance.hpp"

#include <string_view>

#include "apps/report/text.hpp"
#include "apps/report/words.hpp"

namespace ballast::apps {
namespace {

/// A link only for what is plainly a web address; anything else stays text.
std::string linked(const std::string& source) {
    const std::string text = escape_html(source);
    if (source.rfind("https://", 0) != 0 || source.find_first_of(" \t\n\"<>") != std::string::npos)
        return text;
    return "<a rel=\"noreferrer noopener\" href=\"" + text + "\">" + text + "</a>";
}

std::string item(const std::string& name, const std::string& source) {
    return "<dt>" + escape_html(name) + "</dt><dd>" + linked(source) + "</dd>\n";
}

std::string figures(const policies::Scenario& scenario) {
    if (scenario.figures.empty()) return "";
    std::string out = "<h3>Published figures of the event</h3>\n<dl class=\"facts\">\n";
    for (const auto& figure : scenario.figures)
        out += item(date_text(figure.date), figure.text);
    return out + "</dl>\n";
}

std::string fact(std::string_view name, const std::string& value) {
    return "<dt>" + std::string(name) + "</dt><dd class=\"hash\">" + escape_html(value) + "</dd>\n";
}

}  // namespace

std::string sources_section(const Run& run) {
    const policies::Scenario& scenario = run.scenario;
    std::string out = "<h2>Sources</h2>\n<dl class=\"facts\">\n";
    for (const auto& market : scenario.markets)
        out += item(market.asset, market.source);
    for (const auto& indicator : scenario.indicators)
        out += item(channel_label(indicator.name), indicator.source);
    out += item("Liquidity and book", scenario.synthetic_notice);
    return out + "</dl>\n" + figures(scenario);
}

std::string page_footer(const Run& run) {
    return "<footer>\n<h2>Check it yourself</h2>\n"
           "<p>Every number above follows from the journal. This command recomputes it, and exits "
           "with 2 at the first difference: <code>ballast replay --journal journal.db</code></p>\n"
           "<dl class=\"facts\">\n" +
           fact("Policy hash", to_hex(run.policy_hash)) + fact("Code hash", to_hex(run.code_hash)) +
           fact("Oracle", run.oracle) + fact("Chain id", std::to_string(run.chain_id)) +
           fact("Journal head", run.journal_head) + "</dl>\n</footer>\n";
}

}  // namespace ballast::apps
