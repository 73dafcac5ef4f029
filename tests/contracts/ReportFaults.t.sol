// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {IRiskParamOracle} from "oracle/contracts/IRiskParamOracle.sol";
import {ParamUpdate, Reason, RiskReport} from "oracle/contracts/RiskTypes.sol";
import {OracleFixture} from "./OracleFixture.sol";

/// Faults of a whole report revert, in submit and in preview, and change nothing.
contract ReportFaultsTest is OracleFixture {
    function test_old_configuration_after_accepted_reports() public {
        send(heartbeatReport());
        RiskReport memory r = heartbeatReport();
        oracle.setGuardian(STRANGER);
        (,,, bytes32 config) = oracle.head();
        refuse(r, abi.encodeWithSelector(IRiskParamOracle.WrongConfigDigest.selector, config));
    }

    function test_old_configuration() public {
        RiskReport memory r = heartbeatReport();
        oracle.approvePolicy(keccak256("another"), true);
        (,,, bytes32 config) = oracle.head();
        refuse(r, abi.encodeWithSelector(IRiskParamOracle.WrongConfigDigest.selector, config));
    }

    function test_replay() public {
        RiskReport memory r = heartbeatReport();
        send(r);
        refuse(r, abi.encodeWithSelector(IRiskParamOracle.WrongSeq.selector, 2));
    }

    function test_gap_in_seq() public {
        RiskReport memory r = heartbeatReport();
        r.seq = 2;
        refuse(r, abi.encodeWithSelector(IRiskParamOracle.WrongSeq.selector, 1));
    }

    function test_wrong_prev_report() public {
        send(heartbeatReport());
        RiskReport memory r = heartbeatReport();
        bytes32 last = r.prevReport;
        r.prevReport = bytes32(0);
        refuse(r, abi.encodeWithSelector(IRiskParamOracle.WrongPrevReport.selector, last));
    }

    function test_first_report_has_no_predecessor() public {
        RiskReport memory r = heartbeatReport();
        vm.assertEq(r.prevReport, bytes32(0), "zero before the first");
        r.prevReport = keccak256("made up");
        refuse(r, abi.encodeWithSelector(IRiskParamOracle.WrongPrevReport.selector, bytes32(0)));
    }

    function test_unapproved_policy() public {
        RiskReport memory r = heartbeatReport();
        r.policyHash = CODE;
        refuse(r, abi.encodeWithSelector(IRiskParamOracle.PolicyNotApproved.selector, CODE));
    }

    function test_unapproved_code() public {
        RiskReport memory r = heartbeatReport();
        r.codeHash = POLICY;
        refuse(r, abi.encodeWithSelector(IRiskParamOracle.CodeNotApproved.selector, POLICY));
    }

    function test_withdrawn_policy() public {
        oracle.approvePolicy(POLICY, false);
        refuse(
            heartbeatReport(),
            abi.encodeWithSelector(IRiskParamOracle.PolicyNotApproved.selector, POLICY)
        );
    }

    /// What passed once is remembered (one slot instead of three) until the configuration changes.
    function test_a_remembered_context_dies_with_the_configuration() public {
        send(heartbeatReport());
        send(heartbeatReport());
        RiskReport memory old = heartbeatReport();
        oracle.approvePolicy(POLICY, false);
        (,,, bytes32 config) = oracle.head();
        refuse(old, abi.encodeWithSelector(IRiskParamOracle.WrongConfigDigest.selector, config));
        refuse(
            heartbeatReport(),
            abi.encodeWithSelector(IRiskParamOracle.PolicyNotApproved.selector, POLICY)
        );
        oracle.approvePolicy(POLICY, true);
        oracle.approveCode(CODE, false);
        refuse(
            heartbeatReport(),
            abi.encodeWithSelector(IRiskParamOracle.CodeNotApproved.selector, CODE)
        );
    }

    function test_a_remembered_context_is_no_other() public {
        send(heartbeatReport());
        RiskReport memory r = heartbeatReport();
        r.policyHash = CODE;
        refuse(r, abi.encodeWithSelector(IRiskParamOracle.PolicyNotApproved.selector, CODE));
        r = heartbeatReport();
        r.codeHash = POLICY;
        refuse(r, abi.encodeWithSelector(IRiskParamOracle.CodeNotApproved.selector, POLICY));
        r = heartbeatReport();
        bytes32 config = r.configDigest;
        r.configDigest = keccak256("made up");
        refuse(r, abi.encodeWithSelector(IRiskParamOracle.WrongConfigDigest.selector, config));
        oracle.approvePolicy(keccak256("second"), true);
        r = heartbeatReport();
        r.policyHash = keccak256("second");
        send(r);
        send(heartbeatReport());
    }

    function test_expires_at_valid_until() public {
        RiskReport memory r = heartbeatReport();
        skip(1 hours);
        refuse(r, abi.encodeWithSelector(IRiskParamOracle.ReportExpired.selector));
    }

    function test_valid_one_second_before() public {
        RiskReport memory r = heartbeatReport();
        skip(1 hours - 1);
        send(r);
    }

    function test_observed_in_the_future() public {
        RiskReport memory r = heartbeatReport();
        ++r.observedAt;
        refuse(r, abi.encodeWithSelector(IRiskParamOracle.ObservedInFuture.selector));
    }

    function test_observed_at_falls() public {
        RiskReport memory first = heartbeatReport();
        send(first);
        RiskReport memory r = heartbeatReport();
        --r.observedAt;
        refuse(
            r, abi.encodeWithSelector(IRiskParamOracle.ObservedAtFell.selector, first.observedAt)
        );
    }

    function test_observed_at_may_stay() public {
        RiskReport memory first = heartbeatReport();
        send(first);
        skip(60);
        RiskReport memory r = heartbeatReport();
        r.observedAt = first.observedAt;
        send(r);
    }

    function test_unsorted_markets() public {
        ParamUpdate[] memory list = new ParamUpdate[](2);
        (list[0], list[1]) = (entry(BTC, 7500, 8000), entry(ETH, 7500, 8000));
        refuse(
            reportOf(list),
            abi.encodeWithSelector(IRiskParamOracle.UpdatesNotAscending.selector, 1)
        );
    }

    function test_duplicate_markets() public {
        ParamUpdate[] memory list = new ParamUpdate[](2);
        (list[0], list[1]) = (entry(ETH, 7500, 8000), entry(ETH, 7400, 8000));
        refuse(
            reportOf(list),
            abi.encodeWithSelector(IRiskParamOracle.UpdatesNotAscending.selector, 1)
        );
    }

    function ascending(uint256 count) private pure returns (ParamUpdate[] memory list) {
        list = new ParamUpdate[](count);
        for (uint256 i = 0; i < count; ++i) {
            list[i].marketId = bytes32(1000 + i);
        }
    }

    function test_no_update() public {
        refuse(
            reportOf(ascending(0)),
            abi.encodeWithSelector(IRiskParamOracle.WrongUpdateCount.selector, 0)
        );
    }

    function test_thirty_three_updates() public {
        refuse(
            reportOf(ascending(33)),
            abi.encodeWithSelector(IRiskParamOracle.WrongUpdateCount.selector, 33)
        );
    }

    function test_thirty_two_updates() public {
        Reason[] memory reasons = send(reportOf(ascending(32)));
        vm.assertEq(reasons.length, 32, "a reason each");
        same(reasons[31], Reason.UNKNOWN_MARKET);
    }

    function test_frozen() public {
        vm.prank(GUARDIAN);
        oracle.freeze();
        refuse(heartbeatReport(), abi.encodeWithSelector(IRiskParamOracle.OracleFrozen.selector));
        oracle.unfreeze();
        send(heartbeatReport());
    }

    function test_head_follows_the_chain() public {
        RiskReport memory r = heartbeatReport();
        bytes32 digest = oracle.reportDigest(r);
        vm.expectEmit();
        emit IRiskParamOracle.ReportAccepted(
            1,
            digest,
            bytes32(0),
            r.inputsRoot,
            POLICY,
            CODE,
            r.observedAt,
            r.validUntil,
            QUORUM,
            address(this)
        );
        send(r);
        (uint64 seq, bytes32 last, uint40 observedAt,) = oracle.head();
        vm.assertEq(seq, 1, "seq");
        vm.assertEq(last, digest, "digest");
        vm.assertEq(observedAt, r.observedAt, "observedAt");
    }
}
