// SPDX-License-Identifier: MIT
#include "simulation/market_sim_borrowers.hpp"

#include <algorithm>
#include <cmath>

namespace ballast::simulation {
namespace {

constexpr double kCarefulBelow = 1.05;
constexpr double kCarefulTo = 1.2;
constexpr double kResponderTo = 1.25;
// Aave v3: half of a loan, and all of it under this health factor.
constexpr double kCloseFactor = 0.5;
constexpr double kCloseAllBelow = 0.95;
/// Of the collateral, in units: less is none.
constexpr double kDust = 1e-9;

constexpr std::array<std::int32_t, 16> kWallBps = {10'000, 10'050, 10'100, 10'150, 10'200, 10'300,
                                                   10'400, 10'600, 10'800, 11'100, 11'500, 12'000,
                                                   13'000, 15'000, 20'000, 100'000};

/// The grid as what health factors are compared with; the last point takes what is beyond all.
constexpr auto kWallHealth = [] {
    std::array<double, kWallBps.size() - 1> health{};
    for (std::size_t i = 0; i < health.size(); ++i)
        health[i] = kWallBps[i];
    return health;
}();

/// Returns the first point of the grid that is not below `health`. Counting all of them has no
/// branch to guess.
std::size_t wall_place(double health) {
    std::size_t below = 0;
    for (const double point : kWallHealth)
        below += point < health ? 1U : 0U;
    return below;
}

/// Repays where the health factor is under `below`, until it is `to`.
void repay_to(Loan& loan, double price, double lt, double below, double to) {
    const double worth = loan.collateral * price * lt;
    if (loan.debt * below > worth) loan.debt = worth / to;
}

}  // namespace

void Borrowers::close(std::size_t place) {
    loans_[place] = {};
    refresh();
}

void Borrowers::open(const Arrival& arrival, double debt, double ltv, double lt, double price) {
    loans_[arrival.place] = {.debt = debt,
                             .collateral = debt / (arrival.appetite * ltv * price),
                             .lt_opened = lt,
                             .careful = arrival.careful,
                             .sensitive = arrival.sensitive,
                             .responder = arrival.responder};
    refresh();
}

void Borrowers::react(double price, double lt, bool alert) {
    // Most of the time nobody is near.
    if (worst_ * (alert ? kResponderTo : kCarefulBelow) <= price * lt) return;
    for (Loan& loan : loans_) {
        if (loan.careful) repay_to(loan, price, lt, kCarefulBelow, kCarefulTo);
        if (alert && loan.responder) repay_to(loan, price, lt, kResponderTo, kResponderTo);
    }
    refresh();
}

Liquidation Borrowers::liquidate(double price, double lt, double bonus, double units) {
    std::vector<std::size_t> due;
    for (std::size_t i = 0; i < loans_.size(); ++i)
        if (loans_[i].debt > loans_[i].collateral * price * lt) due.push_back(i);
    const auto worse = [this](std::size_t a, std::size_t b) {
        const double left = loans_[a].debt * loans_[b].collateral;
        const double right = loans_[b].debt * loans_[a].collateral;
        return left > right || (!(right > left) && a < b);
    };
    std::sort(due.begin(), due.end(), worse);

    Liquidation done;
    for (const std::size_t i : due) {
        Loan& loan = loans_[i];
        const double health = loan.collateral * price * lt / loan.debt;
        const double part = health < kCloseAllBelow ? 1.0 : kCloseFactor;
        const double wanted = part * loan.debt * (1 + bonus) / price;
        const double taken = std::min({wanted, loan.collateral, units - done.sold});
        if (taken <= 0) break;
        const double repaid = std::min(loan.debt, taken * price / (1 + bonus));
        if (loan.debt <= loan.collateral * price * loan.lt_opened) done.induced += repaid;
        loan.debt -= repaid;
        loan.collateral -= taken;
        done.repaid += repaid;
        done.sold += taken;
        if (loan.collateral <= kDust * wanted) {
            done.bad_debt += loan.debt;
            loan = {};
        }
    }
    refresh();
    return done;
}

double Borrowers::shortfall(double price) const {
    double sum = 0;
    for (const Loan& loan : loans_)
        sum += std::max(0.0, loan.debt - loan.collateral * price);
    return sum;
}

void Borrowers::write_wall(double price, double lt, std::vector<engine::WallPoint>& wall) const {
    std::array<double, kWallBps.size()> within{};
    for (const Loan& loan : loans_) {
        if (loan.debt <= 0) continue;
        const double health = loan.collateral * price * lt / loan.debt * engine::kBpsOne;
        within.at(wall_place(health)) += loan.debt;
    }
    wall.resize(kWallBps.size());
    double sum = 0;
    for (std::size_t i = 0; i < kWallBps.size(); ++i) {
        sum += within.at(i);
        wall[i] = {engine::Bps::of(kWallBps.at(i)), engine::Usd::saturated(std::llround(sum))};
    }
}

void Borrowers::refresh() {
    debt_ = 0;
    worst_ = 0;
    largest_ = 0;
    for (const Loan& loan : loans_) {
        debt_ += loan.debt;
        largest_ = std::max(largest_, loan.debt);
        if (loan.debt > worst_ * loan.collateral) worst_ = loan.debt / loan.collateral;
    }
}

}  // namespace ballast::simulation
