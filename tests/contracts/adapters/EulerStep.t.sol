// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {EulerEVKAdapter} from "oracle/contracts/adapters/EulerEVKAdapter.sol";
import {Reading} from "oracle/contracts/adapters/OracleReading.sol";
import {IStepErrors} from "oracle/contracts/adapters/StepErrors.sol";
import {EulerFixture} from "./EulerFixture.sol";

/// What a step of the Euler adapter carries over.
contract EulerStepTest is EulerFixture {
    function test_the_market_is_the_collateral_of_the_vault_under_the_evc() public view {
        bytes memory parts =
            abi.encode(block.chainid, EVC, vault, COLLATERAL, address(0), uint8(0));
        vm.assertEq(id, keccak256(parts), "id");
    }

    function test_an_ltv_cut_goes_at_once_under_the_emergency_role_alone() public {
        oracle.set(id, at(6000, 8000));
        vm.assertTrue(preview().emergency, "preview");
        vm.expectEmit();
        emit EulerEVKAdapter.Stepped(address(vault), COLLATERAL, id, 6000, 8000, 0);
        adapter.step(address(vault), COLLATERAL);
        holds(6000, 8000, 8000, 0);
        vm.assertEq(governor.emergencies(), 1, "path");
    }

    function test_without_the_role_to_ramp_only_the_ltv_moves() public {
        oracle.set(id, ramping(7000, 8000, 7900, 1 days));
        bytes4 hold = preview().ltHold;
        vm.assertEq(bytes32(hold), bytes32(IStepErrors.RoleMissing.selector), "hold");
        adapter.step(address(vault), COLLATERAL);
        holds(7000, 8000, 8000, 0);
    }

    function test_a_threshold_falls_by_the_vaults_own_ramp_until_the_oracles_end() public {
        mayRamp(true);
        stepTo(ramping(7400, 8000, 7900, 4 days));
        holds(7400, 8000, 7900, 4 days);
        skip(2 days);
        holds(7400, 7950, 7900, 2 days);
        vm.assertEq(governor.emergencies(), 0, "path");
    }

    function test_a_late_step_ramps_no_faster_than_a_timely_one() public {
        mayRamp(true);
        stepTo(ramping(7500, 7910, 7900, 1 hours));
        holds(7500, 8000, 7900, 1 days);
        skip(1 days);
        stepTo(at(7500, 7850));
        holds(7500, 7900, 7850, 12 hours);
    }

    function test_an_ltv_cut_keeps_the_ramp_that_runs() public {
        mayRamp(true);
        stepTo(ramping(7500, 8000, 7900, 4 days));
        skip(1 days);
        mayRamp(false);
        stepTo(ramping(7000, 7975, 7900, 3 days));
        holds(7000, 7975, 7900, 3 days);
        vm.assertEq(governor.emergencies(), 1, "path");
        skip(1 days);
        holds(7000, 7950, 7900, 2 days);
    }

    function test_an_ltv_rise_keeps_the_ramp_that_runs() public {
        mayRamp(true);
        stepTo(ramping(7400, 8000, 7900, 4 days));
        skip(1 days);
        stepTo(ramping(7450, 7975, 7900, 3 days));
        holds(7450, 7975, 7900, 3 days);
    }

    function test_a_new_ramp_starts_where_the_old_one_is() public {
        mayRamp(true);
        stepTo(ramping(7400, 8000, 7900, 2 days));
        skip(1 days);
        stepTo(ramping(7400, 7950, 7850, 3 days));
        holds(7400, 7950, 7850, 3 days);
        skip(1 days);
        stepTo(ramping(7400, 7917, 7900, 2 days));
        holds(7400, 7916, 7900, 2 days);
    }

    function test_a_target_that_is_in_force_already_takes_no_ramp() public {
        mayRamp(true);
        stepTo(ramping(7400, 8000, 7900, 2 days));
        skip(1 days);
        stepTo(ramping(7400, 7960, 7950, 1 days));
        holds(7400, 7950, 7950, 0);
    }

    function test_a_rise_is_at_once_as_the_vault_knows_no_other() public {
        mayRamp(true);
        stepTo(at(7600, 8100));
        holds(7600, 8100, 8100, 0);
    }

    function test_a_rise_in_the_midst_of_a_ramp_is_at_once_too() public {
        mayRamp(true);
        stepTo(ramping(7400, 8000, 7900, 2 days));
        skip(1 days);
        feed.set(0, block.timestamp);
        stepTo(at(7400, 8100));
        holds(7400, 8100, 8100, 0);
    }

    function test_a_cut_without_the_emergency_role_goes_by_the_role_to_ramp() public {
        governor.grant(governor.LTV_EMERGENCY_ROLE(), address(adapter), false);
        mayRamp(true);
        stepTo(ramping(7500, 8000, 7900, 4 days));
        skip(1 days);
        stepTo(ramping(7000, 7975, 7900, 3 days));
        holds(7000, 7975, 7900, 3 days);
        vm.assertEq(governor.emergencies(), 0, "path");
    }

    function test_a_decaying_ltv_is_followed_to_its_last_bps() public {
        Reading memory r = at(7500, 8000);
        r.ltvNow = 7496;
        stepTo(r);
        holds(7496, 8000, 8000, 0);
        r.ltvNow = 7495;
        stepTo(r);
        holds(7495, 8000, 8000, 0);
    }

    function test_a_restart_holds_up_threshold_cuts_alone() public {
        mayRamp(true);
        feed.set(0, block.timestamp);
        stepTo(ramping(7000, 8000, 7900, 4 days));
        holds(7000, 8000, 8000, 0);
        skip(1 hours + 1);
        adapter.step(address(vault), COLLATERAL);
        holds(7000, 8000, 7900, 4 days - 1 hours - 1);
    }

    /// Wherever the oracle goes: the threshold in force never falls within a step, and never
    /// faster afterwards than a day for 100 bps.
    function testFuzz_the_threshold_never_jumps_down(uint256 seed) public {
        mayRamp(true);
        for (uint256 i = 0; i < 12; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            skip(seed % 1 days);
            uint16 target = uint16(7000 + (seed >> 32) % 1000);
            uint16 ltNow = uint16(target + (seed >> 64) % 50);
            oracle.set(id, ramping(target - 300, ltNow, target, (seed >> 96) % 5 days));
            uint16 before = vault.LTVLiquidation(COLLATERAL);
            if (preview().refusal != 0) continue;
            adapter.step(address(vault), COLLATERAL);
            vm.assertGe(vault.LTVLiquidation(COLLATERAL), before, "at the step");
            before = vault.LTVLiquidation(COLLATERAL);
            skip(1 hours);
            uint256 least = before - (100 * 1 hours + PER_100BPS - 1) / PER_100BPS;
            vm.assertGe(vault.LTVLiquidation(COLLATERAL), least, "an hour later");
        }
    }
}
