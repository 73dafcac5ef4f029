// SPDX-License-Identifier: MIT
#include "engine/step.hpp"

#include <algorithm>

#include "engine/data_time.hpp"
#include "engine/decide_market.hpp"
#include "engine/moves.hpp"
#include "engine/pair.hpp"
#include "engine/validate.hpp"
#include "engine/volatility.hpp"

namespace ballast::engine {
namespace {

template <class T>
const T* find_asset(const std::vector<T>& items, const std::string& asset) {
    const auto found = std::find_if(items.begin(), items.end(),
                                    [&](const T& item) { return item.asset == asset; });
    return found == items.end() ? nullptr : &*found;
}

/// The records of one asset of the policy.
struct AssetRecords {
    const AssetPolicy* asset = nullptr;
    const MarketObservation* market = nullptr;
    const MarketObservation* debt = nullptr;  ///< nullptr: the debt is USD
    const PublishedMarket* published = nullptr;
};

tl::unexpected<Error> lacks(std::string_view what, const std::string& asset) {
    return fail(Errc::bad_data, std::string(what) + " lacks " + asset +
                                    ", which the policy names; give all three the same markets");
}

Result<std::vector<AssetRecords>> find_records(const Policy& policy, const Snapshot& snapshot,
                                               const Current& current) {
    std::vector<AssetRecords> records;
    records.reserve(policy.assets.size());
    for (const AssetPolicy& asset : policy.assets) {
        AssetRecords found{.asset = &asset,
                           .market = find_asset(snapshot.markets, asset.asset),
                           .debt = nullptr,
                           .published = find_asset(current.markets, asset.asset)};
        if (found.market == nullptr) return lacks("the snapshot", asset.asset);
        if (found.published == nullptr) return lacks("the oracle's state", asset.asset);
        if (!asset.debt_asset.empty()) {
            found.debt = find_asset(snapshot.markets, asset.debt_asset);
            if (found.debt == nullptr) return lacks("the snapshot", asset.debt_asset);
        }
        records.push_back(found);
    }
    return records;
}

/// Everything that is sold into the same market as the collateral of `own`.
LiquidityGroup group_of(const std::vector<AssetRecords>& records, const AssetRecords& own) {
    LiquidityGroup group;
    const std::string& name = own.asset->wall_group;
    if (name.empty()) group.add(*own.market);
    for (const AssetRecords& other : records)
        if (!name.empty() && other.asset->wall_group == name) group.add(*other.market);
    return group;
}

/// Whether the market went unseen for more than a day: no step was taken, or none saw a price.
bool was_unseen(UnixSeconds before, UnixSeconds at, const SeenPrice& price,
                const MarketState& after) {
    const bool confirmed = price.status == PriceStatus::confirmed;
    return at - before > kDay || at - (confirmed ? price.observed_at : after.last_price_at) > kDay;
}

/// What was quiet while nobody watched proves nothing.
void forget_quiet(MarketState& state) {
    state.ltv_quiet_since = state.lt_quiet_since = {};
    state.debt_cap.quiet_since = state.position_limit.quiet_since = {};
}

/// Folds a confirmed price into the variances. An unconfirmed one leaves no trace: the next
/// confirmed price brings the whole move.
void fold_price(const VolatilityPolicy& policy, const AssetPolicy& asset, const SeenPrice& seen,
                UnixSeconds at, MarketState& state) {
    if (seen.status != PriceStatus::confirmed) return;
    const std::int64_t hours = (at - state.last_price_at).count / kHour.count;
    if (state.last_price.count() > 0) {
        if (hours < 1) return;
        state.variances = update_variances(policy, state.variances, state.last_price, seen.price,
                                           hours, asset.two_sided);
    }
    state.last_price = seen.price;
    state.last_price_at = at;
}

Status check_arguments(const Policy& policy, const State& state, const Snapshot& snapshot,
                       const Current& current) {
    for (const Status& valid :
         {validate(policy), validate(state), validate(snapshot), validate(current)})
        if (!valid) return valid;
    if (snapshot.at - state.at < kHour)
        return fail(Errc::bad_data, "snapshot of " + format_utc(snapshot.at) +
                                        " is not an hour after the state's " +
                                        format_utc(state.at));
    return {};
}

}  // namespace

Result<Step> step(const Policy& policy, const State& state, const Snapshot& snapshot,
                  const Current& current) {
    if (const Status valid = check_arguments(policy, state, snapshot, current); !valid)
        return fail(valid.error());
    const auto records = find_records(policy, snapshot, current);
    if (!records) return fail(records.error());
    RegimeUpdate regime = update_regime(policy.regime, state.regime, snapshot);
    Step next{.state = {.at = snapshot.at, .markets = {}, .regime = std::move(regime.state)},
              .report = {.at = snapshot.at, .observed_at = {}, .regime = {}, .markets = {}}};
    DataTime data_time;

    for (const AssetRecords& found : *records) {
        const AssetPolicy& asset = *found.asset;
        const MarketState* known = find_asset(state.markets, asset.asset);
        MarketState after = known != nullptr ? *known : MarketState{.asset = asset.asset};
        const SeenPrice price = see_price(*found.market, found.debt, after.last_price);
        fold_price(policy.volatility, asset, price, snapshot.at, after);
        if (was_unseen(state.at, snapshot.at, price, after)) forget_quiet(after);
        after.last_usd_price = next_usd_price(*found.market, after.last_usd_price);
        next.report.markets.push_back(
            decide_market({policy, asset, snapshot, *found.market, price, group_of(*records, found),
                           regime.regime, current, *found.published},
                          after));
        data_time.add(price, after, next.report.markets.back().action);
        next.state.markets.push_back(std::move(after));
    }
    next.report.observed_at = data_time.of_report(snapshot.at, current);
    for (std::size_t k = 0; k < records->size(); ++k)
        hold_on_old_data(*(*records)[k].published, snapshot.at, next.report.observed_at,
                         next.report.markets[k]);
    next.report.regime = std::move(regime.regime);
    return next;
}

}  // namespace ballast::engine
