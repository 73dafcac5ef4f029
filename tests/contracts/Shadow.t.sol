// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {Limits, ParamUpdate, Reason} from "oracle/contracts/RiskTypes.sol";
import {OracleFixture} from "./OracleFixture.sol";

/// A market in shadow: everything as ever but the status, which tells adapters to keep off.
contract ShadowTest is OracleFixture {
    function inShadow() private pure returns (Limits memory l) {
        l = defaults();
        l.shadow = true;
    }

    function test_reports_are_accepted_queued_and_executed_as_ever() public {
        oracle.setLimits(ETH, inShadow());
        same(sendMove(ETH, 7400, 7900), Reason.APPLIED);
        skip(48 hours);
        same(sendMove(ETH, 7450, 7900), Reason.QUEUED);
        vm.assertEq(statusOf(ETH), 1 | 4 | 64, "ramping, pending, shadow");
        skip(6 hours);
        oracle.executePending(ETH);
        (uint16 ltv,) = targets(ETH);
        vm.assertEq(ltv, 7450, "published");
    }

    function test_only_that_market() public {
        oracle.setLimits(ETH, inShadow());
        vm.assertEq(statusOf(ETH) & 64, 64, "shadow");
        vm.assertEq(statusOf(BTC) & 64, 0, "in force");
    }

    function test_leaving_it_is_a_change_of_the_configuration() public {
        oracle.setLimits(ETH, inShadow());
        same(sendMove(ETH, 7600, 8000), Reason.QUEUED);
        (,,, bytes32 before) = oracle.head();
        oracle.setLimits(ETH, defaults());
        (,,, bytes32 config) = oracle.head();
        vm.assertTrue(before != config, "old signatures are dead");
        same(oracle.previewPending(ETH), Reason.CONFIG_CHANGED);
    }

    function test_a_market_may_be_listed_in_shadow() public {
        oracle.addMarket(UNLISTED, inShadow(), 7500, 8000, 500, START_CAP);
        vm.assertEq(statusOf(UNLISTED), 2 | 64, "stale and shadow");
    }
}
