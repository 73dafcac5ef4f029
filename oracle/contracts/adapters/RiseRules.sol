// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {OracleReading, Reading} from "./OracleReading.sol";
import {IStepErrors} from "./StepErrors.sol";
import {Setting} from "./StepMath.sol";

/// What an adapter remembers of one collateral: one slot. A value that it left somewhere may rise
/// from there by its hand and from nowhere else, so nobody can use it to undo what the protocol's
/// own governance or guardian tightened meanwhile.
struct Known {
    /// When the threshold last moved by this adapter's hand.
    uint40 ltMovedAt;
    /// Whether `ltv` is known: an LTV of zero may be this adapter's own.
    bool ltvKnown;
    uint16 ltv;
    /// Zero: not known; an adapter never writes zero.
    uint16 lt;
    /// All ones: no cap at all. Zero: not known.
    uint64 supplyCap;
}

/// @title When a value may rise. Nothing here ever stands against a cut.
library RiseRules {
    /// @return the selector of what keeps an LTV at `live` from rising, or zero.
    function ltvHold(Known memory past, Reading memory r, uint16 live)
        internal
        pure
        returns (bytes4)
    {
        if (OracleReading.looseningStopped(r)) return IStepErrors.LooseningStopped.selector;
        if (past.ltvKnown && past.ltv == live) return 0;
        // Somebody else closed this collateral, before or after this adapter came.
        if (live == 0) return IStepErrors.LtvZeroedElsewhere.selector;
        return past.ltvKnown ? IStepErrors.MovedElsewhere.selector : bytes4(0);
    }

    /// @return the same of a threshold.
    function ltHold(Known memory past, Reading memory r, uint16 live)
        internal
        pure
        returns (bytes4)
    {
        return _hold(r, past.lt, live);
    }

    /// @return the same of a supply cap, where `live` is a cap.
    function capHold(Known memory past, Reading memory r, uint64 live)
        internal
        pure
        returns (bytes4)
    {
        return _hold(r, past.supplyCap, live);
    }

    /// @notice Remembers what a step from `live` to `next` leaves; with both equal, what was found
    /// of that which is not known yet.
    /// @dev A cut from below what was left, which somebody else tightened, is no claim to it: what
    /// was left stays remembered, and so does the hold.
    function remember(Known storage past, Setting memory live, Setting memory next) internal {
        if (next.lt != live.lt) past.ltMovedAt = uint40(block.timestamp);
        bool ltvMoved = next.ltv != live.ltv && live.ltv >= past.ltv;
        if (ltvMoved || (!past.ltvKnown && live.ltv != 0)) {
            (past.ltv, past.ltvKnown) = (next.ltv, true);
        }
        past.lt = uint16(_left(past.lt, live.lt, next.lt));
        (uint64 from, uint64 to) = (_reach(live.supplyCap), _reach(next.supplyCap));
        past.supplyCap = uint64(_left(past.supplyCap, from, to));
    }

    function _hold(Reading memory r, uint256 left, uint256 live) private pure returns (bytes4) {
        if (OracleReading.looseningStopped(r)) return IStepErrors.LooseningStopped.selector;
        return left == 0 || left == live ? bytes4(0) : IStepErrors.MovedElsewhere.selector;
    }

    function _left(uint256 left, uint256 live, uint256 next) private pure returns (uint256) {
        return left == 0 || (next != live && live >= left) ? next : left;
    }

    /// @dev How far supply may grow: a cap of zero is no cap at all in Aave's eyes.
    function _reach(uint64 cap) private pure returns (uint64) {
        return cap == 0 ? type(uint64).max : cap;
    }
}
