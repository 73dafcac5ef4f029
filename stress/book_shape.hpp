// SPDX-License-Identifier: MIT
// The marginal shapes that invented books and scenarios take: derived statistics, no record.
#pragma once

#include <cstddef>
#include <span>

namespace ballast::stress {

/// `value` is not exceeded by the share `rank`.
struct ShapePoint {
    double rank;
    double value;
};

// 1,627 borrowers against (w)stETH on Aave v2 and v3 in June 2023 with more than 100 USD of debt,
// both snapshots pooled. They hold one kind of collateral mostly; how sizes and healths go together
// is not taken over, though there the largest borrowers stood nearest to liquidation.

/// Health factor: collateral times LT over debt. Cut off at the 99 % rank: beyond it stand accounts
/// with next to no debt.
constexpr ShapePoint kHealthShape[] = {
    {0, 1.01},     {0.01, 1.04}, {0.05, 1.098}, {0.1, 1.169},   {0.25, 1.326}, {0.5, 1.798},
    {0.75, 2.596}, {0.9, 3.711}, {0.95, 4.892}, {0.99, 13.905}, {1, 14},
};

/// Debt in USD. Between the points its logarithm is linear.
constexpr ShapePoint kDebtShape[] = {
    {0, 100},          {0.01, 110},        {0.05, 274},     {0.1, 685},
    {0.25, 3'580},     {0.5, 22'706},      {0.75, 129'709}, {0.9, 792'492},
    {0.95, 2'673'822}, {0.99, 18'732'507}, {1, 96'409'290},
};

/// Relative change over five days: ETH spot, 4 h closes from 2017-08-17 to 2023-12-31, 13,921
/// overlapping windows.
constexpr ShapePoint kFiveDayShape[] = {
    {0, -0.546},    {0.0005, -0.449}, {0.001, -0.425}, {0.005, -0.315},
    {0.01, -0.273}, {0.025, -0.215},  {0.05, -0.165},  {0.1, -0.113},
    {0.25, -0.044}, {0.5, 0.005},     {0.75, 0.064},   {0.9, 0.14},
    {0.95, 0.188},  {0.99, 0.31},     {0.999, 0.555},  {1, 0.661},
};

/// How many collaterals (debts) a position has: the share of positions with at most that many.
/// Invented.
constexpr double kCollateralCountShape[] = {0.6, 0.85, 0.95, 1};
constexpr double kDebtCountShape[] = {0.8, 1};

/// Returns the value at `rank`, linear between the points. Requires the first rank 0, the last 1,
/// ascending, and 0 <= rank <= 1.
[[nodiscard]] double shape_at(std::span<const ShapePoint> shape, double rank);

/// Returns the least n (from 1) whose share is at least `rank`.
[[nodiscard]] std::size_t count_at(std::span<const double> shares, double rank);

}  // namespace ballast::stress
