// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {
    Limits,
    MarketState,
    ParamUpdate,
    Reason,
    RiskReport,
    UNCHANGED_CAP
} from "oracle/contracts/RiskTypes.sol";
import {LimitRules} from "oracle/contracts/lib/LimitRules.sol";
import {OracleFixture} from "./OracleFixture.sol";

/// The supply cap: down by its band alone and at once, up through the window and the day's budget.
contract SupplyCapTest is OracleFixture {
    function wish(uint64 to) private view returns (ParamUpdate memory u) {
        u = entry(ETH, 7500, 8000);
        u.supplyCap = to;
    }

    function refused(ParamUpdate memory u, Reason wanted) private {
        bytes32 before = stateHash(ETH);
        same(oracle.preview(reportOf(one(u)))[0], wanted);
        same(send(u), wanted);
        vm.assertEq(stateHash(ETH), before, "untouched");
    }

    function cap() private view returns (uint64 value) {
        (,,,,,,, value,) = oracle.params(ETH);
    }

    function rise(uint64 to) private {
        same(send(wish(to)), Reason.QUEUED);
        oracle.executePending(ETH);
        vm.assertEq(cap(), to, "risen");
    }

    function sendObserved(ParamUpdate memory u, uint40 observedAt) private returns (Reason) {
        RiskReport memory r = reportOf(one(u));
        r.observedAt = observedAt;
        return send(r)[0];
    }

    /// Limits whose veto windows are over at once.
    function noWindow() private pure returns (Limits memory l) {
        l = defaults();
        (l.ltvVeto, l.ltVeto) = (0, 0);
    }

    function test_all_ones_leaves_it() public {
        same(send(wish(UNCHANGED_CAP)), Reason.APPLIED);
        vm.assertEq(cap(), START_CAP, "kept");
        ParamUpdate memory u = entry(ETH, 7400, 8000);
        same(send(u), Reason.APPLIED);
        vm.assertEq(cap(), START_CAP, "kept by a cut of another value");
    }

    function test_its_own_value_is_a_heartbeat() public {
        same(sendMove(ETH, 7600, 8000), Reason.QUEUED);
        same(send(wish(START_CAP)), Reason.APPLIED);
        vm.assertTrue(pendingOf(ETH), "a heartbeat keeps the pending loosening");
    }

    function test_not_managed() public {
        ParamUpdate memory u = entry(BTC, 7500, 8000);
        u.supplyCap = 5000;
        same(send(u), Reason.SUPPLY_CAP_UNSUPPORTED);
        u.supplyCap = UNCHANGED_CAP;
        same(send(u), Reason.APPLIED);
        (,,,,,,, uint64 value,) = oracle.params(BTC);
        vm.assertEq(value, UNCHANGED_CAP, "shown as such");
    }

    function test_a_cut_is_at_once_and_free_down_to_the_floor() public {
        refused(wish(999), Reason.SUPPLY_CAP_OUT_OF_BAND);
        same(send(wish(50_000)), Reason.APPLIED);
        same(send(wish(1000)), Reason.APPLIED);
        vm.assertEq(cap(), 1000, "cut");
        MarketState memory s = oracle.marketState(ETH);
        vm.assertEq(s.history.supplyCapDayUsed, 0, "spends nothing");
    }

    function test_a_rise_waits_for_the_window_of_ltv() public {
        same(send(wish(130_000)), Reason.QUEUED);
        MarketState memory s = oracle.marketState(ETH);
        vm.assertEq(s.pending.supplyCap, 130_000, "carried");
        vm.assertEq(s.pending.executableAt, block.timestamp + 6 hours, "window");
        vm.assertEq(cap(), START_CAP, "not yet");
        skip(6 hours);
        oracle.executePending(ETH);
        vm.assertEq(cap(), 130_000, "risen");
        s = oracle.marketState(ETH);
        vm.assertEq(s.history.supplyCapDayUsed, 3000, "spent");
        vm.assertEq(s.history.supplyCapUpAt, block.timestamp, "since now");
    }

    function test_a_rise_beside_lt_waits_for_the_window_of_lt() public {
        ParamUpdate memory u = entry(ETH, 7500, 8050);
        u.supplyCap = 110_000;
        same(send(u), Reason.QUEUED);
        MarketState memory s = oracle.marketState(ETH);
        vm.assertEq(s.pending.executableAt, block.timestamp + 24 hours, "window");
    }

    function test_ceiling() public {
        Limits memory l = defaults();
        l.supplyCapMax = 110_000;
        oracle.setLimits(ETH, l);
        refused(wish(110_001), Reason.SUPPLY_CAP_OUT_OF_BAND);
        same(send(wish(110_000)), Reason.QUEUED);
    }

    function test_a_ceiling_below_the_stored_cap_never_stops_a_cut() public {
        Limits memory l = defaults();
        l.supplyCapMax = 50_000;
        oracle.setLimits(ETH, l);
        same(send(wish(90_000)), Reason.APPLIED);
        refused(wish(90_001), Reason.SUPPLY_CAP_OUT_OF_BAND);
    }

    function test_a_day_admits_thirty_per_cent() public {
        oracle.setLimits(ETH, noWindow());
        refused(wish(130_001), Reason.SUPPLY_CAP_DAY_BUDGET);
        rise(110_000);
        refused(wish(132_001), Reason.SUPPLY_CAP_DAY_BUDGET); // 2000 bps are left: of 110,000
        rise(132_000);
        refused(wish(132_001), Reason.SUPPLY_CAP_DAY_BUDGET); // one token costs a whole bp
        skip(28); // 3000 bps in a day: one in 28.8 s
        refused(wish(132_001), Reason.SUPPLY_CAP_DAY_BUDGET);
        skip(1);
        rise(132_001);
    }

    function test_the_budget_is_judged_again_at_execution() public {
        same(send(wish(130_000)), Reason.QUEUED);
        Limits memory l = defaults();
        l.supplyCapUpPerDay = 2999;
        skip(6 hours);
        oracle.setLimits(ETH, l);
        same(oracle.previewPending(ETH), Reason.CONFIG_CHANGED);
        same(send(wish(130_000)), Reason.SUPPLY_CAP_DAY_BUDGET);
        same(send(wish(129_990)), Reason.QUEUED);
    }

    function test_mixed_direction() public {
        ParamUpdate memory u = entry(ETH, 7400, 8000);
        u.supplyCap = START_CAP + 1;
        refused(u, Reason.MIXED_DIRECTION);
        u = entry(ETH, 7550, 8000);
        u.supplyCap = START_CAP - 1;
        refused(u, Reason.MIXED_DIRECTION);
        u = entry(ETH, 7500, 7950);
        u.supplyCap = START_CAP + 1;
        refused(u, Reason.MIXED_DIRECTION);
        u = entry(ETH, 7500, 8050);
        u.supplyCap = START_CAP - 1;
        refused(u, Reason.MIXED_DIRECTION);
    }

    function test_pause_and_age_stop_a_rise_and_not_a_cut() public {
        Limits memory l = defaults();
        l.maxAge = 1;
        oracle.setLimits(ETH, l);
        uint40 observedAt = uint40(block.timestamp);
        skip(2);
        same(sendObserved(wish(START_CAP + 1), observedAt), Reason.STALE_DATA);
        same(sendObserved(wish(START_CAP - 1), observedAt), Reason.APPLIED);
        oracle.pauseLoosening();
        refused(wish(START_CAP), Reason.LOOSENING_PAUSED);
        same(send(wish(START_CAP - 2)), Reason.APPLIED);
    }

    function test_a_cut_drops_the_pending_loosening() public {
        same(sendMove(ETH, 7600, 8000), Reason.QUEUED);
        same(send(wish(START_CAP - 1)), Reason.APPLIED);
        vm.assertTrue(!pendingOf(ETH), "dropped");
    }

    function test_cost_rounds_up() public pure {
        vm.assertEq(LimitRules.capCost(100_000, 130_000), 3000, "thirty per cent");
        vm.assertEq(LimitRules.capCost(100_000, 130_001), 3001, "and a token");
        vm.assertEq(LimitRules.capCost(1, 2), 10_000, "doubled");
        vm.assertEq(LimitRules.capCost(1e18, 1e18 + 1), 1, "never free");
        uint64 most = UNCHANGED_CAP - 1;
        vm.assertEq(LimitRules.capCost(1, most), uint256(most - 1) * 10_000, "no overflow");
    }

    /// Rises within one full budget compound to less than e^0.3, whatever their number.
    function test_fuzz_burst_compounds_below_its_bound(uint256 seed) public pure {
        uint256 value = 1_000_000;
        uint256 left = 3000;
        for (uint256 i = 0; i < 64; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 next = value + 1 + seed % 20_000;
            uint256 cost = LimitRules.capCost(value, next);
            if (cost > left) continue;
            (value, left) = (next, left - cost);
        }
        vm.assertLe(value, 1_349_859, "e^0.3");
    }
}
