// SPDX-License-Identifier: MIT
#include "keeper/alarms.hpp"

#include <gtest/gtest.h>

namespace ballast::keeper {
namespace {

using telemetry::Severity;

Alarm alarm(Severity severity) {
    return {.name = "epoch_failed", .about = "a", .severity = severity, .sentence = "it failed"};
}

TEST(Alarms, ToldOfWhenItRisesBecomesWorseAndEnds) {
    std::vector<std::pair<Severity, bool>> told;
    Alarms alarms([&](const Alarm& each, bool rises) { told.emplace_back(each.severity, rises); });
    alarms.raise(alarm(Severity::warning));
    alarms.raise(alarm(Severity::warning));
    alarms.raise(alarm(Severity::critical));
    alarms.raise(alarm(Severity::warning));
    EXPECT_EQ(alarms.count(Severity::critical), 1);
    alarms.end("epoch_failed", "a");
    const std::vector<std::pair<Severity, bool>> wanted = {
        {Severity::warning, true}, {Severity::critical, true}, {Severity::critical, false}};
    EXPECT_EQ(told, wanted);
}

}  // namespace
}  // namespace ballast::keeper
