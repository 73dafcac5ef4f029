// SPDX-License-Identifier: MIT
#include "keeper/hold.hpp"

namespace ballast::keeper {

std::string_view name(Hold hold) noexcept {
    switch (hold) {
        case Hold::shadow:
            return "shadow";
        case Hold::standby:
            return "standby";
        case Hold::kill_switch:
            return "kill_switch";
        case Hold::cut_limit:
            return "cut_limit";
    }
    return "";
}

std::string_view sentence(Hold hold) noexcept {
    switch (hold) {
        case Hold::shadow:
            return "this keeper runs in shadow mode and sends nothing; set mode = \"publish\"";
        case Hold::standby:
            return "another keeper published since the last epoch; this one stands by";
        case Hold::kill_switch:
            return "the kill switch is on and nothing is sent; remove the file to go on";
        case Hold::cut_limit:
            return "the cut would make more liquidatable than [cut_limit] allows; look at it, then "
                   "raise the limit or cut in steps";
    }
    return "";
}

}  // namespace ballast::keeper
