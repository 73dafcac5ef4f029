// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {EulerLtv} from "./IEulerEVK.sol";

/// @title How long the ramp of an Euler vault must last.
library EulerRamp {
    uint256 private constant YOUTH = 1 hours;

    /// @notice What is left of the vault's own ramp; zero where the target is in force already.
    function left(EulerLtv memory live, uint256 ltNow) internal view returns (uint32) {
        bool over = block.timestamp >= live.targetTimestamp || ltNow <= live.liquidationLtv;
        return over ? 0 : uint32(live.targetTimestamp - block.timestamp);
    }

    /// @notice Whether a ramp that runs was written less than an hour ago: every setLTV starts it
    /// anew from the value in force, rounded down.
    function young(EulerLtv memory live) internal view returns (bool) {
        return block.timestamp < live.targetTimestamp - live.rampDuration + YOUTH;
    }

    /// @notice Until the oracle's own ramp ends, but no faster than `per100bps`: a step that comes
    /// late does not catch up. Zero for a rise: the vault knows none but at once.
    function towards(uint256 target, uint256 ltNow, uint256 oracleEnd, uint256 per100bps)
        internal
        view
        returns (uint32)
    {
        if (target >= ltNow) return 0;
        uint256 least = ((ltNow - target) * per100bps + 99) / 100;
        uint256 remaining = oracleEnd > block.timestamp ? oracleEnd - block.timestamp : 0;
        return uint32(remaining > least ? remaining : least);
    }
}
