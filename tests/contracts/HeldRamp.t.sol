// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Limits, ParamUpdate, Reason, UNCHANGED_CAP} from "oracle/contracts/RiskTypes.sol";
import {OracleFixture} from "./OracleFixture.sol";

/// An oracle set up to hold its ramps in a freeze: they stand still, then go on with what was left.
contract HeldRampTest is OracleFixture {
    function setUp() public override {
        super.setUp();
        oracle = deploy(true);
        oracle.addMarket(ETH, defaults(), 7500, 8000, 500, UNCHANGED_CAP);
        same(sendMove(ETH, 7500, 7900), Reason.APPLIED);
    }

    function rampEnd() private view returns (uint40 end) {
        (,,,,,, end,,) = oracle.params(ETH);
    }

    function held() private view returns (uint40 value) {
        (,,,,, value) = oracle.status();
    }

    function test_the_choice_is_shown() public {
        vm.assertTrue(oracle.holdsRampWhenFrozen(), "held");
        vm.assertTrue(!deploy(false).holdsRampWhenFrozen(), "finishes");
    }

    function test_a_ramp_stands_still_and_goes_on() public {
        skip(7 days / 2);
        vm.assertEq(ltNow(ETH), 7950, "half way");
        oracle.freeze();
        skip(30 days);
        vm.assertEq(ltNow(ETH), 7950, "still");
        vm.assertEq(held(), 30 days, "so far");
        vm.assertEq(rampEnd(), block.timestamp + 7 days / 2, "moves on with the clock");
        vm.assertTrue(statusOf(ETH) & 17 == 17, "ramping and frozen");
        oracle.unfreeze();
        vm.assertEq(ltNow(ETH), 7950, "no jump");
        vm.assertEq(rampEnd(), block.timestamp + 7 days / 2, "what was left");
        skip(7 days / 4);
        vm.assertEq(ltNow(ETH), 7925, "on");
        skip(7 days / 4);
        vm.assertEq(ltNow(ETH), 7900, "there");
    }

    function test_two_freezes_add_up() public {
        for (uint256 i = 0; i < 2; ++i) {
            skip(1 days);
            oracle.freeze();
            skip(5 days);
            oracle.unfreeze();
        }
        vm.assertEq(held(), 10 days, "both");
        vm.assertEq(rampEnd(), block.timestamp + 5 days, "two of seven are gone");
    }

    function test_a_second_freeze_call_and_a_second_unfreeze_change_nothing() public {
        oracle.freeze();
        skip(5 days);
        oracle.freeze();
        skip(5 days);
        vm.assertEq(held(), 10 days, "since the first call");
        oracle.unfreeze();
        skip(5 days);
        oracle.unfreeze();
        vm.assertEq(held(), 10 days, "no longer held");
    }

    function test_a_cut_after_a_freeze_starts_where_the_ramp_is() public {
        skip(7 days / 2);
        oracle.freeze();
        skip(30 days);
        oracle.unfreeze();
        same(sendMove(ETH, 7400, 7850), Reason.APPLIED);
        vm.assertEq(ltNow(ETH), 7950, "continuous");
        vm.assertEq(rampEnd(), block.timestamp + 7 days, "wall clock");
        skip(7 days / 2);
        vm.assertEq(ltNow(ETH), 7900, "half way from 7950 to 7850");
    }

    function test_least_ramp_counts_from_the_held_value() public {
        skip(7 days / 2);
        oracle.freeze();
        skip(30 days);
        oracle.unfreeze();
        ParamUpdate memory u = entry(ETH, 7400, 7850);
        u.rampSeconds = 24 hours - 1; // 100 bps from 7950
        same(send(u), Reason.RAMP_TOO_SHORT);
        u.rampSeconds = 24 hours;
        same(send(u), Reason.APPLIED);
    }

    function test_a_rise_after_a_freeze_keeps_the_end() public {
        ParamUpdate memory u = entry(ETH, 7400, 7800);
        u.rampSeconds = 10 days;
        skip(1 days);
        same(send(u), Reason.APPLIED);
        oracle.freeze();
        skip(30 days);
        oracle.unfreeze();
        uint40 end = rampEnd();
        same(sendMove(ETH, 7400, 7850), Reason.QUEUED);
        skip(24 hours);
        uint16 before = ltNow(ETH);
        oracle.executePending(ETH);
        vm.assertEq(ltNow(ETH), before, "continuous");
        vm.assertEq(rampEnd(), end, "same end");
    }

    function test_an_oracle_that_lets_ramps_finish_holds_nothing() public {
        oracle = deploy(false);
        Limits memory l = defaults();
        oracle.addMarket(ETH, l, 7500, 8000, 500, UNCHANGED_CAP);
        same(sendMove(ETH, 7500, 7900), Reason.APPLIED);
        uint40 end = rampEnd();
        oracle.freeze();
        skip(7 days);
        vm.assertEq(held(), 0, "none");
        vm.assertEq(ltNow(ETH), 7900, "finished");
        oracle.unfreeze();
        vm.assertEq(held(), 0, "none");
        vm.assertEq(rampEnd(), end, "where it was");
    }

    /// The value in force never jumps and never rises, wherever a freeze falls.
    function test_fuzz_continuous_and_monotone(uint32 before, uint32 frozenFor, uint32 then_)
        public
    {
        skip(before % 10 days);
        uint16 atFreeze = ltNow(ETH);
        oracle.freeze();
        vm.assertEq(ltNow(ETH), atFreeze, "at the freeze");
        skip(frozenFor % 100 days);
        vm.assertEq(ltNow(ETH), atFreeze, "held");
        oracle.unfreeze();
        vm.assertEq(ltNow(ETH), atFreeze, "at the end of it");
        skip(then_ % 10 days);
        vm.assertLe(ltNow(ETH), atFreeze, "down from there");
        uint256 left = before % 10 days + then_ % 10 days;
        vm.assertEq(ltNow(ETH), left >= 7 days ? 7900 : expected(left), "as if never frozen");
    }

    function expected(uint256 elapsed) private pure returns (uint256) {
        return 7900 + (100 * (7 days - elapsed)) / 7 days;
    }
}
