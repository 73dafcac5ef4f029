// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {ExampleConsumer} from "oracle/contracts/examples/ExampleConsumer.sol";
import {IRiskParamOracle} from "oracle/contracts/IRiskParamOracle.sol";
import {
    Limits,
    ParamUpdate,
    Reason,
    STATUS_FROZEN,
    STATUS_INPUT_CLOSED,
    STATUS_LOOSENING_PAUSED,
    STATUS_PENDING,
    STATUS_RAMPING,
    STATUS_SHADOW,
    STATUS_STALE
} from "oracle/contracts/RiskTypes.sol";
import {OracleFixture} from "./OracleFixture.sol";

/// An integrator's walk: the example reads LTV, LT, ramp, cap and staleness right in every status.
contract ExampleConsumerTest is OracleFixture {
    uint256 private constant WORTH = 1_000_000;
    ExampleConsumer private market;

    function setUp() public override {
        super.setUp();
        Limits memory l = defaults();
        l.baselineLtv = 6000;
        oracle.setLimits(ETH, l);
        market = new ExampleConsumer(oracle, ETH, 7000, 7600);
        same(sendMove(ETH, 7500, 8000), Reason.APPLIED);
    }

    function check(uint8 status, uint256 ltv, uint256 lt) private view {
        vm.assertEq(statusOf(ETH), status, "status");
        vm.assertEq(market.borrowLimit(WORTH), (WORTH * ltv) / 10_000, "borrow limit");
        uint256 edge = (WORTH * lt) / 10_000;
        vm.assertTrue(!market.isLiquidatable(WORTH, edge), "safe at the threshold");
        vm.assertTrue(market.isLiquidatable(WORTH, edge + 1), "not beyond it");
    }

    function checkNotice(uint16 lt, uint256 at) private view {
        (uint16 target, uint40 end) = market.notice();
        vm.assertEq(target, lt, "target");
        vm.assertEq(end, at, "when");
    }

    function test_fresh() public view {
        check(0, 7500, 8000);
        checkNotice(8000, 0);
        vm.assertEq(market.supplyRoom(40_000), 60_000, "room");
        vm.assertEq(market.supplyRoom(100_000), 0, "full");
        vm.assertEq(market.supplyRoom(100_001), 0, "over: nobody is thrown out");
    }

    function test_ramping() public {
        ParamUpdate memory u = entry(ETH, 7400, 7900);
        u.rampSeconds = 24 hours;
        same(send(u), Reason.APPLIED);
        check(STATUS_RAMPING, 7400, 8000);
        checkNotice(7900, block.timestamp + 24 hours);
        skip(12 hours);
        check(STATUS_RAMPING, 7400, 7950);
        skip(12 hours);
        check(0, 7400, 7900);
        checkNotice(7900, 0);
    }

    function test_stale() public {
        skip(26 hours + 1);
        check(STATUS_STALE, 7500, 8000);
        vm.assertTrue(market.read().isStale, "told");
        skip(2 hours);
        check(STATUS_STALE, 7300, 8000);
        skip(30 days);
        check(STATUS_STALE, 6000, 8000);
    }

    function test_pending() public {
        same(sendMove(ETH, 7600, 8100), Reason.QUEUED);
        check(STATUS_PENDING, 7500, 8000);
        skip(24 hours);
        oracle.executePending(ETH);
        check(0, 7600, 8100);
    }

    function test_loosening_paused() public {
        oracle.pauseLoosening();
        check(STATUS_LOOSENING_PAUSED, 7500, 8000);
    }

    function test_frozen() public {
        oracle.freeze();
        vm.assertEq(statusOf(ETH), STATUS_FROZEN, "status");
        vm.assertEq(market.borrowLimit(WORTH), 0, "no new debt");
        vm.assertEq(market.supplyRoom(0), 0, "no new collateral");
        vm.assertTrue(!market.isLiquidatable(WORTH, 800_000), "liquidations as before");
        vm.assertTrue(market.isLiquidatable(WORTH, 800_001), "liquidations as before");
    }

    function test_an_inputs_market_is_closed() public {
        ParamUpdate memory u = entry(ETH, 7500, 8000);
        u.regime = 0x80;
        same(send(u), Reason.APPLIED);
        check(STATUS_INPUT_CLOSED, 7500, 8000);
    }

    function test_shadow() public {
        Limits memory l = defaults();
        l.shadow = true;
        oracle.setLimits(ETH, l);
        same(sendMove(ETH, 7300, 7900), Reason.APPLIED);
        check(STATUS_SHADOW | STATUS_RAMPING, 7000, 7600);
        (uint16 ltv, uint16 lt) = targets(ETH);
        vm.assertEq(ltv, 7300, "published all the same");
        vm.assertEq(lt, 7900, "published all the same");
        checkNotice(7600, 0);
        vm.assertEq(market.supplyRoom(1e12), type(uint256).max, "no cap of ours");
        oracle.setLimits(ETH, defaults());
        check(STATUS_RAMPING, 7300, 8000);
    }

    function test_a_market_without_a_cap() public {
        same(sendMove(BTC, 7500, 8000), Reason.APPLIED);
        ExampleConsumer other = new ExampleConsumer(oracle, BTC, 0, 0);
        vm.assertEq(other.supplyRoom(1e12), type(uint256).max, "not managed");
    }

    function test_an_unknown_market_reverts() public {
        ExampleConsumer other = new ExampleConsumer(oracle, UNLISTED, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IRiskParamOracle.UnknownMarket.selector, UNLISTED));
        other.read();
    }
}
