// SPDX-License-Identifier: MIT
#include "keeper/alarms.hpp"

#include <algorithm>

namespace ballast::keeper {

void Alarms::raise(Alarm alarm) {
    const auto [at, is_new] = standing_.try_emplace({alarm.name, alarm.about}, alarm);
    if (is_new) return tell_(at->second, true);
    const bool worse = alarm.severity > at->second.severity;
    at->second.severity = std::max(at->second.severity, alarm.severity);
    at->second.sentence = std::move(alarm.sentence);
    if (worse) tell_(at->second, true);
}

void Alarms::end(std::string_view name, std::string_view about) {
    const auto at = standing_.find({std::string(name), std::string(about)});
    if (at == standing_.end()) return;
    const Alarm ended = std::move(at->second);
    standing_.erase(at);
    tell_(ended, false);
}

void Alarms::set(bool stands, Alarm alarm) {
    if (stands) return raise(std::move(alarm));
    end(alarm.name, alarm.about);
}

std::vector<Alarm> Alarms::standing() const {
    std::vector<Alarm> all;
    for (const auto& [key, alarm] : standing_)
        all.push_back(alarm);
    return all;
}

std::int64_t Alarms::count(telemetry::Severity severity) const {
    return std::count_if(standing_.begin(), standing_.end(),
                         [&](const auto& entry) { return entry.second.severity == severity; });
}

}  // namespace ballast::keeper
