// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {AaveV3CollateralAdapter} from "oracle/contracts/adapters/AaveV3CollateralAdapter.sol";
import {OracleReading, Reading} from "oracle/contracts/adapters/OracleReading.sol";
import {IStepErrors} from "oracle/contracts/adapters/StepErrors.sol";
import {Plan} from "oracle/contracts/adapters/StepMath.sol";
import {AaveFixture} from "./AaveFixture.sol";

/// While the oracle is frozen or its loosening paused: nothing rises, and everything falls as ever.
contract AaveStopsTest is AaveFixture {
    AaveV3CollateralAdapter internal adapter;
    bytes32 internal id;

    function setUp() public override {
        super.setUp();
        adapter = new AaveV3CollateralAdapter(
            address(oracle), address(aave), QUANTUM, QUANTUM_SECONDS, address(0)
        );
        aave.setRiskAdmin(address(adapter));
        id = adapter.marketId(ASSET);
    }

    function stops() internal pure returns (uint8[3] memory) {
        (uint8 paused, uint8 frozen) = (OracleReading.LOOSENING_PAUSED, OracleReading.FROZEN);
        return [paused, frozen, paused | frozen];
    }

    function set(Reading memory r, uint8 status) internal {
        r.status = status;
        oracle.set(id, r);
    }

    /// Under each stop the step is refused by this name; afterwards it goes to `wanted`.
    function waits(Reading memory r, uint256 wanted) internal {
        uint256 before = aave.getConfiguration(ASSET);
        bytes4 fault = IStepErrors.LooseningStopped.selector;
        for (uint256 i = 0; i < 3; ++i) {
            set(r, stops()[i]);
            sameSelector(adapter.preview(ASSET).refusal, fault, "preview");
            vm.expectRevert(bytes.concat(fault));
            adapter.step(ASSET);
            vm.assertEq(aave.getConfiguration(ASSET), before, "unchanged");
        }
        set(r, 0);
        adapter.step(ASSET);
        vm.assertEq(aave.getConfiguration(ASSET), wanted, "afterwards");
    }

    function test_an_ltv_waits_for_the_end_of_a_stop() public {
        waits(at(7600, 8000), word(7600, 8000, 10500, 1000));
    }

    function test_a_threshold_waits_for_the_end_of_a_stop() public {
        waits(at(7500, 8100), word(7500, 8025, 10500, 1000));
    }

    function test_a_supply_cap_waits_for_the_end_of_a_stop() public {
        Reading memory r = at(7500, 8000);
        r.supplyCap = 1170;
        waits(r, word(7500, 8000, 10500, 1170));
    }

    function test_an_ltv_that_decayed_does_not_come_back_in_a_stop() public {
        Reading memory r = at(7500, 8000);
        r.ltvNow = 0;
        set(r, OracleReading.FROZEN);
        adapter.step(ASSET);
        waits(at(7500, 8000), word(7500, 8000, 10500, 1000));
    }

    function test_every_cut_goes_in_a_stop() public {
        for (uint256 i = 0; i < 3; ++i) {
            aave.setWord(ASSET, word(7500, 8000, 10500, 1000));
            Reading memory r = at(7000, 7900);
            r.supplyCap = 900;
            set(r, stops()[i]);
            adapter.step(ASSET);
            vm.assertEq(aave.getConfiguration(ASSET), word(7000, 7975, 10500, 900), "cut");
            skip(QUANTUM_SECONDS);
        }
    }

    /// To Aave a cap of zero is none: any cap is less.
    function test_the_first_cap_of_an_uncapped_reserve_is_a_cut() public {
        aave.setWord(ASSET, word(7500, 8000, 10500, 0));
        Reading memory r = at(7500, 8000);
        r.supplyCap = 900;
        set(r, OracleReading.LOOSENING_PAUSED);
        adapter.step(ASSET);
        vm.assertEq(aave.getConfiguration(ASSET), word(7500, 8000, 10500, 900), "capped");
    }

    function test_what_a_stop_holds_back_holds_no_cut_back() public {
        Reading memory r = at(7000, 8100);
        r.supplyCap = 1170;
        set(r, OracleReading.FROZEN);
        Plan memory plan = adapter.preview(ASSET);
        sameSelector(plan.ltHold, IStepErrors.LooseningStopped.selector, "lt");
        sameSelector(plan.capHold, IStepErrors.LooseningStopped.selector, "cap");
        adapter.step(ASSET);
        vm.assertEq(aave.getConfiguration(ASSET), word(7000, 8000, 10500, 1000), "the ltv alone");
    }

    /// Whatever the oracle says while it is stopped.
    function testFuzz_nothing_rises_in_a_stop(uint256 seed) public {
        for (uint256 i = 0; i < 8; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            skip(seed % 1 days);
            Reading memory r = at(uint16(7000 + (seed >> 32) % 1000), 0);
            r.ltTarget = uint16(r.ltvTarget + 300 + (seed >> 64) % 500);
            r.ltNow = uint16(r.ltTarget + (seed >> 96) % 200);
            r.supplyCap = uint64(1 + (seed >> 128) % 2000);
            set(r, stops()[(seed >> 160) % 3]);
            Plan memory plan = adapter.preview(ASSET);
            vm.assertLe(plan.next.ltv, plan.live.ltv, "ltv");
            vm.assertLe(plan.next.lt, plan.live.lt, "lt");
            vm.assertLe(plan.next.supplyCap, plan.live.supplyCap, "cap");
            if (plan.refusal == 0) adapter.step(ASSET);
        }
    }
}
