// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Limits, MarketState, Reason} from "oracle/contracts/RiskTypes.sol";
import {Buckets} from "oracle/contracts/lib/Buckets.sol";
import {OracleFixture} from "./OracleFixture.sol";

/// Leaky buckets: what fits, what is consumed when, and what any span of time can add up to.
contract BudgetsTest is OracleFixture {
    function test_level() public pure {
        vm.assertEq(Buckets.levelAt(60, 0, 100, 1 days, 0), 60, "now");
        vm.assertEq(Buckets.levelAt(60, 0, 100, 1 days, 863), 60, "863 s drain 0.99, so 0");
        vm.assertEq(Buckets.levelAt(60, 0, 100, 1 days, 864), 59, "864 s drain 1");
        vm.assertEq(Buckets.levelAt(60, 0, 100, 1 days, 51_840), 0, "empty");
        vm.assertEq(Buckets.levelAt(60, 0, 100, 1 days, 900_000), 0, "stays empty");
        vm.assertEq(Buckets.levelAt(60, 0, 0, 1 days, 900_000), 60, "no cap, no drain");
    }

    /// Limits without the delays, so that only budgets hold.
    function budgetsOnly() private pure returns (Limits memory l) {
        l = defaults();
        (l.ltvUpDelay, l.ltUpDelay, l.ltDownDelay) = (0, 0, 0);
        (l.ltvUpAfterDown, l.ltUpAfterDown, l.ltvVeto, l.ltVeto) = (0, 0, 0, 0);
    }

    function execute(uint16 ltv, uint16 lt) private {
        same(sendMove(ETH, ltv, lt), Reason.QUEUED);
        oracle.executePending(ETH);
    }

    function test_ltv_up_day() public {
        oracle.setLimits(ETH, budgetsOnly());
        execute(7560, 8000);
        same(sendMove(ETH, 7620, 8000), Reason.LTV_UP_DAY_BUDGET);
        skip(17_279); // drains 19: 41 + 60 > 100
        same(sendMove(ETH, 7620, 8000), Reason.LTV_UP_DAY_BUDGET);
        skip(1); // drains 20
        execute(7620, 8000);
    }

    function test_ltv_up_week() public {
        Limits memory l = budgetsOnly();
        (l.ltvUpStep, l.ltvUpPerDay, l.gapMin) = (300, 300, 0);
        oracle.setLimits(ETH, l);
        execute(7600, 8000);
        execute(7700, 8000);
        skip(1 days);
        same(sendMove(ETH, 7843, 8000), Reason.LTV_UP_WEEK_BUDGET); // 200 - 42 + 143 = 301
        execute(7842, 8000);
    }

    function test_lt_up_day() public {
        oracle.setLimits(ETH, budgetsOnly());
        execute(7500, 8060);
        same(sendMove(ETH, 7500, 8101), Reason.LT_UP_DAY_BUDGET);
        execute(7500, 8100);
    }

    function test_lt_up_week() public {
        Limits memory l = budgetsOnly();
        (l.ltUpStep, l.ltUpPerDay) = (300, 1000);
        oracle.setLimits(ETH, l);
        execute(7500, 8200);
        same(sendMove(ETH, 7500, 8301), Reason.LT_UP_WEEK_BUDGET);
        execute(7500, 8300);
    }

    function test_lt_down_week() public {
        oracle.setLimits(ETH, budgetsOnly());
        same(sendMove(ETH, 6500, 7800), Reason.APPLIED);
        same(sendMove(ETH, 6500, 7699), Reason.LT_DOWN_BUDGET);
        same(sendMove(ETH, 6500, 7700), Reason.APPLIED);
        same(sendMove(ETH, 6500, 7699), Reason.LT_DOWN_BUDGET);
        skip(2016); // 300 bps in a week is 1 bp in 2016 s
        same(sendMove(ETH, 6500, 7699), Reason.APPLIED);
    }

    function test_budget_is_spent_on_execution_not_on_queueing() public {
        Limits memory l = budgetsOnly();
        l.ltvVeto = 6 hours;
        oracle.setLimits(ETH, l);
        same(sendMove(ETH, 7600, 8000), Reason.QUEUED);
        same(sendMove(ETH, 7600, 8000), Reason.QUEUED);
        MarketState memory s = oracle.marketState(ETH);
        vm.assertEq(s.history.ltvUpDayUsed, 0, "nothing spent");
        skip(6 hours);
        oracle.executePending(ETH);
        s = oracle.marketState(ETH);
        vm.assertEq(s.history.ltvUpDayUsed, 100, "day");
        vm.assertEq(s.history.ltvUpWeekUsed, 100, "week");
        vm.assertEq(s.history.ltvUpAt, block.timestamp, "refill time");
        vm.assertEq(s.history.ltUpDayUsed, 0, "LT has its own");
    }

    /// No span of w seconds admits more than cap * (1 + w / window), rounded up.
    function test_fuzz_any_span(uint256 seed, uint16 capSeed) public pure {
        uint256 cap = 1 + (uint256(capSeed) % 1000);
        uint256 used;
        uint256[32] memory amounts;
        uint256[32] memory times;
        uint256 since;
        for (uint256 i = 0; i < 32; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            times[i] = (i == 0 ? 1_800_000_000 : times[i - 1]) + seed % 2 days;
            uint256 amount = (seed >> 64) % (cap + 2);
            if (!Buckets.fits(amount, used, since, cap, 7 days, times[i])) continue;
            used = Buckets.fill(amount, used, since, cap, 7 days, times[i]);
            (since, amounts[i]) = (times[i], amount);
            checkSpans(amounts, times, i, cap);
        }
    }

    /// Every span that ends with the move at `last`.
    function checkSpans(
        uint256[32] memory amounts,
        uint256[32] memory times,
        uint256 last,
        uint256 cap
    ) private pure {
        uint256 sum;
        for (uint256 back = 0; back <= last; ++back) {
            sum += amounts[last - back];
            uint256 span = times[last] - times[last - back];
            vm.assertLe(sum, cap + (cap * span) / 7 days + 1, "span");
        }
    }
}
