// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Reading} from "./OracleReading.sol";

/// What a protocol holds for one collateral: bps, lb the bonus alone, supplyCap in whole tokens.
struct Setting {
    uint16 ltv;
    uint16 lt;
    uint16 lb;
    uint64 supplyCap;
}

/// What a call of step would do now, and what keeps it from doing more.
struct Plan {
    Setting live;
    /// What the protocol would hold afterwards; equal to live where nothing moves.
    Setting next;
    /// Selector of the error that step would revert with; zero where it would act.
    bytes4 refusal;
    /// Why the threshold stays although it should move; zero where it moves or need not.
    bytes4 ltHold;
    /// Why the LTV does not rise.
    bytes4 ltvHold;
    /// Why the supply cap stays.
    bytes4 capHold;
}

/// @title From what a protocol holds to what the oracle says, a step at a time.
library StepMath {
    uint256 internal constant BPS = 10_000;

    /// @notice The threshold after one step: at most one quantum nearer to the oracle's.
    /// @dev Less than a quantum is worth no transaction while the oracle's own ramp still runs.
    function nextLt(uint256 live, Reading memory r, uint256 quantum)
        internal
        pure
        returns (uint16)
    {
        uint256 distance = _distance(live, r.ltNow);
        if (distance < quantum && r.ltNow != r.ltTarget) return uint16(live);
        uint256 move = distance < quantum ? distance : quantum;
        return uint16(r.ltNow > live ? live + move : live - move);
    }

    /// @notice The LTV after one step: the oracle's at once, but it rises no nearer to a threshold
    /// that is still on its own way up than the two targets are to each other.
    function nextLtv(uint256 live, uint256 lt, Reading memory r, uint256 quantum)
        internal
        pure
        returns (uint16)
    {
        uint256 gap = uint256(r.ltTarget) - r.ltvTarget;
        uint256 room = lt > live + gap ? lt - gap : live;
        uint256 goal = r.ltvNow < room ? r.ltvNow : room;
        // A rise of a stale LTV is worth no transaction below a quantum. A cut goes whatever its
        // size: else the last bps of the decay would never arrive.
        bool decaying = r.ltvNow != r.ltvTarget;
        return uint16(decaying && goal > live && goal - live < quantum ? live : goal);
    }

    /// @notice The oracle's bonus where the threshold after this step bears it, else the live one:
    /// during a ramp the threshold is above the target for which the bonus was chosen. Aave takes
    /// no bonus of zero.
    function nextLb(uint256 live, uint256 lt, Reading memory r) internal pure returns (uint16) {
        return r.lb != 0 && lt * (BPS + r.lb) <= BPS * BPS ? r.lb : uint16(live);
    }

    /// @notice Aave v3's own rule for a threshold and a bonus, of a reserve or of a category, with
    /// its half-up rounding (which lets 9524 x 10500 pass; the oracle does not).
    function aaveAccepts(uint256 lt, uint256 lb) internal pure returns (bool) {
        return (lt * (BPS + lb) + BPS / 2) / BPS <= BPS;
    }

    function same(Setting memory a, Setting memory b) internal pure returns (bool) {
        return sameCollateral(a, b) && a.supplyCap == b.supplyCap;
    }

    function sameCollateral(Setting memory a, Setting memory b) internal pure returns (bool) {
        return a.ltv == b.ltv && a.lt == b.lt && a.lb == b.lb;
    }

    function _distance(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a - b : b - a;
    }
}
