// SPDX-License-Identifier: MIT
#include "tests/telemetry/metrics_document.hpp"

#include <algorithm>
#include <map>

namespace ballast::test {
namespace {

std::string trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> cells;
    line.remove_prefix(1);
    for (std::size_t end = 0; (end = line.find('|')) != std::string_view::npos;) {
        cells.push_back(trimmed(line.substr(0, end)));
        line.remove_prefix(end + 1);
    }
    return cells;
}

/// What Prometheus' rules put at the end of a name.
std::string unit_of(std::string_view name) {
    for (const std::string_view unit : {"seconds", "bytes", "ratio", "usd", "ether"})
        if (name.ends_with("_" + std::string(unit))) return std::string(unit);
    return "";
}

std::string row_of(const telemetry::MetricRow& metric) {
    std::string row(telemetry::kind_name(metric.kind));
    row += " | " + unit_of(metric.name) + " |";
    for (const std::string_view label : metric.labels())
        row += " `" + std::string(label) + '`';
    return row;
}

/// By name: "type | unit | labels".
std::map<std::string, std::string> rows_of(std::string_view document) {
    std::map<std::string, std::string> rows;
    while (!document.empty()) {
        const std::size_t end = std::min(document.find('\n'), document.size());
        const std::string_view line = document.substr(0, end);
        document.remove_prefix(std::min(end + 1, document.size()));
        if (!line.starts_with("| `ballast_")) continue;
        const auto cells = cells_of(line);
        if (cells.size() != 5 || cells[4].empty()) {
            rows[std::string(line)] = "no row of five cells";
            continue;
        }
        const std::string labels = cells[3].empty() ? "" : " " + cells[3];
        rows[cells[0].substr(1, cells[0].size() - 2)] = cells[1] + " | " + cells[2] + " |" + labels;
    }
    return rows;
}

}  // namespace

std::vector<std::string> differences(std::string_view document,
                                     std::span<const telemetry::MetricRow> catalogue) {
    std::vector<std::string> found;
    auto rows = rows_of(document);
    for (const telemetry::MetricRow& metric : catalogue) {
        const auto row = rows.find(std::string(metric.name));
        if (row == rows.end())
            found.push_back(std::string(metric.name) + ": not in the document");
        else if (row->second != row_of(metric))
            found.push_back(row->first + ": is \"" + row_of(metric) + "\", not \"" + row->second +
                            '"');
        if (row != rows.end()) rows.erase(row);
    }
    for (const auto& [name, row] : rows)
        found.push_back(name + ": not in the registry");
    return found;
}

}  // namespace ballast::test
