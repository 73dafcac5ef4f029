// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Limits, ParamUpdate, Reason, RiskReport} from "oracle/contracts/RiskTypes.sol";
import {OracleFixture} from "./OracleFixture.sol";

/// Each refusal of an entry by name, at its border, and that a refused entry changes nothing.
contract LimitsTest is OracleFixture {
    function skipped(ParamUpdate memory u, Reason wanted) private {
        bytes32 before = u.marketId == UNLISTED ? bytes32(0) : stateHash(u.marketId);
        same(oracle.preview(reportOf(one(u)))[0], wanted);
        same(send(u), wanted);
        if (before != 0) vm.assertEq(stateHash(u.marketId), before, "untouched");
    }

    function skippedMove(uint16 ltv, uint16 lt, Reason wanted) private {
        skipped(entry(ETH, ltv, lt), wanted);
    }

    function applied(uint16 ltv, uint16 lt) private {
        same(sendMove(ETH, ltv, lt), Reason.APPLIED);
    }

    function queued(uint16 ltv, uint16 lt) private {
        same(sendMove(ETH, ltv, lt), Reason.QUEUED);
    }

    /// Applies a loosening through its window, with fresh data.
    function loosen(uint16 ltv, uint16 lt) private {
        queued(ltv, lt);
        skip(24 hours);
        oracle.executePending(ETH);
    }

    function sendObserved(ParamUpdate memory u, uint40 observedAt) private returns (Reason) {
        RiskReport memory r = reportOf(one(u));
        r.observedAt = observedAt;
        return send(r)[0];
    }

    function withLimits(Limits memory l) private {
        oracle.setLimits(ETH, l);
    }

    function test_unknown_market() public {
        skipped(entry(UNLISTED, 7500, 8000), Reason.UNKNOWN_MARKET);
    }

    function test_supply_cap_of_a_market_without_one() public {
        ParamUpdate memory u = entry(BTC, 7400, 8000);
        u.supplyCap = 1_000_000;
        skipped(u, Reason.SUPPLY_CAP_UNSUPPORTED);
    }

    function test_expect_mismatch() public {
        ParamUpdate memory u = entry(ETH, 7400, 8000);
        u.expectLtv = 7501;
        skipped(u, Reason.EXPECT_MISMATCH);
        u.expectLtv = 7500;
        u.expectLt = 7999;
        skipped(u, Reason.EXPECT_MISMATCH);
    }

    function test_expect_is_the_target_not_the_ramped_value() public {
        applied(7500, 7900);
        skip(12 hours);
        ParamUpdate memory u = entry(ETH, 7400, 7900);
        u.expectLt = ltNow(ETH);
        skipped(u, Reason.EXPECT_MISMATCH);
        applied(7400, 7900);
    }

    function test_mixed_direction() public {
        skippedMove(7400, 8050, Reason.MIXED_DIRECTION);
        skippedMove(7550, 7950, Reason.MIXED_DIRECTION);
    }

    function test_ltv_band() public {
        skippedMove(4999, 8000, Reason.LTV_OUT_OF_BAND);
        applied(5000, 8000);
        Limits memory l = defaults();
        l.ltvMax = 7520;
        oracle.setLimits(BTC, l);
        skipped(entry(BTC, 7521, 8000), Reason.LTV_OUT_OF_BAND);
        same(sendMove(BTC, 7520, 8000), Reason.QUEUED);
    }

    function test_lt_band() public {
        Limits memory l = defaults();
        (l.ltMin, l.ltMax) = (7950, 8040);
        withLimits(l);
        skippedMove(7500, 7949, Reason.LT_OUT_OF_BAND);
        skippedMove(7500, 8041, Reason.LT_OUT_OF_BAND);
        queued(7500, 8040);
        applied(7500, 7950);
    }

    function test_a_cut_from_above_a_lowered_ceiling_is_free() public {
        Limits memory l = defaults();
        l.ltvMax = 7000;
        withLimits(l);
        applied(7400, 8000);
        skippedMove(7401, 8000, Reason.LTV_OUT_OF_BAND);
    }

    function test_lb_band() public {
        ParamUpdate memory u = entry(ETH, 7500, 8000);
        u.lb = 99;
        skipped(u, Reason.LB_OUT_OF_BAND);
        u.lb = 1001;
        skipped(u, Reason.LB_OUT_OF_BAND);
        u.lb = 1000;
        same(send(u), Reason.APPLIED);
    }

    function test_gap() public {
        Limits memory l = defaults();
        l.gapMin = 450;
        withLimits(l);
        skippedMove(7551, 8000, Reason.GAP_TOO_SMALL);
        skippedMove(7500, 7949, Reason.GAP_TOO_SMALL);
        queued(7550, 8000);
    }

    function test_bonus() public {
        Limits memory l = defaults();
        l.lbMax = 3000;
        withLimits(l);
        ParamUpdate memory u = entry(ETH, 7500, 8000);
        u.lb = 2501;
        skipped(u, Reason.BONUS_TOO_LARGE);
        u.lb = 2500;
        same(send(u), Reason.APPLIED);
    }

    function test_a_raised_bonus_meets_the_threshold_in_force() public {
        Limits memory l = defaults();
        l.lbMax = 3000;
        withLimits(l);
        applied(7500, 7900);
        ParamUpdate memory u = entry(ETH, 7500, 7900);
        u.lb = 2600; // 7900 takes 2658, 8000 no more than 2500
        skipped(u, Reason.BONUS_TOO_LARGE);
        skip(84 hours); // half of the ramp, 7950: 2578
        skipped(u, Reason.BONUS_TOO_LARGE);
        u.lb = 2578;
        same(send(u), Reason.APPLIED);
        // What stands is no obstacle to a further cut.
        applied(7400, 7900);
    }

    function test_a_bonus_raised_with_a_cut_meets_the_threshold_before_it() public {
        Limits memory l = defaults();
        l.lbMax = 3000;
        withLimits(l);
        ParamUpdate memory u = entry(ETH, 7500, 7900);
        u.lb = 2501;
        skipped(u, Reason.BONUS_TOO_LARGE);
        u.lb = 2500;
        same(send(u), Reason.APPLIED);
    }

    function test_ltv_down_is_never_too_soon_or_too_far() public {
        applied(7499, 8000);
        applied(5001, 8000);
        applied(5000, 8000);
    }

    function test_lt_down_delay() public {
        applied(7500, 7990);
        skip(6 hours - 1);
        skippedMove(7500, 7980, Reason.LT_DOWN_TOO_SOON);
        skip(1);
        applied(7500, 7980);
    }

    function test_ramp_floor() public {
        ParamUpdate memory u = entry(ETH, 7500, 7950);
        u.rampSeconds = 24 hours - 1;
        skipped(u, Reason.RAMP_TOO_SHORT);
        u.rampSeconds = 24 hours;
        same(send(u), Reason.APPLIED);
    }

    function test_ramp_for_each_hundred_bps() public {
        ParamUpdate memory u = entry(ETH, 7500, 7801);
        u.rampSeconds = 171_935; // 199 bps at 864 s each is 171,936 s
        skipped(u, Reason.RAMP_TOO_SHORT);
        u.rampSeconds = 171_936;
        same(send(u), Reason.APPLIED);
    }

    function test_ramp_counts_from_the_value_now() public {
        ParamUpdate memory u = entry(ETH, 7500, 7800);
        u.rampSeconds = 48 hours;
        same(send(u), Reason.APPLIED);
        skip(12 hours);
        u = entry(ETH, 7400, 7750);
        u.rampSeconds = 200 * 864 - 1; // from 7950 now, not from the target of 7800
        skipped(u, Reason.RAMP_TOO_SHORT);
        u.rampSeconds = 200 * 864;
        same(send(u), Reason.APPLIED);
    }

    function test_loosening_paused() public {
        vm.prank(GUARDIAN);
        oracle.pauseLoosening();
        skippedMove(7550, 8000, Reason.LOOSENING_PAUSED);
        skippedMove(7500, 8050, Reason.LOOSENING_PAUSED);
        applied(7400, 7950);
        same(sendMove(BTC, 7500, 8000), Reason.APPLIED);
    }

    function test_old_data_do_not_loosen() public {
        Limits memory l = defaults();
        l.maxAge = 1 hours;
        withLimits(l);
        ParamUpdate memory up = entry(ETH, 7550, 8000);
        uint40 observedAt = uint40(block.timestamp);
        skip(1 hours);
        same(sendObserved(up, observedAt), Reason.QUEUED);
        skip(1);
        same(sendObserved(up, observedAt), Reason.STALE_DATA);
        same(sendObserved(entry(ETH, 7400, 8000), observedAt), Reason.APPLIED);
    }

    function test_ltv_step() public {
        skippedMove(7601, 8000, Reason.LTV_STEP_TOO_LARGE);
        queued(7600, 8000);
    }

    function test_lt_step() public {
        skippedMove(7500, 8101, Reason.LT_STEP_TOO_LARGE);
        queued(7500, 8100);
    }

    function test_ltv_up_delay() public {
        loosen(7550, 8000);
        skip(24 hours - 1);
        skippedMove(7560, 8000, Reason.LTV_UP_TOO_SOON);
        skip(1);
        queued(7560, 8000);
    }

    function test_lt_up_delay() public {
        loosen(7500, 8050);
        skip(24 hours - 1);
        skippedMove(7500, 8060, Reason.LT_UP_TOO_SOON);
        skip(1);
        queued(7500, 8060);
    }

    function test_ltv_up_after_down() public {
        applied(7400, 8000);
        skip(48 hours - 1);
        skippedMove(7410, 8000, Reason.LTV_UP_AFTER_DOWN);
        skip(1);
        queued(7410, 8000);
    }

    function test_lt_up_after_down() public {
        applied(7500, 7950);
        skip(48 hours - 1);
        skippedMove(7500, 7960, Reason.LT_UP_AFTER_DOWN);
        skip(1);
        queued(7500, 7960);
    }

    function test_the_other_parameter_does_not_delay() public {
        applied(7400, 8000);
        queued(7400, 8050);
        same(sendMove(BTC, 7500, 7990), Reason.APPLIED);
        same(sendMove(BTC, 7550, 7990), Reason.QUEUED);
    }
}
