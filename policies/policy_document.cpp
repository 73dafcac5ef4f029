// SPDX-License-Identifier: MIT
#include "policies/policy_document.hpp"

#include "policies/policy_channels.hpp"
#include "policies/policy_fields.hpp"
#include "policies/toml_extends.hpp"

namespace ballast::policies {
namespace {

using engine::AssetPolicy;
using engine::kBpsOne;
using engine::Policy;

constexpr Bounds kEpoch = {kHour.count, kDay.count, "volatility is counted by the hour"};

void read_epoch(TableReader& root, Policy& policy) {
    policy.epoch = Seconds{root.integer("epoch_seconds", kEpoch)};
    if (policy.epoch.count % kHour.count != 0)
        root.fault("epoch_seconds", "expected whole hours, a multiple of 3600, found " +
                                        std::to_string(policy.epoch.count));
}

void read_volatility(TableReader& root, Policy& policy) {
    TableReader reader = root.table("volatility");
    engine::VolatilityPolicy& volatility = policy.volatility;
    read_fields(reader, volatility, fields::kVolatility);
    if (reader.sound() && volatility.decay_fast >= volatility.decay_mid)
        reader.fault("decay_mid_hourly", "expected more than decay_fast_hourly: it is slower");
    if (reader.sound() && volatility.decay_mid >= volatility.decay_slow)
        reader.fault("decay_slow_hourly", "expected more than decay_mid_hourly: it is slower");
    reader.finish();
}

void read_publication(TableReader& root, Policy& policy) {
    TableReader reader = root.table("publication");
    read_fields(reader, policy.publication, fields::kPublicationRatios);
    read_fields(reader, policy.publication, fields::kPublicationBps);
    read_fields(reader, policy.publication, fields::kPublicationTimes);
    reader.finish();
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

void read_assets(TableReader& root, Policy& policy) {
    for (TableReader& reader : root.named_tables("asset")) {
        AssetPolicy asset;
        asset.asset = reader.name();
        read_fields(reader, asset, fields::kAssetRatios);
        read_fields(reader, asset, fields::kAssetBps);
        if (reader.sound()) {
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

Result<Policy> read_policy(const TomlNode& document) {
    Faults faults;
    TableReader root(document, "", faults);
    Policy policy;
    policy.name = root.identifier("name");
    read_epoch(root, policy);
    read_volatility(root, policy);
    read_regime(root, policy.regime);
    read_publication(root, policy);
    read_assets(root, policy);
    root.finish();
    if (faults.count() > 0) return fail(faults.error());
    return policy;
}

}  // namespace

Result<Policy> load_policy(const std::filesystem::path& path) {
    const auto document = load_toml(path);
    if (!document) return fail(document.error());
    return read_policy(*document);
}

Result<Policy> parse_policy(std::string_view text, const std::string& file_name) {
    auto parsed = parse_toml(text, file_name);
    if (!parsed) return fail(parsed.error());
    const auto folder = std::filesystem::path(file_name).parent_path();
    const auto document = resolve_extends(std::move(*parsed), folder);
    if (!document) return fail(document.error());
    return read_policy(*document);
}

}  // namespace ballast::policies
