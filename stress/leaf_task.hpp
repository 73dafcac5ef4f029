// SPDX-License-Identifier: MIT
// What the tile kernels share. Plain data only: two of the kernels are compiled for another
// processor than the rest, and must bring no function with it that the linker could give to others.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ballast::stress {

constexpr std::size_t kCollateralsMax = 4;
constexpr std::size_t kDebtsMax = 2;
constexpr std::size_t kLegsMax = kCollateralsMax + kDebtsMax;

/// A tile: positions of one set of assets that are alike in health and in how their value is split.
/// What they have in common bounds them all: with weights u (collateral times LT times today's
/// price, over today's debt), relative prices m, and c the least weight of each leg in the tile,
///   sum c m + (least sum u - sum c) min m <= value of each <= sum c m + (largest ...) max m.
/// Single precision: it only sorts out what is far from the border.
struct Leaf {
    std::uint32_t first;  ///< place of its first position in LeafTable::health
    std::uint32_t row;    ///< where its rows begin in LeafTable::weights and ::amounts
    std::uint8_t count;
    std::uint8_t collaterals;
    std::uint8_t debts;
    std::uint8_t leading;           ///< the collateral that its positions lean on
    std::uint8_t assets[kLegsMax];  ///< collaterals, then debts
    float common[kCollateralsMax];  ///< least weight of each collateral
    float common_sum;               ///< of the common weights
    float rest_low;                 ///< least sum of weights, less the common ones
    float rest_high;                ///< largest sum of weights, less the common ones
    float debt_common[kDebtsMax];   ///< least share of each debt
    float debt_rest_low;            ///< 1 less the common shares, from below and from above
    float debt_rest_high;
};

/// Positions a tile at most.
constexpr std::size_t kLeafPositionsMax = 16;

/// Scenarios a block, scenarios a lane of the first bound, and lanes.
constexpr std::size_t kBlockScenarios = 512;
constexpr std::size_t kLanes = 16;
constexpr std::size_t kSpanScenarios = kBlockScenarios / kLanes;

/// A sum of up to 4 products of rounded factors is within 8 * 2^-24 of its true value, relative to
/// it. Where two of them differ by more than this part of one, the larger one is the larger one.
constexpr float kLeafMargin = 0x1p-19F;
/// Below this a product may have lost precision to the smallest float: never taken for certain.
constexpr float kLeafTiny = 1e-30F;

/// One block of scenarios over some tiles. Tables of the block are [asset][place in the block],
/// 32-byte aligned; a block that is not full repeats its last scenario.
struct LeafTask {
    const Leaf* leaves;
    std::size_t leaf_count;
    const float* weights;
    const float* health;
    const std::int64_t* amounts;
    /// Relative to today's: prices, and net prices over LT.
    const float* price;
    const float* net;
    /// The least and the largest price of each span of the block: [asset][kLanes].
    const float* price_low;
    const float* price_high;
    /// What one unit of an asset counts as collateral (price times LT in bps) and net of the bonus,
    /// and the price, exactly: [asset][number of the scenario].
    const std::int64_t* exact_collateral;
    const std::int64_t* exact_net;
    const std::int64_t* exact_price;
    std::size_t scenarios;
    const std::uint32_t* numbers;  ///< of the block's places
    /// Sums at 1e-8 token: of debts of positions that can be liquidated, and of debts and
    /// collaterals of those with bad debt.
    std::int64_t* count;  ///< [place]
    std::int64_t* debt;
    std::int64_t* bad_debt;
    std::int64_t* bad_collateral;
};

/// A tile in which a position might be liquidated, in the scenarios of these lanes (one bit each).
struct LeafFound {
    std::uint32_t leaf;
    std::uint32_t lanes;
};

/// One scenario a lane over all tiles.
struct LeafScan {
    const Leaf* leaves;
    std::size_t leaf_count;
    /// Relative to today's, [asset][kLanes]: prices as collateral, and as debt.
    const float* collateral;
    const float* debt;
    std::size_t lanes;            ///< of interest
    const std::uint32_t* closed;  ///< [tile]: lanes that are of no interest in it
    LeafFound* found;             ///< room for leaf_count
    std::size_t found_count;
};

/// Adds what every tile contributes to the sums of a block. All ways give the same sums.
void run_leaves_portable(const LeafTask& task);
void scan_leaves_portable(LeafScan& scan);
/// Requires a processor with AVX2 and FMA.
void run_leaves_avx2(const LeafTask& task);
void scan_leaves_avx2(LeafScan& scan);
/// Requires a processor with AVX-512 F, DQ and VL.
void run_leaves_avx512(const LeafTask& task);
void scan_leaves_avx512(LeafScan& scan);

}  // namespace ballast::stress
