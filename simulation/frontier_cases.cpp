// SPDX-License-Identifier: MIT
#include "simulation/frontier_cases.hpp"

#include <array>
#include <cmath>

#include "oracle/deployment.hpp"

namespace ballast::simulation {
namespace {

using engine::Bps;
using engine::kWadOne;
using engine::Wad;

// Depth at a slippage of the bonus: the recorded events' synthetic books have .33 (BTC) and .17
// (ETH) of the debt. Mid depth is half of the base, thin a tenth of it.
constexpr double kDemand = 1e9;
constexpr double kBaseDepth = 0.4 * kDemand;
constexpr double kDrift = 1.4;

BookSpec market(double depth, double drift, double whale) {
    return {.demand = kDemand, .depth = depth * kBaseDepth, .drift = drift, .whale = whale};
}

// The mean LTVs are near what the shipped carry_aware (c of ETH .963) reaches before 2024. At the
// prototype's .70 and .75 the spiral bound alone would hold LT, and c would have nothing to say.
FrontierBook thin() {
    return {"THIN", {market(0.1, 0, 0.15)}, 0.60};
}
FrontierBook drift() {
    return {"DRIFT", {market(0.5, kDrift, 0.10)}, 0.67};
}
/// Half as deep as DRIFT in the median: at its depth a static book has no bad debt to compare.
FrontierBook fixed() {
    return {"FIXED", {market(0.25, 0, 0.10)}, 0.71};
}
/// All of one size, all drifting.
FrontierBook portfolio() {
    return {"PORTFOLIO",
            {market(1, kDrift, 0.05), market(0.5, kDrift, 0.10), market(0.25, kDrift, 0.10),
             market(0.1, kDrift, 0.15)},
            0.60};
}

constexpr PolicyKind kStatic = PolicyKind::uniform_static;

void add(std::vector<Variant>& variants, PolicyKind policy, LeverKind lever,
         std::initializer_list<Signal> signals) {
    for (const Signal signal : signals)
        variants.push_back({policy, lever, signal});
}

void add_main(std::vector<Variant>& variants) {
    using enum Signal;
    add(variants, PolicyKind::smart_ltv, LeverKind::none, {none});
    add(variants, PolicyKind::carry_aware, LeverKind::none, {macro, none, random});
    add(variants, PolicyKind::slow_lt, LeverKind::none, {none});
    add(variants, PolicyKind::ltv_only, LeverKind::none, {none});
    add(variants, kStatic, LeverKind::cap, {none});
    add(variants, kStatic, LeverKind::concentration, {none});
    add(variants, kStatic, LeverKind::cap_concentration, {macro, none, random});
    add(variants, PolicyKind::carry_aware, LeverKind::cap_concentration, {macro});
}

void add_rest(std::vector<Variant>& variants) {
    using enum Signal;
    add(variants, PolicyKind::carry_aware, LeverKind::none, {foretold});
    add(variants, PolicyKind::sentinel, LeverKind::none, {macro, random});
    add(variants, PolicyKind::fast, LeverKind::none, {none});
    add(variants, PolicyKind::smart_ltv_free, LeverKind::none, {none});
    add(variants, PolicyKind::slow_lt_free, LeverKind::none, {none});
    add(variants, PolicyKind::ltv_only, LeverKind::none, {macro, random});
    add(variants, kStatic, LeverKind::cap, {macro, random});
    add(variants, kStatic, LeverKind::cap_current, {none, macro, random});
    add(variants, kStatic, LeverKind::cap_median, {none});
    add(variants, kStatic, LeverKind::concentration, {macro, random});
    add(variants, kStatic, LeverKind::cap_concentration, {foretold});
    add(variants, kStatic, LeverKind::cap_concentration_alert, {none, macro, random});
    add(variants, kStatic, LeverKind::alert, {none, macro, random});
    add(variants, kStatic, LeverKind::alert_signal, {macro, random});
    add(variants, kStatic, LeverKind::surcharge, {none, macro, random});
    add(variants, PolicyKind::carry_aware, LeverKind::cap_concentration, {none, random});
    add(variants, PolicyKind::ltv_only, LeverKind::cap_concentration, {none});
}

/// At 1e-9, and at most 9.
Wad wad(double value) {
    return Wad::saturated(Int128{std::llround(value * 1e9)} * 1'000'000'000);
}

FrontierCase make_case(FrontierBook book, std::string asset, double turnover, bool whole) {
    std::vector<Variant> variants{Variant{}};
    if (book.markets.size() > 1)
        for (const PolicyKind tiered : {PolicyKind::tiered_static, PolicyKind::tiered_wide})
            add(variants, tiered, LeverKind::none, {Signal::none});
    add_main(variants);
    if (whole) add_rest(variants);
    return {std::move(book), std::move(asset), turnover, std::move(variants)};
}

Bps bps(double value) {
    return Bps::of(std::llround(value * engine::kBpsOne));
}

/// Gives the one asset its form, and the form its constant.
void set_form(PolicyKind kind, double constant, engine::Policy& policy) {
    engine::AssetPolicy& market = policy.assets.front();
    market.lt_form = engine::LtForm::structural;
    market.ltv_form = engine::LtvForm::tactical;
    market.liquidity_aversion = wad(constant);
    if (kind == PolicyKind::sentinel) policy.regime.lt_weight = wad(0.25);
    if (kind == PolicyKind::fast) {
        // As fast.toml, its tails in the proportions of the calibrator's.
        market.lt_form = engine::LtForm::tail;
        policy.liquidity.tail_level = Bps::of(9950);
        for (engine::TailPoint& tail : market.tails)
            tail.shortfall = wad(constant * static_cast<double>(tail.shortfall.count()) * 1e-18);
    }
    const bool smart = kind == PolicyKind::smart_ltv || kind == PolicyKind::smart_ltv_free;
    if (smart) market.lt_form = engine::LtForm::smart_ltv;
    if (smart || kind == PolicyKind::slow_lt || kind == PolicyKind::slow_lt_free)
        market.ltv_form = engine::LtvForm::gap;
    if (smart || kind == PolicyKind::slow_lt_free) policy.publication.play = wad(1);
    if (kind == PolicyKind::smart_ltv_free || kind == PolicyKind::slow_lt_free)
        policy.publication.induced_budget = wad(1);
    if (kind == PolicyKind::ltv_only) {
        market.lt_form = engine::LtForm::fixed;
        market.lt_max = bps(constant);
    }
}

/// The inverse of set_form.
std::optional<PolicyKind> kind_of(const engine::Policy& policy, const engine::AssetPolicy& market) {
    using engine::LtForm;
    if (market.ltv_form == engine::LtvForm::gap) {
        if (market.lt_form == LtForm::smart_ltv) return PolicyKind::smart_ltv;
        if (market.lt_form == LtForm::structural) return PolicyKind::slow_lt;
        if (market.lt_form == LtForm::fixed) return PolicyKind::uniform_static;
        return std::nullopt;
    }
    if (market.lt_form == LtForm::structural)
        return policy.regime.lt_weight > Wad::of(0) ? PolicyKind::sentinel
                                                    : PolicyKind::carry_aware;
    if (market.lt_form == LtForm::tail) return PolicyKind::fast;
    if (market.lt_form == LtForm::fixed) return PolicyKind::ltv_only;
    return std::nullopt;
}

}  // namespace

std::vector<FrontierCase> frontier_cases() {
    const auto whole = [](FrontierBook book) {
        return make_case(std::move(book), "ETH", 0.01, true);
    };
    return {
        whole(thin()),
        whole(drift()),
        whole(fixed()),
        whole(portfolio()),
        make_case(drift(), "BTC", 0.01, false),
        make_case(fixed(), "BTC", 0.01, false),
        make_case(drift(), "ETH", 0.05, false),
        make_case(portfolio(), "ETH", 0.05, false),
    };
}

std::string_view name(PolicyKind kind) noexcept {
    constexpr std::array<std::string_view, 11> kNames = {
        "uniform_static", "tiered_static", "tiered_wide", "smart_ltv",
        "smart_ltv_free", "carry_aware",   "sentinel",    "fast",
        "slow_lt",        "slow_lt_free",  "ltv_only"};
    return kNames.at(static_cast<std::size_t>(kind));
}

std::string_view name(LeverKind kind) noexcept {
    constexpr std::array<std::string_view, 10> kNames = {"none",
                                                         "cap",
                                                         "cap_current",
                                                         "cap_median",
                                                         "concentration",
                                                         "cap+concentration",
                                                         "cap+concentration+alert",
                                                         "alert",
                                                         "alert_signal",
                                                         "surcharge"};
    return kNames.at(static_cast<std::size_t>(kind));
}

bool is_engine(PolicyKind kind) noexcept {
    return kind != PolicyKind::uniform_static && kind != PolicyKind::tiered_static &&
           kind != PolicyKind::tiered_wide;
}

engine::Policy engine_policy(const Variant& variant, const Constants& constants,
                             const engine::Policy& base, std::string_view asset) {
    engine::Policy policy = base;
    policy.name = name(variant.policy);
    policy.epoch = Seconds{kEpochHours * kHour.count};
    policy.regime.channels.clear();
    policy.regime.carry_level_channel.clear();
    policy.regime.carry_change_channel.clear();
    std::erase_if(policy.assets,
                  [asset](const engine::AssetPolicy& item) { return item.asset != asset; });
    engine::AssetPolicy& market = policy.assets.front();
    market.ltv_min = Bps::of(1500);
    market.ltv_max = Bps::of(9000);
    market.lt_min = Bps::of(2500);
    market.lt_max = Bps::of(9300);
    market.cap_depth = market.position_depth = Wad::of(0);
    // The cascade's alarm belongs to the shipped policies; the ablations and baselines go without.
    const bool shipped = variant.policy == PolicyKind::carry_aware ||
                         variant.policy == PolicyKind::sentinel ||
                         variant.policy == PolicyKind::fast;
    if (!shipped) market.tails.clear();
    if (variant.lever == LeverKind::cap_concentration) {
        market.cap_depth = wad(constants.cap);
        market.position_depth = wad(constants.position);
    }
    set_form(variant.policy, constants.policy, policy);
    return policy;
}

std::optional<Variant> variant_of(const engine::Policy& policy, std::string_view asset) {
    for (const engine::AssetPolicy& market : policy.assets) {
        if (market.asset != asset) continue;
        const auto kind = kind_of(policy, market);
        if (!kind) return std::nullopt;
        Variant variant{.policy = *kind};
        // A position limit of 0 is the debt's.
        if (market.cap_depth > Wad::of(0)) variant.lever = LeverKind::cap_concentration;
        const bool scored =
            market.ltv_form == engine::LtvForm::tactical || policy.regime.lt_weight > Wad::of(0);
        if (scored && !policy.regime.channels.empty()) variant.signal = Signal::macro;
        return variant;
    }
    return std::nullopt;
}

engine::OracleLimits engine_limits(PolicyKind kind, const engine::Policy& policy) {
    const engine::AssetPolicy& market = policy.assets.front();
    engine::OracleLimits limits = oracle::default_limits({.ltv_min = market.ltv_min,
                                                          .ltv_max = market.ltv_max,
                                                          .lt_min = market.lt_min,
                                                          .lt_max = market.lt_max,
                                                          .gap = market.gap});
    if (kind != PolicyKind::slow_lt_free && kind != PolicyKind::smart_ltv_free) return limits;
    const Bps all = Bps::of(engine::kBpsOne);
    limits.ltv_rise_week = limits.lt_rise_week = limits.lt_cut_week = all;
    limits.ramp_per_100_bps = limits.lt_cut_delay = Seconds{0};
    return limits;
}

LeverSpec lever_spec(LeverKind kind, const Constants& constants) {
    using enum LeverKind;
    LeverSpec lever;
    const bool both = kind == cap_concentration || kind == cap_concentration_alert;
    if (both || kind == cap || kind == cap_current || kind == cap_median) lever.cap = constants.cap;
    if (both || kind == concentration) lever.position = constants.position;
    if (kind == cap_current) lever.reference = LeverSpec::Reference::current;
    if (kind == cap_median) lever.reference = LeverSpec::Reference::median;
    if (kind == surcharge) lever.surcharge = constants.cap;
    lever.alert_volatility = kind == alert || kind == cap_concentration_alert;
    lever.alert_signal = lever.alert_volatility || kind == alert_signal;
    return lever;
}

double static_gap(PolicyKind kind) {
    // The shipped policies' gap_bps; and what is between carry_aware's mean LTV and LT on the
    // calibration set of the portfolio.
    constexpr double kGap = 0.03;
    constexpr double kWideGap = 0.10;
    return kind == PolicyKind::tiered_wide ? kWideGap : kGap;
}

double hand_tier(std::size_t i, std::size_t n) {
    // The steps of a hand: Aave's LTs of ETH, BTC, LINK and smaller tokens stand about 83, 78, 71
    // and 65.
    constexpr std::array<double, 4> kTiers = {0.09, 0.04, -0.03, -0.09};
    return n == kTiers.size() ? kTiers.at(i) : 0;
}

}  // namespace ballast::simulation
