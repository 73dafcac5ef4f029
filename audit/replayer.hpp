// SPDX-License-Identifier: MIT
// The walk along a journal's records with the engine's state in hand: from the genesis, or from
// what a bundle says the state was. Both are replayed here and nowhere else.
#pragma once

#include <optional>

#include "audit/documents.hpp"
#include "audit/replay.hpp"
#include "engine/decision.hpp"
#include "oracle/risk_report.hpp"

namespace ballast::audit {

/// An update that the journal says was accepted.
struct Published {
    std::uint64_t record = 0;
    std::uint64_t seq = 0;
    Hash32 digest;
    std::uint64_t block_number = 0;  ///< as the receipt says
    Hash32 block_hash;
    bool operator==(const Published&) const = default;
};

/// What a record needs from all records before it, beside the genesis.
struct ReplayPoint {
    engine::State state;
    std::uint64_t seq = 0;  ///< of the last update that is known; 0: none
    Hash32 last_report;
    /// The last epoch, and the record that says seq and last_report; nothing where none does.
    std::optional<std::uint64_t> epoch_record;
    std::optional<std::uint64_t> head_record;
};

/// Returns where the record says the oracle's hash chain stands after it: by its accepted update,
/// else by its field head; nothing where it says neither. Believes what it reads.
[[nodiscard]] std::optional<oracle::Head> head_told(const StoredRecord& stored);

class Replayer {
  public:
    /// Recomputes the next record. Returns the first difference; after one, takes no more.
    [[nodiscard]] std::optional<Difference> take(const StoredRecord& stored);

    /// Goes on behind the record before number `next_index`, whose hash is `previous`. Requires
    /// that the genesis was taken, and no more.
    void resume(ReplayPoint point, std::uint64_t next_index, const Hash32& previous);

    [[nodiscard]] const ReplayPoint& point() const { return point_; }
    [[nodiscard]] const Hash32& policy_hash() const { return policy_hash_; }
    [[nodiscard]] const Setup& setup() const { return setup_; }
    /// The accepted updates of the records taken.
    [[nodiscard]] const std::vector<Published>& published() const { return published_; }
    /// The update that the last record taken had to carry, if any: sent, or held back.
    [[nodiscard]] const std::optional<oracle::RiskReport>& due() const { return due_; }

  private:
    std::optional<Difference> genesis(const StoredRecord& stored, const Fields& fields);
    std::optional<Difference> epoch(const StoredRecord& stored, const Fields& fields);
    std::optional<Difference> update(const StoredRecord& stored, const Fields& fields,
                                     const engine::Report& report, const Hash32& inputs_root);
    std::optional<Difference> submission(const StoredRecord& stored, const Fields& fields,
                                         const oracle::RiskReport& expected);
    std::optional<Difference> signers(const StoredRecord& stored, const Hash32& digest,
                                      const Bytes& attestation) const;
    std::optional<Difference> move_head(const StoredRecord& stored, const Fields& fields);
    std::optional<Difference> outcomes(const StoredRecord& stored, const Fields& fields,
                                       const oracle::RiskReport& report) const;

    std::uint64_t next_index_ = 0;
    Hash32 previous_;
    bool begun_ = false;
    engine::Policy policy_;
    Hash32 policy_hash_;
    Setup setup_;
    ReplayPoint point_;
    Hash32 state_hash_;  ///< of point_.state
    std::vector<Published> published_;
    std::optional<oracle::RiskReport> due_;
};

}  // namespace ballast::audit
