// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {IRiskParamOracle} from "oracle/contracts/IRiskParamOracle.sol";
import {OracleConfig} from "oracle/contracts/OracleConfig.sol";
import {OracleRoles} from "oracle/contracts/OracleRoles.sol";
import {RiskParamOracle} from "oracle/contracts/RiskParamOracle.sol";
import {Limits, LooseningLimits, Reason, RiskReport} from "oracle/contracts/RiskTypes.sol";
import {Quorum} from "oracle/contracts/lib/Quorum.sol";
import {OracleFixture} from "./OracleFixture.sol";

/// Who may configure, what the guardian may and may not, and what the configuration must be.
contract RolesTest is OracleFixture {
    function refusedTo(address caller, bytes memory call, bytes4 fault) private {
        vm.prank(caller);
        (bool done, bytes memory data) = address(oracle).call(call);
        vm.assertTrue(!done, "refused");
        vm.assertEq(bytes32(bytes4(data)), bytes32(fault), "fault");
    }

    function test_owner_only() public {
        address[] memory list = signerList();
        bytes[] memory calls = new bytes[](9);
        calls[0] = abi.encodeCall(oracle.transferOwnership, (STRANGER));
        calls[1] = abi.encodeCall(oracle.setGuardian, (STRANGER));
        calls[2] = abi.encodeCall(oracle.unpauseLoosening, ());
        calls[3] = abi.encodeCall(oracle.unfreeze, ());
        calls[4] = abi.encodeCall(oracle.setSigners, (list, 1));
        calls[5] = abi.encodeCall(oracle.approvePolicy, (CODE, true));
        calls[6] = abi.encodeCall(oracle.approveCode, (CODE, true));
        calls[7] =
            abi.encodeCall(oracle.addMarket, (UNLISTED, defaults(), 7500, 8000, 500, START_CAP));
        calls[8] = abi.encodeCall(oracle.setLimits, (ETH, defaults()));
        for (uint256 i = 0; i < calls.length; ++i) {
            refusedTo(STRANGER, calls[i], OracleRoles.NotOwner.selector);
            refusedTo(GUARDIAN, calls[i], OracleRoles.NotOwner.selector);
        }
    }

    function test_guardian_only() public {
        LooseningLimits memory none;
        bytes[] memory calls = new bytes[](5);
        calls[0] = abi.encodeCall(oracle.pauseLoosening, ());
        calls[1] = abi.encodeCall(oracle.freeze, ());
        calls[2] = abi.encodeCall(oracle.veto, (ETH));
        calls[3] = abi.encodeCall(oracle.dropSigner, (0));
        calls[4] = abi.encodeCall(oracle.tightenLimits, (ETH, none));
        for (uint256 i = 0; i < calls.length; ++i) {
            refusedTo(STRANGER, calls[i], OracleRoles.NotGuardian.selector);
        }
    }

    function test_ownership_in_two_steps() public {
        oracle.transferOwnership(STRANGER);
        vm.assertTrue(oracle.owner() == address(this), "not yet");
        refusedTo(
            GUARDIAN,
            abi.encodeCall(oracle.acceptOwnership, ()),
            OracleRoles.NotPendingOwner.selector
        );
        vm.prank(STRANGER);
        oracle.acceptOwnership();
        vm.assertTrue(oracle.owner() == STRANGER, "accepted");
        refusedTo(
            address(this), abi.encodeCall(oracle.unfreeze, ()), OracleRoles.NotOwner.selector
        );
    }

    function test_config_digest_chains_every_change() public {
        (,,, bytes32 previous) = oracle.head();
        (,,,, uint32 count,) = oracle.status();
        bytes memory call = abi.encodeCall(oracle.approveCode, (POLICY, true));
        bytes32 wanted = keccak256(abi.encode(previous, address(this), call));
        vm.expectEmit();
        emit OracleConfig.CodeApproved(POLICY, true);
        vm.expectEmit();
        emit OracleRoles.ConfigChanged(wanted, previous, address(this), call);
        oracle.approveCode(POLICY, true);
        (,,, bytes32 config) = oracle.head();
        (,,,, uint32 countNow,) = oracle.status();
        vm.assertEq(config, wanted, "chained");
        vm.assertEq(countNow, count + 1, "counted");
    }

    function test_stops_are_not_configuration() public {
        (,,, bytes32 before) = oracle.head();
        oracle.pauseLoosening();
        oracle.freeze();
        (,,, bytes32 config) = oracle.head();
        vm.assertEq(config, before, "a signature outlives a stop");
        vm.assertEq(statusOf(ETH), 2 | 8 | 16, "status");
    }

    function test_dropped_signer_no_longer_counts() public {
        vm.prank(GUARDIAN);
        oracle.dropSigner(1);
        RiskReport memory r = heartbeatReport();
        bytes memory a = attest(oracle.reportDigest(r), 0x7);
        vm.expectRevert(abi.encodeWithSelector(Quorum.WrongSigner.selector, 1));
        oracle.submit(r, a);
        keys = [keys[0], keys[2], keys[3], keys[4]];
        send(heartbeatReport());
    }

    function test_too_few_signers_left_is_a_stop() public {
        oracle.dropSigner(0);
        oracle.dropSigner(0);
        oracle.dropSigner(0);
        keys = [keys[3], keys[4], keys[0]];
        RiskReport memory r = heartbeatReport();
        bytes memory a = attest(oracle.reportDigest(r), 0x7);
        vm.expectRevert(abi.encodeWithSelector(Quorum.UnknownSigner.selector, 2));
        oracle.submit(r, a);
    }

    function test_signers_must_ascend_and_not_be_zero() public {
        address[] memory list = signerList();
        (list[0], list[1]) = (list[1], list[0]);
        vm.expectRevert(abi.encodeWithSelector(OracleConfig.InvalidSigners.selector));
        oracle.setSigners(list, 3);
        list[0] = list[1];
        vm.expectRevert(abi.encodeWithSelector(OracleConfig.InvalidSigners.selector));
        oracle.setSigners(list, 3);
        list = signerList();
        list[0] = address(0);
        vm.expectRevert(abi.encodeWithSelector(OracleConfig.InvalidSigners.selector));
        oracle.setSigners(list, 3);
        vm.expectRevert(abi.encodeWithSelector(OracleConfig.InvalidSigners.selector));
        oracle.setSigners(new address[](33), 3);
    }

    function test_threshold_between_one_and_all() public {
        address[] memory list = signerList();
        vm.expectRevert(abi.encodeWithSelector(OracleConfig.InvalidThreshold.selector));
        oracle.setSigners(list, 0);
        vm.expectRevert(abi.encodeWithSelector(OracleConfig.InvalidThreshold.selector));
        oracle.setSigners(list, 6);
        oracle.setSigners(list, 5);
        RiskReport memory r = heartbeatReport();
        oracle.submit(r, attest(oracle.reportDigest(r), 0x1f));
    }

    function room() private pure returns (LooseningLimits memory t) {
        Limits memory l = defaults();
        t = LooseningLimits(
            l.ltvMax,
            l.ltvUpStep,
            l.ltUpStep,
            l.ltvUpPerDay,
            l.ltvUpPerWeek,
            l.ltUpPerDay,
            l.ltUpPerWeek,
            l.supplyCapMax,
            l.supplyCapUpPerDay
        );
    }

    function test_guardian_shrinks_room_to_loosen() public {
        LooseningLimits memory t = room();
        (t.ltvMax, t.ltvUpStep, t.ltvUpPerDay) = (7550, 10, 0);
        vm.prank(GUARDIAN);
        oracle.tightenLimits(ETH, t);
        Limits memory wanted = defaults();
        (wanted.ltvMax, wanted.ltvUpStep, wanted.ltvUpPerDay) = (7550, 10, 0);
        vm.assertEq(
            keccak256(abi.encode(oracle.limits(ETH))), keccak256(abi.encode(wanted)), "only these"
        );
        same(sendMove(ETH, 7505, 8000), Reason.LTV_UP_DAY_BUDGET);
        same(sendMove(ETH, 7400, 7900), Reason.APPLIED);
    }

    function widened(LooseningLimits memory t) private {
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(OracleConfig.NotTighter.selector));
        oracle.tightenLimits(ETH, t);
    }

    function test_guardian_cannot_widen_any_of_its_nine() public {
        for (uint256 i = 0; i < 9; ++i) {
            uint256[9] memory more;
            more[i] = 1;
            LooseningLimits memory t = room();
            (t.ltvMax, t.ltvUpStep) = (add(t.ltvMax, more[0]), add(t.ltvUpStep, more[1]));
            (t.ltUpStep, t.ltvUpPerDay) = (add(t.ltUpStep, more[2]), add(t.ltvUpPerDay, more[3]));
            t.ltvUpPerWeek = add(t.ltvUpPerWeek, more[4]);
            (t.ltUpPerDay, t.ltUpPerWeek) =
            (add(t.ltUpPerDay, more[5]), add(t.ltUpPerWeek, more[6]));
            t.supplyCapMax += uint64(more[7]);
            t.supplyCapUpPerDay = add(t.supplyCapUpPerDay, more[8]);
            widened(t);
        }
    }

    function add(uint16 value, uint256 more) private pure returns (uint16) {
        return uint16(value + more);
    }

    function test_guardian_shrinks_the_cap_s_room() public {
        LooseningLimits memory t = room();
        (t.supplyCapMax, t.supplyCapUpPerDay) = (START_CAP, 10);
        vm.prank(GUARDIAN);
        oracle.tightenLimits(ETH, t);
        Limits memory l = oracle.limits(ETH);
        vm.assertEq(l.supplyCapMax, START_CAP, "ceiling");
        vm.assertEq(l.supplyCapUpPerDay, 10, "budget");
    }

    function test_signers_are_listed_in_the_bits_order() public view {
        address[] memory wanted = signerList();
        vm.assertEq(
            keccak256(abi.encode(oracle.signers())), keccak256(abi.encode(wanted)), "signers"
        );
    }

    function test_drop_signer_needs_its_index() public {
        vm.expectRevert(abi.encodeWithSelector(OracleConfig.InvalidSigners.selector));
        oracle.dropSigner(5);
    }

    function test_an_oracle_has_an_owner() public {
        bytes32[] memory none = new bytes32[](0);
        vm.expectRevert(abi.encodeWithSelector(OracleRoles.ZeroAddress.selector));
        new RiskParamOracle(address(0), GUARDIAN, signerList(), 3, none, none, false);
    }

    function invalid(Limits memory l) private {
        vm.expectRevert(abi.encodeWithSelector(OracleConfig.InvalidLimits.selector));
        oracle.setLimits(ETH, l);
    }

    function test_limits_must_make_sense() public {
        Limits memory l = defaults();
        l.ltvMin = l.ltvMax + 1;
        invalid(l);
        l = defaults();
        l.ltMax = 10_001;
        invalid(l);
        l = defaults();
        l.minRamp = 0;
        invalid(l);
        l = defaults();
        l.maxAge = 0;
        invalid(l);
        l = defaults();
        l.ltDownPerWeek = 10_001;
        invalid(l);
        l = defaults();
        l.supplyCapMin = 0;
        invalid(l);
        l = defaults();
        l.supplyCapMin = l.supplyCapMax + 1;
        invalid(l);
        l = defaults();
        l.supplyCapUpPerDay = 10_001;
        invalid(l);
        l = defaults();
        (l.lbMin, l.lbMax) = (1, 0);
        invalid(l);
        l = defaults();
        l.ltUpPerWeek = 10_001;
        invalid(l);
    }

    function notAdded(uint16 ltv, uint16 lt, uint16 lb, Reason reason) private {
        vm.expectRevert(abi.encodeWithSelector(OracleConfig.InvalidTargets.selector, reason));
        oracle.addMarket(UNLISTED, defaults(), ltv, lt, lb, START_CAP);
    }

    function test_initial_targets_obey_the_limits() public {
        notAdded(4999, 8000, 500, Reason.LTV_OUT_OF_BAND);
        notAdded(8501, 8900, 500, Reason.LTV_OUT_OF_BAND);
        notAdded(7500, 9001, 500, Reason.LT_OUT_OF_BAND);
        notAdded(7500, 8000, 99, Reason.LB_OUT_OF_BAND);
        notAdded(7500, 8000, 0, Reason.LB_OUT_OF_BAND);
        notAdded(7500, 7799, 500, Reason.GAP_TOO_SMALL);
        Limits memory l = defaults();
        vm.expectRevert(
            abi.encodeWithSelector(
                OracleConfig.InvalidTargets.selector, Reason.SUPPLY_CAP_OUT_OF_BAND
            )
        );
        oracle.addMarket(UNLISTED, l, 7500, 8000, 500, 999);
        l.lbMax = 3000;
        vm.expectRevert(
            abi.encodeWithSelector(OracleConfig.InvalidTargets.selector, Reason.BONUS_TOO_LARGE)
        );
        oracle.addMarket(UNLISTED, l, 7500, 8000, 2501, START_CAP);
        vm.expectRevert(abi.encodeWithSelector(OracleConfig.MarketExists.selector, ETH));
        oracle.addMarket(ETH, defaults(), 7500, 8000, 500, START_CAP);
    }

    function test_unknown_market_reverts_in_views() public {
        bytes memory fault =
            abi.encodeWithSelector(IRiskParamOracle.UnknownMarket.selector, UNLISTED);
        vm.expectRevert(fault);
        oracle.params(UNLISTED);
        vm.expectRevert(fault);
        oracle.marketState(UNLISTED);
        vm.expectRevert(fault);
        oracle.limits(UNLISTED);
        vm.expectRevert(fault);
        oracle.setLimits(UNLISTED, defaults());
    }
}
