// SPDX-License-Identifier: MIT
// Reports that a chain accepted against those that bundles explain. Asks nobody.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "audit/replayer.hpp"
#include "oracle/accepted_report.hpp"

namespace ballast::audit {

/// An accepted update of a bundle that was found whole.
struct Explained {
    Published published;
    std::string bundle;  ///< its name for people
};

/// The first place where chain and bundles part.
struct ChainDifference {
    std::uint64_t seq = 0;
    std::string bundle;  ///< empty where none explains the report
    std::uint64_t record = 0;
    std::string field;     ///< "bundle", "key", "receipt", "previous_report"
    std::string expected;  ///< what the chain has
    std::string found;
};

/// How far a chain was compared.
struct ChainProgress {
    std::uint64_t next_block = 0;
    std::uint64_t seq = 0;  ///< of the last report seen; 0: none
    Hash32 digest;
    std::uint64_t reports = 0;
};

class ChainComparison {
  public:
    explicit ChainComparison(ChainProgress progress)
        : progress_(progress), compared_before_(progress.seq) {}

    /// Adds an update. Returns a difference where another bundle explains another report of that
    /// number, or has it in another block.
    [[nodiscard]] std::optional<ChainDifference> explain(Explained explained);

    /// Takes the next event of the chain. Returns a difference where no bundle explains it, where
    /// it does not follow from the one before, or where a bundle tells it otherwise.
    [[nodiscard]] std::optional<ChainDifference> take(const oracle::AcceptedReport& report);

    /// Returns a difference where a bundle explains a report that no event was taken of, whatever
    /// block it names. Reports up to the one that an earlier run ended at are not compared.
    [[nodiscard]] std::optional<ChainDifference> finish() const;

    /// How many reports of the bundles an earlier run compared, if at all: this one did not.
    [[nodiscard]] std::uint64_t not_compared() const;
    /// How many reports the oracle had accepted before the first event taken.
    [[nodiscard]] std::uint64_t skipped() const { return progress_.seq - progress_.reports; }
    [[nodiscard]] ChainProgress& progress() { return progress_; }

  private:
    struct Known {
        Explained explained;
        bool met = false;  ///< an event of the chain is the same
    };
    ChainProgress progress_;
    std::uint64_t compared_before_ = 0;  ///< the last seq of an earlier run
    std::map<std::uint64_t, Known> explained_;
};

}  // namespace ballast::audit
