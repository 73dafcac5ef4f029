// SPDX-License-Identifier: MIT
#include "bench/replay_input.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>
#include <string>

#include "base/file.hpp"
#include "base/json.hpp"
#include "engine/canonical.hpp"
#include "history/snapshots.hpp"
#include "history/sources.hpp"
#include "history/synthetic_market.hpp"
#include "policies/policy_document.hpp"
#include "policies/policy_selection.hpp"

namespace ballast::bench {
namespace {

using engine::IndicatorObservation;
using engine::Level;
using engine::MarketObservation;
using engine::Policy;
using engine::Price;
using engine::Snapshot;
using engine::Wad;

/// 2020-10-23T01:00:00Z, and as many hours as the recorded series have.
constexpr UnixSeconds kFirst{1'603'414'800};
constexpr std::int64_t kHours = 44'700;
constexpr engine::Bps kThreshold = engine::Bps::of(7800);

/// Counter-based: hour and stream give the number, whatever was drawn before.
std::uint64_t splitmix(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

/// A move in units of 1e-6, nearly normal (the sum of four draws), with a standard deviation of
/// `spread`.
std::int64_t move(std::uint64_t stream, std::int64_t hour, std::int64_t spread) {
    std::int64_t sum = 0;
    for (std::uint64_t k = 0; k < 4; ++k)
        sum +=
            static_cast<std::int64_t>(
                splitmix(stream * 0x100000000U + static_cast<std::uint64_t>(hour) * 4 + k) % 2001) -
            1000;
    return sum * spread / 1155;
}

template <class Quantity>
Quantity moved(Quantity before, std::int64_t millionths) {
    return Quantity::of(std::max<Int128>(
        1'000'000, before.count() + Int128{before.count()} * millionths / 1'000'000));
}

MarketObservation invented_market(const std::string& asset, UnixSeconds at, Price price,
                                  std::int64_t hour) {
    const auto* calm = history::find_synthetic(asset);
    const auto share = static_cast<std::int64_t>(
        splitmix(0x50000000000U + static_cast<std::uint64_t>(hour / 24)) % 700);
    MarketObservation market{.asset = asset, .price = price, .observed_at = at};
    market.price_status = engine::PriceStatus::confirmed;
    market.depth =
        history::depth_at_part(*calm, Wad::of(Int128{300 + share} * 1'000'000'000'000'000));
    market.depth_low = market.depth;
    market.daily_volume = engine::Usd::of(calm->daily_volume_usd);
    market.book = history::synthetic_book(*calm, price, price, kThreshold);
    return market;
}

/// 20 points of an index, 2 % of a yield: so that no day's move is implausible (docs/model.md, 5).
Level first_level(engine::Transform transform) {
    const bool is_yield = transform == engine::Transform::change_volatility;
    return Level::of(is_yield ? 200'000'000 : 2'000'000'000);
}

ReplayInput invented(Policy policy) {
    ReplayInput input{.is_recorded = false, .policy = std::move(policy), .hours = {}};
    std::vector<Price> prices(input.policy.assets.size(), Price::of(3'000'000'000'000));
    std::vector<Level> levels;
    for (const engine::Channel& channel : input.policy.regime.channels)
        levels.push_back(first_level(channel.transform));
    for (std::int64_t hour = 0; hour < kHours; ++hour) {
        Snapshot snapshot{.at = kFirst + Seconds{hour * kHour.count}};
        for (std::size_t k = 0; k < prices.size(); ++k) {
            prices[k] = moved(prices[k], move(k, hour, 7'000));
            snapshot.markets.push_back(
                invented_market(input.policy.assets[k].asset, snapshot.at, prices[k], hour));
        }
        const UnixSeconds printed{snapshot.at.count / kDay.count * kDay.count};
        for (std::size_t k = 0; k < levels.size(); ++k) {
            if (printed == snapshot.at) levels[k] = moved(levels[k], move(100 + k, hour, 40'000));
            snapshot.indicators.push_back({.name = input.policy.regime.channels[k].indicator,
                                           .status = engine::IndicatorStatus::live,
                                           .level = levels[k],
                                           .observed_at = printed,
                                           .known_at = printed});
        }
        input.hours.push_back(std::move(snapshot));
    }
    return input;
}

Result<ReplayInput> recorded(const std::filesystem::path& folder, Policy policy) {
    const auto hours = history::SnapshotHistory::read(folder, policy);
    if (!hours) return fail(hours.error());
    ReplayInput input{.is_recorded = true, .policy = std::move(policy), .hours = {}};
    const std::vector<engine::Bps> thresholds(input.policy.assets.size(), kThreshold);
    for (std::size_t i = 0; i < hours->size(); ++i)
        input.hours.push_back(hours->observe(i, thresholds));
    return input;
}

std::string hours_csv(const ReplayInput& input) {
    std::ostringstream out;
    out << "at";
    for (const engine::AssetPolicy& asset : input.policy.assets) {
        out << ",price_" << asset.asset;
        for (const auto slippage : engine::kDepthSlippageBps)
            out << ",depth_" << slippage << '_' << asset.asset;
        out << ",debt_" << asset.asset;
    }
    for (const Snapshot& snapshot : input.hours) {
        out << '\n' << snapshot.at.count;
        for (const MarketObservation& market : snapshot.markets) {
            out << ',' << market.price.count();
            for (const engine::Usd point : market.depth_low)
                out << ',' << point.count();
            out << ',' << market.book.debt.count();
        }
    }
    out << '\n';
    return out.str();
}

/// The prints that a channel may fold: usable, each at the first hour that has it.
std::string prints_csv(const ReplayInput& input) {
    std::ostringstream out;
    out << "channel,hour,observed_at,level\n";
    for (std::size_t k = 0; k < input.policy.regime.channels.size(); ++k) {
        UnixSeconds last;
        const std::string& name = input.policy.regime.channels[k].indicator;
        for (std::size_t hour = 0; hour < input.hours.size(); ++hour)
            for (const IndicatorObservation& print : input.hours[hour].indicators) {
                const bool usable = print.status == engine::IndicatorStatus::live ||
                                    print.status == engine::IndicatorStatus::closed;
                if (print.name != name || !usable || print.observed_at == last) continue;
                last = print.observed_at;
                out << k << ',' << hour << ',' << last.count << ',' << print.level.count() << '\n';
            }
    }
    return out.str();
}

}  // namespace

Result<ReplayInput> read_replay_input() {
    const auto whole = policies::load_policy("policies/carry_aware.toml");
    if (!whole) return fail(whole.error());
    const std::array<std::string, 2> assets{"BTC", "ETH"};
    auto policy = policies::select_assets(*whole, assets);
    if (!policy) return fail(policy.error());
    const char* said = std::getenv("BALLAST_DATA");
    const std::filesystem::path folder = said != nullptr ? said : "../shared/data";
    if (history::is_data_folder(folder)) return recorded(folder, *std::move(policy));
    return invented(*std::move(policy));
}

Status write_replay_input(const ReplayInput& input, const std::filesystem::path& folder) {
    const std::array<std::pair<const char*, std::string>, 3> files{
        {{"policy.json", write_json(to_json(input.policy))},
         {"hours.csv", hours_csv(input)},
         {"prints.csv", prints_csv(input)}}};
    for (const auto& [name, text] : files)
        if (const Status written = write_file(folder / name, text); !written)
            return fail(written.error());
    return {};
}

}  // namespace ballast::bench
