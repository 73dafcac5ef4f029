// SPDX-License-Identifier: MIT
// What is measured on a price in the wrong unit is no market's.
#pragma once

#include "base/result.hpp"
#include "history/series.hpp"

namespace ballast::history {

/// Returns `prices` where the engine would fold every one of them.
/// Errors: those of `prices`; bad_data at the first that it takes for a slip of units (model,
/// section 3).
[[nodiscard]] Result<PriceSeries> without_unit_slips(Result<PriceSeries> prices);

}  // namespace ballast::history
