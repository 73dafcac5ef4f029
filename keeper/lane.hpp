// SPDX-License-Identifier: MIT
// A keeper of one oracle: its journal, its state, and whether it may speak.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "keeper/configuration.hpp"
#include "keeper/observatory.hpp"
#include "keeper/rehearse.hpp"
#include "keeper/restore.hpp"
#include "keeper/schedule.hpp"
#include "keeper/tick.hpp"

namespace ballast::keeper {

/// The debt and accounts that a cut would make liquidatable; nothing where it is not known, and
/// then the cut is held.
using JudgeCut = std::function<std::optional<adapters::CutJudgement>(
    const std::string& asset, engine::Bps now, engine::Bps after)>;

/// What a lane works with. Everything but the journal may be made anew under it.
struct LaneParts {
    Venue* venue = nullptr;
    Attest attest;
    /// Looks at the chain once for what is on its way; sends again what must be.
    std::function<Status()> settle;
    /// Tells how the nodes stand; asks nobody.
    std::function<void()> tell_nodes = nullptr;
    JudgeCut judge_cut;  ///< none: cuts are not judged beyond the policy's own budget
};

/// What the operator asks of it at the moment.
struct LaneOrders {
    Mode mode = Mode::shadow;
    bool stands_by = false;
    bool kill_switch = false;
    /// Asks for the switch anew: right before something is sent. None: `kill_switch` alone counts.
    std::function<bool()> ask_kill_switch = nullptr;
    /// What the machine's clock says; none where it is doubted, and then nothing is executed.
    std::optional<UnixSeconds> clock = std::nullopt;
    sender::TransactionRequest terms = {};
};

/// How a lane stands, for status and metrics.
struct LaneView {
    std::string chain;
    std::uint64_t chain_id = 0;
    std::string oracle;
    std::uint64_t records = 0;
    std::optional<UnixSeconds> last;
    std::optional<UnixSeconds> last_update;
    std::optional<UnixSeconds> block_time;      ///< of the newest block read
    std::optional<Milliseconds> sending_since;  ///< monotonic; what is on its way, if anything is
    std::uint64_t failures = 0;                 ///< in a row
    std::string last_error;
    bool frozen = false;
    bool loosening_paused = false;
    std::optional<Hold> held;
    /// The asset of a cut that nobody could judge at the last decision, where a limit is set.
    std::string unjudged;
    std::optional<engine::Report> report;
    std::optional<engine::Current> current;
};

/// What a rehearsal came to.
enum class Foreseen {
    nothing,  ///< nothing was decided: the draft is over, or its epoch less than an hour old
    no_cut,   ///< nothing that would be sent is in a hurry
    held,     ///< a cut that [cut_limit] holds
    hurried,  ///< a cut, and what is routine was asked to make way
};

/// An update that is in a block, of an epoch that this run did not decide or could not end.
struct ConfirmedUpdate {
    UnixSeconds epoch;
    Hash32 tx_hash;
};

/// One turn of a lane waits for nothing but answers of its nodes, and ends at the first call that
/// fails; after that the caller waits a backoff. So nodes that hang cost the other lanes one
/// deadline a turn, at most kAskEvery or the backoff apart.
class Lane {
  public:
    /// Between two questions after a transaction that is on its way.
    static constexpr Milliseconds kAskEvery{2'000};
    /// So long an update's block is asked for that no node can show: most keep 128 states.
    static constexpr Milliseconds kReadMost{600'000};

    /// Keeps the references of `policy`; takes the journal. Errors: those of begin_or_restore.
    [[nodiscard]] static Result<std::unique_ptr<Lane>> open(std::string name, audit::Setup setup,
                                                            const engine::Policy& policy,
                                                            const Hash32& binary_sha256,
                                                            audit::Journal journal,
                                                            UnixSeconds now);

    /// To be called before anything else, and again where nodes or keys changed.
    void connect(LaneParts parts) { parts_ = std::move(parts); }
    void obey(LaneOrders orders) { orders_ = std::move(orders); }

    /// Goes on with what is open, of this run or an earlier one: asks once after a transaction that
    /// is on its way (every kAskEvery at most), then ends its epoch. Returns the epoch that came to
    /// its end. `now` is monotonic. Errors: as finish_draft and conclude; what is open stays so.
    [[nodiscard]] Result<std::optional<TickOutcome>> finish(Milliseconds now);

    /// Begins one epoch, and returns it where it came to its end at once; else finish() does once
    /// its transaction is in a block. Requires !is_open(). Errors: as tick and conclude.
    [[nodiscard]] Result<std::optional<TickOutcome>> epoch(UnixSeconds at, Milliseconds now,
                                                           Observatory& observatory);

    /// Returns, once, what finish() found in a block and returned no epoch for.
    [[nodiscard]] std::optional<ConfirmedUpdate> take_confirmed() {
        return std::exchange(confirmed_, std::nullopt);
    }

    /// Something of an earlier run or epoch is not over: no epoch may begin.
    [[nodiscard]] bool is_open() const { return !is_finished_; }
    /// A transaction is in no block yet.
    [[nodiscard]] bool is_sending() const { return view_.sending_since.has_value(); }

    /// While a transaction is on its way: decides in memory at `at`, and where that would tighten
    /// what the transaction leaves, asks what is routine to make way. Errors: as rehearse; those of
    /// Venue::hurry.
    [[nodiscard]] Result<Foreseen> rehearse(UnixSeconds at, Observatory& observatory);

    /// The newest moment that was decided for, also one that is on its way or was only rehearsed.
    [[nodiscard]] std::optional<UnixSeconds> newest() const;

    /// The prices behind the newest decision, by asset; of those that were confirmed ever. They
    /// outlive a restart.
    [[nodiscard]] std::map<std::string, engine::Price> decided_on() const;

    /// Tells whether the macro regime became elevated since the newest decision: by what is known
    /// at `at`, its score crosses the policy's quiet_below, above which the model loosens nothing.
    /// Errors: those of Observatory::observe.
    [[nodiscard]] Result<bool> is_alarmed_anew(UnixSeconds at, Observatory& observatory) const;

    /// Notes why something did not come about, and how often in a row by that backoff.
    void missed(const Error& error, const Backoff& backoff);

    /// Between epochs: keeps the journal's lease, and watches what was journaled to be final.
    /// Errors: those of Sender.
    [[nodiscard]] Status settle();

    /// Tells how the nodes stand, whatever is in the way of asking them.
    void tell_nodes() const {
        if (parts_.tell_nodes) parts_.tell_nodes();
    }

    /// Reads the newest block's time. Errors: those of Venue.
    [[nodiscard]] Result<UnixSeconds> look();

    [[nodiscard]] const LaneView& view() const { return view_; }
    [[nodiscard]] const std::string& name() const { return view_.chain; }
    [[nodiscard]] audit::Journal& journal() { return journal_; }
    [[nodiscard]] const audit::Setup& setup() const { return setup_; }
    [[nodiscard]] Backoff& backoff() { return backoff_; }
    /// Of what is decided in memory behind a transaction: its failures keep nobody from asking
    /// after that one.
    [[nodiscard]] Backoff& backoff_behind() { return backoff_behind_; }

    Lane(std::string name, audit::Setup setup, const engine::Policy& policy,
         const Hash32& binary_sha256, audit::Journal journal, Standing standing);

  private:
    [[nodiscard]] Result<std::optional<Hold>> gate(const VenueState& seen,
                                                   const engine::Report& report);
    [[nodiscard]] Status keep_silent();
    [[nodiscard]] bool speaks() const;
    [[nodiscard]] bool executes(UnixSeconds epoch) const;
    [[nodiscard]] Status finish_sending(Milliseconds now);
    [[nodiscard]] Result<std::optional<TickOutcome>> finish_epoch(Milliseconds now);
    [[nodiscard]] Status make_executions(Milliseconds now);
    void sends(bool is_on_its_way, Milliseconds now);
    [[nodiscard]] Status catch_up();
    void take_receipt(DraftEnd end);
    [[nodiscard]] Foreseen judge(const Rehearsal& rehearsal);
    void forget_epoch();
    [[nodiscard]] bool is_silenced() const;
    [[nodiscard]] Status read_again();
    [[nodiscard]] bool cut_is_within_limit(const VenueState& seen, const engine::Report& report);
    [[nodiscard]] Workplace workplace();
    void keep(Workplace& place);
    void note(const TickOutcome& outcome);

    audit::Setup setup_;
    const engine::Policy& policy_;
    Hash32 policy_hash_;
    Hash32 binary_sha256_;
    audit::Journal journal_;
    engine::State state_;
    Hash32 folded_;  ///< the journal's head that state_ stands for
    std::optional<engine::State> unfinished_;
    /// Of a standby: the oracle's number of reports at its last epoch that was recorded.
    std::optional<std::uint64_t> seq_seen_;
    std::optional<std::uint64_t> seq_read_;  ///< the same at the epoch that is being decided
    bool is_finished_ = false;               ///< nothing of an earlier run or epoch is open
    std::optional<TickOutcome> open_;  ///< the epoch that this run decided and that is not over
    /// What may be executed of the journal's last epoch; nothing: none of it may.
    std::optional<EpochTrust> trust_ = EpochTrust::record_alone;
    Milliseconds asked_;
    std::optional<Milliseconds> unread_since_;  ///< its update is recorded, and was not read back
    std::optional<UnixSeconds> rehearsed_at_;
    std::optional<ConfirmedUpdate> confirmed_;
    LaneParts parts_;
    LaneOrders orders_;
    LaneView view_;
    Backoff backoff_;
    Backoff backoff_behind_;
};

}  // namespace ballast::keeper
