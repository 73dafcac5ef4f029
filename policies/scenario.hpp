// SPDX-License-Identifier: MIT
// A market event, recorded or invented, as plain data. policies/scenario_document.hpp reads it from
// TOML.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "engine/snapshot.hpp"
#include "engine/units.hpp"

namespace ballast::policies {

/// Where the prices and prints of a scenario are from.
enum class ScenarioKind {
    recorded,  ///< published figures; liquidity and book are synthetic all the same
    invented,  ///< nothing of it happened
};

/// What an invented scenario must say of itself.
struct Invention {
    std::string after;     ///< what it follows: a seed, or the event it is a drill of
    std::string expected;  ///< what a sound engine does in it
    bool operator==(const Invention&) const = default;
};

/// The day on which a print becomes known.
enum class KnownOn {
    same_day,          ///< a close in New York, a rate at noon
    next_trading_day,  ///< a fixing that is published the next morning
};

/// A macro indicator: where it comes from, when it is known, and its past on the eve.
struct ScenarioIndicator {
    std::string name;
    std::string source;
    KnownOn known_on = KnownOn::same_day;
    Seconds observed_after;  ///< event time, after midnight UTC of the print's date
    Seconds known_after;     ///< knowledge time, after midnight UTC of the day it is known on
    std::vector<UnixSeconds> closed;  ///< its market's holidays; weekends are always closed
    UnixSeconds last_print;           ///< date of the last print before the first day
    engine::Level last_level;
    std::vector<engine::Level> last_levels;        ///< the last prints, oldest first; may be empty
    std::vector<engine::Level> last_volatilities;  ///< realised, at the same prints; may be empty
    bool operator==(const ScenarioIndicator&) const = default;
};

/// Debt in positions whose health factor on the eve is at most `health_factor`.
struct HealthQuantile {
    engine::Bps health_factor;
    engine::Bps debt_share;
    bool operator==(const HealthQuantile&) const = default;
};

/// What nobody recorded: liquidity and book. Invented, and to be called so wherever it is shown.
struct SyntheticMarket {
    engine::DepthCurve calm_depth{};  ///< USD sellable at engine::kDepthSlippageBps
    engine::Usd daily_volume;
    engine::Usd debt;  ///< constant, as a cap that is used: liquidated debt is borrowed anew
    engine::Bps largest_position;      ///< of the debt
    std::vector<HealthQuantile> wall;  ///< ascending in both members
    bool operator==(const SyntheticMarket&) const = default;
};

/// A collateral on the eve.
struct ScenarioMarket {
    std::string asset;
    std::string source;
    engine::Wad median_volatility;  ///< a day, 1-day half-life: at it, depth is calm
    engine::Price last_close;
    engine::Wad volatility_fast;  ///< a day, half-life 1 day
    engine::Wad volatility_mid;   ///< 11 days
    engine::Wad volatility_slow;  ///< 69 days
    engine::Bps ltv_start;        ///< on the chain
    engine::Bps lt_start;
    engine::Bps bonus;
    SyntheticMarket synthetic;
    bool operator==(const ScenarioMarket&) const = default;
};

/// One UTC day of a collateral.
struct MarketDay {
    std::vector<engine::Price> closes;  ///< of each bar, 24 h / epoch of them
    engine::Price low;                  ///< of the day; for reports
    /// Of each bar, the part of the synthetic depth that is left; empty: all of it.
    std::vector<engine::Bps> depth;
    bool operator==(const MarketDay&) const = default;
};

struct ScenarioDay {
    UnixSeconds date;
    std::vector<MarketDay> markets;                    ///< as Scenario::markets
    std::vector<std::optional<engine::Level>> prints;  ///< as Scenario::indicators; by market date
    bool operator==(const ScenarioDay&) const = default;
};

/// A fall that the event is known for.
struct ScenarioFall {
    UnixSeconds at;  ///< the open of the bar in which it began
    std::string sentence;
    bool operator==(const ScenarioFall&) const = default;
};

/// Another figure of the event, for reports, with the date it holds for.
struct ScenarioFigure {
    UnixSeconds date;
    std::string text;
    bool operator==(const ScenarioFigure&) const = default;
};

struct Scenario {
    std::string event;  ///< "2024-08-05"
    std::string title;
    ScenarioKind kind = ScenarioKind::recorded;
    std::optional<Invention> invention;  ///< of an invented one, and of no other
    std::string synthetic_notice;        ///< the label of everything in SyntheticMarket
    Seconds epoch;                       ///< length of a bar
    std::vector<ScenarioFall> falls;
    std::vector<ScenarioFigure> figures;
    /// Announced beforehand (BOJ, FOMC, CPI), ascending. A policy says how wide a window they open.
    std::vector<UnixSeconds> events;
    std::vector<ScenarioIndicator> indicators;  ///< ascending by name
    std::vector<ScenarioMarket> markets;        ///< ascending by asset
    std::vector<ScenarioDay> days;              ///< without gaps
    bool operator==(const Scenario&) const = default;
};

/// Returns true where the indicator's market has no session on the UTC date of `at`.
[[nodiscard]] bool is_closed(const ScenarioIndicator& indicator, UnixSeconds at);

/// Returns when the print of midnight `date` becomes known.
[[nodiscard]] UnixSeconds known_at(const ScenarioIndicator& indicator, UnixSeconds date);

}  // namespace ballast::policies
