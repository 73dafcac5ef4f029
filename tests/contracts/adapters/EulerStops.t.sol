// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {EulerEVKAdapter} from "oracle/contracts/adapters/EulerEVKAdapter.sol";
import {EulerLtv} from "oracle/contracts/adapters/IEulerEVK.sol";
import {OracleReading, Reading} from "oracle/contracts/adapters/OracleReading.sol";
import {IStepErrors} from "oracle/contracts/adapters/StepErrors.sol";
import {EulerFixture} from "./EulerFixture.sol";

/// While the oracle is frozen or its loosening paused, and after the vault's governor tightened by
/// itself: no vault ramp begins in a freeze, nothing rises, and LTV cuts go as ever.
contract EulerStopsTest is EulerFixture {
    function setUp() public override {
        super.setUp();
        mayRamp(true);
    }

    function set(Reading memory r, uint8 status) internal {
        r.status = status;
        oracle.set(id, r);
    }

    function refuses(bytes4 fault) internal {
        vm.assertEq(bytes32(preview().refusal), bytes32(fault), "preview");
        vm.expectRevert(bytes.concat(fault));
        adapter.step(address(vault), COLLATERAL);
    }

    function elsewhere(uint16 ltv, uint16 lt) internal {
        vault.put(COLLATERAL, EulerLtv(ltv, lt, 0, uint48(block.timestamp - 1), 0));
    }

    function attach() internal {
        adapter.attach(address(vault), COLLATERAL);
    }

    function test_no_ramp_begins_while_the_oracle_is_frozen() public {
        set(ramping(7500, 8000, 7900, 4 days), OracleReading.FROZEN);
        refuses(IStepErrors.OracleFrozen.selector);
        set(ramping(7500, 8000, 7900, 4 days), 0);
        adapter.step(address(vault), COLLATERAL);
        holds(7500, 8000, 7900, 4 days);
    }

    function test_an_ltv_cut_goes_while_the_oracle_is_frozen() public {
        set(ramping(7000, 8000, 7900, 4 days), OracleReading.FROZEN);
        bytes4 hold = preview().ltHold;
        vm.assertEq(bytes32(hold), bytes32(IStepErrors.OracleFrozen.selector), "hold");
        adapter.step(address(vault), COLLATERAL);
        holds(7000, 8000, 8000, 0);
    }

    /// Nobody's role lets the adapter stop it: docs/adapters.md says so.
    function test_a_ramp_under_way_is_not_held_by_a_freeze() public {
        stepTo(ramping(7500, 8000, 7900, 4 days));
        skip(1 days);
        set(ramping(7500, 7975, 7900, 3 days), OracleReading.FROZEN);
        skip(1 days);
        holds(7500, 7950, 7900, 2 days);
        set(ramping(7000, 7975, 7900, 3 days), OracleReading.FROZEN);
        adapter.step(address(vault), COLLATERAL);
        holds(7000, 7950, 7900, 2 days);
    }

    function test_a_ramp_begins_while_loosening_alone_is_paused() public {
        set(ramping(7400, 8000, 7900, 4 days), OracleReading.LOOSENING_PAUSED);
        adapter.step(address(vault), COLLATERAL);
        holds(7400, 8000, 7900, 4 days);
    }

    function test_nothing_rises_in_a_stop() public {
        uint8[2] memory stops = [OracleReading.FROZEN, OracleReading.LOOSENING_PAUSED];
        for (uint256 i = 0; i < 2; ++i) {
            set(at(7600, 8000), stops[i]);
            refuses(IStepErrors.LooseningStopped.selector);
            set(at(7500, 8100), stops[i]);
            refuses(IStepErrors.LooseningStopped.selector);
        }
        set(at(7600, 8100), 0);
        adapter.step(address(vault), COLLATERAL);
        holds(7600, 8100, 8100, 0);
    }

    function test_what_the_governor_itself_tightened_stays() public {
        attach();
        elsewhere(5000, 8000);
        refuses(IStepErrors.MovedElsewhere.selector);
        elsewhere(7500, 7800);
        refuses(IStepErrors.MovedElsewhere.selector);
        elsewhere(0, 8000);
        refuses(IStepErrors.LtvZeroedElsewhere.selector);
        oracle.set(id, at(7600, 8100));
        elsewhere(7500, 8000);
        adapter.step(address(vault), COLLATERAL);
        holds(7600, 8100, 8100, 0);
    }

    function test_a_cut_from_where_the_governor_put_it_is_no_claim() public {
        attach();
        elsewhere(5000, 8000);
        stepTo(at(4900, 8000));
        oracle.set(id, at(7500, 8000));
        refuses(IStepErrors.MovedElsewhere.selector);
    }

    function test_attaching_takes_role_governor_and_collateral() public {
        mayRamp(false);
        vm.expectRevert(bytes.concat(IStepErrors.RoleMissing.selector));
        attach();
        mayRamp(true);
        vm.expectRevert(bytes.concat(IStepErrors.NotCollateral.selector));
        adapter.attach(address(vault), address(0x07));
        vault.setGovernor(address(this));
        vm.expectRevert(bytes.concat(EulerEVKAdapter.NotGovernor.selector));
        attach();
        vault.setGovernor(address(governor));
        attach();
        elsewhere(5000, 7800);
        attach();
        (,, uint16 ltv, uint16 lt,) = adapter.known(address(vault), COLLATERAL);
        vm.assertTrue(ltv == 7500 && lt == 8000, "a second time changes nothing");
    }

    /// Soft-closed when it was attached, attached again when its LTV opened.
    function test_an_ltv_that_was_zero_at_first_is_attached_when_it_opens() public {
        elsewhere(0, 8000);
        attach();
        elsewhere(7500, 8000);
        attach();
        elsewhere(5000, 8000);
        refuses(IStepErrors.MovedElsewhere.selector);
    }

    /// An adapter with the emergency role alone cuts, governance raises, and one payload gives the
    /// other role and attaches: it passes, and the adapter starts from what it then finds.
    function test_under_the_emergency_role_alone_nothing_is_remembered() public {
        mayRamp(false);
        stepTo(at(7400, 8000));
        (, bool ltvKnown,, uint16 lt,) = adapter.known(address(vault), COLLATERAL);
        vm.assertTrue(!ltvKnown && lt == 0, "known");
        elsewhere(7400, 8300);
        mayRamp(true);
        attach();
        stepTo(at(7500, 8400));
        holds(7500, 8400, 8400, 0);
    }
}
