// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {IReadingErrors} from "./StepErrors.sol";

/// What IRiskParamOracle.params returns, as one struct: of static members only, it is encoded as
/// the same words. Ratios in bps, lb the bonus alone, supplyCap whole tokens (all ones: not
/// managed), times in seconds.
struct Reading {
    uint16 ltvNow;
    uint16 ltNow;
    uint16 ltvTarget;
    uint16 ltTarget;
    uint16 lb;
    uint40 asOf;
    uint40 rampEnd;
    uint64 supplyCap;
    uint8 status;
}

/// The one view of the oracle that an adapter reads.
interface IOracleReading {
    /// @dev Reverts with UnknownMarket for a market that the oracle does not list.
    function params(bytes32 marketId) external view returns (Reading memory);
}

/// @title Whether a reading may move a protocol at all.
library OracleReading {
    /// The supply cap of a market whose cap the oracle does not manage.
    uint64 internal constant CAP_NOT_MANAGED = type(uint64).max;
    /// The status bit of a market whose reports are published and not to be applied.
    uint8 internal constant SHADOW = 64;
    /// The status bit of an oracle whose guardian, or owner, paused loosening.
    uint8 internal constant LOOSENING_PAUSED = 8;
    /// The status bit of an oracle that takes no report and executes nothing.
    uint8 internal constant FROZEN = 16;

    /// @return the selector of the error that stands against it, or zero.
    function refusal(Reading memory r) internal pure returns (bytes4) {
        if (r.status & SHADOW != 0) return IReadingErrors.MarketInShadow.selector;
        if (r.asOf == 0) return IReadingErrors.NoReportYet.selector;
        return 0;
    }

    function frozen(Reading memory r) internal pure returns (bool) {
        return r.status & FROZEN != 0;
    }

    /// @notice Whether nothing may loosen: what was queued or decayed before the stop included.
    function looseningStopped(Reading memory r) internal pure returns (bool) {
        return r.status & (FROZEN | LOOSENING_PAUSED) != 0;
    }
}
