// SPDX-License-Identifier: MIT
// The loans of one simulated market.
#pragma once

#include <array>
#include <vector>

#include "engine/snapshot.hpp"
#include "simulation/paths_depth.hpp"

namespace ballast::simulation {

/// One place's loan; no debt: the place is empty.
struct Loan {
    double debt = 0;        ///< USD
    double collateral = 0;  ///< units
    double lt_opened = 0;   ///< the threshold when it was opened
    bool careful = false;
    bool sensitive = false;
    bool responder = false;
};

/// What liquidators did in an hour.
struct Liquidation {
    double repaid = 0;
    double induced = 0;
    double bad_debt = 0;
    double sold = 0;  ///< units
};

/// The book of one market.
class Borrowers {
  public:
    /// Returns all debt.
    [[nodiscard]] double debt() const { return debt_; }
    /// Returns the largest loan's debt.
    [[nodiscard]] double largest() const { return largest_; }
    /// Returns the largest debt for a unit of collateral: below lt * price nobody is liquidatable.
    [[nodiscard]] double worst() const { return worst_; }

    /// Gives the arrival's place to it, with the part of its debt that is admitted.
    void open(const Arrival& arrival, double debt, double ltv, double lt, double price);
    /// Ends the loan of a place.
    void close(std::size_t place);
    [[nodiscard]] const Loan& at(std::size_t place) const { return loans_[place]; }

    /// Careful borrowers whose health factor at `lt` is under 1.05 repay until it is 1.2; with
    /// `alert`, responders under 1.25 repay until it is that.
    void react(double price, double lt, bool alert);

    /// Lets liquidators buy at most `units` of collateral, the worst loans first.
    Liquidation liquidate(double price, double lt, double bonus, double units);

    /// Returns debt beyond the collateral's worth.
    [[nodiscard]] double shortfall(double price) const;

    /// Writes the liquidation wall on a fixed grid of health factors.
    void write_wall(double price, double lt, std::vector<engine::WallPoint>& wall) const;

  private:
    void refresh();

    std::array<Loan, kPlaces> loans_{};
    double debt_ = 0;
    double worst_ = 0;
    double largest_ = 0;
};

}  // namespace ballast::simulation
