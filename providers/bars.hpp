// SPDX-License-Identifier: MIT
// Bars of open, high, low and close, as exchanges list them.
#pragma once

#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "providers/number.hpp"
#include "providers/provider.hpp"

namespace ballast::providers {

/// The fields of one bar, wherever the exchange keeps them.
struct BarFields {
    const Json* open = nullptr;
    const Json* high = nullptr;
    const Json* low = nullptr;
    const Json* close = nullptr;
    const Json* trades = nullptr;  ///< how many there were; nullptr: the exchange does not say
};

/// Collects the closes of closed bars.
class Bars {
  public:
    /// Keeps references to `source` and `answer`.
    Bars(const Source& source, const Answer& answer, Seconds length)
        : source_(&source), answer_(&answer), length_(length) {}

    /// Adds a bar: its close, as of its end. One that the answer came too early for is still open
    /// and left out. So is one without a trade: it repeats an old price under a new time. Errors:
    /// bad_data for a bar that begins off the grid of its length or over 120 s ahead, is not above
    /// zero, or whose four prices contradict each other.
    [[nodiscard]] Status add(UnixSeconds start, const BarFields& fields);

    [[nodiscard]] std::vector<Observation> take() { return std::move(seen_); }

  private:
    [[nodiscard]] Status check(UnixSeconds start, const BarFields& fields) const;

    const Source* source_;
    const Answer* answer_;
    Seconds length_;
    std::vector<Observation> seen_;
};

/// Where a row keeps its start, which comes first, and the fields of its bar.
struct BarLayout {
    std::size_t fields = 0;  ///< of a row, at least
    std::size_t open = 0;
    std::size_t high = 0;
    std::size_t low = 0;
    std::size_t close = 0;
    Result<UnixSeconds> (*read_start)(std::string_view text) = nullptr;
    std::size_t trades = 0;  ///< how many there were; 0: the exchange does not say
};

/// Returns what the rows' bars come to. Errors: bad_data, as Bars::add; a row of fewer fields, or
/// whose start is none.
[[nodiscard]] Result<std::vector<Observation>> read_bars(Bars bars, const JsonArray& rows,
                                                         const BarLayout& layout);

/// Returns the array of at least `size` items that `row` must be. Errors: bad_data.
[[nodiscard]] Result<const JsonArray*> bar_row(const Json& row, std::size_t size);

}  // namespace ballast::providers
