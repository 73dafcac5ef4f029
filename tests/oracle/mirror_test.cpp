// SPDX-License-Identifier: MIT
// The mirror beside the compiled contract on an EVM: after every move of a random walk, what is
// read back is what the mirror makes, bit for bit.
#include "oracle/mirror.hpp"

#include <gtest/gtest.h>

#include <map>

#include "base/hash.hpp"
#include "engine/publication.hpp"
#include "oracle/calls.hpp"
#include "oracle/deployment.hpp"
#include "oracle/make_report.hpp"
#include "tests/base/seeded.hpp"
#include "tests/engine/contract_model.hpp"
#include "tests/oracle/local_oracle.hpp"

namespace ballast::oracle {
namespace {

using engine::Action;
using engine::Bps;
using engine::MarketDecision;
using engine::PublishedMarket;

/// Monday, 2024-07-01T00:00:00Z.
constexpr UnixSeconds kGenesis{1'719'792'000};
constexpr int kReports = 260;

class Dice {
  public:
    explicit Dice(std::mt19937_64 bits) : bits_(bits) {}
    std::int64_t within(std::int64_t least, std::int64_t most) {
        const auto width = static_cast<std::uint64_t>(most - least + 1);
        return least + static_cast<std::int64_t>(bits_() % width);
    }
    std::int64_t one_of(std::initializer_list<std::int64_t> items) {
        return *(items.begin() + within(0, static_cast<std::int64_t>(items.size()) - 1));
    }
    bool chance(int percent) { return within(0, 99) < percent; }

  private:
    std::mt19937_64 bits_;
};

/// Limits under which moves of every kind happen often; each differs from the others, so that two
/// that are exchanged on the way to the contract or back are seen.
engine::OracleLimits limits(int n) {
    const auto bps = [n](std::int32_t count) { return Bps::of(count + n); };
    const auto span = [n](std::int64_t count) { return Seconds{count + n}; };
    return {.ltv_min = bps(3000),
            .ltv_max = bps(8000),
            .lt_min = bps(4000),
            .lt_max = bps(8500),
            .gap_min = bps(150),
            .ltv_rise_step = bps(120),
            .lt_rise_step = bps(110),
            .ltv_rise_delay = span(7200),
            .ltv_rise_after_cut = span(9000),
            .lt_rise_delay = span(8000),
            .lt_rise_after_cut = span(10'000),
            .lt_cut_delay = span(3600),
            .ltv_rise_day = bps(220),
            .ltv_rise_week = bps(900),
            .lt_rise_day = bps(230),
            .lt_rise_week = bps(950),
            .lt_cut_week = bps(800),
            .ramp_min = span(5000),
            .ramp_per_100_bps = span(43'000),
            .max_age = span(600'000),
            .ltv_veto = span(11'000),
            .lt_veto = span(22'000)};
}

std::vector<PublishedMarket> markets() {
    std::vector<PublishedMarket> made;
    for (const auto& [asset, n] : std::map<std::string, int>{{"BTC", 0}, {"ETH", 7}, {"SOL", 13}})
        made.push_back({.asset = asset,
                        .ltv = Bps::of(7000 - 100 * n),
                        .lt = Bps::of(7500 - 50 * n),
                        .lt_start = Bps::of(7500 - 50 * n),
                        .bonus = Bps::of(500 + n),
                        .limits = limits(n)});
    return made;
}

/// A move of random direction and size, in part over the limits; its ramp is sometimes too short.
MarketDecision random_decision(Dice& dice, const PublishedMarket& market, UnixSeconds at) {
    MarketDecision decision{.asset = market.asset,
                            .ltv = market.ltv,
                            .lt = market.lt,
                            .bonus = market.bonus,
                            .expected_ltv = market.ltv,
                            .expected_lt = market.lt};
    const auto by = [&](Bps value, std::int64_t least, std::int64_t most) {
        return Bps::of(std::clamp<std::int64_t>(value.count() + dice.within(least, most), 0, 9500));
    };
    switch (dice.within(0, 6)) {
        case 0:
            return decision;
        case 1:
            decision.action = Action::heartbeat;
            return decision;
        case 2:
            decision.ltv = by(market.ltv, -200, -1);
            break;
        case 3:
            decision.lt = by(market.lt, -150, -1);
            decision.ltv = by(market.ltv, -250, 0);
            break;
        case 4:
            decision.ltv = by(market.ltv, 1, 130);
            break;
        case 5:
            decision.lt = by(market.lt, 1, 130);
            break;
        default:
            decision.lt = by(market.lt, -20, 110);
            decision.ltv = by(market.ltv, -20, 110);
    }
    const bool rises = decision.ltv > market.ltv || decision.lt > market.lt;
    const bool moves = decision.ltv != market.ltv || decision.lt != market.lt;
    decision.action = rises ? Action::loosen : moves ? Action::tighten : Action::heartbeat;
    if (decision.lt < market.lt) {
        decision.ramp = engine::ramp_for(market, decision.lt, at);
        decision.ramp.count += dice.one_of({0, 0, 0, 0, 100, 50'000, -1});
        decision.ramp.count = std::max<std::int64_t>(0, decision.ramp.count);
    }
    if (dice.chance(3)) decision.bonus = Bps::of(decision.bonus.count() + 1);
    if (dice.chance(3)) decision.expected_lt = Bps::of(decision.expected_lt.count() + 1);
    return decision;
}

/// The small model's word, and the two rules that it does not have.
bool admissible(const PublishedMarket& market, const MarketDecision& decision, UnixSeconds at) {
    if (decision.bonus != market.bonus) return false;
    return engine::test::ContractModel(market).submit(decision, at).empty();
}

class Walk {
  public:
    explicit Walk(std::mt19937_64 bits) : dice_(bits) {}

    void report();
    void execute();
    void tell() const;

    std::map<Verdict, int> verdicts;
    int executed = 0;
    int refused_executions = 0;
    int compared = 0;

  private:
    void expect_held(const std::vector<PublishedMarket>& expected);

    Dice dice_;
    test::LocalOracle chain_{kGenesis, markets()};
};

void Walk::expect_held(const std::vector<PublishedMarket>& expected) {
    const engine::Current current = chain_.read().current;
    ASSERT_EQ(current.markets.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_TRUE(current.markets[i] == expected[i]) << expected[i].asset;
        ++compared;
    }
}

/// One report over all markets: preview, submit, events and stored values agree.
void Walk::report() {
    const UnixSeconds at =
        chain_.now() + Seconds{dice_.one_of({1, 12, 1800, 3600, 7300, 12'000, 30'000, 90'000})};
    chain_.advance_to(at);
    const OracleState before = chain_.read();
    const UnixSeconds observed{
        std::max(before.head.observed_at.count, at.count - dice_.within(0, 3000))};
    engine::Report decision{.at = at, .observed_at = observed, .regime = {}, .markets = {}};
    for (const PublishedMarket& market : before.current.markets)
        decision.markets.push_back(random_decision(dice_, market, at));
    const auto made = make_report(decision, {.head = before.head,
                                             .inputs_root = keccak256(as_bytes("inputs")),
                                             .policy_hash = chain_.policy_hash(),
                                             .code_hash = chain_.code_hash(),
                                             .markets = chain_.contract().markets()});
    if (!made) return;
    const auto previewed = chain_.contract().preview(*made, rpc::BlockTag::latest());
    ASSERT_TRUE(previewed) << previewed.error().what;
    const rpc::Receipt receipt = chain_.submit(*made);
    ASSERT_TRUE(receipt.succeeded);
    ASSERT_EQ(chain_.now(), at);
    const auto outcomes = entry_outcomes(receipt, chain_.contract().address());
    ASSERT_TRUE(outcomes) << outcomes.error().what;
    ASSERT_EQ(outcomes->size(), made->updates.size());
    std::map<Hash32, Verdict> verdict_of;
    for (std::size_t i = 0; i < outcomes->size(); ++i) {
        EXPECT_EQ((*outcomes)[i].market_id, made->updates[i].market_id);
        EXPECT_EQ((*outcomes)[i].verdict, (*previewed)[i]);
        verdict_of[(*outcomes)[i].market_id] = (*outcomes)[i].verdict;
        ++verdicts[(*outcomes)[i].verdict];
    }

    std::vector<PublishedMarket> expected = before.current.markets;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const MarketDecision& d = decision.markets[i];
        if (d.action == Action::none) continue;
        const Verdict meant = d.action == Action::loosen ? Verdict::queued : Verdict::applied;
        const Verdict got = verdict_of.at(chain_.contract().markets()[i].market_id);
        EXPECT_EQ(got == meant, admissible(expected[i], d, at)) << d.asset << " " << name(got);
        if (got == meant) expected[i] = apply(expected[i], d, observed, at);
    }
    expect_held(expected);
}

/// Executes a loosening where one waits, at a time around its window.
void Walk::execute() {
    std::vector<PublishedMarket> held = chain_.read().current.markets;
    for (std::size_t i = 0; i < held.size(); ++i) {
        if (!held[i].pending || dice_.chance(40)) continue;
        const UnixSeconds due =
            held[i].pending->executable_at + Seconds{dice_.one_of({-1, 0, 0, 1, 5000})};
        if (due > chain_.now()) chain_.advance_to(due);
        const UnixSeconds at = chain_.now();
        engine::test::ContractModel model(held[i]);
        model.execute_pending(at);
        const bool young = at <= held[i].pending->executable_at + Seconds{7 * kDay.count} &&
                           at <= held[i].as_of + held[i].limits.max_age;
        const bool expected = young && !model.market().pending.has_value();
        const Bytes call = encode_execute_pending(chain_.contract().markets()[i].market_id);
        ASSERT_EQ(chain_.reverts(call), !expected) << held[i].asset;
        if (!expected) {
            ++refused_executions;
            continue;
        }
        ASSERT_TRUE(chain_.send(call).succeeded);
        ASSERT_EQ(chain_.now(), at);
        held[i] = execute_pending(held[i], at);
        expect_held(held);
        ++executed;
    }
}

void Walk::tell() const {
    for (const auto& [verdict, count] : verdicts)
        std::printf("%s=%d ", std::string(name(verdict)).c_str(), count);
    std::printf("\nexecuted_pending=%d refused_executions=%d markets_compared=%d differences=0\n",
                executed, refused_executions, compared);
}

TEST(Mirror, EqualsTheContractOnARandomWalk) {
    Walk walk(ballast::test::seeded_generator());
    for (int i = 0; i < kReports && !HasFailure(); ++i) {
        SCOPED_TRACE("report " + std::to_string(i));
        walk.report();
        if (!HasFailure()) walk.execute();
    }
    if (HasFailure()) return;
    walk.tell();
    EXPECT_GE(walk.verdicts[Verdict::applied] + walk.verdicts[Verdict::queued], 200);
    EXPECT_GE(walk.verdicts[Verdict::queued], 20);
    EXPECT_GE(walk.executed, 10);
    EXPECT_GE(walk.verdicts.size(), 6U) << "too few kinds of refusal were met";
}

TEST(Deployment, WhatIsDeployedIsReadBack) {
    test::LocalOracle chain(kGenesis, markets());
    const OracleState state = chain.read();
    EXPECT_TRUE(state.current.markets == markets());
    EXPECT_EQ(state.head.seq, 0U);
    EXPECT_EQ(state.head.last_report, Hash32{});
    EXPECT_FALSE(state.current.frozen || state.current.loosening_paused);
}

TEST(Deployment, DefaultLimitsAreAdmissibleAndReadBack) {
    const Bands bands{Bps::of(3000), Bps::of(8000), Bps::of(4000), Bps::of(8500), Bps::of(200)};
    std::vector<PublishedMarket> one = {markets()[0]};
    one[0].limits = default_limits(bands);
    test::LocalOracle chain(kGenesis, one);
    EXPECT_TRUE(chain.read().current.markets == one);
}

TEST(Deployment, TheStopsAreRead) {
    test::LocalOracle chain(kGenesis, {markets()[0]});
    const auto call = [](std::string_view signature) { return *chain::encode_call(signature, {}); };
    ASSERT_TRUE(chain.send(call("pauseLoosening()")).succeeded);
    EXPECT_TRUE(chain.read().current.loosening_paused);
    EXPECT_FALSE(chain.read().current.frozen);
    ASSERT_TRUE(chain.send(call("freeze()")).succeeded);
    EXPECT_TRUE(chain.read().current.frozen);
}

TEST(Deployment, AnUnknownMarketIsAMismatch) {
    test::LocalOracle chain(kGenesis, {});
    EXPECT_TRUE(chain.reverts(*chain::encode_call(
        "marketState(bytes32)", {chain::AbiValue::bytes(keccak256(as_bytes("x")).view())})));
}

}  // namespace
}  // namespace ballast::oracle
