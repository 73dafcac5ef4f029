// SPDX-License-Identifier: MIT
// Dates of the Japanese calendar, as the Ministry of Finance prints them.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "calendar/day.hpp"

namespace ballast::providers {

/// Reads "S49.9.24", "H31.4.30", "R6.8.5": era, year from 1, month, day. Showa is 1926-12-25 to
/// 1989-01-07, Heisei until 2019-04-30, Reiwa from 2019-05-01 on. Errors: bad_data for a day that
/// does not exist, or lies outside its era (R1.4.30), and for an era that is none of these: a new
/// one is a change of this file.
[[nodiscard]] Result<calendar::Day> read_era_date(std::string_view text);

}  // namespace ballast::providers
