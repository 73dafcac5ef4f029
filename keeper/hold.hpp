// SPDX-License-Identifier: MIT
// Why a keeper says nothing although it decided something.
#pragma once

#include <string_view>

namespace ballast::keeper {

/// Closed list: the field `held` of an epoch's record names one.
enum class Hold {
    shadow,       ///< the keeper only watches
    standby,      ///< another keeper publishes
    kill_switch,  ///< the operator's file says stop
    cut_limit,    ///< the cut would liquidate more than the operator allows without a look
};

/// Returns the name that is journaled: "kill_switch".
[[nodiscard]] std::string_view name(Hold hold) noexcept;

/// Returns one sentence for people with what to do, without a full stop.
[[nodiscard]] std::string_view sentence(Hold hold) noexcept;

}  // namespace ballast::keeper
