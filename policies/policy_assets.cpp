// SPDX-License-Identifier: MIT
#include "policies/policy_assets.hpp"

#include <algorithm>
#include <tuple>

#include "policies/policy_fields.hpp"

namespace ballast::policies {
namespace {

using engine::AssetPolicy;
using engine::Bps;
using engine::kBpsOne;
using engine::LtForm;
using engine::LtvForm;
using engine::Policy;
using engine::TailPoint;

constexpr Length kTails = {1, engine::kTailsMax};
constexpr Bounds kHours = {1, 720, "at most 30 days"};

LtForm read_lt_form(TableReader& reader) {
    if (!reader.has("lt_form")) return LtForm::structural;
    const std::string text = reader.identifier("lt_form");
    if (text == "tail") return LtForm::tail;
    if (text == "smart_ltv") return LtForm::smart_ltv;
    if (text == "fixed") return LtForm::fixed;
    if (text != "structural" && !text.empty())
        reader.fault("lt_form",
                     "expected structural, tail, smart_ltv or fixed, found \"" + text + "\"");
    return LtForm::structural;
}

LtvForm read_ltv_form(TableReader& reader) {
    if (!reader.has("ltv_form")) return LtvForm::tactical;
    const std::string text = reader.identifier("ltv_form");
    if (text == "gap") return LtvForm::gap;
    if (text != "tactical" && !text.empty())
        reader.fault("ltv_form", "expected tactical or gap, found \"" + text + "\"");
    return LtvForm::tactical;
}

void read_tails(TableReader& asset_reader, AssetPolicy& asset) {
    if (!asset_reader.has("tail")) return;
    for (TableReader& reader : asset_reader.tables("tail", kTails)) {
        TailPoint tail;
        tail.horizon = Seconds{reader.integer("hours", kHours) * kHour.count};
        tail.level = Bps::of(reader.integer("level_bps", fields::kTailLevel));
        read_fields(reader, tail, fields::kTail);
        const auto at = std::tie(tail.horizon, tail.level);
        if (reader.sound() && !asset.tails.empty() &&
            at <= std::tie(asset.tails.back().horizon, asset.tails.back().level))
            reader.fault("hours", "expected tails ascending by hours, then by level_bps");
        reader.finish();
        asset.tails.push_back(tail);
    }
}

/// What may be absent: most collaterals are lent against USD, alone, by the structural form.
void read_choices(TableReader& reader, AssetPolicy& asset) {
    if (reader.has("debt_asset")) asset.debt_asset = reader.identifier("debt_asset");
    if (reader.has("two_sided")) asset.two_sided = reader.boolean("two_sided");
    if (reader.has("wall_group")) asset.wall_group = reader.identifier("wall_group");
    asset.lt_form = read_lt_form(reader);
    asset.ltv_form = read_ltv_form(reader);
    read_present(reader, asset, fields::kAssetDepths);
    read_tails(reader, asset);
}

void check_choices(TableReader& reader, const AssetPolicy& asset, const Policy& policy) {
    if (asset.debt_asset == asset.asset)
        reader.fault("debt_asset", "expected another asset than the collateral itself");
    for (const AssetPolicy& other : policy.assets)
        if (!asset.wall_group.empty() && other.wall_group == asset.wall_group &&
            other.debt_asset != asset.debt_asset)
            reader.fault("wall_group", "expected the debt_asset of " + other.asset +
                                           ", which is in the same group");
    const auto at_level = [&policy](const TailPoint& tail) {
        return tail.level == policy.liquidity.tail_level;
    };
    if (asset.lt_form == LtForm::tail &&
        std::none_of(asset.tails.begin(), asset.tails.end(), at_level))
        reader.fault("lt_form", "expected a tail at liquidity.tail_level_bps, which is " +
                                    std::to_string(policy.liquidity.tail_level.count()));
}

void check_order(TableReader& reader, const AssetPolicy& asset) {
    if (asset.ltv_min > asset.ltv_max)
        reader.fault("ltv_min_bps", "expected at most ltv_max_bps, which is " +
                                        std::to_string(asset.ltv_max.count()));
    if (asset.lt_min > asset.lt_max)
        reader.fault("lt_min_bps", "expected at most lt_max_bps, which is " +
                                       std::to_string(asset.lt_max.count()));
    if (asset.floor_volatility > asset.stress_volatility)
        reader.fault("floor_volatility_daily",
                     "expected at most stress_volatility_daily: the floor is of ordinary days");
}

void check_limits(TableReader& reader, const AssetPolicy& asset) {
    const auto highest = asset.ltv_max.count() + asset.gap.count();
    if (highest > asset.lt_max.count())
        reader.fault("ltv_max_bps", "expected ltv_max_bps + gap_bps at most lt_max_bps, found " +
                                        std::to_string(highest) + " over " +
                                        std::to_string(asset.lt_max.count()));
    const auto lowest = asset.ltv_min.count() + asset.gap.count();
    if (lowest > asset.lt_min.count())
        reader.fault("ltv_min_bps", "expected ltv_min_bps + gap_bps at most lt_min_bps, found " +
                                        std::to_string(lowest) + " over " +
                                        std::to_string(asset.lt_min.count()));
    // Warmuz, Chaudhary and Pinna 2022: beyond it a liquidation makes the borrower's health worse.
    const auto repaid = std::int64_t{asset.lt_max.count()} * (kBpsOne + asset.bonus.count());
    if (repaid > std::int64_t{kBpsOne} * kBpsOne)
        reader.fault("lt_max_bps",
                     "expected lt_max_bps * (10000 + bonus_bps) at most 100000000, or liquidations "
                     "feed themselves; found " +
                         std::to_string(repaid));
}

}  // namespace

void read_assets(TableReader& root, Policy& policy) {
    for (TableReader& reader : root.named_tables("asset")) {
        AssetPolicy asset;
        asset.asset = reader.name();
        read_fields(reader, asset, fields::kAssetRatios);
        read_fields(reader, asset, fields::kAssetBps);
        read_choices(reader, asset);
        if (reader.sound()) {
            check_choices(reader, asset, policy);
            check_order(reader, asset);
            check_limits(reader, asset);
        }
        reader.finish();
        policy.assets.push_back(std::move(asset));
    }
    if (policy.assets.size() > engine::kAssetsMax)
        root.fault("asset", "expected at most 32 tables, a report takes no more; found " +
                                std::to_string(policy.assets.size()));
    if (policy.assets.empty() && root.sound())
        root.fault("asset", "expected at least one table such as [asset.BTC]");
}

}  // namespace ballast::policies
