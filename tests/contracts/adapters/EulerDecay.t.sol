// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {EulerEVKAdapter} from "oracle/contracts/adapters/EulerEVKAdapter.sol";
import {Reading} from "oracle/contracts/adapters/OracleReading.sol";
import {EulerFixture} from "./EulerFixture.sol";

/// A stale market while the vault's ramp runs. Every write starts that ramp anew from the value in
/// force, rounded down, so a stranger who steps at each bps of the decay must not run it down.
contract EulerDecayTest is EulerFixture {
    uint256 internal constant TICK = 36;
    uint256 internal constant STEPS = 300;
    uint256 internal constant HOURS = STEPS * TICK / 1 hours;

    function rampBegins() internal {
        mayRamp(true);
        stepTo(ramping(7500, 8000, 7700, 259_200));
    }

    function without(bytes32 role) internal {
        governor.grant(role, address(adapter), false);
    }

    /// The LTV in force decays by 100 bps an hour from 75 %, seen after every bps of it.
    function stepAtEveryBps() internal returns (uint256 writes) {
        for (uint256 i = 1; i <= STEPS; ++i) {
            skip(TICK);
            Reading memory r = ramping(7500, 7999, 7700, 259_200 - i * TICK);
            r.ltvNow = uint16(7500 - i);
            oracle.set(id, r);
            if (preview().refusal != 0) continue;
            adapter.step(address(vault), COLLATERAL);
            ++writes;
        }
    }

    /// Undisturbed the threshold would be 7987 after three hours; every write may cost one bps.
    function strangerGains(bool emergency) internal {
        uint256 writes = stepAtEveryBps();
        vm.assertGe(vault.LTVLiquidation(COLLATERAL), 7987 - HOURS, "threshold");
        vm.assertEq(writes, HOURS, "one write an hour");
        vm.assertEq(governor.emergencies(), emergency ? HOURS : 0, "path");
        vm.assertEq(vault.LTVFull(COLLATERAL).borrowLtv, 7200, "the decay arrives");
    }

    function test_a_stranger_cannot_run_a_ramp_down_on_the_emergency_path() public {
        rampBegins();
        mayRamp(false);
        strangerGains(true);
    }

    function test_nor_on_the_path_of_the_role_to_ramp() public {
        rampBegins();
        without(governor.LTV_EMERGENCY_ROLE());
        strangerGains(false);
    }

    function decayed(uint16 ltvNow) internal {
        Reading memory r = ramping(7500, 8000, 7700, 200_000);
        r.ltvNow = ltvNow;
        oracle.set(id, r);
    }

    function test_the_first_hour_of_a_ramp_is_one_too_and_is_named() public {
        rampBegins();
        skip(1 hours - 1);
        decayed(7401);
        bytes4 fault = EulerEVKAdapter.DecayWaits.selector;
        vm.assertEq(bytes32(preview().ltvHold), bytes32(fault), "hold");
        vm.expectRevert(bytes.concat(fault));
        adapter.step(address(vault), COLLATERAL);
        skip(1);
        adapter.step(address(vault), COLLATERAL);
        vm.assertEq(vault.LTVFull(COLLATERAL).borrowLtv, 7401, "an hour later");
    }

    function test_a_cut_that_a_report_signs_goes_at_once() public {
        rampBegins();
        skip(1 minutes);
        stepTo(ramping(7400, 7999, 7700, 259_140));
        vm.assertEq(vault.LTVFull(COLLATERAL).borrowLtv, 7400, "borrow LTV");
    }

    /// The oracle takes a cut on data past their age, and it decays from its first second.
    function cutOnOldData() internal {
        skip(1 minutes);
        Reading memory r = ramping(6000, 7999, 7700, 259_140);
        r.ltvNow = 5999;
        stepTo(r);
        vm.assertEq(vault.LTVFull(COLLATERAL).borrowLtv, 5999, "borrow LTV");
    }

    function test_also_where_it_rests_on_old_data() public {
        rampBegins();
        cutOnOldData();
    }

    function test_and_on_the_emergency_path() public {
        rampBegins();
        mayRamp(false);
        cutOnOldData();
    }

    /// Below a cut's target, too, where the decay goes on from: 6500 is 7500, ten hours stale.
    function test_a_large_cut_never_waits() public {
        rampBegins();
        skip(1 minutes);
        Reading memory r = ramping(7500, 7999, 7700, 259_140);
        r.ltvNow = 6500;
        stepTo(r);
        (r.ltvTarget, r.ltvNow) = (7000, 6401);
        oracle.set(id, r);
        bytes4 fault = EulerEVKAdapter.DecayWaits.selector;
        vm.assertEq(bytes32(preview().ltvHold), bytes32(fault), "99 bps");
        r.ltvNow = 6400;
        stepTo(r);
        vm.assertEq(vault.LTVFull(COLLATERAL).borrowLtv, 6400, "100 bps");
    }

    function test_a_decay_waits_for_no_ramp_that_is_over() public {
        stepTo(at(7400, 8000));
        decayed(7390);
        adapter.step(address(vault), COLLATERAL);
        vm.assertEq(vault.LTVFull(COLLATERAL).borrowLtv, 7390, "without a ramp");
    }

    /// What starts the ramp anew anyway takes the decay along.
    function test_a_new_target_takes_the_decay_along() public {
        rampBegins();
        skip(1 minutes);
        Reading memory r = ramping(7500, 7999, 7650, 4 days);
        r.ltvNow = 7499;
        stepTo(r);
        holds(7499, 7999, 7650, 4 days);
    }
}
