// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Limits, Reason} from "oracle/contracts/RiskTypes.sol";
import {OracleFixture} from "./OracleFixture.sol";

/// When reports stop: LTV decays to its baseline, LT keeps its target, and nothing is stored.
contract StaleDecayTest is OracleFixture {
    function ltvNow(bytes32 id) private view returns (uint16 value) {
        (value,,,,,,,,) = oracle.params(id);
    }

    function withBaseline(uint16 baseline, uint16 perHour) private {
        Limits memory l = defaults();
        (l.baselineLtv, l.staleDecayPerHour) = (baseline, perHour);
        oracle.setLimits(ETH, l);
        same(sendMove(ETH, 7500, 8000), Reason.APPLIED);
    }

    function test_no_decay_while_fresh() public {
        withBaseline(6000, 100);
        skip(26 hours);
        vm.assertEq(ltvNow(ETH), 7500, "at maxAge");
        vm.assertEq(statusOf(ETH) & 2, 0, "fresh");
    }

    function test_a_hundred_bps_an_hour() public {
        withBaseline(6000, 100);
        skip(26 hours + 35);
        vm.assertEq(ltvNow(ETH), 7500, "35 s are 0.97 bps: rounded down");
        skip(1);
        vm.assertEq(ltvNow(ETH), 7499, "36 s are one");
        skip(1 hours);
        vm.assertEq(ltvNow(ETH), 7399, "an hour later");
    }

    function test_ends_at_the_baseline() public {
        withBaseline(6000, 100);
        skip(26 hours + 15 hours - 1);
        vm.assertEq(ltvNow(ETH), 6001, "one second before");
        skip(1);
        vm.assertEq(ltvNow(ETH), 6000, "there");
        skip(365 days);
        vm.assertEq(ltvNow(ETH), 6000, "and stays");
    }

    function test_a_baseline_above_never_raises() public {
        withBaseline(8000, 100);
        skip(365 days);
        vm.assertEq(ltvNow(ETH), 7500, "not raised");
        withBaseline(7500, 100);
        skip(365 days);
        vm.assertEq(ltvNow(ETH), 7500, "equal: nothing to decay");
    }

    function test_no_rate_no_decay() public {
        withBaseline(0, 0);
        skip(365 days);
        vm.assertEq(ltvNow(ETH), 7500, "the owner may choose that");
    }

    function test_before_the_first_report_it_is_the_baseline() public view {
        vm.assertEq(ltvNow(ETH), 0, "no data, no credit");
        vm.assertEq(ltNow(ETH), 8000, "and nobody liquidated");
    }

    function test_targets_are_not_touched_and_a_report_ends_it() public {
        withBaseline(6000, 100);
        bytes32 before = stateHash(ETH);
        skip(30 hours);
        vm.assertEq(ltvNow(ETH), 7100, "decayed");
        (uint16 ltv, uint16 lt) = targets(ETH);
        vm.assertEq(ltv, 7500, "target");
        vm.assertEq(lt, 8000, "target");
        vm.assertEq(ltNow(ETH), 8000, "LT does not move by itself");
        vm.assertEq(stateHash(ETH), before, "a view");
        same(sendMove(ETH, 7500, 8000), Reason.APPLIED);
        vm.assertEq(ltvNow(ETH), 7500, "fresh again");
    }

    function test_a_running_ramp_goes_on_while_stale() public {
        same(sendMove(ETH, 7500, 7900), Reason.APPLIED);
        skip(7 days);
        vm.assertEq(statusOf(ETH) & 3, 2, "stale and over");
        vm.assertEq(ltNow(ETH), 7900, "the ramp was announced");
    }

    function test_fuzz_never_raises_and_never_below_the_baseline(
        uint16 baseline,
        uint16 perHour,
        uint32 wait,
        uint32 more
    ) public {
        withBaseline(baseline, perHour);
        skip(wait);
        uint16 early = ltvNow(ETH);
        vm.assertLe(early, 7500, "never raises");
        vm.assertGe(early, baseline < 7500 ? baseline : 7500, "never below");
        skip(more);
        vm.assertLe(ltvNow(ETH), early, "never rises with time");
    }
}
