// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {History, Limits, Market} from "../RiskTypes.sol";
import {Buckets} from "./Buckets.sol";
import {Case, LimitRules, Move} from "./LimitRules.sol";
import {Ramp} from "./Ramp.sol";

/// @title What an admissible move does to a market's values, times and budgets.
/// Changes the records it is given in memory; the caller stores them.
library Transition {
    /// @notice Makes the move. Requires that LimitRules.check allowed it at this `time`.
    function apply_(Move memory v, Case memory c, uint256 time) internal pure {
        moveLtv(v.ltv, c, time);
        moveLt(v, c, time);
        c.market.lb = uint16(v.lb);
    }

    function moveLtv(uint256 ltv, Case memory c, uint256 time) private pure {
        History memory h = c.history;
        Limits memory l = c.limits;
        uint256 old = c.market.ltv;
        if (ltv < old) h.ltvDownAt = uint40(time);
        if (ltv > old) {
            h.ltvUpDayUsed = Buckets.fill(
                ltv - old, h.ltvUpDayUsed, h.ltvUpAt, l.ltvUpPerDay, LimitRules.DAY, time
            );
            h.ltvUpWeekUsed = Buckets.fill(
                ltv - old, h.ltvUpWeekUsed, h.ltvUpAt, l.ltvUpPerWeek, LimitRules.WEEK, time
            );
            h.ltvUpAt = uint40(time);
        }
        c.market.ltv = uint16(ltv);
    }

    function moveLt(Move memory v, Case memory c, uint256 time) private pure {
        if (v.lt < c.market.lt) cutLt(v, c, time);
        else if (v.lt > c.market.lt) raiseLt(v.lt, c, time);
    }

    /// @dev The ramp starts at the value in force, which may itself be on a ramp.
    function cutLt(Move memory v, Case memory c, uint256 time) private pure {
        Market memory m = c.market;
        History memory h = c.history;
        h.ltDownWeekUsed = Buckets.fill(
            m.lt - v.lt, h.ltDownWeekUsed, h.ltDownAt, c.limits.ltDownPerWeek, LimitRules.WEEK, time
        );
        h.ltDownAt = uint40(time);
        m.ltStart = uint16(Ramp.ltAt(m, time));
        m.rampStart = uint40(time);
        m.rampSeconds = uint32(v.rampSeconds);
        m.lt = uint16(v.lt);
    }

    /// @dev A ramp still above the new target keeps its end and descends to it more gently;
    /// otherwise the rise is in force at once.
    function raiseLt(uint256 lt, Case memory c, uint256 time) private pure {
        Market memory m = c.market;
        spendLtUp(lt - m.lt, c, time);
        uint256 current = Ramp.ltAt(m, time);
        bool ramping = current > lt;
        m.rampSeconds = ramping ? uint32(Ramp.endOf(m) - time) : 0;
        m.ltStart = ramping ? uint16(current) : uint16(lt);
        m.rampStart = uint40(time);
        m.lt = uint16(lt);
    }

    function spendLtUp(uint256 rise, Case memory c, uint256 time) private pure {
        History memory h = c.history;
        Limits memory l = c.limits;
        h.ltUpDayUsed =
            Buckets.fill(rise, h.ltUpDayUsed, h.ltUpAt, l.ltUpPerDay, LimitRules.DAY, time);
        h.ltUpWeekUsed =
            Buckets.fill(rise, h.ltUpWeekUsed, h.ltUpAt, l.ltUpPerWeek, LimitRules.WEEK, time);
        h.ltUpAt = uint40(time);
    }
}
