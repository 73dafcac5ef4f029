// SPDX-License-Identifier: MIT
// What a keeper does about its journal beside deciding: who may pay from it, and what of it may go.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "keeper/lane.hpp"
#include "telemetry/log.hpp"

namespace ballast::keeper {

/// What the journal holds of `chain_id` on its way can be replaced, cancelled and counted by the
/// key that signed it alone. Errors: configuration where that is another than `payer`, with what
/// to do; those of the journal.
[[nodiscard]] Status check_payer(const audit::Journal& journal, std::uint64_t chain_id,
                                 const chain::Address& payer);

/// Removes, once a day, what is kept of transactions that have been final for long.
class Housekeeping {
  public:
    /// Looks at every lane whose last look is a day ago. How old a transaction is, the chain's own
    /// time says; without it nothing is removed. `keep` of 0 keeps all. What goes wrong is logged
    /// and tried the next day.
    void look(std::vector<std::unique_ptr<Lane>>& lanes, Milliseconds monotonic, Seconds keep,
              telemetry::Log& log);

  private:
    std::map<std::string, Milliseconds> looked_;
};

}  // namespace ballast::keeper
