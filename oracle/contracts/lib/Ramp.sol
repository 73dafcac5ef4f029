// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Market} from "../RiskTypes.sol";

/// @title Linear descent of the liquidation threshold (the formula of Euler's EVK LTVConfig).
/// A ramp starts at the value in force, so the block of a cut changes nothing: there is no jump for
/// a liquidator to front-run. From then on it falls by the second and is rounded down: the first
/// bps is in force one second later.
library Ramp {
    /// @notice Threshold in force at `time`, in bps, rounded down (toward safety).
    /// @dev target + floor((start - target) * remaining / ramp); the target once the ramp is over.
    function ltAt(Market memory m, uint256 time) internal pure returns (uint256) {
        uint256 end = endOf(m);
        (uint256 start, uint256 target) = (m.ltStart, m.lt);
        if (time >= end || start <= target) return target;
        unchecked {
            // 16 bits times 41 bits; end > rampStart, so rampSeconds > 0.
            return target + ((start - target) * (end - time)) / m.rampSeconds;
        }
    }

    /// @notice First second at which the target is in force.
    function endOf(Market memory m) internal pure returns (uint256) {
        return uint256(m.rampStart) + m.rampSeconds;
    }

    /// @notice Least ramp, in seconds, for a cut of `move` bps: never below `least`, and
    /// `per100bps` for each 100 bps, rounded up.
    function leastSeconds(uint256 move, uint256 least, uint256 per100bps)
        internal
        pure
        returns (uint256)
    {
        unchecked {
            uint256 scaled = (move * per100bps + 99) / 100; // 16 bits times 24 bits
            return scaled > least ? scaled : least;
        }
    }
}
