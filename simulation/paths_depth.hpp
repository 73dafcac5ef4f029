// SPDX-License-Identifier: MIT
// Depth that drifts by itself, and a book's arrivals: the other things that all policies share.
#pragma once

#include <cstdint>
#include <vector>

#include "simulation/paths.hpp"

namespace ballast::simulation {

/// A stylised market: invented, with the proportions of research/model.md 6.
struct BookSpec {
    double demand = 1e9;         ///< debt that borrowers ask for, USD
    double depth = 0;            ///< sellable USD at a slippage of the bonus, median
    double drift = 0;            ///< standard deviation of log depth; 0: depth is fixed
    double half_life_days = 60;  ///< of a deviation of depth
    double whale = 0;            ///< the largest borrower's part of demand
};

/// Depth at each epoch of a path.
struct DepthPath {
    std::vector<double> now;
    std::vector<double> low;  ///< the least of the last 30 days, today included
};

/// Returns an Ornstein-Uhlenbeck path of log depth that begins in its stationary law and knows
/// nothing of prices.
[[nodiscard]] DepthPath make_depth(const BookSpec& book, const Path& path, std::uint64_t market);

/// A borrower who comes to take a place in the book. Whoever had the place has repaid.
struct Arrival {
    std::size_t epoch = 0;
    std::size_t place = 0;   ///< 0 is the whale's
    double size = 0;         ///< debt asked for, USD
    double appetite = 0;     ///< of the LTV that is allowed
    bool careful = false;    ///< repays rather than be liquidated
    bool sensitive = false;  ///< leaves where borrowing grows dear
    bool responder = false;  ///< listens to alerts
};

/// The places of a book: one whale, and as many others as make single ones small.
constexpr std::size_t kPlaces = 61;

/// Returns the arrivals of a path in order of epoch and place: all places are taken at epoch 0, and
/// each is taken anew with chance `turnover` a day.
[[nodiscard]] std::vector<Arrival> make_arrivals(const BookSpec& book, const Path& path,
                                                 std::uint64_t market, double turnover);

}  // namespace ballast::simulation
