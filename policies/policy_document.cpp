// SPDX-License-Identifier: MIT
#include "policies/policy_document.hpp"

#include "policies/policy_assets.hpp"
#include "policies/policy_channels.hpp"
#include "policies/policy_fields.hpp"
#include "policies/toml_extends.hpp"

namespace ballast::policies {
namespace {

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
    if (reader.has("har")) {
        TableReader har = reader.table("har");
        read_fields(har, volatility.har, fields::kHar);
        har.finish();
    }
    reader.finish();
}

void read_publication(TableReader& root, Policy& policy) {
    TableReader reader = root.table("publication");
    read_fields(reader, policy.publication, fields::kPublicationRatios);
    read_fields(reader, policy.publication, fields::kPublicationBps);
    read_fields(reader, policy.publication, fields::kPublicationTimes);
    policy.publication.cap_rise = engine::Wad::of(Int128{engine::kWadOne} * 3 / 10);
    read_present(reader, policy.publication, fields::kCapRise);
    if (reader.sound() && policy.publication.rise_a_day < policy.publication.deadband)
        reader.fault("rise_bps_daily",
                     "expected at least deadband_bps: a smaller rise would never be published");
    reader.finish();
}

void read_liquidity(TableReader& root, Policy& policy) {
    TableReader reader = root.table("liquidity");
    engine::LiquidityPolicy& liquidity = policy.liquidity;
    read_fields(reader, liquidity, fields::kLiquidityRatios);
    read_fields(reader, liquidity, fields::kLiquidityTimes);
    read_fields(reader, liquidity, fields::kLiquidityBps);
    liquidity.cascade_in_lt = reader.boolean("cascade_in_lt");
    if (reader.sound() && liquidity.amber_gain > liquidity.red_gain)
        reader.fault("amber_gain", "expected at most red_gain: amber comes first");
    reader.finish();
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
    read_liquidity(root, policy);
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
