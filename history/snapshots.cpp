// SPDX-License-Identifier: MIT
#include "history/snapshots.hpp"

#include <algorithm>
#include <deque>

#include "base/check.hpp"
#include "engine/pair.hpp"
#include "engine/volatility.hpp"
#include "history/sources.hpp"

namespace ballast::history {
namespace {

using engine::MarketObservation;
using engine::Price;
using engine::PriceStatus;
using engine::Wad;

constexpr std::size_t kWindowHours = 30 * 24;

/// The depth's own volatility: a half-life of one day and the usual asymmetry, whatever a policy
/// says, so that every policy meets the same market. Only the fast speed is read.
engine::VolatilityPolicy depth_volatility() {
    const Wad day = Wad::of(971'531'941'153'605'869);
    return {.decay_fast = day,
            .decay_mid = day,
            .decay_slow = day,
            .asymmetry = Wad::of(300'000'000'000'000'000)};
}

/// The least of the last kWindowHours values, one after another.
class WindowMinimum {
  public:
    Wad push(Wad value) {
        while (!kept_.empty() && kept_.back().second >= value)
            kept_.pop_back();
        kept_.emplace_back(index_, value);
        if (kept_.front().first + kWindowHours <= index_) kept_.pop_front();
        ++index_;
        return kept_.front().second;
    }

  private:
    std::deque<std::pair<std::size_t, Wad>> kept_;
    std::size_t index_ = 0;
};

/// The mean of the last kWindowHours prices, rounded down.
class WindowMean {
  public:
    Price push(Price price) {
        window_.push_back(price);
        sum_ += price.count();
        if (window_.size() > kWindowHours) {
            sum_ -= window_.front().count();
            window_.pop_front();
        }
        return Price::of(div_down(sum_, static_cast<std::int64_t>(window_.size())));
    }

  private:
    std::deque<Price> window_;
    Int128 sum_ = 0;
};

/// What a unit is worth in the asset that is owed; an empty name is USD.
Result<PriceSeries> in_debt_asset(const std::filesystem::path& folder, const PriceSeries& prices,
                                  const std::string& debt_asset) {
    if (debt_asset.empty()) return prices;
    const auto debt = read_hourly(folder, debt_asset);
    if (!debt) return fail(debt.error());
    return ratio(prices, *debt);
}

/// The engine's own rule: what it does not fold moves neither the synthetic depth nor the book.
bool is_unit_slip(const PricePoint& point, Price last) {
    const engine::SeenPrice seen{
        .status = PriceStatus::confirmed, .price = point.price, .observed_at = point.at};
    return engine::without_unit_slip(seen, last).status != PriceStatus::confirmed;
}

std::size_t hour_of(UnixSeconds at, UnixSeconds first) {
    return static_cast<std::size_t>((at - first).count / kHour.count);
}

}  // namespace

/// Folds one price after another into what an hour shows of a market.
class SnapshotHistory::Folder {
  public:
    explicit Folder(const SyntheticAsset& synthetic) : synthetic_(synthetic) {
        const Wad median = engine::to_wad(engine::Bps::of(synthetic.median_volatility_bps));
        variances_.fast = Wad::of(mul_div_up(median.count(), median.count(), engine::kWadOne));
    }

    /// Takes the point, and the price that the book's health factors hang on.
    void fold(const PricePoint& point, Price in_debt) {
        if (!is_unit_slip(point, accepted_.price)) fold_variance(point);
        hour_.last = point.price;
        hour_.last_at = point.at;
        if (!is_unit_slip({point.at, in_debt}, hour_.in_debt)) {
            hour_.in_debt = in_debt;
            hour_.reference = mean_.push(in_debt);
        }
        hour_.part = depth_part(synthetic_, variances_.fast);
        hour_.part_low = minimum_.push(hour_.part);
    }

    [[nodiscard]] const Hour& hour() const { return hour_; }

  private:
    void fold_variance(const PricePoint& point) {
        if (accepted_.price.count() > 0) {
            const std::int64_t hours = (point.at - accepted_.at).count / kHour.count;
            variances_ = engine::update_variances(policy_, variances_, accepted_.price, point.price,
                                                  std::max<std::int64_t>(hours, 1));
        }
        accepted_ = point;
    }

    const SyntheticAsset& synthetic_;
    const engine::VolatilityPolicy policy_ = depth_volatility();
    engine::Variances variances_;
    PricePoint accepted_;  ///< the last that was no unit slip
    WindowMean mean_;
    WindowMinimum minimum_;
    Hour hour_;
};

Status SnapshotHistory::add_market(const std::filesystem::path& folder, const std::string& asset,
                                   const std::string& debt_asset) {
    const SyntheticAsset* synthetic = find_synthetic(asset);
    if (synthetic == nullptr)
        return fail(Errc::input_missing, "there is no market history of " + asset);
    auto prices = read_hourly(folder, asset);
    if (!prices) return fail(prices.error());
    auto in_debt = in_debt_asset(folder, *prices, debt_asset);
    if (!in_debt) return fail(in_debt.error());
    if (prices->points.empty() || in_debt->points.empty())
        return fail(Errc::bad_data, prices->source + " is empty");
    markets_.push_back({synthetic, std::move(*prices), std::move(*in_debt), {}});
    return {};
}

Status SnapshotHistory::add_markets(const std::filesystem::path& folder,
                                    const engine::Policy& policy) {
    for (const engine::AssetPolicy& asset : policy.assets)
        if (const Status added = add_market(folder, asset.asset, asset.debt_asset); !added)
            return fail(added.error());
    for (const engine::AssetPolicy& asset : policy.assets) {
        const bool is_there = asset.debt_asset.empty() ||
                              std::any_of(markets_.begin(), markets_.end(), [&](const Market& one) {
                                  return one.synthetic->asset == asset.debt_asset;
                              });
        if (is_there) continue;
        if (const Status added = add_market(folder, asset.debt_asset, ""); !added)
            return fail(added.error());
    }
    return {};
}

Status SnapshotHistory::lay_hours(const std::string& policy) {
    UnixSeconds last{};
    for (std::size_t k = 0; k < markets_.size(); ++k) {
        const auto& points = markets_[k].in_debt.points;
        first_ = k == 0 ? points.front().at : std::max(first_, points.front().at);
        last = k == 0 ? points.back().at : std::min(last, points.back().at);
    }
    if (markets_.empty() || last < first_)
        return fail(Errc::configuration, "no hour of the history has every asset of the policy " +
                                             policy + "; leave some out");
    size_ = hour_of(last, first_) + 1;
    for (Market& market : markets_)
        fill_hours(market);
    return {};
}

Result<SnapshotHistory> SnapshotHistory::read(const std::filesystem::path& folder,
                                              const engine::Policy& policy) {
    SnapshotHistory history;
    history.thresholds_ = policy.assets.size();
    for (const Status& done : {history.add_markets(folder, policy), history.lay_hours(policy.name)})
        if (!done) return fail(done.error());
    for (const engine::Channel& channel : policy.regime.channels) {
        auto indicator = IndicatorHistory::read(folder, channel.indicator);
        if (!indicator && indicator.error().code != Errc::input_missing)
            return fail(indicator.error());
        history.channels_.push_back(
            {channel.stale_after,
             indicator ? std::move(*indicator) : IndicatorHistory::of(channel.indicator, {})});
    }
    return history;
}

void SnapshotHistory::fill_hours(Market& market) const {
    Folder folder(*market.synthetic);
    const auto& prices = market.prices.points;
    const auto& in_debt = market.in_debt.points;
    auto next = prices.begin();
    auto pair = in_debt.begin();
    for (std::size_t i = 0; i < size_; ++i) {
        const UnixSeconds now = at(i);
        for (; next != prices.end() && next->at <= now; ++next) {
            while (std::next(pair) != in_debt.end() && std::next(pair)->at <= next->at)
                ++pair;
            folder.fold(*next, pair->price);
        }
        market.hours.push_back(folder.hour());
    }
}

UnixSeconds SnapshotHistory::at(std::size_t i) const {
    BALLAST_CHECK(i < size_);
    return first_ + Seconds{static_cast<std::int64_t>(i) * kHour.count};
}

std::size_t SnapshotHistory::find(UnixSeconds moment) const noexcept {
    if (moment <= first_) return 0;
    const std::int64_t seconds = (moment - first_).count + kHour.count - 1;
    return std::min(size_, static_cast<std::size_t>(seconds / kHour.count));
}

const PriceSeries& SnapshotHistory::in_debt(std::size_t k) const {
    BALLAST_CHECK(k < thresholds_);
    return markets_[k].in_debt;
}

bool SnapshotHistory::has_every_price(std::size_t i) const {
    const UnixSeconds now = at(i);
    return std::all_of(markets_.begin(), markets_.end(),
                       [i, now](const Market& market) { return market.hours[i].last_at == now; });
}

MarketObservation SnapshotHistory::observe_market(const Market& market, std::size_t i,
                                                  engine::Bps lt_now) const {
    const Hour& hour = market.hours[i];
    const bool has_bar = hour.last_at == at(i);
    MarketObservation observation;
    observation.asset = std::string(market.synthetic->asset);
    observation.price_status = has_bar ? PriceStatus::confirmed : PriceStatus::missing;
    observation.price = has_bar ? hour.last : Price();
    observation.observed_at = hour.last_at;
    observation.depth = depth_at_part(*market.synthetic, hour.part);
    observation.depth_low = depth_at_part(*market.synthetic, hour.part_low);
    observation.daily_volume = engine::Usd::of(market.synthetic->daily_volume_usd);
    observation.book = synthetic_book(*market.synthetic, hour.in_debt, hour.reference, lt_now);
    return observation;
}

engine::Snapshot SnapshotHistory::observe(std::size_t i,
                                          std::span<const engine::Bps> lt_now) const {
    BALLAST_CHECK(i < size_ && lt_now.size() == thresholds_);
    engine::Snapshot snapshot;
    snapshot.at = at(i);
    for (std::size_t k = 0; k < markets_.size(); ++k) {
        const auto own = engine::Bps::of(markets_[k].synthetic->lt_bps);
        snapshot.markets.push_back(
            observe_market(markets_[k], i, k < thresholds_ ? lt_now[k] : own));
    }
    for (const Channel& channel : channels_)
        snapshot.indicators.push_back(channel.history.observe(snapshot.at, channel.stale_after));
    return snapshot;
}

}  // namespace ballast::history
