// SPDX-License-Identifier: MIT
// Who has borrowed what against what. Integers, so that every sum over a book is exact in any
// order.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/int128.hpp"
#include "base/result.hpp"
#include "engine/units.hpp"
#include "stress/leaf_task.hpp"

namespace ballast::stress {

/// Amounts are counted at 1e-8 of a token, values (amount times price) at 1e-16 USD.
constexpr std::int64_t kAmountOne = 100'000'000;
constexpr Int128 kValueOne = Int128{10'000'000'000'000'000};

/// Ten billion tokens: four legs times price times LT then stay under 2^127.
constexpr std::int64_t kAmountMax = 1'000'000'000'000'000'000;
/// Of one asset, all positions together: sums stay in 64 bits, also when two are added.
constexpr std::int64_t kAmountSumMax = 4'000'000'000'000'000'000;
/// 9 million USD: price times LT stays in 64 bits.
constexpr std::int64_t kBookPriceMax = 900'000'000'000'000;

constexpr std::size_t kBookAssetsMax = 32;

/// An asset of a book. Their order is the order in which liquidators take a position's collateral:
/// the most liquid stands first.
struct BookAsset {
    std::string name;
    engine::Price price;
    engine::Bps lt;     ///< 0: does not serve as collateral
    engine::Bps bonus;  ///< what a liquidator gets on top: 500 is 5 %
    bool operator==(const BookAsset&) const = default;
};

/// One asset of a position.
struct Leg {
    std::uint32_t asset = 0;  ///< index into Book::assets
    std::int64_t amount = 0;  ///< 1e-8 token, above 0
    bool operator==(const Leg&) const = default;
};

/// A borrower: collaterals and debts, each ascending by asset.
struct PositionView {
    std::span<const Leg> collaterals;
    std::span<const Leg> debts;
};

/// A checked borrower book.
class Book {
  public:
    /// Returns an empty book. Errors: bad_data for no or too many assets, an empty or repeated
    /// name, a price of 0 or above kBookPriceMax, an LT outside 0 to 1, a bonus outside 0 to 1.
    [[nodiscard]] static Result<Book> from(std::vector<BookAsset> assets);

    /// Adds a position of 1 to kCollateralsMax collaterals and 1 to kDebtsMax debts, in any order.
    /// Errors: bad_data for an asset that is unknown or named twice, an amount outside 1 to
    /// kAmountMax, or a sum above kAmountSumMax; the book is then as before.
    [[nodiscard]] Status add(std::span<const Leg> collaterals, std::span<const Leg> debts);

    /// Sets the parameters of an asset. Requires asset < assets().size(). Errors: as from().
    [[nodiscard]] Status set_terms(std::size_t asset, engine::Bps lt, engine::Bps bonus);

    /// Lowers debt `leg` of a position. Requires a position and leg that there are, and 1 <= amount
    /// <= what is owed.
    void lower_debt(std::size_t position, std::size_t leg, std::int64_t amount);

    [[nodiscard]] const std::vector<BookAsset>& assets() const { return assets_; }
    [[nodiscard]] std::size_t size() const { return starts_.size(); }

    /// Requires i < size(). The view lives until the book changes.
    [[nodiscard]] PositionView operator[](std::size_t i) const;

    /// Returns all collateral (all debt) of an asset, at 1e-8 token.
    [[nodiscard]] std::int64_t collateral(std::size_t asset) const { return collateral_[asset]; }
    [[nodiscard]] std::int64_t debt(std::size_t asset) const { return debt_[asset]; }

    /// Returns bad_data naming the first asset that stands as collateral and has no LT.
    [[nodiscard]] Status check_terms() const;

    bool operator==(const Book&) const = default;

  private:
    struct Start {
        std::uint32_t first_leg = 0;
        std::uint8_t collaterals = 0;
        std::uint8_t debts = 0;
        bool operator==(const Start&) const = default;
    };
    [[nodiscard]] Status check_side(std::span<const Leg> legs, std::size_t most,
                                    const std::vector<std::int64_t>& sums) const;
    void append_side(std::span<const Leg> legs, std::vector<std::int64_t>& sums);

    std::vector<BookAsset> assets_;
    std::vector<Start> starts_;
    std::vector<Leg> legs_;  ///< of each position its collaterals, then its debts
    std::vector<std::int64_t> collateral_;
    std::vector<std::int64_t> debt_;
};

/// Returns the value in whole USD, rounded down. Requires 0 <= value within engine::Usd.
[[nodiscard]] engine::Usd to_usd(Int128 value);

}  // namespace ballast::stress
