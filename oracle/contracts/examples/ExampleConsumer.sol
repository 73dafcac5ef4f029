// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {IRiskParamOracle} from "../IRiskParamOracle.sol";
import {
    STATUS_FROZEN,
    STATUS_RAMPING,
    STATUS_SHADOW,
    STATUS_STALE,
    UNCHANGED_CAP
} from "../RiskTypes.sol";

/// @title How a lending market reads the oracle: one call, one rule for each status.
/// @notice Not for production: it holds no positions. Copy what it does with `params`.
/// @dev Two rules carry it. Liquidation follows ltNow in every status but shadow: a market that is
/// stale or frozen liquidates neither more nor less for it. Everything that opens new risk (a
/// borrow, a supply) stops when the oracle is frozen, and shrinks by itself when it is stale.
contract ExampleConsumer {
    uint256 private constant BPS = 10_000;

    /// @notice The oracle of this chain.
    IRiskParamOracle public immutable oracle;
    /// @notice The market's identity there.
    bytes32 public immutable marketId;
    /// @notice LTV that governance set by hand, in force while the market is in shadow.
    uint16 public immutable ownLtv;
    /// @notice Threshold that governance set by hand, in force while the market is in shadow.
    uint16 public immutable ownLt;

    /// What the oracle said, reduced to what this market acts on.
    struct Reading {
        uint16 ltv;
        uint16 lt;
        uint64 supplyCap;
        bool mayBorrow;
        bool isStale;
        bool isRamping;
    }

    /// @param oracle_ the oracle of this chain.
    /// @param marketId_ the market's identity there; params reverts if it is not listed.
    /// @param ownLtv_ LTV in force while the market is in shadow.
    /// @param ownLt_ liquidation threshold in force while the market is in shadow.
    constructor(IRiskParamOracle oracle_, bytes32 marketId_, uint16 ownLtv_, uint16 ownLt_) {
        (oracle, marketId, ownLtv, ownLt) = (oracle_, marketId_, ownLtv_, ownLt_);
    }

    /// @notice The values this market lives by now.
    function read() public view returns (Reading memory r) {
        uint8 status;
        (r.ltv, r.lt,,,,,, r.supplyCap, status) = oracle.params(marketId);
        if (status & STATUS_SHADOW != 0) {
            (r.ltv, r.lt, r.supplyCap, r.mayBorrow) = (ownLtv, ownLt, UNCHANGED_CAP, true);
            return r;
        }
        r.mayBorrow = status & STATUS_FROZEN == 0;
        r.isStale = status & STATUS_STALE != 0;
        r.isRamping = status & STATUS_RAMPING != 0;
    }

    /// @notice Most that may be owed after a new borrow against `collateral` (same unit).
    function borrowLimit(uint256 collateral) external view returns (uint256) {
        Reading memory r = read();
        return r.mayBorrow ? (collateral * r.ltv) / BPS : 0;
    }

    /// @notice Whether `debt` against `collateral` may be liquidated.
    function isLiquidatable(uint256 collateral, uint256 debt) external view returns (bool) {
        return debt * BPS > collateral * read().lt;
    }

    /// @notice Whole tokens that may still be supplied beside `supplied`.
    function supplyRoom(uint256 supplied) external view returns (uint256) {
        Reading memory r = read();
        if (!r.mayBorrow || supplied >= r.supplyCap) return 0;
        return r.supplyCap == UNCHANGED_CAP ? type(uint256).max : r.supplyCap - supplied;
    }

    /// @notice What a borrower is to be told: where the threshold goes, and when it is there.
    /// @return target threshold at the ramp's end.
    /// @return at first second at which it is in force; 0 when no ramp runs.
    function notice() external view returns (uint16 target, uint40 at) {
        if (!read().isRamping) return (read().lt, 0);
        (,,, target,,, at,,) = oracle.params(marketId);
    }
}
