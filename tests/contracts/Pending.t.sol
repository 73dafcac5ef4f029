// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {IRiskParamOracle} from "oracle/contracts/IRiskParamOracle.sol";
import {OracleRoles} from "oracle/contracts/OracleRoles.sol";
import {
    AppliedUpdate,
    Limits,
    MarketState,
    ParamUpdate,
    Reason,
    RiskReport
} from "oracle/contracts/RiskTypes.sol";
import {OracleFixture} from "./OracleFixture.sol";

/// A loosening waits, may be vetoed or replaced, and meets every check again when executed.
contract PendingTest is OracleFixture {
    function refused(Reason wanted) private {
        bytes32 before = stateHash(ETH);
        same(oracle.previewPending(ETH), wanted);
        vm.expectRevert(abi.encodeWithSelector(IRiskParamOracle.PendingRefused.selector, wanted));
        oracle.executePending(ETH);
        vm.assertEq(stateHash(ETH), before, "untouched");
    }

    function executed(uint16 ltv, uint16 lt) private {
        same(oracle.previewPending(ETH), Reason.APPLIED);
        vm.prank(STRANGER);
        oracle.executePending(ETH);
        (uint16 nowLtv, uint16 nowLt) = targets(ETH);
        vm.assertEq(nowLtv, ltv, "ltv");
        vm.assertEq(nowLt, lt, "lt");
        vm.assertTrue(!pendingOf(ETH), "gone");
        refused(Reason.NO_PENDING);
    }

    function queue(uint16 ltv, uint16 lt) private {
        same(sendMove(ETH, ltv, lt), Reason.QUEUED);
        vm.assertTrue(pendingOf(ETH), "pending");
    }

    function test_ltv_waits_six_hours() public {
        queue(7600, 8000);
        (uint16 ltv,) = targets(ETH);
        vm.assertEq(ltv, 7500, "not yet");
        skip(6 hours - 1);
        refused(Reason.VETO_WINDOW_OPEN);
        skip(1);
        executed(7600, 8000);
    }

    function test_lt_waits_a_day() public {
        queue(7600, 8100);
        skip(24 hours - 1);
        refused(Reason.VETO_WINDOW_OPEN);
        skip(1);
        executed(7600, 8100);
        vm.assertEq(ltNow(ETH), 8100, "at once");
    }

    function test_queue_and_execution_events() public {
        RiskReport memory r = reportOf(one(entry(ETH, 7600, 8000)));
        bytes memory a = attest(oracle.reportDigest(r), QUORUM);
        uint40 at = uint40(block.timestamp + 6 hours);
        vm.expectEmit();
        emit IRiskParamOracle.PendingQueued(ETH, 1, 7600, 8000, 500, START_CAP, at);
        oracle.submit(r, a);
        skip(6 hours);
        vm.expectEmit();
        emit IRiskParamOracle.ParamsUpdated(
            ETH, 1, AppliedUpdate(7500, 7600, 8000, 8000, 500, START_CAP, 0, 0, 40, 0)
        );
        vm.expectEmit();
        emit IRiskParamOracle.PendingExecuted(ETH, 1, address(this));
        oracle.executePending(ETH);
    }

    function test_nothing_pending() public {
        refused(Reason.NO_PENDING);
        same(oracle.previewPending(UNLISTED), Reason.UNKNOWN_MARKET);
    }

    function test_expires_after_seven_days() public {
        queue(7600, 8000);
        skip(6 hours + 7 days);
        sendMove(ETH, 7500, 8000);
        skip(1);
        refused(Reason.PENDING_EXPIRED);
        queue(7600, 8000);
    }

    function test_stale_market_does_not_execute() public {
        queue(7600, 8000);
        skip(26 hours + 1);
        refused(Reason.STALE_DATA);
        sendMove(ETH, 7500, 8000);
        executed(7600, 8000);
    }

    function test_paused() public {
        queue(7600, 8000);
        skip(6 hours);
        oracle.pauseLoosening();
        refused(Reason.LOOSENING_PAUSED);
        oracle.unpauseLoosening();
        executed(7600, 8000);
    }

    function test_frozen() public {
        queue(7600, 8000);
        skip(6 hours);
        oracle.freeze();
        vm.expectRevert(abi.encodeWithSelector(IRiskParamOracle.OracleFrozen.selector));
        oracle.executePending(ETH);
    }

    function test_any_configuration_change_kills_it() public {
        queue(7600, 8000);
        skip(6 hours);
        oracle.dropSigner(0);
        refused(Reason.CONFIG_CHANGED);
    }

    function test_guardian_and_owner_veto() public {
        queue(7600, 8000);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(OracleRoles.NotGuardian.selector));
        oracle.veto(ETH);
        vm.expectEmit();
        emit IRiskParamOracle.PendingVetoed(ETH, 1, GUARDIAN);
        vm.prank(GUARDIAN);
        oracle.veto(ETH);
        refused(Reason.NO_PENDING);
        queue(7600, 8000);
        oracle.veto(ETH);
        vm.expectRevert(
            abi.encodeWithSelector(IRiskParamOracle.PendingRefused.selector, Reason.NO_PENDING)
        );
        oracle.veto(ETH);
    }

    function test_newer_loosening_replaces_and_restarts() public {
        queue(7600, 8000);
        skip(5 hours);
        RiskReport memory r = reportOf(one(entry(ETH, 7550, 8000)));
        bytes memory a = attest(oracle.reportDigest(r), QUORUM);
        vm.expectEmit();
        emit IRiskParamOracle.PendingReplaced(ETH, 1, 2);
        oracle.submit(r, a);
        skip(2 hours);
        refused(Reason.VETO_WINDOW_OPEN);
        skip(4 hours);
        executed(7550, 8000);
    }

    function test_tightening_drops_it() public {
        queue(7600, 8000);
        same(sendMove(ETH, 7499, 8000), Reason.APPLIED);
        refused(Reason.NO_PENDING);
    }

    function test_bonus_change_drops_it() public {
        queue(7600, 8000);
        ParamUpdate memory u = entry(ETH, 7500, 8000);
        u.lb = 600;
        same(send(u), Reason.APPLIED);
        refused(Reason.NO_PENDING);
    }

    function test_heartbeat_keeps_it() public {
        queue(7600, 8000);
        skip(6 hours);
        same(sendMove(ETH, 7500, 8000), Reason.APPLIED);
        executed(7600, 8000);
    }

    function test_skipped_entry_keeps_it() public {
        queue(7600, 8000);
        skip(6 hours);
        same(sendMove(ETH, 7700, 8000), Reason.LTV_STEP_TOO_LARGE);
        executed(7600, 8000);
    }

    function test_bonus_travels_with_it() public {
        ParamUpdate memory u = entry(ETH, 7600, 8000);
        u.lb = 700;
        same(send(u), Reason.QUEUED);
        skip(6 hours);
        oracle.executePending(ETH);
        (,,,, uint16 lb,,,,) = oracle.params(ETH);
        vm.assertEq(lb, 700, "lb");
    }

    function test_as_of_is_the_data_not_the_execution() public {
        queue(7600, 8000);
        uint40 queuedAt = uint40(block.timestamp);
        skip(6 hours);
        oracle.executePending(ETH);
        (,,,,, uint40 asOf,,,) = oracle.params(ETH);
        vm.assertEq(asOf, queuedAt, "asOf");
    }

    function test_state_shows_the_pending() public {
        queue(7600, 8050);
        MarketState memory s = oracle.marketState(ETH);
        vm.assertEq(s.pending.ltv, 7600, "ltv");
        vm.assertEq(s.pending.lt, 8050, "lt");
        vm.assertEq(s.pending.supplyCap, START_CAP, "cap");
        vm.assertEq(s.pending.seq, 1, "seq");
        vm.assertEq(s.pending.executableAt, block.timestamp + 24 hours, "executableAt");
    }
}
