// SPDX-License-Identifier: MIT
// What the contract's views and reverts return, written from the mirror's state.
#pragma once

#include <vector>

#include "base/bytes.hpp"
#include "oracle/records.hpp"
#include "oracle/verdict.hpp"

namespace ballast::oracle::test {

/// marketState(): the packed slots of market, history and pending loosening, field by field.
[[nodiscard]] Bytes market_state(const MarketRecord& record);

/// params() at `at`.
[[nodiscard]] Bytes params(const MarketRecord& record, const Switches& switches, UnixSeconds at);

/// limits().
[[nodiscard]] Bytes limits(const MarketRecord& record);

/// head(), and status() at `at`.
[[nodiscard]] Bytes head(const OracleRecord& oracle);
[[nodiscard]] Bytes status(const OracleRecord& oracle, UnixSeconds at);

/// submit() and preview().
[[nodiscard]] Bytes reasons(const std::vector<Verdict>& verdicts);

/// previewPending(), or another single word.
[[nodiscard]] Bytes one_word(std::uint64_t value);

/// A revert with an error of no or one argument: "NotOwner()".
[[nodiscard]] Bytes revert_with(std::string_view signature);
[[nodiscard]] Bytes revert_with(std::string_view signature, std::uint64_t word);
[[nodiscard]] Bytes revert_with(std::string_view signature, const Hash32& word);

}  // namespace ballast::oracle::test
