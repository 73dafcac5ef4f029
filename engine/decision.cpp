// SPDX-License-Identifier: MIT
#include "engine/decision.hpp"

namespace ballast::engine {

std::string_view name(Action action) noexcept {
    switch (action) {
        case Action::none:
            return "none";
        case Action::heartbeat:
            return "heartbeat";
        case Action::tighten:
            return "tighten";
        case Action::loosen:
            return "loosen";
    }
    return "none";
}

std::string_view name(Alarm alarm) noexcept {
    switch (alarm) {
        case Alarm::none:
            return "none";
        case Alarm::amber:
            return "amber";
        case Alarm::red:
            return "red";
    }
    return "none";
}

}  // namespace ballast::engine
