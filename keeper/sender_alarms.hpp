// SPDX-License-Identifier: MIT
// What a person should hear of a sender's looks.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sender/sender.hpp"

namespace ballast::keeper {

/// Returns a sentence for each thing in the report that somebody should know, with what to do about
/// it; alarms first. Nothing for a look at which all went its way.
[[nodiscard]] std::vector<std::string> alarm_lines(const sender::StepReport& report);

/// Tells of each thing once for as long as it stands, however its words change: numbers in them do
/// at every block; but strangers that use one more nonce of ours are another thing. Only a whole
/// step shows that something stands no more.
class SenderAlarms {
  public:
    explicit SenderAlarms(std::function<void(std::string_view)> tell) : tell_(std::move(tell)) {}

    void hear(const sender::StepReport& report);

  private:
    std::function<void(std::string_view)> tell_;
    std::set<std::string> standing_;  ///< what it is about, as alarms know it
};

}  // namespace ballast::keeper
