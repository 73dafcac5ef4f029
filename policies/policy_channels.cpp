// SPDX-License-Identifier: MIT
#include "policies/policy_channels.hpp"

#include <algorithm>

#include "policies/policy_fields.hpp"

namespace ballast::policies {
namespace {

using engine::Channel;
using engine::kWadOne;
using engine::Level;
using engine::Quantile;
using engine::RegimePolicy;
using engine::Transform;
using engine::Wad;

constexpr Length kRanks = {2, 101};
constexpr Bounds kRank = {0, kWadOne, "a rank"};
constexpr Bounds kLevel = {engine::LevelTag::kMin, engine::LevelTag::kMax, "an indicator's level"};
constexpr Bounds kStaleDays = {1, 30, "trading days of the indicator's own market"};

Transform read_transform(TableReader& reader) {
    const std::string text = reader.identifier("transform");
    if (text == "return_volatility") return Transform::return_volatility;
    if (text == "change_volatility") return Transform::change_volatility;
    if (text != "level" && reader.sound())
        reader.fault(
            "transform",
            "expected level, return_volatility or change_volatility, found \"" + text + "\"");
    return Transform::level;
}

std::vector<Int128> read_ranks(TableReader& reader) {
    auto ranks = reader.decimals("reference_ranks", 18, kRanks, kRank);
    if (!reader.sound()) return ranks;
    for (std::size_t i = 1; i < ranks.size(); ++i)
        if (ranks[i] <= ranks[i - 1])
            reader.fault_at("reference_ranks", i, "expected more than the rank before it");
    if (ranks.front() != 0) reader.fault_at("reference_ranks", 0, "expected the first rank 0");
    if (ranks.back() != kWadOne)
        reader.fault_at("reference_ranks", ranks.size() - 1, "expected the last rank 1");
    return ranks;
}

std::vector<Quantile> read_quantiles(TableReader& reader, std::string_view key,
                                     const std::vector<Int128>& ranks) {
    const auto values = reader.decimals(key, 8, kRanks, kLevel);
    std::vector<Quantile> quantiles;
    if (values.empty() || ranks.empty()) return quantiles;
    if (values.size() != ranks.size()) {
        reader.fault(key, "expected as many items as reference_ranks, " +
                              std::to_string(ranks.size()) + ", found " +
                              std::to_string(values.size()));
        return quantiles;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0 && values[i] < values[i - 1])
            reader.fault_at(key, i, "expected no less than the value before it");
        quantiles.push_back({Wad::of(ranks[i]), Level::of(values[i])});
    }
    return quantiles;
}

Channel read_channel(TableReader& reader, const std::vector<Int128>& ranks) {
    Channel channel;
    channel.name = reader.name();
    channel.indicator = reader.identifier("indicator");
    channel.transform = read_transform(reader);
    channel.weight = Wad::of(reader.decimal("weight", 18, fields::kWeight));
    channel.stale_after =
        Seconds{reader.integer("stale_after_trading_days", kStaleDays) * kDay.count};
    if (reader.has("jump_limit"))
        channel.jump_limit = Wad::of(reader.decimal("jump_limit", 18, fields::kJumpLimit));
    channel.one_day_change = read_quantiles(reader, "one_day_change", ranks);
    channel.five_day_change = read_quantiles(reader, "five_day_change", ranks);
    if (reader.has("level")) channel.level = read_quantiles(reader, "level", ranks);
    return channel;
}

void read_channels(TableReader& root, const std::vector<Int128>& ranks, RegimePolicy& regime) {
    for (TableReader& reader : root.named_tables("channel")) {
        Channel channel = read_channel(reader, ranks);
        const auto same = [&channel](const Channel& other) {
            return other.indicator == channel.indicator;
        };
        const auto other = std::find_if(regime.channels.begin(), regime.channels.end(), same);
        if (other != regime.channels.end() && reader.sound())
            reader.fault("indicator", "expected an indicator of its own, found \"" +
                                          channel.indicator + "\", which " + other->name +
                                          " reads");
        reader.finish();
        regime.channels.push_back(std::move(channel));
    }
}

const Channel* find_channel(const RegimePolicy& regime, const std::string& name) {
    const auto found =
        std::find_if(regime.channels.begin(), regime.channels.end(),
                     [&name](const Channel& channel) { return channel.name == name; });
    return found == regime.channels.end() ? nullptr : &*found;
}

const Channel* carry_channel(TableReader& reader, std::string_view key, const std::string& name,
                             const RegimePolicy& regime) {
    const Channel* channel = find_channel(regime, name);
    if (channel == nullptr && !name.empty())
        reader.fault(key, "expected the name of a channel, found \"" + name + "\"");
    return channel;
}

void read_carry(TableReader& root, RegimePolicy& regime) {
    TableReader reader = root.table("carry");
    regime.carry_level_channel = reader.identifier("level_channel");
    regime.carry_change_channel = reader.identifier("change_channel");
    regime.carry_rank = Wad::of(reader.decimal("rank", 18, fields::kCarryRank));
    const Channel* level =
        carry_channel(reader, "level_channel", regime.carry_level_channel, regime);
    carry_channel(reader, "change_channel", regime.carry_change_channel, regime);
    if (level != nullptr && level->level.empty())
        reader.fault("level_channel", "expected a channel with level quantiles, found \"" +
                                          level->name + "\", which has none");
    reader.finish();
}

}  // namespace

void read_regime(TableReader& root, RegimePolicy& regime) {
    TableReader reader = root.table("regime");
    read_fields(reader, regime, fields::kRegime);
    regime.event_before = regime.event_after = kDay;
    regime.depth_weight = Wad::of(Int128{kWadOne} * 6 / 10);
    read_present(reader, regime, fields::kRegimeTimes);
    read_present(reader, regime, fields::kRegimeDepth);
    const bool has_channels = root.has("channel");
    std::vector<Int128> ranks;
    if (has_channels || reader.has("reference_ranks")) ranks = read_ranks(reader);
    reader.finish();
    if (has_channels) read_channels(root, ranks, regime);
    if (root.has("carry")) read_carry(root, regime);
}

}  // namespace ballast::policies
