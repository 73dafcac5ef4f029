// SPDX-License-Identifier: MIT
#include "simulation/evidence_text.hpp"

#include <algorithm>
#include <cmath>

#include "simulation/frontier_cases.hpp"

namespace ballast::simulation {
namespace {

/// Calibration that is further off than this from the book's LTV is said.
constexpr double kWorthSaying = 0.005;

}  // namespace

std::string percent_text(double share) {
    return fixed_text(100 * share, 1);
}

std::string ratio_text(const std::optional<RatioEstimate>& ratio) {
    if (!ratio) return "-";
    const std::string high = std::isfinite(ratio->high) ? fixed_text(ratio->high, 2) : "∞";
    return fixed_text(ratio->value, 2) + " (" + fixed_text(ratio->low, 2) + " to " + high + ")";
}

std::string who_text(const CellKey& key) {
    std::string made = key.policy;
    if (key.lever != name(LeverKind::none)) made += ", " + key.lever;
    if (key.signal != name(Signal::none)) made += ", " + key.signal;
    return made;
}

std::string who_text(const TableRow& row) {
    double wanted = row.calibrated_ltv;
    for (const FrontierCase& a_case : frontier_cases())
        if (a_case.book.name == row.key.book) wanted = a_case.book.mean_ltv;
    if (std::abs(wanted - row.calibrated_ltv) <= kWorthSaying) return who_text(row.key);
    return who_text(row.key) + " (LTV before 2024: " + fixed_text(row.calibrated_ltv, 3) + ")";
}

std::string set_text(const std::string& set) {
    if (set == name(PathSet::history)) return "years from 2024";
    if (set == name(PathSet::fall_35)) return "-35 % in 10 days";
    if (set == name(PathSet::march_2020)) return "March 2020";
    if (set == name(PathSet::fall_50)) return "-50 % in 24 h";
    return set;
}

std::string case_text(const CellKey& key) {
    for (const FrontierCase& a_case : frontier_cases())
        if (turnover_text(a_case.turnover) == key.turnover)
            return key.asset + " " + key.book + ", " + fixed_text(100 * a_case.turnover, 0) +
                   " % a day";
    return key.asset + " " + key.book + ", " + key.turnover + " a day";
}

bool same_case(const CellKey& a, const CellKey& b) {
    return a.asset == b.asset && a.book == b.book && a.turnover == b.turnover;
}

const TableRow* find_row(const FrontierResult& result, CellKey key, PathSet set, bool feedback) {
    key.set = name(set);
    key.feedback = feedback;
    const auto found = std::find_if(result.rows.begin(), result.rows.end(),
                                    [&](const TableRow& row) { return row.key == key; });
    return found == result.rows.end() ? nullptr : &*found;
}

void add_line(std::string& out, const std::vector<std::string>& cells) {
    out += "|";
    for (const std::string& cell : cells)
        out += " " + cell + " |";
    out += "\n";
}

void add_head(std::string& out, const std::vector<std::string>& cells) {
    add_line(out, cells);
    out += "|---|";
    for (std::size_t i = 1; i < cells.size(); ++i)
        out += "---:|";
    out += "\n";
}

}  // namespace ballast::simulation
