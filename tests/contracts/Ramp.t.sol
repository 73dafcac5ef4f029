// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Market, MarketState, ParamUpdate, Reason} from "oracle/contracts/RiskTypes.sol";
import {Ramp} from "oracle/contracts/lib/Ramp.sol";
import {OracleFixture} from "./OracleFixture.sol";

/// The threshold in force: its formula, its ends, and no jump when a ramp meets another move.
contract RampTest is OracleFixture {
    function ramp(uint16 target, uint16 start, uint40 from, uint32 length)
        private
        pure
        returns (Market memory m)
    {
        (m.lt, m.ltStart, m.rampStart, m.rampSeconds) = (target, start, from, length);
    }

    function test_formula() public pure {
        Market memory m = ramp(7900, 8000, 1000, 100);
        vm.assertEq(Ramp.ltAt(m, 1000), 8000, "start");
        vm.assertEq(Ramp.ltAt(m, 1001), 7999, "one second");
        vm.assertEq(Ramp.ltAt(m, 1050), 7950, "half way");
        vm.assertEq(Ramp.ltAt(m, 1100), 7900, "end");
        vm.assertEq(Ramp.ltAt(m, 5000), 7900, "after");
        m = ramp(7997, 8000, 1000, 10);
        vm.assertEq(Ramp.ltAt(m, 1001), 7999, "2.7 rounds down");
        vm.assertEq(Ramp.ltAt(m, 1007), 7997, "0.9 rounds down");
    }

    function test_no_ramp_is_the_target() public pure {
        vm.assertEq(Ramp.ltAt(ramp(7900, 7900, 0, 0), 0), 7900, "listing");
        vm.assertEq(Ramp.ltAt(ramp(7900, 7900, 50, 0), 50), 7900, "rise");
    }

    function test_least_seconds() public pure {
        vm.assertEq(Ramp.leastSeconds(1, 86400, 86400), 86400, "floor");
        vm.assertEq(Ramp.leastSeconds(101, 86400, 86400), 87264, "per 100 bps");
        vm.assertEq(Ramp.leastSeconds(1, 0, 1), 1, "rounds up");
    }

    function test_fuzz_monotone_and_bounded(
        uint16 a,
        uint16 b,
        uint40 from,
        uint32 length,
        uint32 early,
        uint32 late
    ) public pure {
        Market memory m = ramp(a < b ? a : b, a < b ? b : a, from, length);
        uint256 first = uint256(from) + (early < late ? early : late);
        uint256 second = uint256(from) + (early < late ? late : early);
        vm.assertLe(Ramp.ltAt(m, first), m.ltStart, "never above its start");
        vm.assertGe(Ramp.ltAt(m, second), m.lt, "never below its target");
        vm.assertGe(Ramp.ltAt(m, first), Ramp.ltAt(m, second), "never rises");
    }

    function test_cut_starts_where_it_is() public {
        sendMove(ETH, 7500, 7900);
        vm.assertEq(ltNow(ETH), 8000, "nothing in the first second");
        vm.assertTrue(statusOf(ETH) & 1 == 1, "ramping");
        skip(7 days / 2);
        vm.assertEq(ltNow(ETH), 7950, "half way");
        skip(7 days / 2);
        vm.assertEq(ltNow(ETH), 7900, "there");
        vm.assertTrue(statusOf(ETH) & 1 == 0, "no longer ramping");
    }

    function test_second_cut_starts_on_the_first_ramp() public {
        sendMove(ETH, 7400, 7900);
        skip(7 days / 2);
        same(sendMove(ETH, 7400, 7850), Reason.APPLIED);
        vm.assertEq(ltNow(ETH), 7950, "continuous");
        skip(7 days / 2);
        vm.assertEq(ltNow(ETH), 7900, "half way from 7950 to 7850");
    }

    function test_fuzz_continuous_at_a_second_cut(uint32 wait, uint16 cut) public {
        sendMove(ETH, 7400, 7900);
        skip(6 hours + wait % 8 days);
        uint16 before = ltNow(ETH);
        Reason reason = sendMove(ETH, 7400, 7900 - 1 - (cut % 100));
        same(reason, Reason.APPLIED);
        vm.assertEq(ltNow(ETH), before, "continuous");
        skip(1);
        vm.assertLe(ltNow(ETH), before, "and down from there");
    }

    function test_rise_below_a_running_ramp_keeps_its_end() public {
        ParamUpdate memory u = entry(ETH, 7400, 7800);
        u.rampSeconds = 10 days;
        same(send(u), Reason.APPLIED);
        (,,,,,, uint40 end,,) = oracle.params(ETH);
        skip(48 hours);
        same(sendMove(ETH, 7400, 7850), Reason.QUEUED);
        skip(24 hours);
        uint16 before = ltNow(ETH);
        vm.assertEq(before, 7940, "three days of ten");
        oracle.executePending(ETH);
        (,,,,,, uint40 endNow,,) = oracle.params(ETH);
        vm.assertEq(endNow, end, "same end");
        vm.assertEq(ltNow(ETH), before, "continuous");
        skip(7 days / 2);
        vm.assertEq(ltNow(ETH), 7895, "half way from 7940 to 7850");
        skip(7 days / 2);
        vm.assertEq(ltNow(ETH), 7850, "new target");
    }

    function test_rise_above_a_running_ramp_is_at_once() public {
        ParamUpdate memory u = entry(ETH, 7400, 7950);
        u.rampSeconds = 10 days;
        send(u);
        skip(8 days);
        vm.assertEq(ltNow(ETH), 7960, "still ramping");
        same(sendMove(ETH, 7400, 8000), Reason.QUEUED);
        skip(24 hours);
        oracle.executePending(ETH);
        vm.assertEq(ltNow(ETH), 8000, "at once");
        vm.assertTrue(statusOf(ETH) & 1 == 0, "not ramping");
    }

    function test_an_ltv_move_leaves_the_ramp_alone() public {
        sendMove(ETH, 7500, 7900);
        MarketState memory before = oracle.marketState(ETH);
        skip(1 days);
        sendMove(ETH, 7300, 7900);
        MarketState memory s = oracle.marketState(ETH);
        vm.assertEq(s.market.rampStart, before.market.rampStart, "start");
        vm.assertEq(s.market.rampSeconds, before.market.rampSeconds, "length");
        vm.assertEq(s.market.ltStart, before.market.ltStart, "from");
    }

    function test_freeze_lets_the_ramp_finish() public {
        sendMove(ETH, 7500, 7900);
        oracle.freeze();
        skip(7 days);
        vm.assertEq(ltNow(ETH), 7900, "finished");
    }
}
