// SPDX-License-Identifier: MIT
// What is compared with what: the books, the policies, the levers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/current.hpp"
#include "engine/policy.hpp"
#include "simulation/market_sim.hpp"

namespace ballast::simulation {

/// A book of one or several markets that share a price and nothing else.
struct FrontierBook {
    std::string_view name;
    std::vector<BookSpec> markets;
    double mean_ltv = 0;  ///< debt-weighted, that every policy is calibrated to
};

/// Who sets LTV and LT.
enum class PolicyKind {
    uniform_static,  ///< one LTV, LT 300 bps above it
    tiered_static,   ///< by hand: the same, shifted by market (portfolios only)
    tiered_wide,     ///< the same with LT as far above LTV as carry_aware's
    smart_ltv,       ///< the published formula on a correct volatility, behind our contract
    smart_ltv_free,  ///< the same as it is used: nothing between formula and borrower
    carry_aware,     ///< slow volatility and liquidity in LT, fast volatility and S in LTV
    sentinel,        ///< the same with S in LT, too (kappa .25)
    fast,            ///< the tail form: fast volatility in LT
    slow_lt,         ///< LT as carry_aware, LTV at a fixed gap under it
    slow_lt_free,    ///< the same without play band, weekly limits and induced budget
    ltv_only,        ///< LT fixed, LTV as carry_aware
};
[[nodiscard]] std::string_view name(PolicyKind kind) noexcept;

/// What else acts.
enum class LeverKind {
    none,
    cap,            ///< debt at most k times min(30-day minimum, current) depth
    cap_current,    ///< k times current depth
    cap_median,     ///< k times long-run depth
    concentration,  ///< new positions at most x times min(30-day minimum, current) depth
    cap_concentration,
    cap_concentration_alert,
    alert,         ///< responders hear of volatility
    alert_signal,  ///< responders hear of the signal alone
    surcharge,
};
[[nodiscard]] std::string_view name(LeverKind kind) noexcept;

/// One column of the comparison.
struct Variant {
    PolicyKind policy = PolicyKind::uniform_static;
    LeverKind lever = LeverKind::none;
    Signal signal = Signal::none;
    bool operator==(const Variant&) const = default;
};

/// A book with a collateral's history, a pace of borrowers, and what is compared on it.
struct FrontierCase {
    FrontierBook book;
    std::string asset;
    double turnover = 0.01;         ///< a day
    std::vector<Variant> variants;  ///< uniform_static without a lever first
};

/// Returns the cases of the evidence, in the order of its tables.
[[nodiscard]] std::vector<FrontierCase> frontier_cases();

/// Returns whether the engine decides, rather than a constant.
[[nodiscard]] bool is_engine(PolicyKind kind) noexcept;

/// What calibration found for one variant of a case; each member has one meaning for each kind.
struct Constants {
    double policy = 0;    ///< c of the engine's forms; LTV or LT level of the static ones
    double cap = 0;       ///< k
    double position = 0;  ///< x
    bool operator==(const Constants&) const = default;
};

/// Returns the policy that the engine is given: one asset, no channels, bounds that do not bind.
/// `base` is the shipped carry_aware. Requires is_engine(kind).
[[nodiscard]] engine::Policy engine_policy(const Variant& variant, const Constants& constants,
                                           const engine::Policy& base, std::string_view asset);

/// Returns the variant that has the form of a policy's collateral: which LT and LTV, whether the
/// macro score acts on it, and whether the debt is limited; constants are not part of a form. What
/// is without play band or budget counts as the guarded form. Nothing where no contender has it, or
/// where the policy lacks the asset.
[[nodiscard]] std::optional<Variant> variant_of(const engine::Policy& policy,
                                                std::string_view asset);

/// Returns the contract's limits for it: the defaults of a deployment, or none for slow_lt_free.
[[nodiscard]] engine::OracleLimits engine_limits(PolicyKind kind, const engine::Policy& policy);

/// Returns the lever of a variant at these constants.
/// For engine contenders debt and position limits are the engine's own.
[[nodiscard]] LeverSpec lever_spec(LeverKind kind, const Constants& constants);

/// Returns how far a static policy's LT is above its LTV. Requires !is_engine(kind).
[[nodiscard]] double static_gap(PolicyKind kind);

/// Returns how far the hand puts LTV of market `i` of `n` from the common level.
[[nodiscard]] double hand_tier(std::size_t i, std::size_t n);

}  // namespace ballast::simulation
