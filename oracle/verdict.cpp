// SPDX-License-Identifier: MIT
#include "oracle/verdict.hpp"

#include <array>
#include <cstddef>

namespace ballast::oracle {
namespace {

// tests/oracle/verdict_test.cpp compares this list with the compiled contract's.
constexpr std::array<std::string_view, kVerdicts> kNames = {
    "APPLIED",           "QUEUED",
    "UNKNOWN_MARKET",    "SUPPLY_CAP_UNSUPPORTED",
    "EXPECT_MISMATCH",   "MIXED_DIRECTION",
    "LTV_OUT_OF_BAND",   "LT_OUT_OF_BAND",
    "LB_OUT_OF_BAND",    "SUPPLY_CAP_OUT_OF_BAND",
    "GAP_TOO_SMALL",     "BONUS_TOO_LARGE",
    "LT_DOWN_TOO_SOON",  "RAMP_TOO_SHORT",
    "LT_DOWN_BUDGET",    "LOOSENING_PAUSED",
    "STALE_DATA",        "LTV_STEP_TOO_LARGE",
    "LTV_UP_TOO_SOON",   "LTV_UP_AFTER_DOWN",
    "LTV_UP_DAY_BUDGET", "LTV_UP_WEEK_BUDGET",
    "LT_STEP_TOO_LARGE", "LT_UP_TOO_SOON",
    "LT_UP_AFTER_DOWN",  "LT_UP_DAY_BUDGET",
    "LT_UP_WEEK_BUDGET", "SUPPLY_CAP_DAY_BUDGET",
    "NO_PENDING",        "VETO_WINDOW_OPEN",
    "PENDING_EXPIRED",   "CONFIG_CHANGED"};

}  // namespace

std::string_view name(Verdict verdict) noexcept {
    return kNames.at(static_cast<std::size_t>(verdict));
}

}  // namespace ballast::oracle
