// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Limits} from "../RiskTypes.sol";

/// @title What remains of an LTV when reports stop: a descent to a baseline that the owner set.
/// A view, never stored: the first fresh report ends it. It stops new risk; the liquidation
/// threshold never moves by itself, so nobody is liquidated because a keeper died.
library StaleDecay {
    /// @notice Whether data of `asOf` are older than `maxAge` at `time`.
    function isStale(uint256 asOf, uint256 maxAge, uint256 time) internal pure returns (bool) {
        return time > asOf + maxAge;
    }

    /// @notice LTV in force at `time`:
    /// max(baseline, ltv - floor(perHour * seconds past maxAge / 3600)), and never above `ltv`.
    function ltvAt(uint256 ltv, uint256 asOf, Limits storage l, uint256 time)
        internal
        view
        returns (uint256)
    {
        (uint256 maxAge, uint256 baseline) = (l.maxAge, l.baselineLtv);
        if (baseline >= ltv || !isStale(asOf, maxAge, time)) return ltv;
        uint256 decayed = (l.staleDecayPerHour * (time - asOf - maxAge)) / 1 hours;
        return decayed >= ltv - baseline ? baseline : ltv - decayed;
    }
}
