// SPDX-License-Identifier: MIT
#include "tests/keeper/sim_house.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "policies/policy_document.hpp"
#include "policies/policy_selection.hpp"

namespace ballast::test {
namespace {

const Hash32 kCode = keccak256(as_bytes("code"));

engine::Level level_of(const engine::Channel& channel) {
    return channel.level.empty() ? engine::Level::of(1'50000000)
                                 : channel.level[channel.level.size() / 2].value;
}

}  // namespace

engine::Policy sim_policy(std::size_t assets) {
    auto read = policies::load_policy("policies/carry_aware.toml");
    BALLAST_CHECK(read.has_value());
    engine::Policy policy = std::move(*read);
    std::erase_if(policy.assets, [](const auto& a) { return !a.debt_asset.empty(); });
    const std::size_t there = policy.assets.size();
    for (std::size_t i = 0; policy.assets.size() < assets; ++i) {
        policy.assets.push_back(policy.assets[i % there]);
        policy.assets.back().asset += std::to_string(i);
        policy.assets.back().wall_group.clear();
    }
    policy.assets.resize(assets);
    std::sort(policy.assets.begin(), policy.assets.end(),
              [](const auto& a, const auto& b) { return a.asset < b.asset; });
    return policy;
}

Result<engine::Snapshot> SimObservatory::observe(const std::string&, UnixSeconds at,
                                                 const std::vector<engine::Bps>&) {
    engine::Snapshot snapshot;
    snapshot.at = at;
    snapshot.guardian_score = guardian_score;
    for (const engine::AssetPolicy& asset : policy_.assets) {
        engine::MarketObservation market;
        market.asset = asset.asset;
        market.price_status = status;
        if (status != engine::PriceStatus::missing) market.price = engine::Price::of(price_e8);
        market.observed_at = at - Seconds{30};
        for (std::size_t i = 0; i < market.depth.size(); ++i)
            market.depth[i] = market.depth_low[i] =
                engine::Usd::of(static_cast<std::int64_t>(i + 1) * 10'000'000);
        market.daily_volume = engine::Usd::of(1'000'000'000);
        market.book.debt = engine::Usd::of(40'000'000);
        market.book.largest_position = engine::Usd::of(1'000'000);
        snapshot.markets.push_back(std::move(market));
    }
    for (const engine::Channel& channel : policy_.regime.channels) {
        const bool known =
            std::any_of(snapshot.indicators.begin(), snapshot.indicators.end(),
                        [&](const auto& indicator) { return indicator.name == channel.indicator; });
        if (known) continue;
        engine::IndicatorObservation seen;
        seen.name = channel.indicator;
        seen.status = indicators;
        if (indicators != engine::IndicatorStatus::missing) {
            seen.level = level_of(channel);
            seen.observed_at = {day_number(at) * kDay.count};
            seen.known_at = seen.observed_at;
        }
        snapshot.indicators.push_back(std::move(seen));
    }
    return snapshot;
}

std::map<std::string, engine::Price> SimObservatory::prices(UnixSeconds) const {
    std::map<std::string, engine::Price> prices;
    if (status == engine::PriceStatus::confirmed)
        for (const engine::AssetPolicy& asset : policy_.assets)
            prices[asset.asset] = engine::Price::of(price_e8);
    return prices;
}

SimHouse::SimHouse(engine::Policy given, std::size_t chains, std::filesystem::path folder)
    : policy(std::move(given)),
      folder_(std::move(folder)),
      log_(telemetry::LogFormat::logfmt, telemetry::LogLevel::warning, clock,
           [this](std::string_view line) {
               if (std::getenv("BALLAST_SHOW") != nullptr)
                   std::fprintf(stderr, "%.400s\n", std::string(line).c_str());
               if (line.find("event=alarm ") != std::string_view::npos)
                   log_lines.emplace_back(line);
           }) {
    options.mode = keeper::Mode::publish;
    options.plan.epoch = policy.epoch;
    for (std::size_t i = 0; i < chains; ++i) {
        oracles.push_back(std::make_unique<SimOracle>(policy, i + 1, kCode));
        venues.push_back(std::make_unique<SimVenue>(*oracles.back(), truth));
    }
}

void SimHouse::begin() {
    std::vector<std::unique_ptr<keeper::Lane>> lanes;
    for (std::size_t i = 0; i < oracles.size(); ++i) {
        const SimOracle& oracle = *oracles[i];
        auto journal = audit::Journal::open(
            location ? location(i) : (folder_ / (std::to_string(i) + ".db")).string(),
            audit::Journal::Mode::write, lease);
        ASSERT_TRUE(journal) << journal.error().what;
        venues[i]->store_in(journal->transactions());
        const audit::Setup setup{.event = "live",
                                 .scenario_hash = {},
                                 .chain_id = oracle.chain_id,
                                 .oracle = oracle.address,
                                 .markets = oracle.markets,
                                 .signers = {chain::Address{}},
                                 .threshold = 1,
                                 .code_hash = kCode};
        auto lane = keeper::Lane::open("chain" + std::to_string(i), setup, policy, Hash32{},
                                       std::move(*journal), clock.now());
        ASSERT_TRUE(lane) << lane.error().what;
        keeper::LaneParts parts;
        parts.venue = venues[i].get();
        parts.attest = [this](const oracle::RiskReport&, const Hash32&) -> Result<Bytes> {
            if (!signs) return fail(Errc::permission, "simulated: no key");
            return Bytes{0, 0, 0, 0};
        };
        parts.settle = [this]() -> Status {
            ++settles;
            return {};
        };
        (*lane)->connect(std::move(parts));
        lanes.push_back(std::move(*lane));
    }
    keeper = std::make_unique<keeper::Keeper>(
        options,
        keeper::KeeperParts{.observatory = &observatory,
                            .clock = &clock,
                            .log = &log_,
                            .metrics = &metrics_,
                            .kill_switch = [this] { return kill_switch; }},
        std::move(lanes));
}

void SimHouse::kill() {
    keeper.reset();
}

void SimHouse::pass(Seconds span, Milliseconds step, const std::function<void()>& script) {
    const std::int64_t until = clock.passed.count + span.count * 1'000;
    while (clock.passed.count < until) {
        if (script) script();
        if (keeper) {
            const auto turned = keeper->turn();
            ASSERT_TRUE(turned) << turned.error().what;
        }
        clock.wait(step);
    }
}

std::uint64_t SimHouse::alarms(std::string_view name) const {
    return static_cast<std::uint64_t>(
        std::count_if(log_lines.begin(), log_lines.end(), [&](const std::string& line) {
            return line.find("alarm=" + std::string(name)) != std::string::npos;
        }));
}

std::uint64_t SimHouse::doubles() const {
    std::uint64_t doubles = 0;
    for (const auto& oracle : oracles) {
        std::map<UnixSeconds, std::uint64_t> of_epoch;
        for (const AcceptedReport& each : oracle->accepted)
            doubles += ++of_epoch[each.epoch] > 1 ? 1U : 0U;
    }
    return doubles;
}

std::uint64_t SimHouse::accepted() const {
    std::uint64_t all = 0;
    for (const auto& oracle : oracles)
        all += oracle->accepted.size();
    return all;
}

}  // namespace ballast::test
