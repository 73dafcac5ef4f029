// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Market} from "../RiskTypes.sol";

/// @title A market written as the one word it is. The compiler writes a struct field by field, each
/// with a read of its own: ten of both. Reads go through the struct as ever.
library MarketSlot {
    /// @notice Replaces `to` by `m`.
    function store(Market storage to, Market memory m) internal {
        uint256 word = pack(m);
        assembly ("memory-safe") {
            sstore(to.slot, word)
        }
    }

    /// @notice The fields of `m` as Solidity lays them out: in order, the first in the lowest bits.
    function pack(Market memory m) internal pure returns (uint256 word) {
        word = uint256(m.ltv) | (uint256(m.lt) << 16) | (uint256(m.ltStart) << 32);
        word |= (uint256(m.lb) << 48) | (uint256(m.rampStart) << 64);
        word |= (uint256(m.rampSeconds) << 104) | (uint256(m.asOf) << 136);
        word |= (uint256(m.regime) << 176) | (uint256(uint8(m.listing)) << 184);
        word |= uint256(m.supplyCap) << 192;
    }
}
