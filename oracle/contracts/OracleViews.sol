// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {IRiskParamOracle} from "./IRiskParamOracle.sol";
import {OracleConfig} from "./OracleConfig.sol";
import {
    Head,
    History,
    Limits,
    Listing,
    Market,
    MarketState,
    Pending,
    RiskReport,
    STATUS_FROZEN,
    STATUS_INPUT_CLOSED,
    STATUS_LOOSENING_PAUSED,
    STATUS_PENDING,
    STATUS_RAMPING,
    STATUS_SHADOW,
    STATUS_STALE
} from "./RiskTypes.sol";
import {Ramp} from "./lib/Ramp.sol";
import {ReportHash} from "./lib/ReportHash.sol";
import {StaleDecay} from "./lib/StaleDecay.sol";

/// @title What anyone may read: values in force, targets, stored state, the head of the chain.
abstract contract OracleViews is IRiskParamOracle, OracleConfig {
    uint8 internal constant REGIME_CLOSED_BIT = 0x80;

    uint256 private immutable _chainId = block.chainid;
    bytes32 private immutable _domain = ReportHash.domainSeparator();

    bytes32 internal _lastReportDigest;
    mapping(bytes32 marketId => History) internal _history;
    mapping(bytes32 marketId => Pending) internal _pending;

    /// @inheritdoc IRiskParamOracle
    function params(bytes32 marketId)
        external
        view
        returns (
            uint16 ltvNow,
            uint16 ltNow,
            uint16 ltvTarget,
            uint16 ltTarget,
            uint16 lb,
            uint40 asOf,
            uint40 rampEnd,
            uint64 supplyCap,
            uint8 statusBits
        )
    {
        Market memory m = _listed(marketId);
        Limits storage l = _limits[marketId];
        uint256 held = _heldSeconds(_head);
        ltvNow = uint16(StaleDecay.ltvAt(m.ltv, m.asOf, l, block.timestamp));
        ltNow = uint16(Ramp.ltAt(m, block.timestamp - held));
        (ltvTarget, ltTarget, lb, supplyCap) = (m.ltv, m.lt, m.lb, m.supplyCap);
        (asOf, rampEnd) = (m.asOf, uint40(Ramp.endOf(m) + held));
        statusBits = _statusBits(m, l, ltNow);
    }

    /// @inheritdoc IRiskParamOracle
    function marketState(bytes32 marketId) external view returns (MarketState memory) {
        return MarketState(_listed(marketId), _loadHistory(marketId), _loadPending(marketId));
    }

    /// @inheritdoc IRiskParamOracle
    function limits(bytes32 marketId) external view returns (Limits memory) {
        _listed(marketId);
        return _loadLimits(marketId);
    }

    /// @inheritdoc IRiskParamOracle
    function head()
        external
        view
        returns (uint64 seq, bytes32 lastReportDigest, uint40 observedAt, bytes32 configDigest)
    {
        return (_head.seq, _lastReportDigest, _head.observedAt, _configDigest);
    }

    /// @inheritdoc IRiskParamOracle
    function status()
        external
        view
        returns (
            uint8 threshold,
            uint8 signerCount,
            bool looseningPaused,
            bool frozen,
            uint32 configCount,
            uint40 heldSeconds
        )
    {
        Head memory h = _loadHead();
        (threshold, signerCount) = (h.threshold, h.signerCount);
        (looseningPaused, frozen) = (h.looseningPaused, h.frozen);
        (configCount, heldSeconds) = (h.configCount, uint40(_heldSeconds(h)));
    }

    /// @inheritdoc IRiskParamOracle
    function holdsRampWhenFrozen() external view returns (bool) {
        return _holdsRamp;
    }

    /// @inheritdoc IRiskParamOracle
    function domainSeparator() public view returns (bytes32) {
        return block.chainid == _chainId ? _domain : ReportHash.domainSeparator();
    }

    /// @inheritdoc IRiskParamOracle
    function reportDigest(RiskReport calldata report) public view returns (bytes32) {
        return ReportHash.digest(domainSeparator(), report);
    }

    function _statusBits(Market memory m, Limits storage l, uint256 ltNow)
        private
        view
        returns (uint8 bits)
    {
        if (ltNow != m.lt) bits |= STATUS_RAMPING;
        if (StaleDecay.isStale(m.asOf, l.maxAge, block.timestamp)) bits |= STATUS_STALE;
        if (m.listing == Listing.WITH_PENDING) bits |= STATUS_PENDING;
        if (_head.looseningPaused) bits |= STATUS_LOOSENING_PAUSED;
        if (_head.frozen) bits |= STATUS_FROZEN;
        if (m.regime & REGIME_CLOSED_BIT != 0) bits |= STATUS_INPUT_CLOSED;
        if (l.shadow) bits |= STATUS_SHADOW;
    }

    function _loadHead() internal view returns (Head memory) {
        return _head;
    }

    function _loadHistory(bytes32 marketId) internal view returns (History memory) {
        return _history[marketId];
    }

    function _loadPending(bytes32 marketId) internal view returns (Pending memory) {
        return _pending[marketId];
    }
}
