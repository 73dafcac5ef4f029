// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {IRiskParamOracle} from "oracle/contracts/IRiskParamOracle.sol";
import {
    AppliedUpdate,
    MarketState,
    ParamUpdate,
    Reason,
    RiskReport,
    UNCHANGED_CAP
} from "oracle/contracts/RiskTypes.sol";
import {OracleFixture} from "./OracleFixture.sol";

/// One entry's fate is its own; a heartbeat only refreshes; preview says what submit does.
contract IsolationTest is OracleFixture {
    function test_a_skipped_entry_leaves_the_others_applied() public {
        ParamUpdate[] memory list = new ParamUpdate[](3);
        (list[0], list[1]) = (entry(ETH, 9999, 8000), entry(BTC, 7000, 7900));
        list[2] = entry(UNLISTED, 7000, 8000);
        bytes32 before = stateHash(ETH);
        RiskReport memory r = reportOf(list);
        bytes memory a = attest(oracle.reportDigest(r), QUORUM);
        uint40 time = uint40(block.timestamp);
        vm.expectEmit();
        emit IRiskParamOracle.UpdateSkipped(ETH, 1, Reason.LTV_OUT_OF_BAND);
        vm.expectEmit();
        emit IRiskParamOracle.ParamsUpdated(
            BTC, 1, AppliedUpdate(7500, 7000, 8000, 7900, 500, UNCHANGED_CAP, time, 7 days, 40, 0)
        );
        vm.expectEmit();
        emit IRiskParamOracle.UpdateSkipped(UNLISTED, 1, Reason.UNKNOWN_MARKET);
        Reason[] memory reasons = oracle.submit(r, a);
        same(reasons[0], Reason.LTV_OUT_OF_BAND);
        same(reasons[1], Reason.APPLIED);
        same(reasons[2], Reason.UNKNOWN_MARKET);
        vm.assertEq(stateHash(ETH), before, "untouched");
        (uint16 ltv, uint16 lt) = targets(BTC);
        vm.assertEq(ltv, 7000, "ltv");
        vm.assertEq(lt, 7900, "lt");
    }

    function test_heartbeat_refreshes_and_spends_nothing() public {
        vm.assertTrue(statusOf(ETH) & 2 == 2, "stale until its first report");
        MarketState memory before = oracle.marketState(ETH);
        ParamUpdate memory u = entry(ETH, 7500, 8000);
        (u.regime, u.rampSeconds) = (0x80 | 55, 0);
        same(send(u), Reason.APPLIED);
        MarketState memory s = oracle.marketState(ETH);
        vm.assertEq(s.market.asOf, block.timestamp, "asOf");
        vm.assertEq(statusOf(ETH), 32, "fresh, and an input is closed");
        vm.assertEq(
            keccak256(abi.encode(s.history)), keccak256(abi.encode(before.history)), "no budget"
        );
        skip(26 hours);
        vm.assertEq(statusOf(ETH) & 2, 0, "fresh at maxAge");
        skip(1);
        vm.assertEq(statusOf(ETH) & 2, 2, "stale past maxAge");
    }

    function test_as_of_is_observed_at() public {
        RiskReport memory r = heartbeatReport();
        r.observedAt -= 600;
        send(r);
        (,,,,, uint40 asOf,,,) = oracle.params(ETH);
        vm.assertEq(asOf, r.observedAt, "asOf");
    }

    function wish(bytes32 id, uint256 seed) private view returns (ParamUpdate memory u) {
        if (id == UNLISTED) return entry(id, 7500, 8000);
        (uint16 ltv, uint16 lt) = targets(id);
        u = entry(id, near(ltv, seed), near(lt, seed >> 32));
        u.rampSeconds = uint32((seed >> 64) % 5 days);
        if ((seed >> 96) % 8 == 0) u.lb = uint16((seed >> 100) % 1100);
        if ((seed >> 128) % 16 == 0) ++u.expectLtv;
    }

    /// Often the value itself, else within 150 bps of it.
    function near(uint16 value, uint256 seed) private pure returns (uint16) {
        return seed % 3 == 0 ? value : uint16(value + ((seed >> 8) % 301) - 150);
    }

    function step(uint256 seed) private {
        ParamUpdate[] memory list = new ParamUpdate[](3);
        (list[0], list[1]) = (wish(ETH, seed), wish(BTC, uint256(keccak256(abi.encode(seed)))));
        list[2] = wish(UNLISTED, 0);
        RiskReport memory r = reportOf(list);
        bytes32[2] memory before = [stateHash(ETH), stateHash(BTC)];
        uint16[2] memory lts = [ltNow(ETH), ltNow(BTC)];
        Reason[] memory foreseen = oracle.preview(r);
        Reason[] memory reasons = send(r);
        for (uint256 i = 0; i < 3; ++i) {
            same(foreseen[i], reasons[i]);
        }
        check(ETH, reasons[0], before[0], lts[0]);
        check(BTC, reasons[1], before[1], lts[1]);
    }

    function check(bytes32 id, Reason reason, bytes32 before, uint16 ltBefore) private view {
        if (uint256(reason) > 1) vm.assertEq(stateHash(id), before, "skipped, untouched");
        vm.assertEq(ltNow(id), ltBefore, "a report never moves the threshold in force");
        (uint16 ltv, uint16 lt) = targets(id);
        vm.assertGe(lt, ltv + 300, "gap");
    }

    function executeIfDue(bytes32 id) private {
        Reason foreseen = oracle.previewPending(id);
        (bool done,) = address(oracle).call(abi.encodeCall(oracle.executePending, (id)));
        vm.assertTrue(done == (foreseen == Reason.APPLIED), "previewPending tells the truth");
    }

    function test_fuzz_preview_is_submit(uint256 seed) public {
        for (uint256 i = 0; i < 12; ++i) {
            seed = uint256(keccak256(abi.encode(seed, i)));
            skip((seed >> 200) % 20 hours);
            step(seed);
            executeIfDue(ETH);
            executeIfDue(BTC);
        }
    }
}
