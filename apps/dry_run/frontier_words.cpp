// SPDX-License-Identifier: MIT
#include "apps/dry_run/frontier_words.hpp"

#include <algorithm>

#include "apps/dry_run/words.hpp"
#include "apps/report/text.hpp"

namespace ballast::apps {
namespace {

/// "0.62" from 6,199 at 1e-4.
std::string ratio_number(std::int64_t ratio) {
    const std::int64_t hundredths = (ratio + 50) / 100;
    const std::string part = std::to_string(hundredths % 100);
    return grouped(hundredths / 100) + "." + (part.size() < 2 ? "0" : "") + part;
}

std::string ratio_cell(const FrontierSpot& spot) {
    if (!spot.to_static) return spot.es99 > 0 ? "∞, only here" : "no bad debt";
    const simulation::PointRatio& ratio = *spot.to_static;
    return ratio_number(ratio.value) + " (" + ratio_number(ratio.low) + " to " +
           (ratio.high ? ratio_number(*ratio.high) : "∞") + ")";
}

std::string what_it_is(const FrontierSpot& spot) {
    std::vector<std::string> parts;
    if (spot.proposed) parts.emplace_back("proposed form");
    if (spot.current) parts.emplace_back("current form");
    if (spot.edge) parts.emplace_back("frontier");
    return parts.empty() ? "baseline" : joined(parts);
}

std::string form_sentence(const std::string& whose, const FrontierForm& form,
                          const FrontierCaseNote& a_case) {
    if (form.form.empty()) return whose + " has a form that no contender has.";
    if (form.spot.empty())
        return whose + " has the form " + form.form + ", which this case does not have.";
    const auto spot = std::find_if(a_case.spots.begin(), a_case.spots.end(),
                                   [&form](const auto& each) { return each.who == form.spot; });
    return whose + " has the form " + form.form +
           (form.spot == form.form
                ? ""
                : ", which this case has without limits of the debt alone (" + form.spot + ")") +
           ": number " + std::to_string(spot->number) + ", mean LTV " + percent_text(spot->ltv) +
           ", ES99 " + es99_text(spot->es99) + " bps.";
}

}  // namespace

std::string es99_text(std::int64_t hundredths) {
    const std::int64_t tenths = (hundredths + 5) / 10;
    return grouped(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::vector<std::string> frontier_sentences(const FrontierNote& note) {
    std::vector<std::string> lines = {
        "Bad debt against the mean LTV that borrowers were given, on invented years made of "
        "history from 2024 on. ES99 is the mean of the worst 1\xc2\xa0% of years, of one at "
        "least, in bps of the mean debt: 100 bps are 1\xc2\xa0% of it. On the frontier are the "
        "variants that no other betters: as high an LTV with less bad debt, or a higher one with "
        "as much.",
        "It compares forms, not these two policies: constants of every variant were found anew "
        "on " +
            counted(note.calibration_paths, "year") +
            " from before 2024, so that the mean LTV is the book's. Levels of bad debt mean "
            "little. Beside another of the same chart they mean something, and most beside the "
            "static twin: constant values of the same mean LTV, LT and debt; the range is the "
            "95\xc2\xa0% interval.",
        "Debt is the mean debt beside that of uniform_static: what limits of the debt give up, the "
        "chart does not show. Ballast's docs/evidence.md describes books and variants."};
    std::vector<std::string> names;
    for (const std::string& asset : note.without)
        names.push_back(short_name(asset));
    if (!names.empty()) lines.push_back("It has no years of " + joined(names) + ".");
    return lines;
}

std::vector<std::string> frontier_case_sentences(const FrontierCaseNote& a_case) {
    const auto edge = std::count_if(a_case.spots.begin(), a_case.spots.end(),
                                    [](const FrontierSpot& spot) { return spot.edge; });
    std::vector<std::string> lines = {
        counted(a_case.paths, "year") + ", " +
        counted(static_cast<std::int64_t>(a_case.spots.size()), "variant") + ", " +
        std::to_string(edge) + " of them on the frontier."};
    if (a_case.current && a_case.current->form == a_case.proposed.form) {
        lines.push_back(form_sentence("Each of the two policies", a_case.proposed, a_case));
        return lines;
    }
    lines.push_back(form_sentence("The proposed policy", a_case.proposed, a_case));
    if (a_case.current)
        lines.push_back(form_sentence("The current policy", *a_case.current, a_case));
    return lines;
}

std::array<std::string, kFrontierColumns.size()> frontier_cells(const FrontierSpot& spot) {
    return {short_name(spot.who),  std::to_string(spot.number),
            what_it_is(spot),      percent_text(spot.ltv),
            percent_text(spot.lt), ratio_number(spot.debt_share),
            es99_text(spot.es99),  ratio_cell(spot)};
}

}  // namespace ballast::apps
