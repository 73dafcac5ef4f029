// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {EulerEVKAdapter} from "oracle/contracts/adapters/EulerEVKAdapter.sol";
import {EulerLtv, IEulerGovernor} from "oracle/contracts/adapters/IEulerEVK.sol";
import {Reading} from "oracle/contracts/adapters/OracleReading.sol";
import {Vm} from "../Vm.sol";
import {MockEulerGovernor, MockEulerVault} from "./MockEuler.sol";
import {MockOracle} from "./MockOracle.sol";
import {MockSequencerFeed} from "./MockSequencerFeed.sol";

/// A vault that takes COLLATERAL at 75 % / 80 %, an oracle that says the same, and an adapter with
/// the emergency role alone. Its ramps take at least a day for 100 bps.
abstract contract EulerFixture {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    address internal constant COLLATERAL = address(0xC0);
    address internal constant EVC = address(0xE7C);
    uint32 internal constant PER_100BPS = 1 days;

    MockEulerGovernor internal governor;
    MockEulerVault internal vault;
    MockOracle internal oracle;
    MockSequencerFeed internal feed;
    EulerEVKAdapter internal adapter;
    bytes32 internal id;

    function setUp() public virtual {
        governor = new MockEulerGovernor();
        vault = new MockEulerVault(address(governor));
        oracle = new MockOracle();
        feed = new MockSequencerFeed();
        feed.set(0, block.timestamp - 1 days);
        adapter = make(address(oracle), address(governor), PER_100BPS, address(feed));
        id = adapter.marketId(address(vault), COLLATERAL);
        vault.put(COLLATERAL, EulerLtv(7500, 8000, 0, uint48(block.timestamp - 1), 0));
        governor.grant(governor.LTV_EMERGENCY_ROLE(), address(adapter), true);
        oracle.set(id, at(7500, 8000));
    }

    function make(address from, address by, uint32 pace, address gate)
        internal
        returns (EulerEVKAdapter)
    {
        return new EulerEVKAdapter(from, by, EVC, pace, gate);
    }

    function mayRamp(bool may) internal {
        governor.grant(bytes32(IEulerGovernor.setLTV.selector), address(adapter), may);
    }

    function at(uint16 ltv, uint16 lt) internal view returns (Reading memory r) {
        (r.ltvNow, r.ltvTarget, r.ltNow, r.ltTarget) = (ltv, ltv, lt, lt);
        (r.lb, r.asOf, r.supplyCap) = (500, uint40(block.timestamp), type(uint64).max);
    }

    /// A threshold on its way down, there in `left` seconds.
    function ramping(uint16 ltv, uint16 ltNow, uint16 ltTarget, uint256 left)
        internal
        view
        returns (Reading memory r)
    {
        r = at(ltv, ltTarget);
        (r.ltNow, r.rampEnd) = (ltNow, uint40(block.timestamp + left));
    }

    function stepTo(Reading memory r) internal {
        oracle.set(id, r);
        adapter.step(address(vault), COLLATERAL);
    }

    function preview() internal view returns (EulerEVKAdapter.Plan memory) {
        return adapter.preview(address(vault), COLLATERAL);
    }

    function holds(uint16 ltv, uint16 ltNow, uint16 target, uint256 left) internal view {
        EulerLtv memory l = vault.LTVFull(COLLATERAL);
        vm.assertEq(l.borrowLtv, ltv, "borrow LTV");
        vm.assertEq(l.liquidationLtv, target, "target");
        vm.assertEq(vault.LTVLiquidation(COLLATERAL), ltNow, "threshold now");
        bool over = l.targetTimestamp <= block.timestamp;
        vm.assertEq(over ? 0 : l.targetTimestamp - block.timestamp, left, "time left");
    }

    function skip(uint256 time) internal {
        vm.warp(block.timestamp + time);
    }
}
