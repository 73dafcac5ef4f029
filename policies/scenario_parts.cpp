// SPDX-License-Identifier: MIT
#include "policies/scenario_parts.hpp"

#include <algorithm>

#include "policies/policy_fields.hpp"

namespace ballast::policies {
namespace {

using engine::Bps;
using engine::kBpsOne;
using engine::kWadOne;
using engine::Level;
using engine::Price;
using engine::Usd;
using engine::Wad;

constexpr Bounds kSecondOfDay = {0, kDay.count - 1, "after midnight UTC"};
constexpr Bounds kVolatility = {1, kWadOne, "a daily volatility"};
constexpr Bounds kWholeUsd = {1, engine::UsdTag::kMax, "whole USD"};
constexpr Bounds kShare = {1, kBpsOne, "a part"};
/// The wall starts at a health factor of 1: nobody is liquidatable on the eve.
constexpr Bounds kHealthFactor = {kBpsOne + 1, engine::BpsTag::kMax, "above 1 on the eve"};
constexpr Bounds kDailyVolatility = {0, engine::LevelTag::kMax, "a volatility"};
/// What a channel remembers before today's print.
constexpr Length kPast = {1, engine::kDepthSlippageBps.size()};
constexpr Length kHolidays = {0, 60};
constexpr Length kWall = {1, 100};
constexpr Length kDepth = {engine::kDepthSlippageBps.size(), engine::kDepthSlippageBps.size()};

constexpr std::array<Field<ScenarioMarket, Wad>, 4> kMarketVolatilities = {{
    {"median_daily_volatility", &ScenarioMarket::median_volatility, kVolatility},
    {"volatility_fast_daily", &ScenarioMarket::volatility_fast, kVolatility},
    {"volatility_mid_daily", &ScenarioMarket::volatility_mid, kVolatility},
    {"volatility_slow_daily", &ScenarioMarket::volatility_slow, kVolatility},
}};

constexpr std::array<Field<ScenarioMarket, Bps>, 3> kMarketStart = {{
    {"ltv_start_bps", &ScenarioMarket::ltv_start, kShare},
    {"lt_start_bps", &ScenarioMarket::lt_start, kShare},
    {"bonus_bps", &ScenarioMarket::bonus, {0, 5000, "a liquidation bonus"}},
}};

KnownOn read_known_on(TableReader& reader) {
    const std::string text = reader.identifier("known_on");
    if (text == "next_trading_day") return KnownOn::next_trading_day;
    if (text != "same_day" && !text.empty())
        reader.fault("known_on", "expected same_day or next_trading_day, found \"" + text + "\"");
    return KnownOn::same_day;
}

std::vector<Level> read_levels(TableReader& reader, std::string_view key, const Bounds& bounds) {
    std::vector<Level> levels;
    if (!reader.has(key)) return levels;
    for (const Int128 level : reader.decimals(key, 8, kPast, bounds))
        levels.push_back(Level::of(level));
    return levels;
}

void read_depth(TableReader& reader, engine::DepthCurve& depth) {
    const auto usd = reader.integers("calm_depth_usd", kDepth, kWholeUsd);
    for (std::size_t i = 0; i < usd.size(); ++i) {
        depth[i] = Usd::of(usd[i]);
        if (i > 0 && usd[i] < usd[i - 1])
            reader.fault_at("calm_depth_usd", i, "expected no less than at a smaller slippage");
    }
}

void read_wall(TableReader& reader, SyntheticMarket& market) {
    const auto factors = reader.integers("health_factors_bps", kWall, kHealthFactor);
    const auto shares = reader.integers("debt_shares_bps", kWall, kShare);
    if (factors.size() != shares.size()) {
        if (!factors.empty() && !shares.empty())
            reader.fault("debt_shares_bps", "expected as many items as health_factors_bps, " +
                                                std::to_string(factors.size()) + ", found " +
                                                std::to_string(shares.size()));
        return;
    }
    for (std::size_t i = 0; i < factors.size(); ++i) {
        market.wall.push_back({Bps::of(factors[i]), Bps::of(shares[i])});
        if (i > 0 && factors[i] <= factors[i - 1])
            reader.fault_at("health_factors_bps", i, "expected more than the one before it");
        if (i > 0 && shares[i] <= shares[i - 1])
            reader.fault_at("debt_shares_bps", i, "expected more than the one before it");
    }
}

SyntheticMarket read_synthetic(TableReader reader) {
    SyntheticMarket market;
    read_depth(reader, market.calm_depth);
    market.daily_volume = Usd::of(reader.integer("daily_volume_usd", kWholeUsd));
    market.debt = Usd::of(reader.integer("debt_usd", kWholeUsd));
    market.largest_position = Bps::of(reader.integer("largest_position_bps", kShare));
    read_wall(reader, market);
    reader.finish();
    return market;
}

/// Reads depth_bps, one a bar, where a day has it.
void read_depth_left(TableReader& reader, std::size_t bars, MarketDay& day) {
    if (!reader.has("depth_bps")) return;
    for (const std::int64_t bps : reader.integers("depth_bps", {bars, bars}, kShare))
        day.depth.push_back(Bps::of(bps));
}

void read_closes(TableReader& reader, std::size_t bars, MarketDay& day) {
    for (const std::int64_t usd : reader.integers("closes_usd", {bars, bars}, kUsdPrice))
        day.closes.push_back(whole_usd(usd));
    day.low = whole_usd(reader.integer("low_usd", kUsdPrice));
    if (reader.sound() && day.low > *std::min_element(day.closes.begin(), day.closes.end()))
        reader.fault("low_usd", "expected no more than the lowest close");
}

void read_prints(TableReader reader, const Scenario& scenario, ScenarioDay& day) {
    for (const ScenarioIndicator& indicator : scenario.indicators) {
        day.prints.emplace_back();
        if (!reader.has(indicator.name)) continue;
        day.prints.back() = Level::of(reader.decimal(indicator.name, 8, kIndicatorLevel));
        if (is_closed(indicator, day.date))
            reader.fault(indicator.name,
                         "expected no print: its market is closed on " + format_date(day.date));
    }
    reader.finish();
}

}  // namespace

Price whole_usd(std::int64_t usd) {
    return Price::of(Int128{usd} * engine::kLevelOne);
}

ScenarioIndicator read_indicator(TableReader& reader) {
    ScenarioIndicator indicator;
    indicator.name = reader.name();
    indicator.source = reader.text("source");
    indicator.observed_after = Seconds{reader.integer("observed_after_seconds", kSecondOfDay)};
    indicator.known_on = read_known_on(reader);
    indicator.known_after = Seconds{reader.integer("known_after_seconds", kSecondOfDay)};
    if (reader.has("closed")) indicator.closed = reader.dates("closed", kHolidays);
    indicator.last_print = reader.date("last_print");
    indicator.last_level = Level::of(reader.decimal("last_level", 8, kIndicatorLevel));
    indicator.last_levels = read_levels(reader, "last_levels", kIndicatorLevel);
    indicator.last_volatilities = read_levels(reader, "last_volatilities", kDailyVolatility);
    if (reader.sound() &&
        known_at(indicator, indicator.last_print) < indicator.last_print + indicator.observed_after)
        reader.fault("known_after_seconds", "expected no less than observed_after_seconds");
    if (reader.sound() && !indicator.last_levels.empty() &&
        indicator.last_levels.back() != indicator.last_level)
        reader.fault("last_levels", "expected last_level as the last item");
    if (reader.sound() && is_closed(indicator, indicator.last_print))
        reader.fault("last_print", "expected a day on which its market is open");
    reader.finish();
    return indicator;
}

ScenarioMarket read_market(TableReader& reader) {
    ScenarioMarket market;
    market.asset = reader.name();
    market.source = reader.text("source");
    read_fields(reader, market, kMarketVolatilities);
    market.last_close = whole_usd(reader.integer("last_close_usd", kUsdPrice));
    read_fields(reader, market, kMarketStart);
    if (reader.sound() && market.ltv_start >= market.lt_start)
        reader.fault("ltv_start_bps", "expected less than lt_start_bps");
    market.synthetic = read_synthetic(reader.table("synthetic"));
    reader.finish();
    return market;
}

ScenarioDay read_day(TableReader& reader, const Scenario& scenario) {
    ScenarioDay day;
    day.date = reader.date("date");
    const auto bars =
        scenario.epoch.count > 0 ? static_cast<std::size_t>(kDay.count / scenario.epoch.count) : 0;
    for (const ScenarioMarket& market : scenario.markets) {
        TableReader of_market = reader.table(market.asset);
        read_closes(of_market, bars, day.markets.emplace_back());
        read_depth_left(of_market, bars, day.markets.back());
        of_market.finish();
    }
    if (reader.has("indicators"))
        read_prints(reader.table("indicators"), scenario, day);
    else
        day.prints.resize(scenario.indicators.size());
    reader.finish();
    return day;
}

}  // namespace ballast::policies
