// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {EulerEVKAdapter} from "oracle/contracts/adapters/EulerEVKAdapter.sol";
import {EulerLtv} from "oracle/contracts/adapters/IEulerEVK.sol";
import {OracleReading, Reading} from "oracle/contracts/adapters/OracleReading.sol";
import {SequencerGate} from "oracle/contracts/adapters/SequencerGate.sol";
import {IReadingErrors, IStepErrors} from "oracle/contracts/adapters/StepErrors.sol";
import {EulerFixture} from "./EulerFixture.sol";
import {MockEulerGovernor, MockEulerVault} from "./MockEuler.sol";

/// What the Euler adapter refuses, and every revert of the vault and its governor, by name.
contract EulerRefusalsTest is EulerFixture {
    bytes32 private _before;

    function state() internal view returns (bytes32) {
        return keccak256(abi.encode(vault.LTVFull(COLLATERAL)));
    }

    function refuses(bytes4 fault) internal {
        vm.assertEq(bytes32(preview().refusal), bytes32(fault), "preview");
        reverts(fault);
    }

    function reverts(bytes4 fault) internal {
        _before = state();
        vm.expectRevert(bytes.concat(fault));
        adapter.step(address(vault), COLLATERAL);
        vm.assertEq(state(), _before, "unchanged");
    }

    function test_nothing_to_do() public {
        refuses(IStepErrors.NothingToDo.selector);
    }

    function test_a_market_in_shadow_or_without_a_report() public {
        Reading memory r = at(7000, 8000);
        r.status = OracleReading.SHADOW;
        oracle.set(id, r);
        refuses(IReadingErrors.MarketInShadow.selector);
        (r.status, r.asOf) = (0, 0);
        oracle.set(id, r);
        refuses(IReadingErrors.NoReportYet.selector);
    }

    function test_a_vault_of_another_governor() public {
        oracle.set(id, at(7000, 8000));
        vault.setGovernor(address(this));
        refuses(EulerEVKAdapter.NotGovernor.selector);
    }

    function test_what_is_no_collateral_of_the_vault_or_no_more() public {
        oracle.set(id, at(7000, 8000));
        vault.put(COLLATERAL, EulerLtv(0, 0, 8000, uint48(block.timestamp + 1 days), 1 days));
        refuses(IStepErrors.NotCollateral.selector);
        vault.put(COLLATERAL, EulerLtv(0, 0, 0, 0, 0));
        refuses(IStepErrors.NotCollateral.selector);
    }

    function test_without_its_role() public {
        oracle.set(id, at(7000, 8000));
        governor.grant(governor.LTV_EMERGENCY_ROLE(), address(adapter), false);
        refuses(IStepErrors.RoleMissing.selector);
    }

    function test_a_threshold_or_a_rise_under_the_emergency_role_alone() public {
        oracle.set(id, ramping(7500, 8000, 7900, 1 days));
        refuses(IStepErrors.RoleMissing.selector);
        oracle.set(id, at(7600, 8000));
        refuses(IStepErrors.RoleMissing.selector);
    }

    function test_a_threshold_cut_while_the_sequencer_is_down() public {
        mayRamp(true);
        oracle.set(id, ramping(7500, 8000, 7900, 1 days));
        feed.set(1, block.timestamp);
        refuses(IStepErrors.SequencerDown.selector);
    }

    /// The last second of a ramp of 100 bps in a day: the value is the target's already, the time
    /// is not over, and the governor's emergency path would ask for a ramp of one second.
    function test_the_tail_of_a_ramp() public {
        mayRamp(true);
        stepTo(ramping(7500, 8000, 7900, 1 days));
        skip(1 days - 1);
        oracle.set(id, ramping(7000, 7900, 7900, 1));
        refuses(EulerEVKAdapter.RampTail.selector);
        vm.prank(address(adapter));
        bytes memory data = abi.encodeCall(governor.setLTV, (COLLATERAL, 7000, 7900, uint32(0)));
        (bool done, bytes memory fault) =
            address(governor).call(bytes.concat(data, bytes20(address(vault))));
        vm.assertTrue(!done, "the governor's own way");
        vm.assertEq(bytes32(bytes4(fault)), bytes32(MockEulerVault.E_LTVLiquidation.selector), "");
        skip(1);
        adapter.step(address(vault), COLLATERAL);
        holds(7000, 7900, 7900, 0);
    }

    function test_a_locked_vault() public {
        oracle.set(id, at(7000, 8000));
        vault.misbehave(true, false, 0);
        reverts(MockEulerVault.E_Reentrancy.selector);
    }

    function test_an_old_vault_whose_price_is_stale_refuses_even_an_emergency() public {
        oracle.set(id, at(7000, 8000));
        vault.misbehave(false, true, 0);
        reverts(MockEulerVault.PriceOracle_TooStale.selector);
    }

    function test_a_vault_that_gets_any_field_wrong_changes_nothing() public {
        oracle.set(id, at(7000, 8000));
        for (uint8 field = 1; field <= 5; ++field) {
            vault.misbehave(false, false, field);
            reverts(EulerEVKAdapter.ReadBackDiffers.selector);
        }
    }

    function test_the_vaults_own_refusals_cannot_be_met_through_the_adapter_but_are_there()
        public
    {
        vm.expectRevert(bytes.concat(MockEulerVault.E_Unauthorized.selector));
        vault.setLTV(COLLATERAL, 1, 2, 0);
        vault.setGovernor(address(this));
        vm.expectRevert(bytes.concat(MockEulerVault.E_InvalidLTVAsset.selector));
        vault.setLTV(address(vault), 1, 2, 0);
        vm.expectRevert(bytes.concat(MockEulerVault.E_ConfigAmountTooLargeToEncode.selector));
        vault.setLTV(COLLATERAL, 1, 10_001, 0);
        vm.expectRevert(bytes.concat(MockEulerVault.E_LTVBorrow.selector));
        vault.setLTV(COLLATERAL, 2, 1, 0);
        vm.expectRevert(bytes.concat(MockEulerVault.E_LTVLiquidation.selector));
        vault.setLTV(COLLATERAL, 7500, 8000, 1);
    }

    function test_the_governors_own_refusals() public {
        vm.expectRevert(bytes.concat(MockEulerGovernor.MsgDataInvalid.selector));
        governor.setLTV(COLLATERAL, 1, 2, 0);
        bytes memory data = abi.encodeCall(governor.setLTV, (COLLATERAL, 1, 2, uint32(0)));
        (bool done, bytes memory fault) =
            address(governor).call(bytes.concat(data, bytes20(address(vault))));
        vm.assertTrue(!done, "a stranger");
        vm.assertEq(bytes32(bytes4(fault)), bytes32(MockEulerGovernor.NotAuthorized.selector), "");
    }

    function test_a_set_up_that_cannot_work() public {
        bytes memory fault = bytes.concat(IStepErrors.BadSetup.selector);
        vm.expectRevert(fault);
        make(address(0xDEAD), address(governor), PER_100BPS, address(0));
        vm.expectRevert(fault);
        make(address(oracle), address(0xDEAD), PER_100BPS, address(0));
        vm.expectRevert(fault);
        make(address(oracle), address(governor), 0, address(0));
        vm.expectRevert(fault);
        make(address(oracle), address(governor), PER_100BPS, address(0xDEAD));
    }
}
