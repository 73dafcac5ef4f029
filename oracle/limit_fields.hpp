// SPDX-License-Identifier: MIT
// Every limit of a market by its name: what documents, diffs and printouts share.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "oracle/records.hpp"

namespace ballast::oracle {

enum class LimitUnit { bps, seconds, tokens, flag };

/// Returns "bps", "s", "tokens" or "".
[[nodiscard]] std::string_view name(LimitUnit unit) noexcept;

struct LimitField {
    std::string_view key;
    LimitUnit unit;
    std::uint64_t max;  ///< that the contract can store
    std::uint64_t (*get)(const MarketRecord&);
    /// Requires a value of at most `max`.
    void (*set)(MarketRecord&, std::uint64_t);
};

/// Returns the limits in the order of Limits of RiskTypes.sol.
[[nodiscard]] std::span<const LimitField> limit_fields();

}  // namespace ballast::oracle
