// SPDX-License-Identifier: MIT
#include "validation/backtest_report.hpp"

#include <array>
#include <charconv>

namespace ballast::validation {
namespace {

constexpr int kDigits = 6;

constexpr std::string_view kCoverageHead =
    "Coverage of the tail over windows that do not overlap. least-most: hits over all hours at\n"
    "which the windows may begin. tick: mean tick loss in 1/10,000. DM: Diebold-Mariano of the "
    "tick\n"
    "loss against an EWMA-normal; below 0 the model lost less. ASSET^: what is owed falls.\n";
constexpr std::string_view kCoverageColumns =
    "asset          sigma    span   h  level       n  hits expected  least-most   light  kupiec"
    " christof.    Z2     tick      DM\n";
constexpr std::string_view kProcyclicalityHead =
    "\nProcyclicality of daily haircuts; rises are the largest over 1, 5 and 30 days.\n"
    "asset              haircut  trough    peak    ratio       1d       5d      30d moves/y\n";

std::string digits(double value, std::chars_format format, int precision) {
    std::array<char, 64> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, precision);
    return {buffer.data(), end.ptr};
}

Json number(double value) {
    return Json(JsonNumber{digits(value, std::chars_format::general, kDigits)});
}

std::string last_day_seen(const Backtest& result) {
    return format_date(result.calibrated_until - kDay);
}

std::int64_t hours(const CoverageRow& row) {
    return row.horizon.count / kHour.count;
}

Json coverage_json(const CoverageRow& row) {
    JsonObject object{
        {"asset", Json(row.asset)},
        {"christoffersen_p", number(row.christoffersen_p)},
        {"falling", Json(name_of(row.falling))},
        {"expected", number(row.expected)},
        {"fissler_ziegel_loss", number(row.fissler_ziegel_loss)},
        {"hits", Json::number(row.hits)},
        {"hits_least", Json::number(row.hits_least)},
        {"hits_most", Json::number(row.hits_most)},
        {"horizon_hours", Json::number(hours(row))},
        {"independence_p", number(row.independence_p)},
        {"kupiec_p", number(row.kupiec_p)},
        {"level_bps", Json::number(row.level.count())},
        {"observations", Json::number(row.observations)},
        {"sigma", Json(name_of(row.sigma))},
        {"span", Json(row.span)},
        {"tick_loss", number(row.tick_loss)},
        {"traffic_light", Json(statistics::name_of(row.light))},
        {"z2", number(row.z2)},
    };
    if (row.against_benchmark) {
        object.emplace("dm_p", number(row.against_benchmark->p));
        object.emplace("dm_statistic", number(row.against_benchmark->statistic));
    }
    return Json(std::move(object));
}

Json procyclicality_json(const ProcyclicalityRow& row) {
    JsonObject object{
        {"asset", Json(row.asset)},       {"haircut", Json(row.haircut)},
        {"peak", number(row.peak)},       {"peak_to_trough", number(row.peak_to_trough)},
        {"rise_1d", number(row.rise_1d)}, {"rise_30d", number(row.rise_30d)},
        {"rise_5d", number(row.rise_5d)}, {"trough", number(row.trough)}};
    if (row.moves_a_year) object.emplace("moves_a_year", number(*row.moves_a_year));
    return Json(std::move(object));
}

/// The text, filled up with blanks on its left.
std::string column(std::string text, std::size_t width) {
    return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::string decimal(double value, int places, std::size_t width) {
    return column(digits(value, std::chars_format::fixed, places), width);
}

/// The text, filled up with blanks on its right.
std::string padded(std::string text, std::size_t width) {
    return text.size() < width ? text + std::string(width - text.size(), ' ') : text;
}

/// "USDC" for its own fall, "USDC^" for that of what is owed against it.
std::string label(const CoverageRow& row) {
    return padded(row.falling == Falling::debt ? row.asset + "^" : row.asset, 8);
}

std::string coverage_line(const CoverageRow& row) {
    const auto& benchmark = row.against_benchmark;
    return label(row) + column(std::string(name_of(row.sigma)), 12) + column(row.span, 8) +
           column(std::to_string(hours(row)), 4) + decimal(row.level.count() / 100.0, 1, 7) +
           column(std::to_string(row.observations), 8) + column(std::to_string(row.hits), 6) +
           decimal(row.expected, 1, 9) +
           column(std::to_string(row.hits_least) + "-" + std::to_string(row.hits_most), 12) +
           column(std::string(statistics::name_of(row.light)), 8) + decimal(row.kupiec_p, 3, 8) +
           decimal(row.christoffersen_p, 3, 10) + decimal(row.z2, 2, 6) +
           decimal(1e4 * row.tick_loss, 3, 9) +
           (benchmark ? decimal(benchmark->statistic, 2, 8) : column("-", 8)) + "\n";
}

std::string procyclicality_line(const ProcyclicalityRow& row) {
    return padded(row.asset, 8) + column(row.haircut, 18) + decimal(row.trough, 3, 8) +
           decimal(row.peak, 3, 8) + decimal(row.peak_to_trough, 2, 9) +
           decimal(row.rise_1d, 3, 9) + decimal(row.rise_5d, 3, 9) + decimal(row.rise_30d, 3, 9) +
           "\n";
}

bool is_red(const CoverageRow& row) {
    return row.sigma == SigmaKind::published && row.light == statistics::TrafficLight::red;
}

std::string name_of_row(const CoverageRow& row) {
    return row.asset + " " + row.span + " " + std::to_string(hours(row)) + " h " +
           std::to_string(row.level.count()) + " bps";
}

}  // namespace

Json backtest_json(const Backtest& result) {
    JsonArray coverage;
    JsonArray red;
    for (const CoverageRow& row : result.coverage) {
        coverage.push_back(coverage_json(row));
        if (is_red(row)) red.emplace_back(name_of_row(row));
    }
    JsonArray procyclicality;
    for (const ProcyclicalityRow& row : result.procyclicality)
        procyclicality.push_back(procyclicality_json(row));
    JsonArray without;
    for (const std::string& asset : result.without_history)
        without.emplace_back(asset);
    JsonArray without_prints;
    for (const std::string& indicator : result.without_prints)
        without_prints.emplace_back(indicator);
    JsonObject all{{"calibrated_until", Json(last_day_seen(result))},
                   {"coverage", Json(std::move(coverage))},
                   {"days", Json::number(result.days)},
                   {"policy", Json(result.policy)},
                   {"procyclicality", Json(std::move(procyclicality))},
                   {"red", Json(std::move(red))},
                   {"without_history", Json(std::move(without))},
                   {"without_prints", Json(std::move(without_prints))}};
    if (result.without_prints.empty()) all.emplace("alarm_days", Json::number(result.alarm_days));
    return Json(std::move(all));
}

std::string backtest_text(const Backtest& result) {
    std::string text = std::string(kCoverageHead) + "Policy " + result.policy +
                       ", calibrated until " + last_day_seen(result) + ".\n\n" +
                       std::string(kCoverageColumns);
    for (const CoverageRow& row : result.coverage)
        text += coverage_line(row);
    text += kProcyclicalityHead;
    for (const ProcyclicalityRow& row : result.procyclicality)
        text += procyclicality_line(row);
    text += result.without_prints.empty() ? "\nalarm on " + std::to_string(result.alarm_days) +
                                                " of " + std::to_string(result.days) + " days\n"
                                          : "\nalarms are not counted\n";
    for (const std::string& indicator : result.without_prints)
        text += "no print of " + indicator + ": nothing loosens (indicator_missing)\n";
    for (const std::string& asset : result.without_history)
        text += "no hourly history of " + asset + ": not judged\n";
    return text;
}

}  // namespace ballast::validation
