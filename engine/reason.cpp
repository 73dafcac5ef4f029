// SPDX-License-Identifier: MIT
#include "engine/reason.hpp"

#include <array>
#include <cstddef>

namespace ballast::engine {
namespace {

struct Words {
    Reason reason;
    std::string_view name;
    std::string_view sentence;
};

// In the order of the enumeration; a test walks it.
constexpr std::array kWords = {
    Words{Reason::structural, "structural", "slow volatility against liquidity sets it"},
    Words{Reason::tail, "tail", "the loss between threshold and sale sets it"},
    Words{Reason::smart_ltv, "smart_ltv", "the SmartLTV formula sets it"},
    Words{Reason::fixed, "fixed", "governance fixed it"},
    Words{Reason::bonus_rule, "bonus_rule", "a liquidation must leave the debt covered"},
    Words{Reason::spiral, "spiral", "beyond it liquidations at a loss would feed themselves"},
    Words{Reason::lt_maximum, "lt_maximum", "governance's highest LT"},
    Words{Reason::lt_minimum, "lt_minimum", "governance's lowest LT"},
    Words{Reason::ltv_gap, "ltv_gap", "the least distance between LTV and LT"},
    Words{Reason::ltv_tail, "ltv_tail", "a day's adverse move at today's volatility"},
    Words{Reason::ltv_maximum, "ltv_maximum", "governance's highest LTV"},
    Words{Reason::ltv_minimum, "ltv_minimum", "governance's lowest LTV"},
    Words{Reason::borrowing_halted, "borrowing_halted",
          "the LT that is needed is under governance's lowest, so new borrowing stops"},
    Words{Reason::cap_depth, "cap_depth", "what the market can absorb sets the cap"},
    Words{Reason::cap_threshold, "cap_threshold",
          "more debt would need a lower LT than the published one"},
    Words{Reason::play_band, "play_band", "the haircut is inside its anti-procyclical band"},
    Words{Reason::deadband, "deadband", "the move is too small to publish"},
    Words{Reason::not_quiet, "not_quiet", "it has not been quiet for long enough"},
    Words{Reason::regime_elevated, "regime_elevated", "the regime score is elevated"},
    Words{Reason::event_window, "event_window", "a scheduled event is near"},
    Words{Reason::indicator_stale, "indicator_stale", "an indicator is stale"},
    Words{Reason::indicator_missing, "indicator_missing", "an indicator is missing"},
    Words{Reason::indicator_implausible, "indicator_implausible",
          "an indicator printed what the next day must confirm"},
    Words{Reason::price_below_quorum, "price_below_quorum", "too few price sources answered"},
    Words{Reason::price_jump_unconfirmed, "price_jump_unconfirmed",
          "the price jumped and no second source confirms it"},
    Words{Reason::price_missing, "price_missing", "there is no price"},
    Words{Reason::price_stale, "price_stale", "the price is older than the oracle allows"},
    Words{Reason::depth_missing, "depth_missing", "there is no liquidity figure"},
    Words{Reason::volatility_missing, "volatility_missing", "there is no volatility history"},
    Words{Reason::cascade_red, "cascade_red", "liquidations would cause almost as many again"},
    Words{Reason::pending_veto, "pending_veto", "an earlier loosening waits out its veto window"},
    Words{Reason::pending_withdrawn, "pending_withdrawn",
          "an earlier loosening is no longer wanted or safe, and a cut of 1 bp takes it back"},
    Words{Reason::loosening_paused, "loosening_paused", "the guardian paused loosening"},
    Words{Reason::oracle_frozen, "oracle_frozen", "the oracle is frozen"},
    Words{Reason::rise_delay, "rise_delay", "the oracle's delay between rises is running"},
    Words{Reason::rise_budget, "rise_budget", "the oracle's budget for rises is used up"},
    Words{Reason::cap_rise, "cap_rise", "a cap rises by a part of itself a day"},
    Words{Reason::carry_flag, "carry_flag", "yields and yen volatility are both extreme"},
    Words{Reason::cut_delay, "cut_delay", "the oracle's delay between LT cuts is running"},
    Words{Reason::cut_budget, "cut_budget", "the oracle's budget for LT cuts is used up"},
    Words{Reason::induced_budget, "induced_budget",
          "a larger LT cut would make too much debt liquidatable"},
    Words{Reason::tightening_elsewhere, "tightening_elsewhere",
          "LTV or LT falls, or should, and nothing rises beside that"},
};

const Words& words(Reason reason) noexcept {
    return kWords[static_cast<std::size_t>(reason)];
}

}  // namespace

std::string_view name(Reason reason) noexcept {
    return words(reason).name;
}

std::string_view sentence(Reason reason) noexcept {
    return words(reason).sentence;
}

}  // namespace ballast::engine
