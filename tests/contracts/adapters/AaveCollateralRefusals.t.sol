// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {AaveV3Adapter} from "oracle/contracts/adapters/AaveV3Adapter.sol";
import {AaveV3CollateralAdapter} from "oracle/contracts/adapters/AaveV3CollateralAdapter.sol";
import {OracleReading, Reading} from "oracle/contracts/adapters/OracleReading.sol";
import {SequencerGate} from "oracle/contracts/adapters/SequencerGate.sol";
import {IReadingErrors, IStepErrors} from "oracle/contracts/adapters/StepErrors.sol";
import {AaveFixture} from "./AaveFixture.sol";
import {MockOracle} from "./MockOracle.sol";
import {MockSequencerFeed} from "./MockSequencerFeed.sol";

/// What the collateral adapter refuses, each by its name, and leaves as it was.
contract AaveCollateralRefusalsTest is AaveFixture {
    AaveV3CollateralAdapter internal adapter;
    MockSequencerFeed internal feed;
    bytes32 internal id;

    function setUp() public override {
        super.setUp();
        feed = new MockSequencerFeed();
        feed.set(0, block.timestamp - 1 days);
        adapter = make(address(oracle), QUANTUM, QUANTUM_SECONDS, address(feed));
        aave.setRiskAdmin(address(adapter));
        id = adapter.marketId(ASSET);
        oracle.set(id, at(7000, 7900));
    }

    function make(address from, uint16 quantum, uint32 time, address gate)
        internal
        returns (AaveV3CollateralAdapter)
    {
        return new AaveV3CollateralAdapter(from, address(aave), quantum, time, gate);
    }

    /// Preview names it, step reverts with it, and nothing has changed.
    function refuses(bytes4 fault) internal {
        uint256 before = aave.getConfiguration(ASSET);
        sameSelector(adapter.preview(ASSET).refusal, fault, "preview");
        vm.expectRevert(bytes.concat(fault));
        adapter.step(ASSET);
        vm.assertEq(aave.getConfiguration(ASSET), before, "unchanged");
    }

    function test_a_market_in_shadow() public {
        Reading memory r = at(7000, 7900);
        r.status = OracleReading.SHADOW;
        oracle.set(id, r);
        refuses(IReadingErrors.MarketInShadow.selector);
    }

    function test_a_market_before_its_first_report() public {
        Reading memory r = at(7000, 7900);
        r.asOf = 0;
        oracle.set(id, r);
        refuses(IReadingErrors.NoReportYet.selector);
    }

    function test_a_market_that_the_oracle_does_not_list() public {
        address other = address(0x07);
        bytes memory fault =
            abi.encodeWithSelector(MockOracle.UnknownMarket.selector, adapter.marketId(other));
        vm.expectRevert(fault);
        adapter.preview(other);
        vm.expectRevert(fault);
        adapter.step(other);
    }

    function test_without_its_role() public {
        aave.setRiskAdmin(address(this));
        refuses(IStepErrors.RoleMissing.selector);
    }

    function test_a_reserve_that_is_no_collateral() public {
        aave.setWord(ASSET, word(0, 0, 0, 0));
        refuses(IStepErrors.NotCollateral.selector);
    }

    function test_an_inactive_reserve() public {
        aave.setWord(ASSET, word(7500, 8000, 10500, 1000) & ~ACTIVE);
        refuses(AaveV3CollateralAdapter.ReserveInactive.selector);
    }

    function test_a_frozen_reserve() public {
        aave.setWord(ASSET, word(7500, 8000, 10500, 1000) | FROZEN);
        refuses(AaveV3CollateralAdapter.ReserveFrozen.selector);
    }

    function test_a_paused_reserve() public {
        aave.setWord(ASSET, word(7500, 8000, 10500, 1000) | PAUSED);
        refuses(AaveV3CollateralAdapter.ReservePaused.selector);
    }

    function test_a_reserve_with_a_pending_ltv() public {
        aave.setWord(ASSET, word(0, 8000, 10500, 1000));
        aave.setPending(ASSET, 7500);
        refuses(AaveV3CollateralAdapter.LtvPending.selector);
        vm.assertEq(aave.getPendingLtv(ASSET), 7500, "pending");
    }

    function test_when_there_is_nothing_to_do() public {
        oracle.set(id, at(7500, 8000));
        refuses(IStepErrors.NothingToDo.selector);
    }

    /// On its way down to 9000 with a bonus of 10 %; the live bonus of 5 % bears no more than 9524.
    function test_a_threshold_that_aave_would_refuse() public {
        Reading memory r = at(7500, 9000);
        (r.ltNow, r.lb) = (9600, 1000);
        oracle.set(id, r);
        aave.setWord(ASSET, word(7500, 9500, 10500, 1000));
        refuses(AaveV3Adapter.AaveWouldRefuse.selector);
        (r.ltvNow, r.ltvTarget) = (7000, 7000);
        oracle.set(id, r);
        adapter.step(ASSET);
        vm.assertEq(aave.getConfiguration(ASSET), word(7000, 9500, 10500, 1000), "the ltv alone");
    }

    /// Aave rounds 9524 x 10500 to 100 % and takes it; 9525 it refuses. The oracle says neither.
    function test_aaves_rule_is_taken_with_aaves_rounding() public {
        aave.setWord(ASSET, word(7500, 9510, 10500, 1000));
        oracle.set(id, at(7500, 9525));
        refuses(AaveV3Adapter.AaveWouldRefuse.selector);
        oracle.set(id, at(7500, 9524));
        adapter.step(ASSET);
        vm.assertEq(aave.getConfiguration(ASSET), word(7500, 9524, 10500, 1000), "taken");
    }

    function test_a_bonus_of_zero_stays_where_it_is_and_holds_up_nothing() public {
        Reading memory r = at(7000, 8000);
        r.lb = 0;
        oracle.set(id, r);
        adapter.step(ASSET);
        vm.assertEq(aave.getConfiguration(ASSET), word(7000, 8000, 10500, 1000), "the ltv alone");
    }

    function test_a_configurator_that_clips_one_of_two_values_changes_nothing() public {
        aave.misbehave(10, 0, false);
        uint256 before = aave.getConfiguration(ASSET);
        vm.expectPartialRevert(AaveV3Adapter.ReadBackDiffers.selector);
        adapter.step(ASSET);
        vm.assertEq(aave.getConfiguration(ASSET), before, "nothing changed");
        (uint40 movedAt,, uint16 ltv, uint16 lt,) = adapter.known(ASSET);
        vm.assertTrue(movedAt == 0 && ltv == 0 && lt == 0, "nor what the adapter remembers");
    }

    function test_a_configurator_that_touches_any_other_bit_changes_nothing() public {
        for (uint256 bit = 48; bit < 256; ++bit) {
            aave.misbehave(0, 1 << bit, false);
            vm.expectPartialRevert(AaveV3Adapter.ReadBackDiffers.selector);
            adapter.step(ASSET);
        }
    }

    function test_a_write_that_leaves_an_ltv_pending_changes_nothing() public {
        aave.misbehave(0, 0, true);
        vm.expectPartialRevert(AaveV3Adapter.ReadBackDiffers.selector);
        adapter.step(ASSET);
    }

    function test_a_threshold_cut_while_the_sequencer_is_down() public {
        feed.set(1, block.timestamp - 1 days);
        oracle.set(id, at(7500, 7900));
        refuses(IStepErrors.SequencerDown.selector);
        feed.set(0, 0);
        refuses(IStepErrors.SequencerDown.selector);
        feed.set(0, block.timestamp + 1);
        refuses(IStepErrors.SequencerDown.selector);
        feed.breakDown();
        refuses(IStepErrors.SequencerDown.selector);
    }

    function test_a_threshold_cut_within_an_hour_of_a_restart() public {
        feed.set(0, block.timestamp);
        oracle.set(id, at(7500, 7900));
        refuses(IStepErrors.SequencerGrace.selector);
        skip(1 hours);
        refuses(IStepErrors.SequencerGrace.selector);
        skip(1);
        adapter.step(ASSET);
        vm.assertEq(aave.getConfiguration(ASSET), word(7500, 7975, 10500, 1000), "cut");
    }

    function test_a_restart_holds_up_neither_ltv_cuts_nor_rises() public {
        feed.set(0, block.timestamp);
        bytes4 hold = adapter.preview(ASSET).ltHold;
        sameSelector(hold, IStepErrors.SequencerGrace.selector, "hold");
        adapter.step(ASSET);
        vm.assertEq(aave.getConfiguration(ASSET), word(7000, 8000, 10500, 1000), "ltv alone");
        oracle.set(id, at(7000, 8100));
        adapter.step(ASSET);
        vm.assertEq(aave.getConfiguration(ASSET), word(7000, 8025, 10500, 1000), "rise");
    }

    function test_a_set_up_that_cannot_work() public {
        bytes memory fault = bytes.concat(IStepErrors.BadSetup.selector);
        vm.expectRevert(fault);
        make(address(oracle), 4, QUANTUM_SECONDS, address(0));
        vm.expectRevert(fault);
        make(address(oracle), 101, QUANTUM_SECONDS, address(0));
        vm.expectRevert(fault);
        make(address(oracle), QUANTUM, 0, address(0));
        vm.expectRevert(fault);
        make(address(0xDEAD), QUANTUM, QUANTUM_SECONDS, address(0));
        vm.expectRevert(fault);
        make(address(oracle), QUANTUM, QUANTUM_SECONDS, address(0xDEAD));
    }
}
