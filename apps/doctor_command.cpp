// SPDX-License-Identifier: MIT
#include "apps/doctor_command.hpp"

#include "apps/doctor_checks.hpp"
#include "apps/harden.hpp"
#include "apps/run_command.hpp"
#include "apps/say.hpp"
#include "apps/system_clock.hpp"
#include "base/json.hpp"

namespace ballast::apps {
namespace {

std::string text_of(const Diagnosis& diagnosis) {
    std::string text(name(diagnosis.finding));
    text.append(text.size() < 8 ? 8 - text.size() : 0, ' ');
    text += diagnosis.what + (diagnosis.said.empty() ? "" : ": " + diagnosis.said) + "\n";
    if (!diagnosis.remedy.empty()) text += "        -> " + diagnosis.remedy + "\n";
    return text;
}

Json json_of(const Diagnosis& diagnosis) {
    return Json(JsonObject{{"check", diagnosis.what},
                           {"finding", name(diagnosis.finding)},
                           {"remedy", diagnosis.remedy},
                           {"said", diagnosis.said}});
}

}  // namespace

int run_doctor(const DoctorOptions& options) {
    if (auto hardened = harden_process(); !hardened) return complain(hardened.error());
    const auto loaded = load_with(options.keeper);
    if (!loaded) return complain(loaded.error());
    const SystemClock clock;
    JsonArray rows;
    std::size_t faults = 0;
    std::size_t warnings = 0;
    examine(loaded->configuration, clock, [&](const Diagnosis& diagnosis) {
        faults += diagnosis.finding == Finding::fault ? 1 : 0;
        warnings += diagnosis.finding == Finding::warning ? 1 : 0;
        if (options.json)
            rows.push_back(json_of(diagnosis));
        else
            print(text_of(diagnosis));
    });
    if (options.json)
        print(write_json(JsonObject{{"checks", std::move(rows)}, {"ok", faults == 0}}) + "\n");
    say(faults > 0
            ? std::to_string(faults) + " things are in the keeper's way"
            : "nothing is in the keeper's way" +
                  (warnings > 0 ? "; " + std::to_string(warnings) + " warnings" : std::string()));
    return faults == 0 ? 0 : exit_code(Errc::failed);
}

}  // namespace ballast::apps
