// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// `ballast doctor`: 0 where all is well, 1 where something is wrong that the keeper could not work
/// with, else the code of what keeps the doctor from looking.
[[nodiscard]] int run_doctor(const DoctorOptions& options);

}  // namespace ballast::apps
