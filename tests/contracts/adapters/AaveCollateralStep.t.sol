// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {AaveV3Adapter} from "oracle/contracts/adapters/AaveV3Adapter.sol";
import {AaveV3CollateralAdapter} from "oracle/contracts/adapters/AaveV3CollateralAdapter.sol";
import {Reading} from "oracle/contracts/adapters/OracleReading.sol";
import {IStepErrors} from "oracle/contracts/adapters/StepErrors.sol";
import {AaveFixture} from "./AaveFixture.sol";

/// What a step of the collateral adapter carries over, and how fast.
contract AaveCollateralStepTest is AaveFixture {
    AaveV3CollateralAdapter internal adapter;
    bytes32 internal id;

    function setUp() public override {
        super.setUp();
        adapter = new AaveV3CollateralAdapter(
            address(oracle), address(aave), QUANTUM, QUANTUM_SECONDS, address(0)
        );
        aave.setRiskAdmin(address(adapter));
        id = adapter.marketId(ASSET);
        oracle.set(id, at(7500, 8000));
    }

    function stepTo(Reading memory r) internal {
        oracle.set(id, r);
        adapter.step(ASSET);
    }

    function holds(uint256 ltv, uint256 lt, uint256 bonus, uint256 cap) internal view {
        uint256 found = aave.getConfiguration(ASSET);
        vm.assertEq(bytes32(found), bytes32(word(ltv, lt, bonus, cap)), "the reserve's word");
    }

    function test_the_market_is_the_reserve_under_its_provider_and_pool() public view {
        bytes memory parts = abi.encode(block.chainid, aave, aave, ASSET, address(0), uint8(0));
        vm.assertEq(adapter.marketId(ASSET), keccak256(parts), "id");
    }

    function test_an_ltv_cut_goes_at_once_and_moves_nothing_else() public {
        stepTo(at(6100, 8000));
        holds(6100, 8000, 10500, 1000);
    }

    function test_a_threshold_falls_by_one_quantum_in_one_quantum_time() public {
        stepTo(at(7500, 7900));
        holds(7500, 7975, 10500, 1000);
        vm.expectRevert(bytes.concat(AaveV3Adapter.TooEarly.selector));
        adapter.step(ASSET);
        skip(QUANTUM_SECONDS - 1);
        vm.expectRevert(bytes.concat(AaveV3Adapter.TooEarly.selector));
        adapter.step(ASSET);
        skip(1);
        adapter.step(ASSET);
        holds(7500, 7950, 10500, 1000);
    }

    function test_missed_time_is_resumed_never_caught_up() public {
        stepTo(at(7500, 7900));
        skip(30 days);
        adapter.step(ASSET);
        holds(7500, 7950, 10500, 1000);
        vm.expectRevert(bytes.concat(AaveV3Adapter.TooEarly.selector));
        adapter.step(ASSET);
    }

    function test_an_ltv_cut_does_not_wait_for_the_thresholds_time() public {
        stepTo(at(7500, 7900));
        stepTo(at(7000, 7900));
        holds(7000, 7975, 10500, 1000);
    }

    function test_a_ramp_is_followed_in_whole_quanta_and_to_its_end() public {
        Reading memory r = at(7500, 7900);
        r.ltNow = 7976;
        oracle.set(id, r);
        vm.expectRevert(bytes.concat(IStepErrors.NothingToDo.selector));
        adapter.step(ASSET);
        r.ltNow = 7975;
        stepTo(r);
        holds(7500, 7975, 10500, 1000);
        aave.setWord(ASSET, word(7500, 7903, 10500, 1000));
        skip(1 days);
        stepTo(at(7500, 7900));
        holds(7500, 7900, 10500, 1000);
    }

    function test_a_threshold_rises_in_quanta_and_the_ltv_keeps_the_targets_distance() public {
        stepTo(at(7600, 8100));
        holds(7525, 8025, 10500, 1000);
        skip(QUANTUM_SECONDS);
        adapter.step(ASSET);
        holds(7550, 8050, 10500, 1000);
    }

    function test_a_decaying_ltv_is_followed_to_its_last_bps() public {
        Reading memory r = at(7500, 8000);
        r.ltvNow = 7480;
        stepTo(r);
        holds(7480, 8000, 10500, 1000);
        r.ltvNow = 7479;
        stepTo(r);
        holds(7479, 8000, 10500, 1000);
    }

    function test_an_ltv_rises_in_quanta_while_it_is_stale() public {
        Reading memory r = at(7500, 8000);
        r.ltvNow = 7400;
        stepTo(r);
        r.ltvNow = 7424;
        oracle.set(id, r);
        vm.expectRevert(bytes.concat(IStepErrors.NothingToDo.selector));
        adapter.step(ASSET);
        r.ltvNow = 7425;
        stepTo(r);
        holds(7425, 8000, 10500, 1000);
        stepTo(at(7430, 8000));
        holds(7430, 8000, 10500, 1000);
    }

    function test_an_ltv_that_decayed_to_zero_comes_back_with_the_data() public {
        Reading memory r = at(7500, 8000);
        r.ltvNow = 0;
        stepTo(r);
        holds(0, 8000, 10500, 1000);
        stepTo(at(7500, 8000));
        holds(7500, 8000, 10500, 1000);
    }

    function test_an_ltv_that_governance_set_to_zero_stays() public {
        aave.setWord(ASSET, word(0, 8000, 10500, 1000));
        oracle.set(id, at(7500, 7900));
        sameNext(adapter.preview(ASSET), 0, 7975, 500, 1000);
        bytes4 hold = adapter.preview(ASSET).ltvHold;
        sameSelector(hold, IStepErrors.LtvZeroedElsewhere.selector, "hold");
        adapter.step(ASSET);
        holds(0, 7975, 10500, 1000);
        oracle.set(id, at(7500, 7975));
        vm.expectRevert(bytes.concat(IStepErrors.LtvZeroedElsewhere.selector));
        adapter.step(ASSET);
    }

    function test_the_bonus_waits_until_the_threshold_bears_it() public {
        Reading memory r = at(7500, 9400);
        aave.setWord(ASSET, word(7500, 9420, 10500, 1000));
        (r.lb, r.ltNow) = (630, 9420);
        oracle.set(id, r);
        vm.expectRevert(bytes.concat(IStepErrors.NothingToDo.selector));
        adapter.step(ASSET);
        r.ltNow = 9400;
        stepTo(r);
        holds(7500, 9400, 10630, 1000);
    }

    function test_the_supply_cap_goes_down_and_up_as_the_oracle_says() public {
        Reading memory r = at(7500, 8000);
        r.supplyCap = 900;
        stepTo(r);
        holds(7500, 8000, 10500, 900);
        r.supplyCap = 1170;
        stepTo(r);
        holds(7500, 8000, 10500, 1170);
    }

    function test_a_cap_that_aave_cannot_hold_holds_up_nothing_else() public {
        Reading memory r = at(7000, 8000);
        uint64[2] memory bad = [0, uint64(1) << 36];
        for (uint256 i = 0; i < bad.length; ++i) {
            aave.setWord(ASSET, word(7500, 8000, 10500, 1000));
            r.supplyCap = bad[i];
            oracle.set(id, r);
            bytes4 hold = adapter.preview(ASSET).capHold;
            bytes4 wanted = AaveV3CollateralAdapter.SupplyCapOutOfRange.selector;
            sameSelector(hold, wanted, "hold");
            adapter.step(ASSET);
            holds(7000, 8000, 10500, 1000);
        }
    }

    function test_the_largest_cap_of_aave_is_carried_over() public {
        Reading memory r = at(7500, 8000);
        r.supplyCap = (uint64(1) << 36) - 1;
        stepTo(r);
        holds(7500, 8000, 10500, r.supplyCap);
    }

    function test_a_step_tells_what_it_did() public {
        oracle.set(id, at(7000, 7900));
        vm.expectEmit();
        emit AaveV3CollateralAdapter.Stepped(ASSET, id, 7000, 7975, 500, 1000);
        adapter.step(ASSET);
    }

    /// Whatever the oracle says and whenever it is followed: no step beyond a quantum, no two
    /// within a quantum's time, LTV never above what the oracle allows, Aave's rule kept.
    function testFuzz_no_step_is_larger_or_sooner_than_its_quantum(uint256 seed) public {
        uint256 movedAt = 0;
        for (uint256 i = 0; i < 12; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            skip(seed % 8 hours);
            Reading memory r = at(uint16(5000 + (seed >> 32) % 2500), 0);
            r.ltTarget = uint16(r.ltvTarget + 300 + (seed >> 64) % 1000);
            r.ltNow = uint16(r.ltTarget + (seed >> 96) % 200);
            oracle.set(id, r);
            uint256 before = aave.getConfiguration(ASSET) >> 16 & 0xFFFF;
            if (adapter.preview(ASSET).refusal != 0) continue;
            adapter.step(ASSET);
            uint256 found = aave.getConfiguration(ASSET);
            uint256 lt = found >> 16 & 0xFFFF;
            uint256 move = lt > before ? lt - before : before - lt;
            vm.assertLe(move, QUANTUM, "quantum");
            if (move != 0) {
                bool waited = movedAt == 0 || block.timestamp >= movedAt + QUANTUM_SECONDS;
                vm.assertTrue(waited, "waited");
                movedAt = block.timestamp;
            }
            vm.assertLe(found & 0xFFFF, r.ltvNow, "ltv");
            vm.assertLe(found & 0xFFFF, lt, "aave's rule");
        }
    }
}
