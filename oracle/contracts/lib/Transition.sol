// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {History, Limits, Market} from "../RiskTypes.sol";
import {Buckets} from "./Buckets.sol";
import {LimitRules, Move} from "./LimitRules.sol";
import {Ramp} from "./Ramp.sol";

/// @title What an admissible move does to a market's values, times and budgets.
/// Changes the market in memory, for the caller to store, and its history in storage.
library Transition {
    /// @notice Makes the move. Requires that LimitRules.check allowed it at this `time`.
    function move(
        Move memory v,
        Market memory m,
        History storage h,
        Limits storage l,
        uint256 time
    ) internal {
        moveLtv(v.ltv, m, h, l, time);
        if (v.lt < m.lt) cutLt(v, m, h, l, time);
        else if (v.lt > m.lt) raiseLt(v, m, h, l, time);
        m.lb = uint16(v.lb);
        if (v.supplyCap > m.supplyCap) spendCapUp(v.supplyCap, m, h, l, time);
        m.supplyCap = uint64(v.supplyCap);
    }

    function moveLtv(
        uint256 ltv,
        Market memory m,
        History storage h,
        Limits storage l,
        uint256 time
    ) private {
        if (ltv < m.ltv) h.ltvDownAt = uint40(time);
        if (ltv > m.ltv) {
            uint256 rise = ltv - m.ltv;
            uint256 since = h.ltvUpAt;
            h.ltvUpDayUsed =
                Buckets.fill(rise, h.ltvUpDayUsed, since, l.ltvUpPerDay, LimitRules.DAY, time);
            h.ltvUpWeekUsed =
                Buckets.fill(rise, h.ltvUpWeekUsed, since, l.ltvUpPerWeek, LimitRules.WEEK, time);
            h.ltvUpAt = uint40(time);
        }
        m.ltv = uint16(ltv);
    }

    /// @dev The ramp starts at the value in force, which may itself be on a ramp.
    function cutLt(
        Move memory v,
        Market memory m,
        History storage h,
        Limits storage l,
        uint256 time
    ) private {
        uint256 cut = m.lt - v.lt;
        h.ltDownWeekUsed = Buckets.fill(
            cut, h.ltDownWeekUsed, h.ltDownAt, l.ltDownPerWeek, LimitRules.WEEK, time
        );
        h.ltDownAt = uint40(time);
        m.ltStart = uint16(Ramp.ltAt(m, v.rampClock));
        m.rampStart = uint40(v.rampClock);
        m.rampSeconds = uint32(v.rampSeconds);
        m.lt = uint16(v.lt);
    }

    /// @dev A ramp still above the new target keeps its end and descends to it more gently;
    /// otherwise the rise is in force at once.
    function raiseLt(
        Move memory v,
        Market memory m,
        History storage h,
        Limits storage l,
        uint256 time
    ) private {
        spendLtUp(v.lt - m.lt, h, l, time);
        uint256 current = Ramp.ltAt(m, v.rampClock);
        bool ramping = current > v.lt;
        m.rampSeconds = ramping ? uint32(Ramp.endOf(m) - v.rampClock) : 0;
        m.ltStart = ramping ? uint16(current) : uint16(v.lt);
        m.rampStart = uint40(v.rampClock);
        m.lt = uint16(v.lt);
    }

    function spendLtUp(uint256 rise, History storage h, Limits storage l, uint256 time) private {
        uint256 since = h.ltUpAt;
        h.ltUpDayUsed =
            Buckets.fill(rise, h.ltUpDayUsed, since, l.ltUpPerDay, LimitRules.DAY, time);
        h.ltUpWeekUsed =
            Buckets.fill(rise, h.ltUpWeekUsed, since, l.ltUpPerWeek, LimitRules.WEEK, time);
        h.ltUpAt = uint40(time);
    }

    function spendCapUp(
        uint256 cap,
        Market memory m,
        History storage h,
        Limits storage l,
        uint256 time
    ) private {
        uint256 cost = LimitRules.capCost(m.supplyCap, cap);
        (uint256 used, uint256 since) = (h.supplyCapDayUsed, h.supplyCapUpAt);
        h.supplyCapDayUsed =
            Buckets.fill(cost, used, since, l.supplyCapUpPerDay, LimitRules.DAY, time);
        h.supplyCapUpAt = uint40(time);
    }
}
