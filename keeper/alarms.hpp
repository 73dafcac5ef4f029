// SPDX-License-Identifier: MIT
// What stands in the way of a keeper's work, by name, for as long as it stands.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "telemetry/metrics.hpp"

namespace ballast::keeper {

struct Alarm {
    std::string name;   ///< "clock_frozen": docs/operating says what to do about each
    std::string about;  ///< a chain, a feed, or nothing
    telemetry::Severity severity = telemetry::Severity::warning;
    std::string sentence;
    UnixSeconds since;
};

/// Tells of each alarm when it rises, once more where it becomes critical, and when it ends.
class Alarms {
  public:
    using Tell = std::function<void(const Alarm& alarm, bool rises)>;
    explicit Alarms(Tell tell) : tell_(std::move(tell)) {}

    /// An alarm that stands already gets the newer sentence, and the severity where that is worse.
    void raise(Alarm alarm);
    void end(std::string_view name, std::string_view about);
    /// Raises or ends it.
    void set(bool stands, Alarm alarm);

    [[nodiscard]] std::vector<Alarm> standing() const;
    [[nodiscard]] std::int64_t count(telemetry::Severity severity) const;

  private:
    Tell tell_;
    std::map<std::pair<std::string, std::string>, Alarm> standing_;
};

}  // namespace ballast::keeper
