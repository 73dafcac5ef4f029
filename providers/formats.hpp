// SPDX-License-Identifier: MIT
// The published formats, one a file. docs/providers.md describes each. They live for ever.
#pragma once

#include "providers/provider.hpp"

namespace ballast::providers {

[[nodiscard]] const Provider& binance();
[[nodiscard]] const Provider& cboe_vix();
[[nodiscard]] const Provider& chainlink();
[[nodiscard]] const Provider& coinbase();
[[nodiscard]] const Provider& csv_column();
[[nodiscard]] const Provider& deribit_dvol();
[[nodiscard]] const Provider& deribit_index();
[[nodiscard]] const Provider& ecb();
[[nodiscard]] const Provider& file_drop();
[[nodiscard]] const Provider& frb_h10();
[[nodiscard]] const Provider& fred();
[[nodiscard]] const Provider& json_pointer();
[[nodiscard]] const Provider& kraken();
[[nodiscard]] const Provider& mof_jgb();
[[nodiscard]] const Provider& pyth_hermes();

}  // namespace ballast::providers
