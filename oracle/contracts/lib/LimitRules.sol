// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {History, Limits, Market, Reason, UNCHANGED_CAP} from "../RiskTypes.sol";
import {Buckets} from "./Buckets.sol";
import {Ramp} from "./Ramp.sol";

/// A wish to move one market, from a report or from a pending loosening.
struct Move {
    uint256 ltv;
    uint256 lt;
    uint256 lb;
    uint256 supplyCap;
    uint256 rampSeconds;
    /// Time of the data behind the wish.
    uint256 dataTime;
    bool looseningPaused;
    /// Now on the ramp clock, see Market.rampStart.
    uint256 rampClock;
}

/// @title The limits table as one function of what it is given: refuse with a reason, never clamp.
/// History and limits stay in storage: a check reads the few fields it needs.
/// The engine emits only what passes here; docs/oracle-contract.md lists the checks in this order.
library LimitRules {
    uint256 internal constant DAY = 1 days;
    uint256 internal constant WEEK = 7 days;
    uint256 internal constant BPS = 10_000;
    /// lt * (10000 + lb) at which a liquidation at the threshold takes just all the collateral.
    uint256 internal constant FULL = 100_000_000;

    /// @notice APPLIED for an admissible move that raises nothing, QUEUED for an admissible
    /// loosening, else the first refusal. Requires a listed market whose targets differ.
    function check(
        Move memory v,
        Market memory m,
        History storage h,
        Limits storage l,
        uint256 time
    ) internal view returns (Reason) {
        bool loosens = v.ltv > m.ltv || v.lt > m.lt || v.supplyCap > m.supplyCap;
        bool tightens = v.ltv < m.ltv || v.lt < m.lt || v.supplyCap < m.supplyCap;
        if (loosens && tightens) return Reason.MIXED_DIRECTION;
        Reason reason = shape(v, m, l);
        if (reason != Reason.APPLIED) return reason;
        return loosens ? loosening(v, m, h, l, time) : ltDown(v, m, h, l, time);
    }

    /// @notice Bands, gap and bonus. A fall is held to the floor and a rise to the ceiling, so a
    /// ceiling lowered below the stored value never stands in the way of a cut.
    function shape(Move memory v, Market memory m, Limits storage l)
        internal
        view
        returns (Reason)
    {
        if (outside(v.ltv, m.ltv, l.ltvMin, l.ltvMax)) {
            return Reason.LTV_OUT_OF_BAND;
        }
        if (outside(v.lt, m.lt, l.ltMin, l.ltMax)) return Reason.LT_OUT_OF_BAND;
        if (v.lb != m.lb && (v.lb < l.lbMin || v.lb > l.lbMax)) return Reason.LB_OUT_OF_BAND;
        if (v.supplyCap != m.supplyCap && capOutside(v.supplyCap, m.supplyCap, l)) {
            return Reason.SUPPLY_CAP_OUT_OF_BAND;
        }
        // A raised bonus is in force at once, while a ramp may still be above its target.
        if (v.lb > m.lb && takesAll(Ramp.ltAt(m, v.rampClock), v.lb)) {
            return Reason.BONUS_TOO_LARGE;
        }
        return joint(v.ltv, v.lt, v.lb, l.gapMin);
    }

    /// @notice What a market may be listed with: every value within its band, and the joint rules.
    function listing(Market memory m, Limits memory l) internal pure returns (Reason) {
        if (m.ltv < l.ltvMin || m.ltv > l.ltvMax) return Reason.LTV_OUT_OF_BAND;
        if (m.lt < l.ltMin || m.lt > l.ltMax) return Reason.LT_OUT_OF_BAND;
        if (m.lb < l.lbMin || m.lb > l.lbMax) return Reason.LB_OUT_OF_BAND;
        bool managed = m.supplyCap != UNCHANGED_CAP;
        if (managed && (m.supplyCap < l.supplyCapMin || m.supplyCap > l.supplyCapMax)) {
            return Reason.SUPPLY_CAP_OUT_OF_BAND;
        }
        return joint(m.ltv, m.lt, m.lb, l.gapMin);
    }

    /// @dev The rules that bind the values to each other.
    function joint(uint256 ltv, uint256 lt, uint256 lb, uint256 gapMin)
        private
        pure
        returns (Reason)
    {
        if (lt < ltv + gapMin) return Reason.GAP_TOO_SMALL;
        return takesAll(lt, lb) ? Reason.BONUS_TOO_LARGE : Reason.APPLIED;
    }

    function takesAll(uint256 lt, uint256 lb) private pure returns (bool) {
        return lt * (BPS + lb) > FULL;
    }

    /// @dev LTV down needs nothing more than `shape`; LT down is held by delay, ramp and budget.
    function ltDown(
        Move memory v,
        Market memory m,
        History storage h,
        Limits storage l,
        uint256 time
    ) private view returns (Reason) {
        if (v.lt == m.lt) return Reason.APPLIED;
        if (time < uint256(h.ltDownAt) + l.ltDownDelay) return Reason.LT_DOWN_TOO_SOON;
        uint256 move = Ramp.ltAt(m, v.rampClock) - v.lt;
        if (v.rampSeconds < Ramp.leastSeconds(move, l.minRamp, l.minRampPer100bps)) {
            return Reason.RAMP_TOO_SHORT;
        }
        uint256 cut = m.lt - v.lt;
        if (!Buckets.fits(cut, h.ltDownWeekUsed, h.ltDownAt, l.ltDownPerWeek, WEEK, time)) {
            return Reason.LT_DOWN_BUDGET;
        }
        return Reason.APPLIED;
    }

    function loosening(
        Move memory v,
        Market memory m,
        History storage h,
        Limits storage l,
        uint256 time
    ) private view returns (Reason) {
        if (v.looseningPaused) return Reason.LOOSENING_PAUSED;
        if (time > v.dataTime + l.maxAge) return Reason.STALE_DATA;
        Reason reason = ltvUp(v, m, h, l, time);
        if (reason != Reason.APPLIED) return reason;
        reason = ltUp(v, m, h, l, time);
        if (reason != Reason.APPLIED) return reason;
        return capUp(v, m, h, l, time) ? Reason.QUEUED : Reason.SUPPLY_CAP_DAY_BUDGET;
    }

    function ltvUp(
        Move memory v,
        Market memory m,
        History storage h,
        Limits storage l,
        uint256 time
    ) private view returns (Reason) {
        if (v.ltv == m.ltv) return Reason.APPLIED;
        uint256 rise = v.ltv - m.ltv;
        if (rise > l.ltvUpStep) return Reason.LTV_STEP_TOO_LARGE;
        if (time < uint256(h.ltvUpAt) + l.ltvUpDelay) return Reason.LTV_UP_TOO_SOON;
        if (time < uint256(h.ltvDownAt) + l.ltvUpAfterDown) return Reason.LTV_UP_AFTER_DOWN;
        if (!Buckets.fits(rise, h.ltvUpDayUsed, h.ltvUpAt, l.ltvUpPerDay, DAY, time)) {
            return Reason.LTV_UP_DAY_BUDGET;
        }
        if (!Buckets.fits(rise, h.ltvUpWeekUsed, h.ltvUpAt, l.ltvUpPerWeek, WEEK, time)) {
            return Reason.LTV_UP_WEEK_BUDGET;
        }
        return Reason.APPLIED;
    }

    function ltUp(
        Move memory v,
        Market memory m,
        History storage h,
        Limits storage l,
        uint256 time
    ) private view returns (Reason) {
        if (v.lt == m.lt) return Reason.APPLIED;
        uint256 rise = v.lt - m.lt;
        if (rise > l.ltUpStep) return Reason.LT_STEP_TOO_LARGE;
        if (time < uint256(h.ltUpAt) + l.ltUpDelay) return Reason.LT_UP_TOO_SOON;
        if (time < uint256(h.ltDownAt) + l.ltUpAfterDown) return Reason.LT_UP_AFTER_DOWN;
        if (!Buckets.fits(rise, h.ltUpDayUsed, h.ltUpAt, l.ltUpPerDay, DAY, time)) {
            return Reason.LT_UP_DAY_BUDGET;
        }
        if (!Buckets.fits(rise, h.ltUpWeekUsed, h.ltUpAt, l.ltUpPerWeek, WEEK, time)) {
            return Reason.LT_UP_WEEK_BUDGET;
        }
        return Reason.APPLIED;
    }

    /// @dev Whether a rise of the cap, if it is one, fits the day's budget.
    function capUp(
        Move memory v,
        Market memory m,
        History storage h,
        Limits storage l,
        uint256 time
    ) private view returns (bool) {
        if (v.supplyCap == m.supplyCap) return true;
        uint256 cost = capCost(m.supplyCap, v.supplyCap);
        (uint256 used, uint256 since) = (h.supplyCapDayUsed, h.supplyCapUpAt);
        return Buckets.fits(cost, used, since, l.supplyCapUpPerDay, DAY, time);
    }

    /// @notice What a rise of the cap costs its budget: bps of the cap it begins at, rounded up.
    /// Requires from > 0, which the band's least of 1 gives.
    function capCost(uint256 from, uint256 to) internal pure returns (uint256) {
        return ((to - from) * BPS + from - 1) / from;
    }

    function capOutside(uint256 wish, uint256 stored, Limits storage l)
        private
        view
        returns (bool)
    {
        return outside(wish, stored, l.supplyCapMin, l.supplyCapMax);
    }

    function outside(uint256 wish, uint256 stored, uint256 least, uint256 most)
        private
        pure
        returns (bool)
    {
        return (wish < stored && wish < least) || (wish > stored && wish > most);
    }
}
