// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Setting} from "./StepMath.sol";

/// @title The bits of an Aave v3 reserve's configuration that concern a collateral.
library ReserveWord {
    uint256 private constant LT_AT = 16;
    uint256 private constant BONUS_AT = 32;
    uint256 private constant CAP_AT = 116;
    uint256 private constant ACTIVE = 1 << 56;
    uint256 private constant FROZEN = 1 << 57;
    uint256 private constant PAUSED = 1 << 60;
    uint256 private constant CAP_BITS = (1 << 36) - 1;
    /// LTV, threshold and bonus: 16 bits each.
    uint256 private constant RATIOS = (1 << 48) - 1;
    /// Aave writes a bonus of 5 % as 10,500.
    uint256 internal constant BONUS_BASE = 10_000;
    /// The largest supply cap that Aave can hold.
    uint64 internal constant CAP_MAX = uint64(CAP_BITS);

    /// @dev A reserve that is no collateral has a bonus of zero; so has the setting.
    function setting(uint256 word) internal pure returns (Setting memory s) {
        uint16 bonus = uint16(word >> BONUS_AT);
        s.ltv = uint16(word);
        s.lt = uint16(word >> LT_AT);
        s.lb = bonus > BONUS_BASE ? uint16(bonus - BONUS_BASE) : 0;
        s.supplyCap = uint64((word >> CAP_AT) & CAP_BITS);
    }

    /// @notice `word` with the four fields of `s`, and no other bit changed.
    function with(uint256 word, Setting memory s) internal pure returns (uint256) {
        uint256 ratios = s.ltv | uint256(s.lt) << LT_AT | (BONUS_BASE + s.lb) << BONUS_AT;
        uint256 kept = word & ~(RATIOS | CAP_BITS << CAP_AT);
        return kept | ratios | uint256(s.supplyCap) << CAP_AT;
    }

    function active(uint256 word) internal pure returns (bool) {
        return word & ACTIVE != 0;
    }

    function frozen(uint256 word) internal pure returns (bool) {
        return word & FROZEN != 0;
    }

    function paused(uint256 word) internal pure returns (bool) {
        return word & PAUSED != 0;
    }
}
