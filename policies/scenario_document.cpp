// SPDX-License-Identifier: MIT
#include "policies/scenario_document.hpp"

#include <algorithm>

#include "policies/scenario_parts.hpp"
#include "policies/toml_extends.hpp"

namespace ballast::policies {
namespace {

constexpr Length kDays = {1, 1000};
constexpr Length kTexts = {1, 50};
constexpr Length kEvents = {1, 50};
constexpr Bounds kEpochHours = {1, 24, "a bar"};
/// How far outside the days a scheduled event can still matter; farther is a slip of the pen.
constexpr Seconds kEventReach{7 * kDay.count};

/// Reads kind and [invented], of which an invented scenario has both and a recorded one only the
/// first.
void read_kind(TableReader& root, Scenario& scenario) {
    const std::string text = root.identifier("kind");
    if (text == "invented") {
        scenario.kind = ScenarioKind::invented;
        TableReader reader = root.table("invented");
        scenario.invention = Invention{reader.text("after"), reader.text("expected")};
        reader.finish();
    } else if (text != "recorded" && !text.empty()) {
        root.fault("kind", "expected recorded or invented, found \"" + text + "\"");
    }
}

void read_epoch(TableReader& root, Scenario& scenario) {
    const std::int64_t hours = root.integer("epoch_hours", kEpochHours);
    if (hours > 0 && 24 % hours != 0)
        root.fault("epoch_hours", "expected a divisor of 24, found " + std::to_string(hours));
    scenario.epoch = Seconds{hours * kHour.count};
}

void read_figures(TableReader& root, Scenario& scenario) {
    if (!root.has("figure")) return;
    for (TableReader& reader : root.tables("figure", kTexts)) {
        scenario.figures.push_back({reader.date("date"), reader.text("text")});
        reader.finish();
    }
}

void read_days(TableReader& root, Scenario& scenario) {
    const bool sound = root.sound();
    for (TableReader& reader : root.tables("day", kDays)) {
        ScenarioDay day = read_day(reader, scenario);
        // A gap would move every later bar; with a broken epoch or date all would be told again.
        if (sound && reader.sound() && !scenario.days.empty() &&
            day.date != scenario.days.back().date + kDay)
            reader.fault("date", "expected " + format_date(scenario.days.back().date + kDay) +
                                     ", the day after the one before, found " +
                                     format_date(day.date));
        scenario.days.push_back(std::move(day));
    }
}

/// Requires the days, near which an event must be.
void read_events(TableReader& root, Scenario& scenario) {
    if (!root.has("events")) return;
    const bool sound = root.sound() && !scenario.days.empty();
    scenario.events = root.times("events", kEvents);
    if (!sound || !root.sound()) return;
    const UnixSeconds first = scenario.days.front().date - kEventReach;
    const UnixSeconds last = scenario.days.back().date + kDay + kEventReach;
    for (std::size_t i = 0; i < scenario.events.size(); ++i) {
        const UnixSeconds at = scenario.events[i];
        if (at < first || at > last)
            root.fault_at("events", i,
                          "expected a time within a week of the days, found " + format_utc(at));
        if (i > 0 && at <= scenario.events[i - 1])
            root.fault_at("events", i, "expected a time after the one before it");
    }
}

/// Requires the days, for a fall must lie within them.
void read_falls(TableReader& root, Scenario& scenario) {
    // A recorded event is known for a fall; an invented one may be a rise or a calm.
    if (scenario.kind == ScenarioKind::invented && !root.has("fall")) return;
    for (TableReader& reader : root.tables("fall", kTexts)) {
        scenario.falls.push_back({reader.time("at"), reader.text("sentence")});
        const UnixSeconds at = scenario.falls.back().at;
        const bool checked = reader.sound() && !scenario.days.empty();
        if (checked && (at < scenario.days.front().date || at >= scenario.days.back().date + kDay))
            reader.fault("at", "expected a time within the days, found " + format_utc(at));
        reader.finish();
    }
}

void check_eve(TableReader& reader, const ScenarioIndicator& indicator, UnixSeconds first_day) {
    if (indicator.last_print >= first_day)
        reader.fault("last_print", "expected a day before the first, " + format_date(first_day) +
                                       ", found " + format_date(indicator.last_print));
}

Result<Scenario> read_scenario(const TomlNode& document) {
    Faults faults;
    TableReader root(document, "", faults);
    Scenario scenario;
    scenario.event = root.identifier("event");
    scenario.title = root.text("title");
    read_kind(root, scenario);
    scenario.synthetic_notice = root.text("synthetic_notice");
    read_epoch(root, scenario);
    read_figures(root, scenario);
    auto indicators = root.named_tables("indicator");
    for (TableReader& reader : indicators)
        scenario.indicators.push_back(read_indicator(reader));
    for (TableReader& reader : root.named_tables("market"))
        scenario.markets.push_back(read_market(reader));
    read_days(root, scenario);
    read_falls(root, scenario);
    read_events(root, scenario);
    for (std::size_t i = 0; i < indicators.size() && root.sound(); ++i)
        check_eve(indicators[i], scenario.indicators[i], scenario.days.front().date);
    root.finish();
    if (faults.count() > 0) return fail(faults.error());
    return scenario;
}

}  // namespace

Result<Scenario> load_scenario(const std::filesystem::path& path) {
    const auto document = load_toml(path);
    if (!document) return fail(document.error());
    return read_scenario(*document);
}

Result<Scenario> parse_scenario(std::string_view text, const std::string& file_name) {
    const auto document = parse_toml(text, file_name);
    if (!document) return fail(document.error());
    return read_scenario(*document);
}

Result<std::vector<std::filesystem::path>> list_scenarios(const std::filesystem::path& folder) {
    std::error_code code;
    std::filesystem::directory_iterator entries(folder, code);
    if (code)
        return fail(Errc::input_missing, "cannot list " + folder.string() + ": " + code.message());
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : entries)
        if (entry.path().extension() == ".toml") paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

}  // namespace ballast::policies
