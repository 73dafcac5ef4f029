// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {IRiskParamOracle} from "./IRiskParamOracle.sol";
import {OracleRoles} from "./OracleRoles.sol";
import {OracleViews} from "./OracleViews.sol";
import {
    AppliedUpdate,
    Head,
    Limits,
    Listing,
    Market,
    ParamUpdate,
    Pending,
    Reason,
    RiskReport,
    UNCHANGED_CAP
} from "./RiskTypes.sol";
import {LimitRules, Move} from "./lib/LimitRules.sol";
import {Quorum} from "./lib/Quorum.sol";
import {Ramp} from "./lib/Ramp.sol";
import {Transition} from "./lib/Transition.sol";

/// @title Risk parameters of lending markets: signed by a quorum, bounded, ramped, revocable.
/// @notice LTV cuts act at once, LT cuts over a ramp, loosening only after a veto window.
/// @dev One per chain, no proxy, no external call. Decisions kept here:
/// - An entry's result is a Reason, returned by internal calls: no try/catch, so a relayer cannot
///   force a skip by starving it of gas.
/// - An entry equal to the stored values is a heartbeat: it refreshes asOf and regime,
///   spends no budget and leaves a pending loosening alone.
/// - Any other entry drops the market's pending loosening once it is applied or queued.
/// - A queued entry refreshes asOf: its signers saw data at which the tighter values are safe.
/// - A loosening needs data no older than maxAge, when queued and again when executed.
contract RiskParamOracle is OracleViews {
    /// @notice Most entries of one report.
    uint256 public constant MAX_UPDATES = 32;
    /// @notice How long after its window a loosening may still be executed.
    uint256 public constant PENDING_LIFETIME = 7 days;

    /// @param owner_ configures and lifts stops; not zero.
    /// @param guardian_ stops and vetoes; may be zero.
    /// @param signers_ strictly ascending, none zero, at most 32.
    /// @param threshold_ signatures a report needs, 1 to the number of signers.
    /// @param policies_ hashes of the policies reports may be made under.
    /// @param codes_ digests of the engine sources reports may be made by.
    /// @param holdRampWhenFrozen_ whether a freeze holds running ramps or lets them finish.
    constructor(
        address owner_,
        address guardian_,
        address[] memory signers_,
        uint8 threshold_,
        bytes32[] memory policies_,
        bytes32[] memory codes_,
        bool holdRampWhenFrozen_
    ) OracleRoles(holdRampWhenFrozen_) {
        _openConfig(
            owner_, guardian_, signers_, threshold_, policies_, codes_, holdRampWhenFrozen_
        );
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
        bytes32 context = _checkReport(report, h);
        bytes32 digest = reportDigest(report);
        uint32 mask = Quorum.verify(digest, attestation, _signers, h.signerCount, h.threshold);
        (h.seq, h.observedAt) = (report.seq, report.observedAt);
        (_head.seq, _head.observedAt) = (h.seq, h.observedAt);
        _lastReportDigest = digest;
        if (context != _passedContext) _passedContext = context;
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
            ParamUpdate calldata u = report.updates[i];
            Market memory m = _loadMarket(u.marketId);
            reasons[i] = _judge(u, m, _move(u, m, report.observedAt, h));
        }
    }

    /// @inheritdoc IRiskParamOracle
    function executePending(bytes32 marketId) external {
        (Reason reason, Market memory m, Move memory v) = _judgePending(marketId);
        if (reason != Reason.APPLIED) revert PendingRefused(reason);
        uint64 seq = _pending[marketId].seq;
        _clearPending(marketId);
        m.listing = Listing.LISTED;
        _applyMove(marketId, seq, 0, v, m);
        emit PendingExecuted(marketId, seq, msg.sender);
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
    /// @return context what _passedContext becomes when the report is accepted.
    function _checkReport(RiskReport calldata r, Head memory h)
        private
        view
        returns (bytes32 context)
    {
        if (h.frozen) revert OracleFrozen();
        context = keccak256(abi.encode(r.configDigest, r.policyHash, r.codeHash));
        bool passed = context == _passedContext;
        if (!passed && r.configDigest != _configDigest) revert WrongConfigDigest(_configDigest);
        if (r.seq != h.seq + 1) revert WrongSeq(h.seq + 1);
        if (r.prevReport != _lastReportDigest) revert WrongPrevReport(_lastReportDigest);
        if (block.timestamp >= r.validUntil) revert ReportExpired();
        if (r.observedAt > block.timestamp) revert ObservedInFuture();
        if (r.observedAt < h.observedAt) revert ObservedAtFell(h.observedAt);
        if (!passed) _checkApprovals(r);
        _checkOrder(r.updates);
    }

    function _checkApprovals(RiskReport calldata r) private view {
        if (!policyApproved[r.policyHash]) revert PolicyNotApproved(r.policyHash);
        if (!codeApproved[r.codeHash]) revert CodeNotApproved(r.codeHash);
    }

    function _checkOrder(ParamUpdate[] calldata updates) private pure {
        uint256 count = updates.length;
        if (count == 0 || count > MAX_UPDATES) revert WrongUpdateCount(count);
        for (uint256 i = 1; i < count; ++i) {
            if (updates[i].marketId <= updates[i - 1].marketId) revert UpdatesNotAscending(i);
        }
    }

    /// @dev The verdict on one entry. History and limits are read only when the entry moves
    /// something: a heartbeat costs one slot.
    function _judge(ParamUpdate calldata u, Market memory m, Move memory v)
        private
        view
        returns (Reason)
    {
        if (m.listing == Listing.NONE) return Reason.UNKNOWN_MARKET;
        if (u.supplyCap != UNCHANGED_CAP && m.supplyCap == UNCHANGED_CAP) {
            return Reason.SUPPLY_CAP_UNSUPPORTED;
        }
        if (u.expectLtv != m.ltv || u.expectLt != m.lt) return Reason.EXPECT_MISMATCH;
        if (_isHeartbeat(v, m)) return Reason.APPLIED;
        return _check(u.marketId, m, v);
    }

    /// @dev The verdict on a pending loosening: its own conditions, then every check of an entry.
    function _judgePending(bytes32 marketId)
        private
        view
        returns (Reason, Market memory m, Move memory v)
    {
        Head memory h = _loadHead();
        Pending memory p = _loadPending(marketId);
        m = _loadMarket(marketId);
        uint256 clock = block.timestamp - h.heldSeconds;
        v = Move(p.ltv, p.lt, p.lb, p.supplyCap, 0, m.asOf, h.looseningPaused, clock);
        if (h.frozen) revert OracleFrozen();
        if (m.listing == Listing.NONE) return (Reason.UNKNOWN_MARKET, m, v);
        if (m.listing != Listing.WITH_PENDING) return (Reason.NO_PENDING, m, v);
        if (p.configCount != h.configCount) return (Reason.CONFIG_CHANGED, m, v);
        if (block.timestamp < p.executableAt) return (Reason.VETO_WINDOW_OPEN, m, v);
        if (block.timestamp > p.executableAt + PENDING_LIFETIME) {
            return (Reason.PENDING_EXPIRED, m, v);
        }
        Reason reason = _check(marketId, m, v);
        return (reason == Reason.QUEUED ? Reason.APPLIED : reason, m, v);
    }

    function _check(bytes32 marketId, Market memory m, Move memory v)
        private
        view
        returns (Reason)
    {
        return LimitRules.check(v, m, _history[marketId], _limits[marketId], block.timestamp);
    }

    function _process(ParamUpdate calldata u, Head memory h) private returns (Reason reason) {
        Market memory m = _markets[u.marketId];
        Move memory v = _move(u, m, h.observedAt, h);
        reason = _judge(u, m, v);
        if (reason == Reason.QUEUED) {
            _queue(u, h, m, v);
        } else if (reason != Reason.APPLIED) {
            emit UpdateSkipped(u.marketId, h.seq, reason);
        } else {
            _apply(u, h, m, v);
        }
    }

    function _apply(ParamUpdate calldata u, Head memory h, Market memory m, Move memory v)
        private
    {
        m.asOf = h.observedAt;
        m.regime = u.regime;
        if (!_isHeartbeat(v, m)) _dropPending(u.marketId, h.seq, m);
        _applyMove(u.marketId, h.seq, u.maxNewLiqUsd, v, m);
    }

    function _queue(ParamUpdate calldata u, Head memory h, Market memory m, Move memory v)
        private
    {
        _dropPending(u.marketId, h.seq, m);
        Limits storage l = _limits[u.marketId];
        uint40 executableAt = uint40(block.timestamp + (u.lt > m.lt ? l.ltVeto : l.ltvVeto));
        uint64 cap = uint64(v.supplyCap);
        _pending[u.marketId] = Pending(u.ltv, u.lt, u.lb, cap, h.configCount, executableAt, h.seq);
        m.asOf = h.observedAt;
        m.regime = u.regime;
        m.listing = Listing.WITH_PENDING;
        _storeMarket(u.marketId, m);
        emit PendingQueued(u.marketId, h.seq, u.ltv, u.lt, u.lb, cap, executableAt);
    }

    /// @dev A heartbeat passes too: a move to where the market is changes nothing.
    function _applyMove(
        bytes32 marketId,
        uint64 seq,
        uint64 maxNewLiqUsd,
        Move memory v,
        Market memory m
    ) private {
        AppliedUpdate memory done;
        (done.oldLtv, done.oldLtNow) = (m.ltv, uint16(Ramp.ltAt(m, v.rampClock)));
        Transition.move(v, m, _history[marketId], _limits[marketId], block.timestamp);
        _storeMarket(marketId, m);
        (done.newLtv, done.newLt, done.lb, done.supplyCap) = (m.ltv, m.lt, m.lb, m.supplyCap);
        done.rampStart = uint40(m.rampStart + block.timestamp - v.rampClock);
        (done.rampSeconds, done.regime) = (m.rampSeconds, m.regime);
        done.maxNewLiqUsd = maxNewLiqUsd;
        emit ParamsUpdated(marketId, seq, done);
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

    function _isHeartbeat(Move memory v, Market memory m) private pure returns (bool) {
        return v.ltv == m.ltv && v.lt == m.lt && v.lb == m.lb && v.supplyCap == m.supplyCap;
    }

    /// @dev Requires an oracle that is not frozen: then the ramp clock is behind by heldSeconds.
    function _move(ParamUpdate calldata u, Market memory m, uint40 observedAt, Head memory h)
        private
        view
        returns (Move memory)
    {
        uint256 cap = u.supplyCap == UNCHANGED_CAP ? m.supplyCap : u.supplyCap;
        uint256 clock = block.timestamp - h.heldSeconds;
        return Move(u.ltv, u.lt, u.lb, cap, u.rampSeconds, observedAt, h.looseningPaused, clock);
    }

    function _clearPending(bytes32 marketId) private {
        delete _pending[marketId];
    }
}
