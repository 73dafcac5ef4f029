// SPDX-License-Identifier: MIT
// Missing or bad input ends in a named reason and no loosening, never in a number. The base is an
// epoch at which the default policy loosens; each test spoils one input of it and nothing else.
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <map>

#include "base/file.hpp"
#include "engine/canonical.hpp"
#include "feeds/initial_state.hpp"
#include "feeds/recorded_event.hpp"
#include "history/snapshots.hpp"
#include "policies/scenario_document.hpp"
#include "tests/validation/calm_after.hpp"

namespace ballast::validation::test {
namespace {

using engine::Action;
using engine::IndicatorStatus;
using engine::Level;
using engine::Price;
using engine::Reason;
using engine::Snapshot;
using ::testing::Contains;
using ::testing::HasSubstr;

using Spoil = std::function<void(Snapshot&)>;

/// The arguments of the first step at which a scenario's first market is loosened.
struct Base {
    ClosedFold fold;
    Snapshot snapshot;
};

class BadInput : public ::testing::Test {
  protected:
    BadInput() : scenario_(shipped_scenario("s0c-policy-reversal")) {}

    Base base() const {
        const engine::Policy policy = shipped_policy("carry_aware", scenario_);
        engine::Current current;
        for (const engine::AssetPolicy& asset : policy.assets) {
            const auto* market = feeds::find_market(scenario_, asset.asset);
            current.markets.push_back(starting_market(asset, market->ltv_start, market->lt_start));
        }
        const auto event = feeds::RecordedEvent::from(scenario_, policy);
        Base made{ClosedFold(policy, feeds::initial_state(scenario_, policy), current), {}};
        for (std::size_t i = 0; i < event->size(); ++i) {
            made.snapshot = event->observe(i, made.fold.lt_now(event->at(i)));
            ClosedFold tried = made.fold;
            if (tried.take(made.snapshot)->markets.front().action == Action::loosen) return made;
            made.fold = tried;
        }
        ADD_FAILURE() << "nothing is loosened in the base";
        return made;
    }

    /// Spoils the snapshot, and expects the reason and no rise.
    static void expect_no_loosening(const Base& base, const Spoil& spoil, Reason reason) {
        Snapshot spoiled = base.snapshot;
        spoil(spoiled);
        ASSERT_NE(spoiled, base.snapshot);
        ClosedFold fold = base.fold;
        const auto report = fold.take(spoiled);
        ASSERT_TRUE(report) << report.error().what;
        const engine::MarketDecision& decision = report->markets.front();
        EXPECT_NE(decision.action, Action::loosen) << engine::name(reason);
        EXPECT_LE(decision.ltv, decision.expected_ltv);
        EXPECT_LE(decision.lt, decision.expected_lt);
        EXPECT_FALSE(decision.execute_pending);
        EXPECT_THAT(decision.holds, Contains(reason));
    }

    policies::Scenario scenario_;
};

engine::IndicatorObservation& indicator(Snapshot& snapshot, const std::string& name) {
    return *std::find_if(snapshot.indicators.begin(), snapshot.indicators.end(),
                         [&](const auto& item) { return item.name == name; });
}

/// Removes an indicator from a scenario, as if nobody had ever published it.
policies::Scenario without(policies::Scenario scenario, const std::string& name) {
    const auto found = std::find_if(scenario.indicators.begin(), scenario.indicators.end(),
                                    [&](const auto& item) { return item.name == name; });
    const auto column = found - scenario.indicators.begin();
    scenario.indicators.erase(found);
    for (policies::ScenarioDay& day : scenario.days)
        day.prints.erase(day.prints.begin() + column);
    return scenario;
}

/// Folds it all and expects every market of every epoch to name the reason and to loosen nothing.
void expect_named_throughout(const policies::Scenario& scenario, Reason reason) {
    std::size_t epochs = 0;
    fold_scenario(scenario, scenario.days.size(), shipped_policy("carry_aware", scenario),
                  [&](const Epoch& epoch) {
                      ++epochs;
                      for (const engine::MarketDecision& decision : epoch.report.markets) {
                          ASSERT_NE(decision.action, Action::loosen) << format_utc(epoch.at);
                          if (decision.lt_desired > decision.lt) {
                              ASSERT_THAT(decision.holds, Contains(reason)) << format_utc(epoch.at);
                          }
                      }
                  });
    EXPECT_GT(epochs, 0U);
}

TEST_F(BadInput, MissingMove) {
    expect_no_loosening(
        base(), [](Snapshot& s) { indicator(s, "move").status = IndicatorStatus::missing; },
        Reason::indicator_missing);
    expect_named_throughout(without(scenario_, "move"), Reason::indicator_missing);
}

TEST_F(BadInput, MissingYenVolatility) {
    expect_no_loosening(
        base(), [](Snapshot& s) { indicator(s, "usdjpy").status = IndicatorStatus::missing; },
        Reason::indicator_missing);
    expect_named_throughout(without(scenario_, "usdjpy"), Reason::indicator_missing);
}

TEST_F(BadInput, AStaleIndicator) {
    expect_no_loosening(
        base(), [](Snapshot& s) { indicator(s, "vix").status = IndicatorStatus::stale; },
        Reason::indicator_stale);
}

TEST_F(BadInput, AZeroPrice) {
    expect_no_loosening(
        base(), [](Snapshot& s) { s.markets.front().price = {}; }, Reason::price_missing);
}

TEST_F(BadInput, ANegativePriceHasNoPlaceInASnapshot) {
    EXPECT_FALSE(Price::from(-1));
    const Json good = engine::to_json(base().snapshot);
    std::string text = write_json(good);
    const std::string key = "\"price_1e8\":\"";
    const std::size_t at = text.find(key);
    ASSERT_NE(at, std::string::npos);
    text.insert(at + key.size(), "-");
    const auto read = engine::snapshot_from_json(*parse_json(text));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Errc::bad_data);
    EXPECT_THAT(read.error().what, HasSubstr("markets[0].price_1e8"));
}

TEST_F(BadInput, AGapOfAWeek) {
    // Nobody watched for a week: the price is new, but what was quiet before proves nothing.
    expect_no_loosening(
        base(),
        [](Snapshot& s) {
            s.at = s.at + Seconds{7 * kDay.count};
            for (engine::MarketObservation& market : s.markets)
                market.observed_at = s.at;
        },
        Reason::not_quiet);
    // The snapshot is new, and the price a week old.
    expect_no_loosening(
        base(),
        [](Snapshot& s) {
            s.markets.front().observed_at = s.markets.front().observed_at - Seconds{7 * kDay.count};
        },
        Reason::price_stale);
    // The market does not answer at all.
    expect_no_loosening(
        base(), [](Snapshot& s) { s.markets.front().price_status = engine::PriceStatus::missing; },
        Reason::price_missing);
}

TEST_F(BadInput, APriceAHundredTimesTooHighOrTooLowDoesNotEnter) {
    const Base made = base();
    for (const auto& slip : {Spoil([](Snapshot& s) {
                                 Price& price = s.markets.front().price;
                                 price = Price::of(Int128{price.count()} * 100);
                             }),
                             Spoil([](Snapshot& s) {
                                 Price& price = s.markets.front().price;
                                 price = Price::of(price.count() / 100);
                             })}) {
        expect_no_loosening(made, slip, Reason::price_jump_unconfirmed);
        Snapshot slipped = made.snapshot;
        slip(slipped);
        ClosedFold fold = made.fold;
        ASSERT_TRUE(fold.take(slipped));
        EXPECT_EQ(fold.state().markets.front().last_price,
                  made.fold.state().markets.front().last_price);
        EXPECT_EQ(fold.state().markets.front().variances,
                  made.fold.state().markets.front().variances);
    }
}

TEST_F(BadInput, AnIndicatorAHundredTimesTooHighOrTooLowDoesNotEnter) {
    const Base made = base();
    for (const std::string name : {"jgb10", "jgb40", "move", "usdjpy", "vix"})
        for (const bool high : {true, false}) {
            const Spoil slip = [&](Snapshot& s) {
                engine::IndicatorObservation& print = indicator(s, name);
                const Int128 level = print.level.count();
                print.level = Level::of(high ? level * 100 : level / 100);
                // A print of today, so that it is due.
                print.status = IndicatorStatus::live;
                print.observed_at = print.known_at = s.at;
            };
            expect_no_loosening(made, slip, Reason::indicator_implausible);
            Snapshot slipped = made.snapshot;
            slip(slipped);
            ClosedFold fold = made.fold;
            const auto report = fold.take(slipped);
            ASSERT_TRUE(report);
            const auto channel = [&](const engine::State& state) {
                for (const engine::ChannelState& one : state.regime.channels)
                    if (one.name.starts_with(name)) return std::pair(one.last_level, one.history);
                ADD_FAILURE() << name;
                return std::pair(Level{}, std::vector<Level>{});
            };
            EXPECT_EQ(channel(fold.state()), channel(made.fold.state())) << name;
            // The score is no higher than it would have been: the slip is no alarm either.
            ClosedFold honest = made.fold;
            EXPECT_EQ(report->regime.score, honest.take(made.snapshot)->regime.score) << name;
        }
}

// ---- documents and data files

TEST_F(BadInput, AScenarioTakesNoNanAndNoPriceThatIsNotPositive) {
    const auto text = read_file("policies/scenarios/s0c-policy-reversal.toml");
    ASSERT_TRUE(text);
    const auto fault_with = [&](const std::string& from, const std::string& to) {
        std::string spoiled = *text;
        const std::size_t at = spoiled.find(from);
        if (at == std::string::npos) return "no " + from;
        spoiled.replace(at, from.size(), to);
        const auto read = policies::parse_scenario(spoiled, "s.toml");
        return read ? std::string() : read.error().what;
    };
    EXPECT_THAT(fault_with("closes_usd = [", "closes_usd = [nan, "), HasSubstr("day.BTC.closes"));
    EXPECT_THAT(fault_with("last_close_usd = 68_000", "last_close_usd = 0"),
                HasSubstr("market.BTC.last_close_usd: expected an integer within 1 to"));
    EXPECT_THAT(fault_with("last_close_usd = 68_000", "last_close_usd = -68_000"),
                HasSubstr("market.BTC.last_close_usd: expected an integer within 1 to"));
    EXPECT_THAT(fault_with("move = \"", "move = \"NaN"),
                HasSubstr("day.indicators.move: expected"));
}

/// A folder of one market's bars, of which some are spoilt.
class BadBars : public ::testing::Test {
  protected:
    BadBars() : folder_(std::filesystem::path(::testing::TempDir()) / "ballast_bad_bars") {
        std::filesystem::create_directories(folder_);
    }
    ~BadBars() override { std::filesystem::remove_all(folder_); }

    /// Writes two thousand hours around 50,000 USD but for those of `closes`; an empty one has no
    /// bar.
    Result<history::SnapshotHistory> read(const std::map<int, std::string>& closes) const {
        std::ofstream file(folder_ / "btcusd_1h_perp.csv");
        file << "ts,open,high,low,close,volume\n";
        for (int hour = 0; hour < 2000; ++hour) {
            const auto spoilt = closes.find(hour);
            const std::string usual = hour % 2 == 0 ? "50000" : "50200";
            const std::string close = spoilt == closes.end() ? usual : spoilt->second;
            if (close.empty()) continue;
            const std::string stamp = format_utc({1'700'002'800 + hour * kHour.count});
            file << stamp << ',' << close << ',' << close << ',' << close << ',' << close << ",1\n";
        }
        file.close();
        return history::SnapshotHistory::read(folder_, policy());
    }

    static engine::Policy policy() {
        policies::Scenario only_btc;
        only_btc.markets.push_back({.asset = "BTC"});
        return shipped_policy("macro_blind", only_btc);
    }

    /// Folds the bars from low parameters. Returns the reports.
    static std::vector<engine::Report> fold(const history::SnapshotHistory& history) {
        const engine::Policy made = policy();
        engine::Current current;
        const engine::AssetPolicy& asset = made.assets.front();
        current.markets.push_back(starting_market(asset, asset.ltv_min, asset.lt_min));
        ClosedFold fold(made, engine::State{}, current);
        std::vector<engine::Report> reports;
        for (std::size_t i = 0; i < history.size(); ++i)
            reports.push_back(*fold.take(history.observe(i, fold.lt_now(history.at(i)))));
        return reports;
    }

    std::filesystem::path folder_;
};

bool loosens(const engine::Report& report) {
    const engine::MarketDecision& decision = report.markets.front();
    return decision.action == Action::loosen || decision.execute_pending;
}

TEST_F(BadBars, ANanEndsTheReadingAtItsLine) {
    const auto history = read({{7, "NaN"}});
    ASSERT_FALSE(history);
    EXPECT_EQ(history.error().code, Errc::bad_data);
    EXPECT_THAT(history.error().what, HasSubstr("btcusd_1h_perp.csv:9: expected a decimal number, "
                                                "found \"NaN\""));
}

TEST_F(BadBars, AZeroOrNegativePriceEndsTheReadingAtItsLine) {
    for (const char* price : {"0", "-50000"}) {
        const auto history = read({{7, price}});
        ASSERT_FALSE(history);
        EXPECT_EQ(history.error().code, Errc::bad_data);
        EXPECT_THAT(history.error().what, HasSubstr("btcusd_1h_perp.csv:9: "));
    }
}

TEST_F(BadBars, AGapOfAWeekIsAMissingPriceAndNoLoosening) {
    std::map<int, std::string> gap;
    for (int hour = 500; hour < 668; ++hour)
        gap[hour] = "";
    const auto history = read(gap);
    ASSERT_TRUE(history) << history.error().what;
    ASSERT_EQ(history->size(), 2000U);
    const auto reports = fold(*history);
    EXPECT_TRUE(std::any_of(reports.begin(), reports.begin() + 500, loosens));
    for (std::size_t i = 500; i < 668; ++i) {
        EXPECT_FALSE(loosens(reports[i])) << i;
        EXPECT_THAT(reports[i].markets.front().holds, Contains(Reason::price_missing)) << i;
    }
    EXPECT_TRUE(std::any_of(reports.begin() + 668, reports.end(), loosens)) << "it comes back";
}

TEST_F(BadBars, AUnitSlipOfADayIsNoPriceAndNoLoosening) {
    for (const char* price : {"5000000", "500"}) {
        std::map<int, std::string> slip;
        for (int hour = 500; hour < 524; ++hour)
            slip[hour] = price;
        const auto history = read(slip);
        ASSERT_TRUE(history) << history.error().what;
        const auto reports = fold(*history);
        const auto market_at = [&](std::size_t i) {
            return history->observe(i, std::array{engine::Bps::of(7'800)}).markets.front();
        };
        for (std::size_t i = 500; i < 524; ++i) {
            EXPECT_EQ(market_at(i).depth, market_at(499).depth) << "the slip is no volatility";
            EXPECT_EQ(market_at(i).depth_low, market_at(499).depth_low) << i;
            EXPECT_EQ(market_at(i).book, market_at(499).book) << "and moves no position";
            const engine::MarketDecision& decision = reports[i].markets.front();
            EXPECT_FALSE(loosens(reports[i])) << i;
            EXPECT_GT(decision.ltv_desired, decision.expected_ltv) << i;
            EXPECT_THAT(decision.holds, Contains(Reason::price_jump_unconfirmed)) << i;
            EXPECT_EQ(decision.volatility_fast, reports[499].markets.front().volatility_fast);
        }
        EXPECT_TRUE(std::any_of(reports.begin() + 524, reports.end(), loosens)) << "it comes back";
    }
}

}  // namespace
}  // namespace ballast::validation::test
