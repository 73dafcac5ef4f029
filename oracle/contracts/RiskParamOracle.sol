// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {IRiskParamOracle} from "./IRiskParamOracle.sol";
import {OracleViews} from "./OracleViews.sol";
import {Head, Listing, Market, ParamUpdate, Pending, Reason, RiskReport} from "./RiskTypes.sol";
import {Case, LimitRules, Move} from "./lib/LimitRules.sol";
import {Quorum} from "./lib/Quorum.sol";
import {Ramp} from "./lib/Ramp.sol";
import {Transition} from "./lib/Transition.sol";

/// @title Risk parameters of lending markets: signed by a quorum, bounded, ramped, revocable.
/// @notice LTV cuts act at once, LT cuts over a ramp, loosening only after a veto window.
/// @dev One per chain, no proxy, no external call. Decisions kept here:
/// - An entry's result is a Reason, returned by internal calls: no try/catch, so a relayer cannot
///   force a skip by starving it of gas.
/// - An entry equal to the stored ltv, lt and lb is a heartbeat: it refreshes asOf and regime,
///   spends no budget and leaves a pending loosening alone.
/// - Any other entry drops the market's pending loosening once it is applied or queued.
/// - A queued entry refreshes asOf: its signers saw data at which the tighter values are safe.
/// - A loosening needs data no older than maxAge, when queued and again when executed.
contract RiskParamOracle is OracleViews {
    uint256 public constant MAX_UPDATES = 32;
    /// How long after its window a loosening may still be executed.
    uint256 public constant PENDING_LIFETIME = 7 days;
    uint64 internal constant SAME_SUPPLY_CAP = type(uint64).max;

    /// @param signers_ strictly ascending, none zero, at most 32.
    /// @param threshold_ signatures a report needs, 1 to the number of signers.
    /// @param policies_ hashes of the policies reports may be made under.
    /// @param codes_ digests of the engine sources reports may be made by.
    constructor(
        address owner_,
        address guardian_,
        address[] memory signers_,
        uint8 threshold_,
        bytes32[] memory policies_,
        bytes32[] memory codes_
    ) {
        _openConfig(owner_, guardian_, signers_, threshold_, policies_, codes_);
        _setSigners(signers_, threshold_);
        for (uint256 i = 0; i < policies_.length; ++i) {
            policyApproved[policies_[i]] = true;
            emit PolicyApproved(policies_[i], true);
        }
        for (uint256 i = 0; i < codes_.length; ++i) {
            codeApproved[codes_[i]] = true;
            emit CodeApproved(codes_[i], true);
        }
    }

    /// @inheritdoc IRiskParamOracle
    function submit(RiskReport calldata report, bytes calldata attestation)
        external
        returns (Reason[] memory reasons)
    {
        Head memory h = _loadHead();
        _checkReport(report, h);
        bytes32 digest = reportDigest(report);
        uint32 mask = Quorum.verify(digest, attestation, _signers, h.signerCount, h.threshold);
        (h.seq, h.observedAt) = (report.seq, report.observedAt);
        _head = h;
        _lastReportDigest = digest;
        _emitAccepted(report, digest, mask);
        reasons = new Reason[](report.updates.length);
        for (uint256 i = 0; i < reasons.length; ++i) {
            reasons[i] = _process(report.updates[i], h);
        }
    }

    /// @inheritdoc IRiskParamOracle
    function preview(RiskReport calldata report) external view returns (Reason[] memory reasons) {
        Head memory h = _loadHead();
        _checkReport(report, h);
        reasons = new Reason[](report.updates.length);
        for (uint256 i = 0; i < reasons.length; ++i) {
            (reasons[i],) = _judge(report.updates[i], report.observedAt, h.looseningPaused);
        }
    }

    /// @inheritdoc IRiskParamOracle
    function executePending(bytes32 marketId) external {
        (Reason reason, Move memory v, Case memory c) = _judgePending(marketId);
        if (reason != Reason.APPLIED) revert PendingRefused(reason);
        Pending memory p = _loadPending(marketId);
        _clearPending(marketId);
        c.market.listing = Listing.LISTED;
        c.market.regime = p.regime;
        _applyMove(marketId, p.seq, 0, v, c);
        emit PendingExecuted(marketId, p.seq, msg.sender);
    }

    /// @inheritdoc IRiskParamOracle
    function previewPending(bytes32 marketId) external view returns (Reason reason) {
        (reason,,) = _judgePending(marketId);
    }

    /// @inheritdoc IRiskParamOracle
    function veto(bytes32 marketId) external onlyGuardian {
        if (_markets[marketId].listing != Listing.WITH_PENDING) {
            revert PendingRefused(Reason.NO_PENDING);
        }
        emit PendingVetoed(marketId, _pending[marketId].seq, msg.sender);
        _clearPending(marketId);
        _markets[marketId].listing = Listing.LISTED;
    }

    /// @dev Every fault of a whole report but its signatures. Valid strictly before validUntil.
    function _checkReport(RiskReport calldata r, Head memory h) private view {
        if (h.frozen) revert OracleFrozen();
        if (r.configDigest != _configDigest) revert WrongConfigDigest(_configDigest);
        if (r.seq != h.seq + 1) revert WrongSeq(h.seq + 1);
        if (r.prevReport != _lastReportDigest) revert WrongPrevReport(_lastReportDigest);
        if (block.timestamp >= r.validUntil) revert ReportExpired();
        if (r.observedAt > block.timestamp) revert ObservedInFuture();
        if (r.observedAt < h.observedAt) revert ObservedAtFell(h.observedAt);
        if (!policyApproved[r.policyHash]) revert PolicyNotApproved(r.policyHash);
        if (!codeApproved[r.codeHash]) revert CodeNotApproved(r.codeHash);
        _checkOrder(r.updates);
    }

    function _checkOrder(ParamUpdate[] calldata updates) private pure {
        uint256 count = updates.length;
        if (count == 0 || count > MAX_UPDATES) revert WrongUpdateCount(count);
        for (uint256 i = 1; i < count; ++i) {
            if (updates[i].marketId <= updates[i - 1].marketId) revert UpdatesNotAscending(i);
        }
    }

    /// @dev The verdict on one entry, and the records it was reached on. History and limits are
    /// read only when the entry moves something: a heartbeat costs one slot.
    function _judge(ParamUpdate calldata u, uint40 observedAt, bool paused)
        private
        view
        returns (Reason, Case memory c)
    {
        Market memory m = _loadMarket(u.marketId);
        c.market = m;
        if (m.listing == Listing.NONE) return (Reason.UNKNOWN_MARKET, c);
        if (u.supplyCap != SAME_SUPPLY_CAP) return (Reason.SUPPLY_CAP_UNSUPPORTED, c);
        if (u.expectLtv != m.ltv || u.expectLt != m.lt) return (Reason.EXPECT_MISMATCH, c);
        if (_isHeartbeat(u, m)) return (Reason.APPLIED, c);
        c.history = _loadHistory(u.marketId);
        c.limits = _loadLimits(u.marketId);
        return (LimitRules.check(_move(u, observedAt, paused), c, block.timestamp), c);
    }

    /// @dev The verdict on a pending loosening: its own conditions, then every check of an entry.
    function _judgePending(bytes32 marketId)
        private
        view
        returns (Reason, Move memory v, Case memory c)
    {
        Head memory h = _loadHead();
        Pending memory p = _loadPending(marketId);
        c.market = _loadMarket(marketId);
        if (h.frozen) revert OracleFrozen();
        if (c.market.listing == Listing.NONE) return (Reason.UNKNOWN_MARKET, v, c);
        if (c.market.listing != Listing.WITH_PENDING) return (Reason.NO_PENDING, v, c);
        if (p.configCount != h.configCount) return (Reason.CONFIG_CHANGED, v, c);
        if (block.timestamp < p.executableAt) return (Reason.VETO_WINDOW_OPEN, v, c);
        if (block.timestamp > p.executableAt + PENDING_LIFETIME) {
            return (Reason.PENDING_EXPIRED, v, c);
        }
        bool expected = p.expectLtv == c.market.ltv && p.expectLt == c.market.lt;
        if (!expected) return (Reason.EXPECT_MISMATCH, v, c);
        c.history = _loadHistory(marketId);
        c.limits = _loadLimits(marketId);
        v = Move(p.ltv, p.lt, p.lb, 0, c.market.asOf, h.looseningPaused);
        Reason reason = LimitRules.check(v, c, block.timestamp);
        return (reason == Reason.QUEUED ? Reason.APPLIED : reason, v, c);
    }

    function _process(ParamUpdate calldata u, Head memory h) private returns (Reason reason) {
        Case memory c;
        (reason, c) = _judge(u, h.observedAt, h.looseningPaused);
        if (reason == Reason.QUEUED) {
            _queue(u, h, c);
        } else if (reason != Reason.APPLIED) {
            emit UpdateSkipped(u.marketId, h.seq, reason);
        } else {
            _apply(u, h, c);
        }
    }

    function _apply(ParamUpdate calldata u, Head memory h, Case memory c) private {
        c.market.asOf = h.observedAt;
        c.market.regime = u.regime;
        if (_isHeartbeat(u, c.market)) {
            _storeMarket(u.marketId, c.market);
            uint16 ltNow = uint16(Ramp.ltAt(c.market, block.timestamp));
            _emitUpdated(u.marketId, h.seq, c.market, u.ltv, ltNow, u.maxNewLiqUsd);
            return;
        }
        _dropPending(u.marketId, h.seq, c.market);
        _applyMove(u.marketId, h.seq, u.maxNewLiqUsd, _move(u, h.observedAt, false), c);
    }

    function _queue(ParamUpdate calldata u, Head memory h, Case memory c) private {
        _dropPending(u.marketId, h.seq, c.market);
        uint256 window = u.lt > c.market.lt ? c.limits.ltVeto : c.limits.ltvVeto;
        uint40 executableAt = uint40(block.timestamp + window);
        _pending[u.marketId] = Pending(
            u.ltv, u.lt, u.lb, u.expectLtv, u.expectLt, u.regime, h.configCount, executableAt, h.seq
        );
        c.market.asOf = h.observedAt;
        c.market.listing = Listing.WITH_PENDING;
        _storeMarket(u.marketId, c.market);
        emit PendingQueued(u.marketId, h.seq, u.ltv, u.lt, u.lb, executableAt);
    }

    function _applyMove(
        bytes32 marketId,
        uint64 seq,
        uint64 maxNewLiqUsd,
        Move memory v,
        Case memory c
    ) private {
        uint16 oldLtv = c.market.ltv;
        uint16 oldLtNow = uint16(Ramp.ltAt(c.market, block.timestamp));
        Transition.apply_(v, c, block.timestamp);
        _storeMarket(marketId, c.market);
        _history[marketId] = c.history;
        _emitUpdated(marketId, seq, c.market, oldLtv, oldLtNow, maxNewLiqUsd);
    }

    function _dropPending(bytes32 marketId, uint64 bySeq, Market memory m) private {
        if (m.listing != Listing.WITH_PENDING) return;
        emit PendingReplaced(marketId, _pending[marketId].seq, bySeq);
        _clearPending(marketId);
        m.listing = Listing.LISTED;
    }

    function _emitAccepted(RiskReport calldata r, bytes32 digest, uint32 mask) private {
        emit ReportAccepted(
            r.seq,
            digest,
            r.prevReport,
            r.inputsRoot,
            r.policyHash,
            r.codeHash,
            r.observedAt,
            r.validUntil,
            mask,
            msg.sender
        );
    }

    function _emitUpdated(
        bytes32 marketId,
        uint64 seq,
        Market memory m,
        uint16 oldLtv,
        uint16 oldLtNow,
        uint64 maxNewLiqUsd
    ) private {
        emit ParamsUpdated(
            marketId,
            seq,
            oldLtv,
            m.ltv,
            oldLtNow,
            m.lt,
            m.lb,
            m.rampStart,
            m.rampSeconds,
            m.regime,
            maxNewLiqUsd
        );
    }

    function _isHeartbeat(ParamUpdate calldata u, Market memory m) private pure returns (bool) {
        return u.ltv == m.ltv && u.lt == m.lt && u.lb == m.lb;
    }

    function _move(ParamUpdate calldata u, uint40 observedAt, bool paused)
        private
        pure
        returns (Move memory)
    {
        return Move(u.ltv, u.lt, u.lb, u.rampSeconds, observedAt, paused);
    }

    function _clearPending(bytes32 marketId) private {
        delete _pending[marketId];
    }
}
