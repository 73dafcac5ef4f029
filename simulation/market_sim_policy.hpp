// SPDX-License-Identifier: MIT
// Who sets LTV and LT on a path: a constant, or the engine itself behind the contract's rules.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "engine/current.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"
#include "engine/state.hpp"

namespace ballast::simulation {

/// What is seen of a market at an epoch.
struct Sight {
    UnixSeconds at;
    double price = 0;      ///< the oracle's, USD
    double depth_now = 0;  ///< sellable USD at a slippage of the bonus
    double depth_low = 0;  ///< the least of 30 days
    double debt = 0;       ///< USD
    double largest = 0;    ///< the largest position's debt
    engine::Wad score;     ///< S, as far as the policy listens to it
};

/// What a day trades, in multiples of depth: a liquidator who takes the policies' tenth of it sells
/// as much as the simulated depth takes back in that time.
constexpr double kDailyVolume = 5.5;

/// LTV and LT of one market along one path.
class Parameters {
  public:
    virtual ~Parameters() = default;

    /// Decides at one epoch. `wall` may be empty unless needs_wall(). Errors: the engine's.
    [[nodiscard]] virtual Status decide(const Sight& sight,
                                        const std::vector<engine::WallPoint>& wall) = 0;
    [[nodiscard]] virtual bool needs_wall() const = 0;
    /// Returns whether anyone may borrow at all.
    [[nodiscard]] virtual bool open() const = 0;
    [[nodiscard]] virtual double ltv() const = 0;
    /// Returns the threshold in force at `at`, and the one that it moves to.
    [[nodiscard]] virtual double lt(UnixSeconds at) const = 0;
    [[nodiscard]] virtual double lt_target() const = 0;
    /// Returns how many times a published value has moved.
    [[nodiscard]] virtual std::int64_t updates() const = 0;
    /// Returns the largest debt, of all and of one new loan, in USD.
    [[nodiscard]] virtual double debt_cap() const { return HUGE_VAL; }
    [[nodiscard]] virtual double position_limit() const { return HUGE_VAL; }
};

/// The same LTV and LT for ever.
class FixedParameters final : public Parameters {
  public:
    FixedParameters(double ltv, double lt) : ltv_(ltv), lt_(lt) {}
    [[nodiscard]] Status decide(const Sight&, const std::vector<engine::WallPoint>&) override {
        return {};
    }
    [[nodiscard]] bool needs_wall() const override { return false; }
    [[nodiscard]] bool open() const override { return true; }
    [[nodiscard]] double ltv() const override { return ltv_; }
    [[nodiscard]] double lt(UnixSeconds) const override { return lt_; }
    [[nodiscard]] double lt_target() const override { return lt_; }
    [[nodiscard]] std::int64_t updates() const override { return 0; }

  private:
    double ltv_;
    double lt_;
};

/// engine::step on every epoch, its decisions taken over by oracle::apply, as `run_shadow` does.
class EngineParameters final : public Parameters {
  public:
    /// Takes a policy of one asset without channels: the score comes in as the guardian's word.
    /// Requires limits that admit the policy's bounds.
    EngineParameters(const engine::Policy& policy, const engine::OracleLimits& limits,
                     const engine::Variances& start);

    [[nodiscard]] Status decide(const Sight& sight,
                                const std::vector<engine::WallPoint>& wall) override;
    [[nodiscard]] bool needs_wall() const override { return true; }
    [[nodiscard]] bool open() const override { return !halted_; }
    [[nodiscard]] double ltv() const override;
    [[nodiscard]] double lt(UnixSeconds at) const override;
    [[nodiscard]] double lt_target() const override;
    [[nodiscard]] std::int64_t updates() const override { return updates_; }
    [[nodiscard]] double debt_cap() const override;
    [[nodiscard]] double position_limit() const override;

    /// Returns the market as the contract would hold it.
    [[nodiscard]] const engine::PublishedMarket& published() const {
        return current_.markets.front();
    }

  private:
    /// Puts the oracle where the policy wants it: a path begins in the policy's steady state.
    [[nodiscard]] Status settle();
    void see(const Sight& sight, const std::vector<engine::WallPoint>& wall);

    const engine::Policy& policy_;
    engine::State state_;
    engine::Snapshot snapshot_;
    engine::Current current_;
    bool settled_ = false;
    bool halted_ = false;
    std::int64_t updates_ = 0;
};

}  // namespace ballast::simulation
