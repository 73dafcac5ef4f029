// SPDX-License-Identifier: MIT
// Everything outside the keeper: time, prices, servers, chains, the disk, and what is wrong with
// them. It knows the truth, and nobody asks it before the end.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "engine/snapshot.hpp"
#include "tests/keeper/month/month_chain.hpp"
#include "tests/keeper/month/month_faults.hpp"
#include "tests/keeper/month/month_policy.hpp"
#include "tests/support/sim_disk.hpp"
#include "tests/support/sim_random.hpp"

namespace ballast::month {

constexpr std::size_t kSourcesOfMarket = 3;
/// So old a print may be before its source has no vote.
constexpr Seconds kPrintHold{4'000};
constexpr std::int64_t kIndicatorHoldDays = 3;

/// An answer as a server gave it: whether it was true is known here alone.
struct Delivery {
    UnixSeconds given;
    UnixSeconds observed_at;
    bool is_true = false;
};

class MonthWorld {
  public:
    MonthWorld(std::uint64_t seed, std::vector<Fault> faults, UnixSeconds until = kEnd);

    /// Lets time pass; chains mine, faults begin and end.
    void pass(Milliseconds span);
    [[nodiscard]] UnixSeconds now() const { return kBegin + Seconds{passed_.count / 1'000}; }
    [[nodiscard]] Milliseconds passed() const { return passed_; }
    /// What the host's wall clock shows.
    [[nodiscard]] UnixSeconds shown() const;
    /// When the next fault begins or ends after now, or the month.
    [[nodiscard]] UnixSeconds next_edge() const;

    [[nodiscard]] const std::vector<Fault>& faults() const { return faults_; }
    /// Returns the fault of that kind that covers the moment, if one does; lanes have targets.
    [[nodiscard]] const Fault* active(FaultKind kind, UnixSeconds at) const;
    [[nodiscard]] const Fault* of_market(std::size_t market, UnixSeconds at) const;

    /// The true price at 1e-8, and the indicator's close.
    [[nodiscard]] std::int64_t price(std::size_t market, UnixSeconds at) const;
    [[nodiscard]] std::int64_t vix(UnixSeconds at) const;
    /// How deep the market is, in parts of 100 of a calm one.
    [[nodiscard]] std::int64_t depth_percent(std::size_t market, UnixSeconds at) const;

    /// Whether a loosening of that market, decided at `at`, could rest on true and fresh data.
    [[nodiscard]] bool was_sound(std::size_t market, UnixSeconds at) const;

    const UnixSeconds end;  ///< of what is simulated: the month's, or earlier
    std::vector<std::unique_ptr<MonthChain>> chains;
    test::SimDisk disk;
    Tally tally;
    /// Of each live market its sources; the indicator's one source is the last.
    std::vector<std::vector<Delivery>> deliveries;

  private:
    void make_prices(test::SimRandom random);
    void set_weather();
    void set_weather(MonthChain& chain, std::size_t lane);
    void act_once(const Fault& fault);
    void act_on_chain(const Fault& fault, MonthChain& chain, bool begins);
    [[nodiscard]] std::int64_t shock_bps(UnixSeconds at) const;
    [[nodiscard]] bool heard_truth(std::size_t source, UnixSeconds at, Seconds hold) const;

    std::vector<Fault> faults_;
    std::vector<char> begun_;
    std::vector<char> ended_;
    Milliseconds passed_;
    std::vector<std::vector<std::int64_t>> prices_;  ///< by market and hour
    std::vector<std::int64_t> vix_;                  ///< by day
};

/// The host's clock: it may be wrong, and waiting lets the world go on.
class HostClock final : public Clock {
  public:
    explicit HostClock(MonthWorld& world) : world_(world) {}
    [[nodiscard]] UnixSeconds now() const override { return world_.shown(); }
    [[nodiscard]] Milliseconds monotonic() const override {
        return {1'000'000 + world_.passed().count};
    }
    void wait(Milliseconds span) override { world_.pass(span); }

  private:
    MonthWorld& world_;
};

}  // namespace ballast::month
