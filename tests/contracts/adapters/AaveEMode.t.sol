// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {AaveV3Adapter} from "oracle/contracts/adapters/AaveV3Adapter.sol";
import {AaveV3EModeAdapter} from "oracle/contracts/adapters/AaveV3EModeAdapter.sol";
import {AaveCollateralConfig} from "oracle/contracts/adapters/IAaveV3.sol";
import {OracleReading, Reading} from "oracle/contracts/adapters/OracleReading.sol";
import {IReadingErrors, IStepErrors} from "oracle/contracts/adapters/StepErrors.sol";
import {AaveFixture} from "./AaveFixture.sol";

/// The adapter for eMode categories: category 1 at 90 % / 93 % / 1 %.
contract AaveEModeTest is AaveFixture {
    AaveV3EModeAdapter internal adapter;
    bytes32 internal id;

    function setUp() public override {
        super.setUp();
        adapter = new AaveV3EModeAdapter(
            address(oracle), address(aave), QUANTUM, QUANTUM_SECONDS, address(0)
        );
        aave.setRiskAdmin(address(adapter));
        aave.setCategory(1, AaveCollateralConfig(9000, 9300, 10100), true);
        aave.setBitmaps(1, 5, 6, 7);
        id = adapter.marketId(1);
    }

    function say(uint16 ltv, uint16 lt) internal {
        Reading memory r = at(ltv, lt);
        r.lb = 100;
        oracle.set(id, r);
    }

    function holds(uint256 ltv, uint256 lt, uint256 bonus) internal view {
        AaveCollateralConfig memory c = aave.getEModeCategoryCollateralConfig(1);
        vm.assertEq(c.ltv, ltv, "ltv");
        vm.assertEq(c.liquidationThreshold, lt, "lt");
        vm.assertEq(c.liquidationBonus, bonus, "bonus");
        vm.assertEq(keccak256(bytes(aave.getEModeCategoryLabel(1))), keccak256("correlated"), "");
        vm.assertTrue(aave.getIsEModeCategoryIsolated(1), "isolation");
        vm.assertEq(aave.getEModeCategoryBorrowableBitmap(1), 6, "borrowable");
    }

    function refuses(bytes4 fault) internal {
        sameSelector(adapter.preview(1).refusal, fault, "preview");
        vm.expectRevert(bytes.concat(fault));
        adapter.step(1);
        holds(9000, 9300, 10100);
    }

    function test_the_market_is_the_category_without_a_collateral() public view {
        bytes memory parts =
            abi.encode(block.chainid, aave, aave, address(0), address(0), uint8(1));
        vm.assertEq(id, keccak256(parts), "id");
    }

    function test_a_step_with_the_five_arguments_of_v3_6() public {
        say(8500, 9200);
        vm.expectEmit();
        emit AaveV3EModeAdapter.Stepped(1, id, 8500, 9275, 100);
        adapter.step(1);
        holds(8500, 9275, 10100);
    }

    function test_a_step_with_the_six_arguments_of_v3_7_keeps_isolation() public {
        aave.setRevision(8);
        say(8500, 9200);
        adapter.step(1);
        holds(8500, 9275, 10100);
        vm.expectRevert(bytes.concat(AaveV3Adapter.TooEarly.selector));
        adapter.step(1);
    }

    function test_an_ltv_of_zero_becomes_the_least_that_aave_takes() public {
        Reading memory r = at(9000, 9300);
        (r.lb, r.ltvNow) = (100, 0);
        oracle.set(id, r);
        bytes4 hold = adapter.preview(1).ltvHold;
        sameSelector(hold, AaveV3EModeAdapter.EModeLtvZero.selector, "hold");
        adapter.step(1);
        holds(1, 9300, 10100);
    }

    function test_refusals_by_name() public {
        say(9000, 9300);
        refuses(IStepErrors.NothingToDo.selector);
        say(8500, 9200);
        aave.setRiskAdmin(address(this));
        refuses(IStepErrors.RoleMissing.selector);
        aave.setRiskAdmin(address(adapter));
        Reading memory r = at(8500, 9200);
        r.status = OracleReading.SHADOW;
        oracle.set(id, r);
        refuses(IReadingErrors.MarketInShadow.selector);
    }

    function test_nothing_rises_while_loosening_is_paused() public {
        Reading memory r = at(9100, 9400);
        (r.lb, r.status) = (100, OracleReading.LOOSENING_PAUSED);
        oracle.set(id, r);
        refuses(IStepErrors.LooseningStopped.selector);
    }

    function test_what_aave_itself_tightened_stays() public {
        say(9000, 9300);
        adapter.attach(1);
        aave.setCategory(1, AaveCollateralConfig(8000, 9300, 10100), true);
        bytes memory fault = bytes.concat(IStepErrors.MovedElsewhere.selector);
        vm.expectRevert(fault);
        adapter.step(1);
        aave.setCategory(1, AaveCollateralConfig(9000, 9000, 10100), true);
        vm.expectRevert(fault);
        adapter.step(1);
        holds(9000, 9000, 10100);
        adapter.attach(1);
        vm.expectRevert(fault);
        adapter.step(1);
    }

    function test_an_ltv_of_the_least_that_aave_takes_comes_back_with_the_data() public {
        Reading memory r = at(9000, 9300);
        (r.lb, r.ltvNow) = (100, 0);
        oracle.set(id, r);
        adapter.step(1);
        vm.expectRevert(bytes.concat(AaveV3EModeAdapter.EModeLtvZero.selector));
        adapter.step(1);
        say(9000, 9300);
        adapter.step(1);
        holds(9000, 9300, 10100);
    }

    function test_a_category_that_does_not_exist() public {
        oracle.set(adapter.marketId(2), at(8500, 9200));
        vm.expectRevert(bytes.concat(IStepErrors.NotCollateral.selector));
        adapter.step(2);
    }

    function test_a_configurator_that_clips_or_touches_more_changes_nothing() public {
        say(8500, 9200);
        aave.misbehave(10, 0, false);
        vm.expectPartialRevert(AaveV3Adapter.ReadBackDiffers.selector);
        adapter.step(1);
        aave.misbehave(0, 1, false);
        vm.expectPartialRevert(AaveV3Adapter.ReadBackDiffers.selector);
        adapter.step(1);
        holds(9000, 9300, 10100);
    }
}
