// SPDX-License-Identifier: MIT
#include "tests/apps/report/sample_run.hpp"

#include <algorithm>

namespace ballast::apps {
namespace {

using engine::Action;
using engine::Bps;
using engine::Price;
using engine::Wad;

constexpr std::int64_t kDollar = 100'000'000;

struct Start {
    std::string asset;
    std::int64_t price = 0;
    std::int32_t ltv = 0;
    std::int32_t lt = 0;
};

EpochOutcome calm_epoch(const Run& run, const std::vector<Start>& markets, UnixSeconds at) {
    EpochOutcome epoch;
    epoch.snapshot.at = at;
    epoch.report.at = at;
    epoch.report.regime.ltv_multiplier = Wad::of(engine::kWadOne);
    for (const auto& channel : run.policy.regime.channels)
        epoch.report.regime.channels.push_back(
            {.name = channel.name, .status = engine::IndicatorStatus::live});
    for (const Start& market : markets) {
        epoch.snapshot.markets.push_back({.asset = market.asset,
                                          .price_status = engine::PriceStatus::confirmed,
                                          .price = Price::of(Int128{market.price} * kDollar),
                                          .observed_at = at});
        engine::MarketDecision decision{.asset = market.asset};
        decision.ltv = decision.expected_ltv = decision.ltv_target.value = Bps::of(market.ltv);
        decision.lt = decision.expected_lt = decision.lt_target.value = Bps::of(market.lt);
        decision.ltv_target.binding = engine::Reason::ltv_tail;
        decision.ltv_target.attribution.start = decision.lt;
        epoch.report.markets.push_back(decision);
        epoch.published.push_back({decision.ltv, decision.lt});
    }
    return epoch;
}

Run make_run(const std::vector<Start>& markets, const std::vector<std::string>& channels,
             std::int64_t epochs) {
    Run run;
    run.scenario.event = "2024-08-11";
    run.scenario.title = "A sample event";
    run.scenario.synthetic_notice = "Liquidity and book are synthetic: nobody recorded them.";
    run.policy.name = "carry_aware";
    for (const Start& market : markets)
        run.policy.assets.push_back({.asset = market.asset});
    for (const std::string& name : channels)
        run.policy.regime.channels.push_back({.name = name});
    ShadowRun blind{.policy = "macro_blind"};
    for (std::int64_t i = 0; i < epochs; ++i) {
        run.epochs.push_back(calm_epoch(run, markets, epoch_at(i)));
        blind.published.push_back(run.epochs.back().published);
    }
    run.shadows.push_back(std::move(blind));
    run.counts.epochs = run.counts.replay_epochs = run.counts.replay_identical = epochs;
    run.chain_id = 31337;
    run.oracle = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    run.journal_head = "0x" + std::string(64, 'a');
    return run;
}

/// Prices on the corners of a path, straight between them, in whole dollars.
void set_prices(Run& run, std::size_t market, const std::vector<std::int64_t>& corners) {
    const auto last = static_cast<std::int64_t>(run.epochs.size()) - 1;
    const auto legs = static_cast<std::int64_t>(corners.size()) - 1;
    for (std::int64_t i = 0; i <= last; ++i) {
        const std::int64_t leg = std::min(i * legs / last, legs - 1);
        const std::int64_t along = i * legs - leg * last;
        const std::int64_t from = corners[static_cast<std::size_t>(leg)];
        const std::int64_t to = corners[static_cast<std::size_t>(leg + 1)];
        // A ripple, so that the line looks like a price.
        const std::int64_t ripple = (i * 37 % 23 - 11) * from / 6000;
        run.epochs[static_cast<std::size_t>(i)].snapshot.markets[market].price =
            Price::of((Int128{from} + (to - from) * along / last + ripple) * kDollar);
    }
}

void send(EpochOutcome& epoch, std::size_t market, Action action) {
    epoch.report.markets[market].action = action;
    Hash32 hash;
    for (std::size_t i = 0; i < hash.bytes.size(); ++i)
        hash.bytes[i] = static_cast<std::uint8_t>(epoch.report.at.count / 3600 * 7 +
                                                  static_cast<std::int64_t>(i) * 29);
    epoch.transaction = hash;
}

/// Lets one shadow stand `bps` above the run's LTV over the epochs [from, to).
void offset_shadow(Run& run, std::size_t shadow, std::size_t market, std::int64_t from,
                   std::int64_t to, std::int32_t bps) {
    for (std::int64_t i = from; i < to; ++i) {
        auto& value = run.shadows[shadow].published[static_cast<std::size_t>(i)][market].ltv;
        value = value + Bps::of(bps);
    }
}

void showcase_scores(Run& run) {
    set_score(run, 0, 190, 250, 720'000'000'000'000'000);
    set_score(run, 0, 250, 330, 980'000'000'000'000'000);
    set_score(run, 1, 188, 300, 610'000'000'000'000'000);
    set_score(run, 2, 60, 100, 540'000'000'000'000'000);
    set_score(run, 2, 200, 280, 830'000'000'000'000'000);
    set_score(run, 3, 120, 170, 330'000'000'000'000'000);
    for (std::size_t i = 0; i < run.epochs.size(); ++i) {
        auto& regime = run.epochs[i].report.regime;
        std::int64_t largest = 0;
        for (const auto& channel : regime.channels)
            largest = std::max(largest, channel.score.count());
        const std::int64_t held =
            i == 0 ? 0 : run.epochs[i - 1].report.regime.score.count() / 1000 * 986;
        regime.score = Wad::of(std::max(largest / 10 * 8, held));
    }
}

void showcase_moves(Run& run) {
    const auto parts = [](std::int32_t volatility, std::int32_t macro) {
        return engine::Attribution{
            .start = Bps::of(7800), .volatility = Bps::of(volatility), .macro = Bps::of(macro)};
    };
    set_ltv(run, 0, 189, 7210, parts(-110, -180));
    set_ltv(run, 0, 201, 7140, parts(-150, -210));
    set_ltv(run, 0, 241, 6850, parts(-690, -260));
    set_ltv(run, 0, 244, 6520, parts(-1010, -270));
    set_ltv(run, 0, 250, 6380, parts(-1140, -280));
    set_ltv(run, 0, 380, 6480, parts(-900, -100));
    set_ltv(run, 0, 404, 6580, parts(-800, -60));
    set_ltv(run, 1, 242, 7420, parts(-560, -90));
    set_ltv(run, 1, 246, 7160, parts(-820, -90));
    for (std::size_t i = 24; i < run.epochs.size(); i += 24)
        for (std::size_t market = 0; market < 2; ++market)
            if (!run.epochs[i].transaction) send(run.epochs[i], market, Action::heartbeat);
    offset_shadow(run, 0, 0, 189, 380, 95);
    offset_shadow(run, 0, 1, 242, 330, 40);
    offset_shadow(run, 1, 0, 189, 420, -60);
}

/// Caps that fall in the crash and come back, and a cascade that is red for a while.
void showcase_suggestions(Run& run, std::size_t market, std::int64_t debt) {
    run.policy.assets[market].cap_depth = Wad::of(engine::kWadOne);
    for (std::size_t i = 0; i < run.epochs.size(); ++i) {
        const bool crash = i >= 240 && i < 300;
        set_caps(run, market, i,
                 crash     ? debt / 4
                 : i < 240 ? debt
                           : debt / 2,
                 crash ? engine::Reason::cap_threshold : engine::Reason::cap_depth);
        set_cascade(run, market, i, crash ? engine::Alarm::red : engine::Alarm::none,
                    crash ? 8'400 : 2'000);
        run.epochs[i].snapshot.markets[market].book.debt = engine::Usd::of(debt);
    }
    run.epochs.back().report.markets[market].caps.holds = {engine::Reason::not_quiet,
                                                           engine::Reason::cap_rise};
}

/// A cut of LT by one point over two days, with what it made liquidatable.
void showcase_ramp(Run& run, std::size_t market) {
    auto& cut = run.epochs[262];
    auto& decision = cut.report.markets[market];
    decision.expected_lt = Bps::of(7800);
    decision.lt = Bps::of(7700);
    decision.ramp = {48 * 3600};
    decision.induced_now = engine::Usd::of(1'284'000);
    send(cut, market, Action::tighten);
    for (std::int64_t i = 262; i < static_cast<std::int64_t>(run.epochs.size()); ++i) {
        const auto at = static_cast<std::size_t>(i);
        const auto down = static_cast<std::int32_t>(std::min<std::int64_t>(100, (i - 262) * 2));
        run.epochs[at].published[market].lt_now = Bps::of(7800 - down);
        run.epochs[at].report.markets[market].lt_target.value = Bps::of(7690);
        for (ShadowRun& shadow : run.shadows)
            shadow.published[at][market].lt_now = Bps::of(7800 - down);
    }
}

}  // namespace

void set_caps(Run& run, std::size_t market, std::size_t epoch, std::int64_t usd,
              engine::Reason binding) {
    auto& caps = run.epochs.at(epoch).report.markets.at(market).caps;
    caps.debt_cap = caps.debt_cap_target = engine::Usd::of(usd);
    caps.position_limit = caps.position_limit_target = engine::Usd::of(usd / 10);
    caps.supply_cap_tokens = usd / 1000;
    caps.binding = binding;
}

void set_cascade(Run& run, std::size_t market, std::size_t epoch, engine::Alarm alarm,
                 std::int32_t gain_bps) {
    auto& figures = run.epochs.at(epoch).report.markets.at(market).liquidity;
    figures.known = true;
    figures.alarm = alarm;
    figures.gain = Bps::of(gain_bps);
    figures.fall_start = Bps::of(500);
    figures.fall = Bps::of(500 + gain_bps / 10);
}

Run calm_run(std::int64_t epochs) {
    return make_run({{"BTC", 60'000, 7300, 7800}}, {"vix", "usdjpy_volatility"}, epochs);
}

void set_score(Run& run, std::size_t channel, std::int64_t from, std::int64_t to,
               std::int64_t wad) {
    for (std::int64_t i = from; i < to; ++i) {
        auto& reading = run.epochs[static_cast<std::size_t>(i)].report.regime.channels.at(channel);
        reading.score = Wad::of(wad);
        reading.rank_one = Wad::of(engine::kWadOne / 10 * 9 + wad / 10);
    }
}

void set_ltv(Run& run, std::size_t market, std::int64_t from, std::int32_t bps,
             const engine::Attribution& parts) {
    const auto first = static_cast<std::size_t>(from);
    const Bps before = run.epochs.at(first).published.at(market).ltv;
    for (std::size_t i = first; i < run.epochs.size(); ++i) {
        run.epochs[i].published[market].ltv = Bps::of(bps);
        auto& decision = run.epochs[i].report.markets[market];
        decision.ltv = decision.expected_ltv = decision.ltv_target.value = Bps::of(bps);
        decision.ltv_target.attribution = parts;
        for (ShadowRun& shadow : run.shadows)
            shadow.published[i][market].ltv = Bps::of(bps);
    }
    run.epochs[first].report.markets[market].expected_ltv = before;
    send(run.epochs[first], market, bps < before.count() ? Action::tighten : Action::loosen);
}

Run showcase_run() {
    Run run = make_run({{"BTC", 68'000, 7300, 7800}, {"ETH", 3'450, 8000, 8300}},
                       {"vix", "move", "usdjpy_volatility", "jgb10_volatility"}, 456);
    run.scenario.title = "A sample of an event: carry trades unwind";
    run.scenario.falls = {{epoch_at(240), "BTC and ETH fell by a quarter within a night."}};
    run.scenario.indicators = {
        {.name = "jgb10", .source = "Ministry of Finance, Tokyo: par yield, 10 years"},
        {.name = "vix", .source = "https://example.org/series?name=a&name=b"}};
    run.scenario.markets = {{.asset = "BTC", .source = "BTC spot in USDT"},
                            {.asset = "ETH", .source = "ETH spot in USDT"}};
    run.scenario.figures = {{epoch_at(240), "VIX intraday high 65.73"}};
    run.scenario.days = {{.date = epoch_at(240),
                          .markets = {{.low = Price::of(Int128{49'000} * kDollar)},
                                      {.low = Price::of(Int128{2'111} * kDollar)}}}};
    run.shadows.push_back({.policy = "sentinel", .published = run.shadows[0].published});
    set_prices(run, 0, {67500, 66000, 68200, 65000, 61000, 51500, 55000, 56500, 61000, 60800});
    set_prices(run, 1, {3450, 3300, 3380, 3200, 2900, 2310, 2480, 2400, 2680, 2600});
    showcase_scores(run);
    showcase_moves(run);
    showcase_ramp(run, 0);
    showcase_suggestions(run, 0, 600'000'000);
    showcase_suggestions(run, 1, 900'000'000);
    run.counts.updates_sent = 47;
    run.counts.updates_applied = 46;
    run.counts.updates_pending = 1;
    return run;
}

}  // namespace ballast::apps
