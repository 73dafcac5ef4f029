// SPDX-License-Identifier: MIT
// Years of history as the snapshots that a keeper would have seen: one an hour, each with what was
// known then and nothing else.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"
#include "history/indicator_history.hpp"
#include "history/series.hpp"
#include "history/synthetic_market.hpp"

namespace ballast::history {

/// The hours from the first at which every asset has had a price to the last at which every one
/// still has. Immutable; changing a later row of a file changes no earlier snapshot.
///
/// Prices and indicators are recorded; depth, volume and book are synthetic (synthetic_market.hpp).
/// A price that is a unit slip is shown as it was recorded, but moves neither depth nor book. An
/// hour without a bar has a price status of `missing` and a price of 0. A debt asset that is no
/// asset of the policy is in every snapshot after those that are.
class SnapshotHistory {
  public:
    /// Reads what the policy's assets and channels name. Errors: input_missing, also where an asset
    /// has no history; bad_data; configuration where no hour has every asset. An indicator without
    /// history is missing in every snapshot.
    [[nodiscard]] static Result<SnapshotHistory> read(const std::filesystem::path& folder,
                                                      const engine::Policy& policy);

    /// Returns the number of hours.
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// Returns hour `i`. Requires i < size().
    [[nodiscard]] UnixSeconds at(std::size_t i) const;

    /// Returns the first hour at or after `moment`, or size().
    [[nodiscard]] std::size_t find(UnixSeconds moment) const noexcept;

    /// Returns the snapshot of hour `i`. `lt_now` are the liquidation thresholds in force, in the
    /// policy's order of assets: they move the health factors of the book. Requires i < size(), one
    /// threshold for each asset, each above 0.
    [[nodiscard]] engine::Snapshot observe(std::size_t i,
                                           std::span<const engine::Bps> lt_now) const;

    /// Returns the prices of the policy's asset `k` in its debt's asset: what its memory is made
    /// of. Requires k < the number of the policy's assets.
    [[nodiscard]] const PriceSeries& in_debt(std::size_t k) const;

    /// Returns whether every market has a price at hour `i`. Requires i < size().
    [[nodiscard]] bool has_every_price(std::size_t i) const;

  private:
    /// What is known of one collateral at one hour.
    struct Hour {
        engine::Price last;       ///< the newest price
        UnixSeconds last_at;      ///< when it was known
        engine::Price in_debt;    ///< what the book's health factors hang on
        engine::Price reference;  ///< the mean of it over the last 30 days
        engine::Wad part;         ///< of the calm depth
        engine::Wad part_low;     ///< the least over the last 30 days
    };
    struct Market {
        const SyntheticAsset* synthetic = nullptr;
        PriceSeries prices;
        PriceSeries in_debt;  ///< what a unit is worth in its debt's asset
        std::vector<Hour> hours;
    };
    struct Channel {
        Seconds stale_after;
        IndicatorHistory history;
    };
    class Folder;

    [[nodiscard]] Status add_market(const std::filesystem::path& folder, const std::string& asset,
                                    const std::string& debt_asset);
    [[nodiscard]] Status add_markets(const std::filesystem::path& folder,
                                     const engine::Policy& policy);
    [[nodiscard]] Status lay_hours(const std::string& policy);
    void fill_hours(Market& market) const;
    [[nodiscard]] engine::MarketObservation observe_market(const Market& market, std::size_t i,
                                                           engine::Bps lt_now) const;

    UnixSeconds first_;
    std::size_t size_ = 0;
    std::size_t thresholds_ = 0;   ///< the policy's assets
    std::vector<Market> markets_;  ///< those first, then debt assets that are none of them
    std::vector<Channel> channels_;
};

}  // namespace ballast::history
