// SPDX-License-Identifier: MIT
// A keeper whose clock, sources and chains are a script: simulated months in seconds.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "engine/policy.hpp"
#include "keeper/keeper.hpp"
#include "tests/keeper/sim_venue.hpp"
#include "tests/support/sim_random.hpp"

namespace ballast::test {

/// A clock whose wall side can be set wrong.
class SimWallClock final : public Clock {
  public:
    [[nodiscard]] UnixSeconds now() const override {
        return is_frozen ? frozen_at : truth() + wrong_by;
    }
    [[nodiscard]] Milliseconds monotonic() const override { return {1'000'000 + passed.count}; }
    void wait(Milliseconds span) override { passed.count += span.count; }
    [[nodiscard]] UnixSeconds truth() const { return start + Seconds{passed.count / 1'000}; }
    void freeze() {
        frozen_at = now();
        is_frozen = true;
    }

    UnixSeconds start{1'722'816'000};  ///< 2024-08-05T00:00:00Z
    Milliseconds passed;
    Seconds wrong_by{0};
    bool is_frozen = false;
    UnixSeconds frozen_at;
};

/// The same clock as the chain has it: right.
class TruthClock final : public Clock {
  public:
    explicit TruthClock(const SimWallClock& wall) : wall_(wall) {}
    [[nodiscard]] UnixSeconds now() const override { return wall_.truth(); }
    [[nodiscard]] Milliseconds monotonic() const override { return wall_.monotonic(); }
    void wait(Milliseconds) override {}

  private:
    const SimWallClock& wall_;
};

/// Prices and depths as a script sets them.
class SimObservatory final : public keeper::Observatory {
  public:
    /// Keeps the references.
    SimObservatory(const engine::Policy& policy, const Clock& truth)
        : policy_(policy), truth_(truth) {}

    void poll(UnixSeconds, Milliseconds) override {}
    [[nodiscard]] Result<engine::Snapshot> observe(const std::string& chain, UnixSeconds at,
                                                   const std::vector<engine::Bps>&) override;
    [[nodiscard]] std::map<std::string, engine::Price> prices(UnixSeconds) const override;
    [[nodiscard]] std::vector<UnixSeconds> server_dates() const override {
        return tells_time ? std::vector<UnixSeconds>(3, truth_.now()) : std::vector<UnixSeconds>();
    }
    [[nodiscard]] std::vector<keeper::FeedView> feeds(UnixSeconds) const override { return {}; }

    std::int64_t price_e8 = 3'000'00000000;
    engine::PriceStatus status = engine::PriceStatus::confirmed;
    engine::IndicatorStatus indicators = engine::IndicatorStatus::live;
    engine::Wad guardian_score;
    bool tells_time = true;

  private:
    const engine::Policy& policy_;
    const Clock& truth_;
};

/// Oracles, journals and what may go wrong with them, over the lives of several keepers.
class SimHouse {
  public:
    /// `chains` oracles of that policy; journals lie in `folder`.
    SimHouse(engine::Policy policy, std::size_t chains, std::filesystem::path folder);

    /// Begins a keeper on the journals that are there. Ends the test where it cannot.
    void begin();
    /// The process is gone, at once.
    void kill();
    /// Lets time pass turn by turn; the script is called before each.
    void pass(Seconds span, Milliseconds step, const std::function<void()>& script = nullptr);

    [[nodiscard]] std::uint64_t alarms(std::string_view name) const;
    /// Reports that stand for one epoch of one oracle more than once.
    [[nodiscard]] std::uint64_t doubles() const;
    [[nodiscard]] std::uint64_t accepted() const;

    engine::Policy policy;
    SimWallClock clock;
    TruthClock truth{clock};
    SimObservatory observatory{policy, truth};
    std::vector<std::unique_ptr<SimOracle>> oracles;
    std::vector<std::unique_ptr<SimVenue>> venues;
    keeper::KeeperOptions options;
    std::vector<std::string> log_lines;  ///< alarms that rose, in order
    std::unique_ptr<keeper::Keeper> keeper;
    bool kill_switch = false;
    /// Of each chain's journal; none: a file in the folder.
    std::function<std::string(std::size_t)> location;
    audit::LeaseOptions lease;
    bool signs = true;          ///< a key to sign with is at hand
    std::uint64_t settles = 0;  ///< looks between epochs

  private:
    std::filesystem::path folder_;
    telemetry::Metrics metrics_{"test", "test"};
    telemetry::Log log_;
};

/// Returns a shipped policy with `assets` collaterals: those of the document, and copies of them.
[[nodiscard]] engine::Policy sim_policy(std::size_t assets);

}  // namespace ballast::test
