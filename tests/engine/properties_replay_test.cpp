// SPDX-License-Identifier: MIT
// P9, P10 and P11: a step is a function of its documents, whatever their order and unit.
#include <algorithm>
#include <utility>

#include "base/json.hpp"
#include "engine/canonical.hpp"
#include "tests/engine/property_case.hpp"

namespace ballast::engine::test {
namespace {

bool same(const Step& a, const Step& b) {
    return a.report == b.report && a.state == b.state;
}

/// The answers to a sequence of snapshots, each from the state before it.
std::vector<Step> fold(Case made, const std::vector<Snapshot>& snapshots) {
    std::vector<Step> answers;
    for (const Snapshot& snapshot : snapshots) {
        made.snapshot = snapshot;
        answers.push_back(stepped(made));
        made.state = answers.back().state;
    }
    return answers;
}

void extend(Random& random, const Policy& policy, std::vector<Snapshot>& snapshots, int count) {
    for (; count > 0; --count)
        snapshots.push_back(random_next(random, policy, snapshots.back()));
}

BALLAST_PROPERTY(P09, AnswersDoNotDependOnWhatComesLater, kEveryday, kNightly) {
    Random random = seeded();
    const Case made = random_case(random);
    std::vector<Snapshot> one{made.snapshot};
    extend(random, made.policy, one, 2);
    const std::size_t shared = one.size();
    std::vector<Snapshot> other = one;
    extend(random, made.policy, one, 2);
    extend(random, made.policy, other, 2);
    const auto of_one = fold(made, one);
    const auto of_other = fold(made, other);
    for (std::size_t k = 0; k < shared; ++k)
        RC_ASSERT(same(of_one[k], of_other[k]));
}

template <class T, class Read>
T reread(const T& document, Read read) {
    const auto parsed = parse_json(write_json(to_json(document)));
    RC_ASSERT(parsed.has_value());
    auto again = read(*parsed);
    RC_ASSERT(again.has_value());
    return *std::move(again);
}

BALLAST_PROPERTY(P09, AReplayFromTheJournalsTextGivesTheSameBytes, kEveryday, kNightly) {
    Random random = seeded();
    const Case made = random_case(random);
    const Case again{.policy = reread(made.policy, policy_from_json),
                     .state = reread(made.state, state_from_json),
                     .snapshot = reread(made.snapshot, snapshot_from_json),
                     .current = reread(made.current, current_from_json)};
    const Step one = stepped(made);
    const Step other = stepped(again);
    RC_ASSERT(write_json(to_json(one.report)) == write_json(to_json(other.report)));
    RC_ASSERT(hash(one.state) == hash(other.state));
}

BALLAST_PROPERTY(P09, WhatIsKnownLaterIsRefused, kEveryday, kNightly) {
    Random random = seeded();
    Case made = random_case(random);
    if (made.snapshot.indicators.empty()) RC_DISCARD("no indicator");
    made.snapshot.indicators.back().known_at = made.snapshot.at + Seconds{random.within(1, 9000)};
    RC_ASSERT(is_refused(made));
}

template <class T>
void shuffle(Random& random, std::vector<T>& items) {
    for (std::size_t left = items.size(); left > 1; --left)
        std::swap(
            items[left - 1],
            items[static_cast<std::size_t>(random.within(0, static_cast<std::int64_t>(left) - 1))]);
}

/// Keeps the first of each name: records are found by it, so that doubles have an order.
template <class T>
void drop_doubles(std::vector<T>& items) {
    std::vector<T> kept;
    for (const T& item : items)
        if (std::none_of(kept.begin(), kept.end(),
                         [&](const T& one) { return one.name == item.name; }))
            kept.push_back(item);
    items = kept;
}

BALLAST_PROPERTY(P10, TheOrderOfRecordsDoesNotMatter, kEveryday, kNightly) {
    Random random = seeded();
    Case made = random_case(random);
    drop_doubles(made.snapshot.indicators);
    Case mixed = made;
    shuffle(random, mixed.state.markets);
    shuffle(random, mixed.state.regime.channels);
    shuffle(random, mixed.snapshot.markets);
    shuffle(random, mixed.snapshot.indicators);
    shuffle(random, mixed.current.markets);
    RC_ASSERT(same(stepped(made), stepped(mixed)));
}

BALLAST_PROPERTY(P10, TheOrderOfAssetsDoesNotMatter, kEveryday, kNightly) {
    Random random = seeded();
    const Case made = random_case(random);
    Case mixed = made;
    shuffle(random, mixed.policy.assets);
    const Step plain = stepped(made);
    const Step other = stepped(mixed);
    RC_ASSERT(plain.report.observed_at == other.report.observed_at);
    for (const MarketDecision& decision : plain.report.markets)
        RC_ASSERT(std::find(other.report.markets.begin(), other.report.markets.end(), decision) !=
                  other.report.markets.end());
}

/// Amounts of which every product of the model is whole: a redenomination then rounds nothing.
/// Depth: interpolation over 50 to 500 bps and shares of 0.01; debt: over the wall's widths.
void make_divisible(Random& random, Case& made) {
    const auto share = [&](Wad x) {
        return Wad::of(x.count() / (kWadOne / 100) * (kWadOne / 100));
    };
    RegimePolicy& regime = made.policy.regime;
    regime.channels.clear();
    regime.depth_weight = Wad::of(random.within(0, 9) * (kWadOne / 10));
    made.state.regime.score_held = {};
    made.snapshot.guardian_score = Wad::of(random.within(0, 10) * (kWadOne / 10));
    made.policy.publication.induced_budget = share(made.policy.publication.induced_budget);
    made.policy.publication.cap_rise = share(made.policy.publication.cap_rise);
    for (AssetPolicy& asset : made.policy.assets) {
        asset.cap_depth = share(asset.cap_depth);
        asset.position_depth = share(asset.position_depth);
    }
    for (MarketObservation& market : made.snapshot.markets) {
        for (DepthCurve* curve : {&market.depth, &market.depth_low}) {
            std::int64_t usd = 0;
            for (Usd& point : *curve)
                point = Usd::of(usd += random.within(0, 200) * 15'000'000);
        }
        std::int64_t debt = 0;
        Bps before;
        for (WallPoint& point : market.book.wall) {
            debt += (point.health_factor - before).count() * random.within(0, 10'000);
            point.debt = Usd::of(before.count() == 0 ? debt = 0 : debt);
            before = point.health_factor;
        }
    }
    for (MarketState& market : made.state.markets) {
        market.debt_cap.usd = Usd::of(random.within(0, 1000) * 1'000'000);
        market.position_limit.usd = Usd::of(random.within(0, 1000) * 1'000'000);
    }
}

/// The same case in a unit a tenth as large.
Case redenominated(Case made) {
    const auto grow = [](Usd& usd) { usd = Usd::of(Int128{usd.count()} * 10); };
    const auto dearer = [](Price& price) { price = Price::of(Int128{price.count()} * 10); };
    for (MarketObservation& market : made.snapshot.markets) {
        dearer(market.price);
        for (DepthCurve* curve : {&market.depth, &market.depth_low})
            std::for_each(curve->begin(), curve->end(), grow);
        grow(market.daily_volume);
        grow(market.book.debt);
        grow(market.book.largest_position);
        for (WallPoint& point : market.book.wall)
            grow(point.debt);
    }
    for (MarketState& market : made.state.markets) {
        dearer(market.last_price);
        dearer(market.last_usd_price);
        grow(market.debt_cap.usd);
        grow(market.position_limit.usd);
    }
    return made;
}

/// What a case may not hold for the comparison: prices at their bound, amounts near it, and a debt
/// of 0, which counts as 1 whatever the unit.
void keep_moderate(Random& random, Case& made) {
    const auto bounded = [&](Price& price) {
        if (price.count() > PriceTag::kMax / 10) price = Price::of(random.within(1, 1'000'000'000));
    };
    for (AssetPolicy& asset : made.policy.assets)
        asset.debt_asset.clear();  // A pair's price has no unit of money.
    for (MarketObservation& market : made.snapshot.markets) {
        bounded(market.price);
        market.book.debt = Usd::of(random.within(1, 10'000'000'000));
    }
    for (MarketState& market : made.state.markets) {
        bounded(market.last_price);
        bounded(market.last_usd_price);
    }
}

BALLAST_PROPERTY(P10, ARedenominationOfTheDollarMovesNoRatio, kEveryday, kNightly) {
    Random random = seeded();
    Case made = random_case(random);
    keep_moderate(random, made);
    make_divisible(random, made);
    const Step plain = stepped(made);
    const Step grown = stepped(redenominated(made));
    for (std::size_t k = 0; k < plain.report.markets.size(); ++k) {
        const MarketDecision& a = plain.report.markets[k];
        const MarketDecision& b = grown.report.markets[k];
        RC_ASSERT(a.lt_target == b.lt_target);
        RC_ASSERT(a.ltv_target == b.ltv_target);
        RC_ASSERT(a.ltv == b.ltv && a.lt == b.lt && a.holds == b.holds);
        RC_ASSERT(a.lt_second_opinion == b.lt_second_opinion);
        RC_ASSERT(a.liquidity.fall == b.liquidity.fall);
        RC_ASSERT(a.liquidity.gain == b.liquidity.gain);
        RC_ASSERT(a.liquidity.bonus_suggested == b.liquidity.bonus_suggested);
        RC_ASSERT(a.caps.debt_cap_target.count() ==
                  (made.policy.assets[k].lt_form == LtForm::structural
                       ? b.caps.debt_cap_target.count() / 10
                       : Int128{b.caps.debt_cap_target.count()} / 10));
    }
}

BALLAST_PROPERTY(P11, TheSameStepTwiceIsTheSameAndTimeDoesNotStandStill, kEveryday, kNightly) {
    Random random = seeded();
    Case made = random_case(random);
    const Step once = stepped(made);
    RC_ASSERT(same(once, stepped(made)));
    made.state = once.state;
    RC_ASSERT(is_refused(made));
}

BALLAST_PROPERTY(P11, ARepeatedPrintIsFoldedOnce, kEveryday, kNightly) {
    Random random = seeded();
    Case made = random_case(random);
    const Step once = stepped(made);
    made.state = once.state;
    made.snapshot.at = made.snapshot.at + kHour;
    const Step again = stepped(made);
    // Records are found by name; doubles in the policy would fold into the first.
    for (std::size_t k = 0; k < once.state.regime.channels.size(); ++k) {
        const ChannelState& a = once.state.regime.channels[k];
        const ChannelState& b = again.state.regime.channels[k];
        RC_ASSERT(a == b);
    }
}

}  // namespace
}  // namespace ballast::engine::test
