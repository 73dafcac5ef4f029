// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

import {AaveV3CollateralAdapter} from "oracle/contracts/adapters/AaveV3CollateralAdapter.sol";
import {OracleReading, Reading} from "oracle/contracts/adapters/OracleReading.sol";
import {IStepErrors} from "oracle/contracts/adapters/StepErrors.sol";
import {Plan} from "oracle/contracts/adapters/StepMath.sol";
import {AaveFixture} from "./AaveFixture.sol";

/// What Aave's own governance or a guardian tightened, nobody undoes through the adapter.
contract AaveElsewhereTest is AaveFixture {
    AaveV3CollateralAdapter internal adapter;
    bytes32 internal id;

    /// Attached where the reserve is: 75 % / 80 % / 1,000. The oracle says the same.
    function setUp() public override {
        super.setUp();
        adapter = unattached();
        id = adapter.marketId(ASSET);
        say(7500, 8000, 1000);
        adapter.attach(ASSET);
    }

    /// It takes the role from the adapter that had it.
    function unattached() internal returns (AaveV3CollateralAdapter made) {
        made = new AaveV3CollateralAdapter(
            address(oracle), address(aave), QUANTUM, QUANTUM_SECONDS, address(0)
        );
        aave.setRiskAdmin(address(made));
    }

    function say(uint16 ltv, uint16 lt, uint64 cap) internal {
        Reading memory r = at(ltv, lt);
        r.supplyCap = cap;
        oracle.set(id, r);
    }

    function elsewhere(uint256 ltv, uint256 lt, uint256 cap) internal {
        aave.setWord(ASSET, word(ltv, lt, 10500, cap));
    }

    function holds(uint256 ltv, uint256 lt, uint256 cap) internal view {
        uint256 wanted = word(ltv, lt, 10500, cap);
        vm.assertEq(bytes32(aave.getConfiguration(ASSET)), bytes32(wanted), "the reserve's word");
    }

    function refuses(bytes4 fault) internal {
        uint256 before = aave.getConfiguration(ASSET);
        sameSelector(adapter.preview(ASSET).refusal, fault, "preview");
        vm.expectRevert(bytes.concat(fault));
        adapter.step(ASSET);
        vm.assertEq(aave.getConfiguration(ASSET), before, "unchanged");
    }

    function test_an_emergency_of_aaves_own_stays() public {
        elsewhere(5000, 8000, 1);
        Plan memory plan = adapter.preview(ASSET);
        sameSelector(plan.ltvHold, IStepErrors.MovedElsewhere.selector, "ltv");
        sameSelector(plan.capHold, IStepErrors.MovedElsewhere.selector, "cap");
        refuses(IStepErrors.MovedElsewhere.selector);
    }

    function test_so_does_one_after_steps_of_the_adapter() public {
        say(7400, 8000, 900);
        adapter.step(ASSET);
        elsewhere(5000, 8000, 1);
        say(7500, 8000, 1000);
        refuses(IStepErrors.MovedElsewhere.selector);
    }

    function test_a_threshold_cut_by_aave_itself_stays() public {
        elsewhere(7500, 7800, 1000);
        refuses(IStepErrors.MovedElsewhere.selector);
    }

    function test_a_step_of_something_else_is_no_claim() public {
        elsewhere(5000, 8000, 1);
        say(7500, 7900, 1000);
        adapter.step(ASSET);
        holds(5000, 7975, 1);
        skip(QUANTUM_SECONDS);
        adapter.step(ASSET);
        holds(5000, 7950, 1);
    }

    function test_a_cut_from_where_aave_put_it_is_no_claim_either() public {
        elsewhere(5000, 7800, 10);
        say(4900, 7790, 9);
        adapter.step(ASSET);
        holds(4900, 7790, 9);
        say(7500, 8000, 1000);
        skip(QUANTUM_SECONDS);
        refuses(IStepErrors.MovedElsewhere.selector);
    }

    function test_a_decay_to_zero_is_no_claim_either() public {
        elsewhere(5000, 8000, 1000);
        Reading memory r = at(7500, 8000);
        r.ltvNow = 0;
        oracle.set(id, r);
        adapter.step(ASSET);
        holds(0, 8000, 1000);
        say(7500, 8000, 1000);
        refuses(IStepErrors.LtvZeroedElsewhere.selector);
    }

    function test_an_ltv_that_aave_opens_after_a_decay_to_zero_stays_where_it_opened() public {
        Reading memory r = at(7500, 8000);
        r.ltvNow = 0;
        oracle.set(id, r);
        adapter.step(ASSET);
        elsewhere(5000, 8000, 1000);
        say(7500, 8000, 1000);
        refuses(IStepErrors.MovedElsewhere.selector);
        say(4000, 8000, 1000);
        adapter.step(ASSET);
        say(7500, 8000, 1000);
        adapter.step(ASSET);
        holds(7500, 8000, 1000);
    }

    function test_what_aave_gives_back_rises_again() public {
        elsewhere(5000, 7800, 1);
        refuses(IStepErrors.MovedElsewhere.selector);
        elsewhere(7500, 8000, 1000);
        say(7600, 8000, 1100);
        adapter.step(ASSET);
        holds(7600, 8000, 1100);
        say(7600, 8010, 1100);
        adapter.step(ASSET);
        holds(7600, 8010, 1100);
    }

    function test_what_aave_raised_rises_no_further_until_a_cut_takes_it_up_again() public {
        elsewhere(7650, 8000, 2000);
        say(7700, 8000, 3000);
        refuses(IStepErrors.MovedElsewhere.selector);
        say(7600, 8000, 1500);
        adapter.step(ASSET);
        holds(7600, 8000, 1500);
        say(7700, 8000, 1900);
        adapter.step(ASSET);
        holds(7700, 8000, 1900);
    }

    /// It rises by way of no cap at all: docs/adapters.md asks for the cap before attach.
    function test_a_cap_on_what_had_none_stays() public {
        AaveV3CollateralAdapter other = unattached();
        elsewhere(7500, 8000, 0);
        other.attach(ASSET);
        elsewhere(7500, 8000, 5);
        vm.expectRevert(bytes.concat(IStepErrors.MovedElsewhere.selector));
        other.step(ASSET);
        elsewhere(7500, 8000, 0);
        other.step(ASSET);
        holds(7500, 8000, 1000);
    }

    /// docs/adapters.md: the bonus is neither tight nor loose.
    function test_the_bonus_follows_the_oracle_from_elsewhere_and_in_a_stop() public {
        aave.setWord(ASSET, word(7500, 8000, 11000, 1000));
        Reading memory r = at(7500, 8000);
        (r.supplyCap, r.status) = (1000, OracleReading.FROZEN);
        oracle.set(id, r);
        adapter.step(ASSET);
        holds(7500, 8000, 1000);
    }

    function test_what_is_remembered() public {
        say(7400, 7990, 900);
        adapter.step(ASSET);
        (uint40 movedAt, bool ltvKnown, uint16 ltv, uint16 lt, uint64 cap) = adapter.known(ASSET);
        vm.assertEq(movedAt, block.timestamp, "moved at");
        vm.assertTrue(ltvKnown && ltv == 7400 && lt == 7990 && cap == 900, "values");
    }

    /// So a stranger who steps or attaches first makes no payload of governance's revert.
    function test_attaching_again_changes_nothing_that_is_known() public {
        elsewhere(5000, 7800, 1);
        adapter.attach(ASSET);
        (uint40 movedAt, bool ltvKnown, uint16 ltv, uint16 lt, uint64 cap) = adapter.known(ASSET);
        vm.assertTrue(ltvKnown && ltv == 7500 && lt == 8000 && cap == 1000, "values");
        vm.assertEq(movedAt, 0, "moved at");
        refuses(IStepErrors.MovedElsewhere.selector);
    }

    /// Attached while it was frozen or new; attached again when its LTV opened.
    function test_an_ltv_that_was_zero_at_first_is_attached_when_it_opens() public {
        AaveV3CollateralAdapter other = unattached();
        elsewhere(0, 8000, 1000);
        other.attach(ASSET);
        other.attach(ASSET);
        elsewhere(7500, 8000, 1000);
        other.attach(ASSET);
        elsewhere(5000, 8000, 1000);
        vm.expectRevert(bytes.concat(IStepErrors.MovedElsewhere.selector));
        other.step(ASSET);
    }

    function test_attaching_takes_the_role_and_a_collateral() public {
        address other = address(0x07);
        vm.expectRevert(bytes.concat(IStepErrors.NotCollateral.selector));
        adapter.attach(other);
        aave.setRiskAdmin(address(this));
        vm.expectRevert(bytes.concat(IStepErrors.RoleMissing.selector));
        adapter.attach(other);
    }

    /// Whatever the oracle says after Aave tightened all three: none of them rises again.
    function testFuzz_nothing_undoes_a_tightening(uint256 seed) public {
        elsewhere(6000, 7500, 500);
        for (uint256 i = 0; i < 8; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            skip(seed % 1 days);
            Reading memory r = at(uint16(5500 + (seed >> 32) % 2000), 0);
            r.ltTarget = uint16(r.ltvTarget + 300 + (seed >> 64) % 500);
            r.ltNow = uint16(r.ltTarget + (seed >> 96) % 200);
            r.supplyCap = uint64(1 + (seed >> 128) % 2000);
            if ((seed >> 192) % 8 == 0) r.ltvNow = 0;
            oracle.set(id, r);
            Plan memory plan = adapter.preview(ASSET);
            vm.assertLe(plan.next.ltv, plan.live.ltv, "ltv");
            vm.assertLe(plan.next.lt, plan.live.lt, "lt");
            vm.assertLe(plan.next.supplyCap, plan.live.supplyCap, "cap");
            if (plan.refusal == 0) adapter.step(ASSET);
        }
    }
}
