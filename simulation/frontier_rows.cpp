// SPDX-License-Identifier: MIT
#include "simulation/frontier_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <tuple>

#include "engine/units.hpp"
#include "simulation/frontier_cases.hpp"

namespace ballast::simulation {
namespace {

constexpr std::string_view kFormat = "ballast-frontier-rows/1";
constexpr std::size_t kColumns = 12;

std::array<std::int64_t, kColumns> columns(const PathRow& row) {
    const MarketResult& own = row.own;
    return {static_cast<std::int64_t>(row.path),
            own.bad_debt,
            own.liquidated,
            own.induced,
            own.updates,
            own.debt,
            own.ltv_debt,
            own.lt_debt,
            row.twin_bad_debt,
            row.twin_debt,
            row.reached_bad_debt,
            row.reached_debt};
}

PathRow row_of(const std::array<std::int64_t, kColumns>& at) {
    return {.path = static_cast<std::uint64_t>(at[0]),
            .own = {at[1], at[2], at[3], at[4], at[5], at[6], at[7]},
            .twin_bad_debt = at[8],
            .twin_debt = at[9],
            .reached_bad_debt = at[10],
            .reached_debt = at[11]};
}

/// One row as one text: a document of a million numbers would be a million trees.
std::string write_row(const PathRow& row) {
    std::string text;
    for (const std::int64_t value : columns(row)) {
        if (!text.empty()) text += ' ';
        text += std::to_string(value);
    }
    return text;
}

Result<PathRow> read_row(std::string_view text) {
    std::array<std::int64_t, kColumns> values{};
    for (std::size_t i = 0; i < kColumns; ++i) {
        const std::size_t end = i + 1 < kColumns ? text.find(' ') : text.size();
        if (end == std::string_view::npos) return fail(Errc::bad_data, "a row of too few columns");
        const auto value = parse_integer(text.substr(0, end));
        if (!value) return fail(value.error());
        values.at(i) = *value;
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return row_of(values);
}

Json cell_json(const Cell& cell) {
    JsonArray rows;
    for (const PathRow& row : cell.rows)
        rows.emplace_back(write_row(row));
    return Json(JsonObject{{"asset", cell.key.asset},
                           {"book", cell.key.book},
                           {"calibrated_lt", cell.calibrated_lt},
                           {"calibrated_ltv", cell.calibrated_ltv},
                           {"cap", cell.cap},
                           {"constant", cell.constant},
                           {"days", Json::integer(cell.days)},
                           {"feedback", cell.key.feedback},
                           {"lever", cell.key.lever},
                           {"policy", cell.key.policy},
                           {"position", cell.position},
                           {"rows", std::move(rows)},
                           {"set", cell.key.set},
                           {"signal", cell.key.signal},
                           {"turnover", cell.key.turnover}});
}

Status read_texts(const Json& document, Cell& cell) {
    const std::array<std::pair<std::string_view, std::string*>, 12> texts = {
        {{"asset", &cell.key.asset},
         {"book", &cell.key.book},
         {"calibrated_lt", &cell.calibrated_lt},
         {"calibrated_ltv", &cell.calibrated_ltv},
         {"cap", &cell.cap},
         {"constant", &cell.constant},
         {"lever", &cell.key.lever},
         {"policy", &cell.key.policy},
         {"position", &cell.position},
         {"set", &cell.key.set},
         {"signal", &cell.key.signal},
         {"turnover", &cell.key.turnover}}};
    for (const auto& [key, text] : texts) {
        auto value = string_member(document, key);
        if (!value) return fail(value.error());
        *text = std::move(*value);
    }
    return {};
}

Result<Cell> read_cell(const Json& document) {
    Cell cell;
    if (const Status read = read_texts(document, cell); !read) return fail(read.error());
    const auto days = integer_member(document, "days");
    if (!days) return fail(days.error());
    const auto feedback = bool_member(document, "feedback");
    if (!feedback) return fail(feedback.error());
    const auto rows = array_member(document, "rows");
    if (!rows) return fail(rows.error());
    cell.days = *days;
    cell.key.feedback = *feedback;
    for (const Json& item : **rows) {
        const std::string* text = item.as_string();
        if (text == nullptr) return fail(Errc::bad_data, "rows: a row that is no text");
        const auto row = read_row(*text);
        if (!row) return fail_in("rows", row.error());
        cell.rows.push_back(*row);
    }
    return cell;
}

bool same_but_rows(const Cell& a, const Cell& b) {
    const auto found = [](const Cell& cell) {
        return std::tie(cell.key, cell.days, cell.constant, cell.cap, cell.position,
                        cell.calibrated_ltv, cell.calibrated_lt);
    };
    return found(a) == found(b);
}

tl::unexpected<Error> incomplete(const Cell& cell) {
    return fail(Errc::bad_data, "paths are absent or stand twice in " + cell.key.book + ", " +
                                    cell.key.set + ", " + cell.key.policy +
                                    "; merge every part of one run, each once");
}

/// Returns the place of a cell's case among the evidence's, the last for any other.
std::size_t case_of(const Cell& cell) {
    static const std::vector<FrontierCase> kCases = frontier_cases();
    const auto found = std::find_if(kCases.begin(), kCases.end(), [&](const FrontierCase& a_case) {
        return a_case.asset == cell.key.asset && a_case.book.name == cell.key.book &&
               turnover_text(a_case.turnover) == cell.key.turnover;
    });
    return static_cast<std::size_t>(found - kCases.begin());
}

/// Where a cell stands in the whole, and how many paths it must have in the end.
struct Place {
    std::size_t place = 0;
    std::uint64_t paths = 0;
};
using Wanted = std::map<CellKey, Place>;

/// Adds a cell's rows to those of its key.
Status add_cell(const Cell& cell, std::uint64_t paths, Wanted& wanted, FrontierRows& whole) {
    const auto [found, is_new] = wanted.try_emplace(cell.key, Place{whole.cells.size(), paths});
    if (is_new) {
        whole.cells.push_back(cell);
        return {};
    }
    Cell& known = whole.cells[found->second.place];
    if (found->second.paths != paths || !same_but_rows(known, cell))
        return fail(Errc::bad_data, "the parts are not of one run: they differ in " +
                                        cell.key.book + ", " + cell.key.set + ", " +
                                        cell.key.policy);
    known.rows.insert(known.rows.end(), cell.rows.begin(), cell.rows.end());
    return {};
}

Status sort_rows(std::uint64_t paths, Cell& cell) {
    std::sort(cell.rows.begin(), cell.rows.end(),
              [](const PathRow& a, const PathRow& b) { return a.path < b.path; });
    if (cell.rows.size() != paths) return incomplete(cell);
    for (std::size_t i = 0; i < cell.rows.size(); ++i)
        if (cell.rows[i].path != i) return incomplete(cell);
    return {};
}

}  // namespace

std::string turnover_text(double turnover) {
    return engine::format_decimal(static_cast<Int128>(std::llround(turnover * 1e6)), 6);
}

Json to_json(const FrontierRows& rows) {
    JsonArray cells;
    for (const Cell& cell : rows.cells)
        cells.push_back(cell_json(cell));
    return Json(JsonObject{
        {"calibration_paths", Json::integer(static_cast<std::int64_t>(rows.calibration_paths))},
        {"cells", std::move(cells)},
        {"format", kFormat},
        {"paths", Json::integer(static_cast<std::int64_t>(rows.paths))}});
}

Result<FrontierRows> rows_from_json(const Json& document) {
    const auto format = string_member(document, "format");
    if (!format) return fail(format.error());
    if (*format != kFormat)
        return fail(Errc::bad_data, "format " + *format + ": " + std::string(kFormat) + " wanted");
    const auto paths = integer_member(document, "paths");
    if (!paths) return fail(paths.error());
    const auto calibration_paths = integer_member(document, "calibration_paths");
    if (!calibration_paths) return fail(calibration_paths.error());
    const auto cells = array_member(document, "cells");
    if (!cells) return fail(cells.error());
    if (*paths < 0 || *calibration_paths < 0) return fail(Errc::bad_data, "paths: negative");
    FrontierRows rows{.paths = static_cast<std::uint64_t>(*paths),
                      .calibration_paths = static_cast<std::uint64_t>(*calibration_paths)};
    for (std::size_t i = 0; i < (*cells)->size(); ++i) {
        auto cell = read_cell((**cells)[i]);
        if (!cell) return fail_in("cells[" + std::to_string(i) + "]", cell.error());
        rows.cells.push_back(std::move(*cell));
    }
    return rows;
}

Result<FrontierRows> merge(const std::vector<FrontierRows>& parts) {
    if (parts.empty()) return fail(Errc::bad_data, "no rows to merge");
    FrontierRows whole{.calibration_paths = parts.front().calibration_paths, .cells = {}};
    Wanted wanted;
    for (const FrontierRows& part : parts) {
        if (part.calibration_paths != whole.calibration_paths)
            return fail(Errc::bad_data, "the parts are not calibrated on as many paths");
        whole.paths = std::max(whole.paths, part.paths);
        for (const Cell& cell : part.cells)
            if (const Status added = add_cell(cell, part.paths, wanted, whole); !added)
                return fail(added.error());
    }
    for (Cell& cell : whole.cells)
        if (const Status sorted = sort_rows(wanted.at(cell.key).paths, cell); !sorted)
            return fail(sorted.error());
    std::stable_sort(whole.cells.begin(), whole.cells.end(),
                     [](const Cell& a, const Cell& b) { return case_of(a) < case_of(b); });
    return whole;
}

}  // namespace ballast::simulation
