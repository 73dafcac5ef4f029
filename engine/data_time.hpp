// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "engine/current.hpp"
#include "engine/decision.hpp"
#include "engine/pair.hpp"
#include "engine/state.hpp"

namespace ballast::engine {

/// How old the data behind a report is (docs/model.md, section 3): that of the oldest price behind
/// an entry, or of the oldest confirmed price where no market has an entry.
class DataTime {
  public:
    /// Takes one market's price with what the market does. `state` has the snapshot's price folded
    /// in: an entry without a confirmed price rests on the last one.
    void add(const SeenPrice& price, const MarketState& state, Action action);

    /// Returns the report's time: never before the newest data that the oracle holds, because the
    /// contract refuses a report whose time falls and would refuse a tightening with it; never
    /// after the snapshot.
    [[nodiscard]] UnixSeconds of_report(UnixSeconds at, const Current& current) const;

  private:
    std::optional<UnixSeconds> entries_;
    std::optional<UnixSeconds> confirmed_;
};

}  // namespace ballast::engine
